"""Which gene a transcript is of: by the file, by a table, or by the id itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from resistance.genes.gene_ids import parse_ensembl

#: Ids whose end is a version. Of others it may be a transcript: AT1G01010.1 and .2 are two of
#: them. ``_PAR_Y`` is GENCODE's mark of the Y copy, whose gene is marked the same way.
_VERSIONED = re.compile(
    r"(ENS(?:[A-Z]{3})?T\d{11}|[NX][MR]_\d{6,9})(?:\.\d+)?(?:_\d+)?(_PAR_Y)?", re.ASCII
)
PAR_Y = "_PAR_Y"
#: How the gene of a transcript was found, in the order in which ways are tried.
FILE, EXACT, BARS, VERSION = "file", "exact", "bars", "version"


@dataclass(frozen=True)
class Tx2Gene:
    """A table of transcripts and their genes.

    Attributes
    ----------
    name : str
        The table as the user named it, or what the embedded one is.
    genes : mapping of str to str
        Gene of each transcript.
    own : bool
        Whether the study gave it; the embedded one knows Ensembl's transcripts only.
    """

    name: str
    genes: Mapping[str, str]
    own: bool = False

    @cached_property
    def without_version(self) -> dict[str, str]:
        """Gene of each transcript by its id without version; empty where versions disagree."""
        if not self.own:  # ids of the embedded table have none
            return dict(self.genes)
        found: dict[str, str] = {}
        for transcript, gene in self.genes.items():
            stem = stem_of(transcript)
            if stem:
                found[stem] = gene if found.get(stem, gene) == gene else ""
        return found


class Genes(NamedTuple):
    """Genes of transcripts.

    Attributes
    ----------
    genes : list of str
        Gene of each transcript; empty where none was found.
    how : list of str
        ``file``, ``exact``, ``bars``, ``version``; empty where none was found.
    """

    genes: list[str]
    how: list[str]


def stem_of(transcript: str) -> str:
    """Return an id of Ensembl or RefSeq without its version.

    Parameters
    ----------
    transcript : str

    Returns
    -------
    str
        ``_PAR_Y`` stays; empty for ids of others, whose dots may mean anything.
    """
    match = _VERSIONED.fullmatch(transcript)
    return match[1] + (match[2] or "") if match else ""


def genes_of(transcripts: Sequence[str], table: Tx2Gene | None) -> Genes:
    """Find the gene of each transcript.

    An id that the table has is looked up as it stands; else the gene that stands in the id itself
    is taken (GENCODE's ``ENST...|ENSG...|...``); else the id is looked up without its version. The
    embedded table comes after the gene in the id: that is of the user's own annotation.

    Parameters
    ----------
    transcripts : sequence of str
    table : Tx2Gene, optional

    Returns
    -------
    Genes
    """
    genes, how = [], []
    for transcript in transcripts:
        gene, way = _gene_of(transcript, table)
        genes.append(gene)
        how.append(way)
    return Genes(genes, how)


def _gene_of(transcript: str, table: Tx2Gene | None) -> tuple[str, str]:
    first, *fields = transcript.split("|")
    known = table.genes if table else {}
    if table and table.own:
        for key in (transcript, first):
            if known.get(key):
                return known[key], EXACT
    for field in fields:
        if parse_ensembl(field):
            return field, BARS
    if known.get(first):
        return known[first], EXACT
    stem = stem_of(first)
    if table is None or not stem:
        return "", ""
    gene = table.without_version.get(stem, "")
    if not gene and stem.endswith(PAR_Y):  # Ensembl's own files give both copies one id
        gene = table.without_version.get(stem.removesuffix(PAR_Y), "")
        gene = gene if not gene or gene.endswith(PAR_Y) else gene + PAR_Y
    return gene, VERSION if gene else ""
