"""What RSEM writes for one sample: ``genes.results`` and ``isoforms.results``."""

from __future__ import annotations

from collections.abc import Sequence

from resistance.count_formats.base import SampleCounts
from resistance.count_formats.quantified import header_of, read_columns
from resistance.problems import Problem

_NUMBERS = ("effective_length", "expected_count", "TPM")
GENES = ("gene_id", "transcript_id(s)", "length", *_NUMBERS)
ISOFORMS = ("transcript_id", "gene_id", "length", *_NUMBERS)


def recognise(lines: Sequence[str]) -> str:
    """Say why these are the first lines of a file of RSEM's; empty if they are not."""
    # FPKM and what depends on RSEM's options follow
    start = tuple(header_of(lines)[: len(GENES)])
    for kind, header in (("genes.results", GENES), ("isoforms.results", ISOFORMS)):
        if start == header:
            return f"the header is that of RSEM's {kind} ({', '.join(header)}, ...)"
    return ""


def parse(text: str, name: str) -> tuple[SampleCounts | None, list[Problem]]:
    """Read a ``genes.results`` or an ``isoforms.results``."""
    of_genes = header_of(text[:100_000].split("\n"))[0] == "gene_id"
    columns, problems = read_columns(text, name, (GENES if of_genes else ISOFORMS)[:2], _NUMBERS)
    if columns is None:
        return None, problems
    counts = SampleCounts(
        name,
        columns.texts["gene_id" if of_genes else "transcript_id"],
        columns.rows,
        {"": columns.numbers["expected_count"]},
        level="gene" if of_genes else "transcript",
        lengths=columns.numbers["effective_length"],
        abundance=columns.numbers["TPM"],
        genes=[] if of_genes else columns.texts["gene_id"],
    )
    return counts, []
