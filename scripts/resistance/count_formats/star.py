"""What STAR writes for one sample: ``ReadsPerGene.out.tab``, counts for three protocols at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import pandas as pd

from resistance.count_formats.base import SampleCounts
from resistance.count_formats.cells import read_cells, read_numbers
from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.schema_words import listing
from resistance.problems import Problem

#: Rows above the genes: reads outside of them.
OUTSIDE: Final = ("N_unmapped", "N_multimapping", "N_noFeature", "N_ambiguous")
#: Columns after the gene: both strands, the strand of read 1, that of read 2 (STAR's manual).
STRANDS: Final = ("unstranded", "forward", "reverse")
#: The row of ``inputs.tsv`` whose detail is the column that was used.
STRANDEDNESS: Final = "strandedness"
#: Share of the reverse strand's reads from which on, or down to which, a library is stranded.
STRANDED: Final = (0.2, 0.8)
#: Shares between which it is not.
UNSTRANDED: Final = (0.4, 0.6)


class Strand(NamedTuple):
    """Which column of the files holds the counts.

    Attributes
    ----------
    kind : str
        One of :data:`STRANDS`; empty if there are problems.
    why : str
        What shows it, with the numbers.
    problems : list of Problem
    """

    kind: str
    why: str
    problems: list[Problem]


def recognise(lines: Sequence[str]) -> str:
    """Say why these are the first lines of a ``ReadsPerGene.out.tab``.

    Parameters
    ----------
    lines : sequence of str

    Returns
    -------
    str
        A sentence; empty if they are not.
    """
    first = [line.split("\t") for line in lines[: len(OUTSIDE)]]
    if tuple(cells[0].strip() for cells in first) != OUTSIDE or {len(c) for c in first} != {4}:
        return ""
    return f"the rows {', '.join(OUTSIDE)} stand on top, with three columns of counts"


def parse(text: str, name: str) -> tuple[SampleCounts | None, list[Problem]]:
    """Read a ``ReadsPerGene.out.tab``.

    Parameters
    ----------
    text : str
    name : str
        The file as the user named it.

    Returns
    -------
    counts : SampleCounts or None
        With the counts of all three columns; None if there are problems.
    problems : list of Problem
    """
    cells, problems = read_cells(text, name, "\t")
    if cells is None:
        return None, problems
    counts, outside = {}, {}
    for place, kind in enumerate(STRANDS, start=1):
        values, wrong = read_numbers(cells.columns[place], cells.rows, name, f"{place + 1}")
        problems += wrong
        counts[kind] = values[len(OUTSIDE) :]
        outside[kind] = dict(zip(OUTSIDE, map(float, values), strict=False))
    if problems:
        return None, problems
    ids, rows = cells.columns[0][len(OUTSIDE) :], cells.rows[len(OUTSIDE) :]
    return SampleCounts(name, ids, rows, counts, outside), []


def strand_of(samples: Mapping[str, SampleCounts], given: str) -> Strand:
    """Find the column that holds the counts: by the configuration, else by the reads.

    Of a stranded library nearly all reads in genes fall on one strand of them, of another about
    half; those on the wrong strand are counted as ``N_noFeature``.

    Parameters
    ----------
    samples : mapping of str to SampleCounts
        By file.
    given : str
        ``counts.strandedness``.

    Returns
    -------
    Strand
    """
    shares = {name: _share(sample) for name, sample in samples.items()}
    kinds = {name: _kind(share) for name, share in shares.items()}
    found = set(kinds.values())
    numbers = _numbers(samples, shares)
    if given in STRANDS:
        clear = found - {""}
        against = f"; the reads look {' and '.join(sorted(clear))}" if clear - {given} else ""
        return Strand(given, f"counts.strandedness is {given} ({numbers}){against}", [])
    if len(found) == 1 and "" not in found:
        kind = found.pop()
        return Strand(kind, f"{numbers}: {kind}", [])
    said = [f"{name} {_percent(shares[name])} ({kinds[name] or 'unclear'})" for name in samples]
    message = "It is not clear which column of STAR's counts to use: the samples differ."
    if len(found) == 1:
        message = "It is not clear which column of STAR's counts to use."
    problem = Problem(
        CONFIG_FILE,
        f"{message} Share of reads in genes on the reverse strand: {listing(said, 24)}.",
        column="counts.strandedness",
        value=given,
        allowed=f"{UNSTRANDED[0]:.0%} to {UNSTRANDED[1]:.0%} in all samples (unstranded), "
        f"{STRANDED[1]:.0%} and more (reverse), {STRANDED[0]:.0%} and less (forward)",
        hint="Ask who made the libraries, and set counts.strandedness: unstranded, forward or "
        "reverse. Samples of two protocols are no one study: leave one out (exclude_samples).",
    )
    return Strand("", "", [problem])


def strandedness_of(inputs: pd.DataFrame, given: str) -> str:
    """Return how the reads were counted: as the configuration says, else as STAR's column shows.

    Parameters
    ----------
    inputs : pandas.DataFrame
        ``inputs.tsv``.
    given : str
        ``counts.strandedness``.

    Returns
    -------
    str
        One of :data:`STRANDS`, or ``unknown``.
    """
    used = inputs.loc[(inputs["source"] == "counts") & (inputs["item"] == STRANDEDNESS), "detail"]
    kinds = [str(kind) for kind in used if kind in STRANDS]
    return kinds[0] if given not in STRANDS and kinds else given


def _share(sample: SampleCounts) -> float:
    """Return the share of the reverse strand among reads in genes; NaN without any."""
    forward, reverse = (float(sample.counts[kind].sum()) for kind in STRANDS[1:])
    return reverse / (forward + reverse) if forward + reverse else float("nan")


def _kind(share: float) -> str:
    if share >= STRANDED[1]:
        return "reverse"
    if share <= STRANDED[0]:
        return "forward"
    return "unstranded" if UNSTRANDED[0] <= share <= UNSTRANDED[1] else ""


def _percent(share: float) -> str:
    return f"{share:.1%}" if share == share else "no reads"


def _numbers(samples: Mapping[str, SampleCounts], shares: Mapping[str, float]) -> str:
    known = [share for share in shares.values() if share == share] or [float("nan")]
    span = _percent(min(known))
    if _percent(max(known)) != span:
        span += f" to {_percent(max(known))}"
    without = {
        kind: sum(sample.outside[kind]["N_noFeature"] for sample in samples.values())
        for kind in STRANDS
    }
    said = ", ".join(f"{kind} {n:.0f}" for kind, n in without.items())
    return f"{span} of the reads in genes lie on the reverse strand, N_noFeature: {said}"
