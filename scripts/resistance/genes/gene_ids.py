"""Gene identifiers: which gene a name or an id of a table means.

Ids are recognised one by one, by their pattern: a table may mix Ensembl ids of several releases,
symbols and names of a spike-in. Nothing is ever split at a dot, because ``RP11-34P13.7`` is a
name, and nothing is upper-cased, because ``Actb`` is a mouse gene.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from resistance.genes.entrez import entrez_genes
from resistance.genes.spellings import (
    ENSEMBL_GENE,
    joined_symbol,
    parse_ensembl,
    plain_names,
)

__all__ = [
    "ENSEMBL_GENE",
    "Annotation",
    "map_gene_ids",
    "parse_ensembl",
    "resolve_symbols",
]

MAPPING_COLUMNS = (
    "input_id",
    "gene_id",
    "ensembl_id",
    "gene_name",
    "biotype",
    "chromosome",
    "matched_by",
)
RESOLVED_COLUMNS = ("name", "ensembl_id", "symbol", "matched_by", "candidates")

#: Kinds of a name in the order in which they are tried, and what a match is called. ``approved``
#: rows say which of several ids HGNC gives an approved symbol; ``clinical`` ones are our own list.
_KINDS = (
    ("approved", "symbol"),
    ("previous", "previous"),
    ("clinical", "alias"),
    ("alias", "alias"),
)


@dataclass(frozen=True)
class Annotation:
    """The embedded annotation of one organism; every frame holds text only.

    Attributes
    ----------
    organism : str
        ``human``, ``mouse`` or ``other``; the frames of ``other`` are empty.
    genes : pandas.DataFrame
        Genes x (ensembl_id, symbol, biotype, chromosome); ``symbol`` is empty for novel genes.
    aliases : pandas.DataFrame
        Names x (name, ensembl_id, kind); ``kind`` is approved, previous, clinical or alias.
    retired : pandas.DataFrame
        Ids x (retired_id, ensembl_id): the id that took the place of a retired one.
    par : pandas.DataFrame
        Pairs x (symbol, ensembl_x, ensembl_y) of the pseudo-autosomal regions.
    entrez : pandas.DataFrame
        Ids x (entrez_id, ensembl_id), retired Entrez ids among them.
    """

    organism: str
    genes: pd.DataFrame
    aliases: pd.DataFrame
    retired: pd.DataFrame
    par: pd.DataFrame
    entrez: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["entrez_id", "ensembl_id"], dtype=object)
    )

    @cached_property
    def by_id(self) -> dict[str, tuple[str, str, str]]:
        """Ensembl id -> (symbol, biotype, chromosome)."""
        rows = zip(
            self.genes["symbol"], self.genes["biotype"], self.genes["chromosome"], strict=True
        )
        return dict(zip(self.genes["ensembl_id"], rows, strict=True))

    @cached_property
    def successors(self) -> dict[str, str]:
        """Retired Ensembl id -> id in use."""
        return dict(zip(self.retired["retired_id"], self.retired["ensembl_id"], strict=True))

    @cached_property
    def x_of_y(self) -> dict[str, str]:
        """Ensembl id of a Y copy -> id of its X copy (Ensembl 110 and later)."""
        return dict(zip(self.par["ensembl_y"], self.par["ensembl_x"], strict=True))

    @cached_property
    def by_entrez(self) -> dict[str, str]:
        """Entrez id -> Ensembl id."""
        return dict(zip(self.entrez["entrez_id"], self.entrez["ensembl_id"], strict=True))

    @cached_property
    def names(self) -> dict[str, list[tuple[str, dict[str, list[str]]]]]:
        """Lookups in the order in which they are tried, for exact and for caseless spelling.

        ``names["exact"]`` is a list of (matched_by, {name: sorted Ensembl ids}). Y copies are left
        out: a symbol of the pseudo-autosomal regions means the X id.
        """
        in_use = self.genes[
            (self.genes["symbol"] != "") & ~self.genes["ensembl_id"].isin(list(self.x_of_y))
        ]
        symbols = _group(in_use["symbol"], in_use["ensembl_id"])
        decided = self.aliases[self.aliases["kind"] == "approved"]
        for name, identifier in zip(decided["name"], decided["ensembl_id"], strict=True):
            symbols[name] = [identifier]
        exact = [("symbol", symbols)]
        for kind, matched_by in _KINDS[1:]:
            rows = self.aliases[self.aliases["kind"] == kind]
            exact.append((matched_by, _group(rows["name"], rows["ensembl_id"])))
        caseless = [(matched_by, _caseless(lookup)) for matched_by, lookup in exact]
        return {"exact": exact, "caseless": caseless}


def _group(names: Iterable[str], identifiers: Iterable[str]) -> dict[str, list[str]]:
    """Collect the sorted ids of each name; nearly all names have one, which needs no sorting."""
    found: dict[str, list[str]] = {}
    several = set()
    for name, identifier in zip(names, identifiers, strict=True):
        ids = found.setdefault(name, [identifier])
        if identifier not in ids:
            ids.append(identifier)
            several.add(name)
    for name in several:
        found[name].sort()
    return found


def _caseless(lookup: dict[str, list[str]]) -> dict[str, list[str]]:
    """Unite the names of a lookup that differ in case only."""
    names = [name.lower() for name, items in lookup.items() for _ in items]
    return _group(names, [item for items in lookup.values() for item in items])


def _look_up(name: str, annotation: Annotation, ignore_case: bool) -> tuple[str, list[str]]:
    """Return how a symbol matched and the ids it may mean."""
    for matched_by, lookup in annotation.names["exact"]:
        if name in lookup:
            return matched_by, lookup[name]
    if ignore_case:
        for matched_by, lookup in annotation.names["caseless"]:
            if name.lower() in lookup:
                return matched_by, lookup[name.lower()]
    return "none", []


def _look_up_id(stem: str, annotation: Annotation) -> tuple[str, str]:
    """Return how an Ensembl id without version matched, and the id in use."""
    stem = annotation.x_of_y.get(stem, stem)
    if stem in annotation.by_id:
        return "ensembl_id", stem
    if stem in annotation.successors:
        successor = annotation.successors[stem]
        return "retired_id", annotation.x_of_y.get(successor, successor)
    return "none", stem


def resolve_symbols(
    names: Sequence[str], annotation: Annotation, ignore_case: bool = False
) -> pd.DataFrame:
    """Find the gene that each name means: approved symbol, then previous symbol, then alias.

    A name that means several genes at the first of these stages where it occurs is ambiguous and
    is not resolved; an approved symbol is never overridden by another gene's alias.

    Parameters
    ----------
    names : sequence of str
        Symbols, names that clinicians use (CD123, P-gp) or Ensembl gene ids.
    annotation : Annotation
    ignore_case : bool
        Try again without regard to case where the exact spelling is unknown. Only for names that
        are known to be of this organism: ``Actb`` in a table of counts must not become ACTB.

    Returns
    -------
    pandas.DataFrame
        One row a name, in the order given: ``name, ensembl_id, symbol, matched_by, candidates``.
        ``matched_by`` is symbol, previous, alias, ensembl_id, retired_id, none or ambiguous;
        ``ensembl_id`` and ``symbol`` are empty for the last two, and ``candidates`` then holds the
        possible Ensembl ids separated by ";".
    """
    rows = []
    for name in names:
        parsed = parse_ensembl(name)
        if parsed is not None:
            matched_by, identifier = _look_up_id(parsed[0], annotation)
            candidates = [] if matched_by == "none" else [identifier]
        else:
            matched_by, candidates = _look_up(name, annotation, ignore_case)
        if len(candidates) == 1:
            symbol = annotation.by_id.get(candidates[0], ("", "", ""))[0]
            rows.append((name, candidates[0], symbol, matched_by, ""))
        else:
            matched_by = "ambiguous" if candidates else "none"
            rows.append((name, "", "", matched_by, ";".join(candidates)))
    return pd.DataFrame(rows, columns=list(RESOLVED_COLUMNS), dtype=object)


def map_gene_ids(ids: Sequence[str], annotation: Annotation) -> pd.DataFrame:
    """Give each id of a table its gene of the embedded annotation.

    Parameters
    ----------
    ids : sequence of str
        Ids as they stand in the file.
    annotation : Annotation

    Returns
    -------
    pandas.DataFrame
        One row an id, in the order given: ``input_id, gene_id, ensembl_id, gene_name, biotype,
        chromosome, matched_by``. ``gene_id`` is the input's id with its version cut off, and that
        of the X copy for the Y copy of a pseudo-autosomal gene; it is never replaced by a mapped
        id, so retired ids and outdated symbols keep theirs. ``ensembl_id`` is the id in use, the
        input's own where it looks like one but is unknown, else empty. ``gene_name`` is the symbol
        as the input writes it, the annotation's for an Ensembl id, ``gene_id`` where unknown.
    """
    plain = plain_names(ids, annotation.organism)
    entrez = entrez_genes(ids, annotation.by_entrez) if len(annotation.entrez) else {}
    rows = []
    for identifier in ids:
        parsed = parse_ensembl(identifier)
        if parsed is not None:
            gene_id = annotation.x_of_y.get(parsed[0], parsed[0])
            matched_by, ensembl_id = _look_up_id(gene_id, annotation)
            symbol, biotype, chromosome = annotation.by_id.get(ensembl_id, ("", "", ""))
            gene_name = symbol or joined_symbol(identifier) or gene_id
        elif identifier in entrez:
            gene_id, ensembl_id = identifier, entrez[identifier]
            matched_by = "entrez" if ensembl_id else "none"
            symbol, biotype, chromosome = annotation.by_id.get(ensembl_id, ("", "", ""))
            gene_name = symbol or gene_id
        else:
            gene_id = gene_name = plain.get(identifier, identifier)
            matched_by, candidates = _look_up(gene_id, annotation, ignore_case=False)
            ensembl_id = candidates[0] if len(candidates) == 1 else ""
            matched_by = matched_by if ensembl_id else "none"
            _, biotype, chromosome = annotation.by_id.get(ensembl_id, ("", "", ""))
        rows.append((identifier, gene_id, ensembl_id, gene_name, biotype, chromosome, matched_by))
    return pd.DataFrame(rows, columns=list(MAPPING_COLUMNS), dtype=object)
