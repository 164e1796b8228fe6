"""Tell tables whose rows are transcripts from those of genes."""

from __future__ import annotations

import re

import numpy as np

from resistance.inputs.counts_table import CountsTable
from resistance.problems import Problem

#: Of Ensembl (ENST...), and of RefSeq (NM_, NR_, XM_, XR_).
_TRANSCRIPT = re.compile(
    r"ENS(?:[A-Z]{3})?T\d{11}(?:\.\d+)?(?:_PAR_Y)?(?:\|.*)?|[NX][MR]_\d+(?:\.\d+)?", re.ASCII
)


def check_transcripts(table: CountsTable) -> list[Problem]:
    """Refuse a table most of whose rows are transcripts of Ensembl or RefSeq.

    Parameters
    ----------
    table : CountsTable

    Returns
    -------
    list of Problem
    """
    ids = [str(identifier) for identifier in table.data[0]]
    found = np.flatnonzero([_TRANSCRIPT.fullmatch(identifier) is not None for identifier in ids])
    if 2 * len(found) <= len(ids):
        return []
    first = int(found[0])
    return [
        Problem(
            table.name,
            f"The rows are transcripts, not genes: {len(found):,} of {len(ids):,} ids.",
            str(table.rows[first]),
            table.columns[0],
            ids[first],
            "a gene id or symbol in each row",
            "Give the table of genes (nf-core: salmon.merged.gene_counts.tsv), or the folder with "
            "the files of salmon, kallisto or RSEM: they are summed to genes here.",
        )
    ]
