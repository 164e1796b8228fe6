"""What kallisto writes for one sample: ``abundance.tsv``, or the arrays of ``abundance.h5``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from resistance.count_formats.base import Floats, SampleCounts
from resistance.count_formats.quantified import check_ids, header_of, read_columns
from resistance.inputs.tables import capped
from resistance.problems import Problem

HEADER = ("target_id", "length", "eff_length", "est_counts", "tpm")


def recognise(lines: Sequence[str]) -> str:
    """Say why these are the first lines of an ``abundance.tsv``; empty if they are not."""
    if tuple(header_of(lines)) != HEADER:
        return ""
    return f"the header is that of kallisto's abundance.tsv ({', '.join(HEADER)})"


def parse(text: str, name: str) -> tuple[SampleCounts | None, list[Problem]]:
    """Read an ``abundance.tsv``."""
    columns, problems = read_columns(text, name, HEADER[:1], HEADER[2:])
    if columns is None:
        return None, problems
    counts = SampleCounts(
        name,
        columns.texts["target_id"],
        columns.rows,
        {"": columns.numbers["est_counts"]},
        level="transcript",
        lengths=columns.numbers["eff_length"],
        abundance=columns.numbers["tpm"],
    )
    return counts, []


def from_arrays(
    ids: Sequence[str], counts: Floats, lengths: Floats, name: str
) -> tuple[SampleCounts | None, list[Problem]]:
    """Put together what an ``abundance.h5`` holds; TPM is computed as kallisto does.

    Parameters
    ----------
    ids : sequence of str
        Transcripts (``aux/ids``).
    counts, lengths : numpy.ndarray
        ``est_counts`` and ``aux/eff_lengths``, as long as ``ids``.
    name : str
        The file as the user named it.

    Returns
    -------
    counts : SampleCounts or None
        None if there are problems.
    problems : list of Problem
        Entries are named by their position, which is their row in ``abundance.tsv``.
    """
    rows = np.arange(len(ids), dtype=np.int64) + 2
    problems = check_ids(ids, rows, name, "aux/ids")
    kinds = [
        ("est_counts", counts, ~(np.isfinite(counts) & (counts >= 0)), "a number from 0 up"),
        ("aux/eff_lengths", lengths, ~(np.isfinite(lengths) & (lengths > 0)), "a number above 0"),
    ]
    for label, values, wrong, allowed in kinds:
        found = [
            Problem(name, "This cannot be.", str(rows[i]), label, f"{values[i]:g}", allowed)
            for i in np.flatnonzero(wrong)
        ]
        problems += capped(found, f"entries of {label} that cannot be")
    if problems:
        return None, problems
    # counts near the largest number there is are refused where their size is judged
    with np.errstate(over="ignore", invalid="ignore"):
        per_base = counts / lengths
        total = float(per_base.sum())
        abundance = per_base * (1e6 / total if total > 0 else 0.0)
    read = SampleCounts(
        name,
        list(ids),
        rows,
        {"": counts},
        level="transcript",
        lengths=lengths,
        abundance=abundance,
    )
    return read, []
