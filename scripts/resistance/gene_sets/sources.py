"""Which collections of gene sets a study uses, and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from resistance.gene_sets.addresses import address

#: Where downloads are kept, by the sha256 of their content.
DOWNLOADS: Final = "results/inputs/downloads"
_KEYS: Final = ("name", "path", "url", "sha256", "ids", "organism", "title", "source", "version")
_CHOICES: Final = {"ids": ("symbol", "ensembl", "entrez"), "organism": ("human", "mouse")}


@dataclass(frozen=True)
class Collection:
    """A collection of gene sets.

    Attributes
    ----------
    name : str
        As the tables name it.
    title : str
        As a reader knows it.
    organism : str
        Whose genes its sets list: ``human``, ``mouse``, or ``other`` for names of the counts.
    source, version, date, licence : str
        Where it comes from; ``date`` is the day on which an embedded file was fetched.
    ids : str
        ``auto``, ``symbol``, ``ensembl`` or ``entrez``.
    file : str
        GMT: under ``resources/gene_sets`` for an embedded one, else as the user named it, or
        where the download is kept.
    kind : str
        ``embedded``, ``file`` or ``download``.
    url, sha256 : str
        Of a download.
    """

    name: str
    title: str
    organism: str
    source: str = ""
    version: str = ""
    date: str = ""
    licence: str = ""
    ids: str = "auto"
    file: str = ""
    kind: str = "embedded"
    url: str = ""
    sha256: str = ""

    @property
    def label(self) -> str:
        """What messages call its file."""
        return self.url or self.file


def _embedded(
    name: str, title: str, source: str, version: str, date: str, licence: str
) -> Collection:
    file = f"{name}.gmt.gz"
    return Collection(name, title, "human", source, version, date, licence, "symbol", file)


_MSIGDB: Final = ("MSigDB 7.5.1", "2026-11-23", "CC-BY-4.0")
#: Collections that come with the workflow, human symbols all. Held against MANIFEST.tsv by a test.
EMBEDDED: Final = {
    collection.name: collection
    for collection in (
        _embedded("hallmark", "Hallmark", "https://www.gsea-msigdb.org", *_MSIGDB),
        _embedded("reactome", "Reactome", "https://reactome.org", *_MSIGDB),
        _embedded("wikipathways", "WikiPathways", "https://www.wikipathways.org", *_MSIGDB),
        _embedded(
            "go_bp",
            "GO biological process",
            "http://geneontology.org",
            "GO Biological Process 2023 (Enrichr)",
            "2026-11-23",
            "CC-BY-4.0",
        ),
        _embedded(
            "resistance",
            "Resistance mechanisms",
            "this project",
            "resistance_sources.tsv",
            "2026-11-26",
            "MIT",
        ),
        _embedded(
            "bpdcn",
            "BPDCN signatures",
            "https://github.com/petervangalen/Single-cell_BPDCN",
            "commit 5c5f361",
            "2026-11-26",
            "MIT",
        ),
    )
}


def blocks_of(config: Mapping[str, Any], key: str) -> list[tuple[int, dict[str, str]]]:
    """Return the blocks of ``enrichment.gene_sets`` or ``enrichment.downloads`` that can be used.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.
    key : str
        ``gene_sets`` or ``downloads``.

    Returns
    -------
    list of (int, dict)
        Place in the list, from 0, and the block with a text for every key; blocks of another
        shape, or without a name or a place to read from, are problems of the configuration already.
    """
    block = config.get("enrichment")
    given = block.get(key) if isinstance(block, Mapping) else None
    needed = ("name", "path") if key == "gene_sets" else ("name", "url", "sha256")
    found = []
    for place, item in enumerate(given if isinstance(given, list) else []):
        if not isinstance(item, Mapping):
            continue
        filled = {name: item.get(name) or "" for name in (*_KEYS, "licence")}
        for name, known in _CHOICES.items():
            # a value that is not known is a problem of the configuration already
            filled[name] = filled[name] if filled[name] in known else ""
        texts = all(isinstance(value, str) for value in filled.values())
        if texts and all(filled[name] for name in needed):
            found.append((place, filled))
    return found


def collections_of(config: Mapping[str, Any]) -> list[Collection]:
    """List the collections of a study: embedded ones, its own files, downloads; in their order.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.

    Returns
    -------
    list of Collection
    """
    block, study = config.get("enrichment"), config.get("study")
    chosen = block.get("collections") if isinstance(block, Mapping) else None
    names = chosen if isinstance(chosen, list) else []
    found = [EMBEDDED[name] for name in names if isinstance(name, str) and name in EMBEDDED]
    organism = str(study.get("organism", "")) if isinstance(study, Mapping) else ""
    for key, kind in (("gene_sets", "file"), ("downloads", "download")):
        for _, item in blocks_of(config, key):
            digest = item["sha256"].lower()
            url = address(item["url"], _base_url(block)) if kind == "download" else ""
            found.append(
                Collection(
                    item["name"],
                    item["title"] or item["name"],
                    item["organism"] or known_organism(organism),
                    item["source"] or item["url"] or item["path"],
                    item["version"],
                    "",
                    item["licence"],
                    item["ids"] or "auto",
                    item["path"] if kind == "file" else f"{DOWNLOADS}/{digest}",
                    kind,
                    url,
                    digest,
                )
            )
    return found


def _base_url(block: object) -> str:
    base = block.get("download_base_url") if isinstance(block, Mapping) else ""
    return base if isinstance(base, str) else ""


def known_organism(organism: str) -> str:
    """Return whose annotation serves a study: of human cells in a mouse the human one.

    Parameters
    ----------
    organism : str
        ``study.organism``.

    Returns
    -------
    str
        ``human``, ``mouse`` or ``other``.
    """
    return {"human": "human", "mixed": "human", "mouse": "mouse"}.get(organism, "other")
