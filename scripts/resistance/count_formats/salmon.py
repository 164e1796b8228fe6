"""What salmon (and sailfish) writes for one sample: ``quant.sf``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from resistance.count_formats.base import SampleCounts
from resistance.count_formats.quantified import header_of, read_columns
from resistance.genes.gene_ids import parse_ensembl
from resistance.problems import Problem

HEADER = ("Name", "Length", "EffectiveLength", "TPM", "NumReads")


def recognise(lines: Sequence[str]) -> str:
    """Say why these are the first lines of a ``quant.sf``; empty if they are not."""
    if tuple(header_of(lines)) != HEADER:
        return ""
    return f"the header is that of salmon's quant.sf ({', '.join(HEADER)})"


def parse(text: str, name: str) -> tuple[SampleCounts | None, list[Problem]]:
    """Read a ``quant.sf``, or a ``quant.genes.sf``, whose ids are genes."""
    columns, problems = read_columns(text, name, HEADER[:1], HEADER[2:])
    if columns is None:
        return None, problems
    ids = columns.texts["Name"]
    # quant.genes.sf has the same header; Ensembl's ids tell genes from transcripts
    of_genes = np.mean([parse_ensembl(identifier) is not None for identifier in ids]) > 0.5
    counts = SampleCounts(
        name,
        ids,
        columns.rows,
        {"": columns.numbers["NumReads"]},
        level="gene" if of_genes else "transcript",
        lengths=columns.numbers["EffectiveLength"],
        abundance=columns.numbers["TPM"],
    )
    return counts, []
