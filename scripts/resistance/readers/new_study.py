"""Draft the configuration of a study from its counts and, where there is one, its sample sheet."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from resistance.inputs.counts_source import CountsSource
from resistance.new_study.draft import Draft, draft, sample_names
from resistance.problems import Problem
from resistance.readers.counts import read_counts
from resistance.readers.grids import read_grid


def read_draft(
    study: Path,
    counts: Path,
    sheet: Path | None,
    organism: str,
    tx2gene: Path | None,
    resources: Path,
) -> tuple[Draft | None, list[Problem]]:
    """Read counts and sheet, and guess a study from them.

    Parameters
    ----------
    study : Path
        The folder of the study; need not be there.
    counts : Path
    sheet : Path or None
    organism : str
        Empty to guess it.
    tx2gene : Path or None
        Gene of each transcript, where the counts are of transcripts.
    resources : Path
        The folder of the embedded resources.

    Returns
    -------
    draft : Draft or None
        None if there are problems.
    problems : list of Problem
    """
    source = CountsSource(
        Path(),
        str(counts),
        tx2gene=str(tx2gene or ""),
        organism=organism or "other",
        annotation=resources / "annotation",
    )
    table, problems = read_counts(source)
    rows = None
    if sheet is not None:
        rows, found = _read_sheet(sheet)
        problems = problems + found
    if table is None or problems:
        return None, problems
    if not sample_names(table):
        message = "No column of numbers stands beside the ids of the genes."
        allowed = "genes x samples, reads per gene"
        return None, [Problem(str(counts), message, allowed=allowed)]
    name = study.resolve().name or "study"
    drafted = draft(table, rows, organism, name, _named(counts, study))
    if tx2gene is not None:
        drafted.values["counts.tx2gene"] = _named(tx2gene, study)
    return drafted, []


def _named(path: Path, study: Path) -> str:
    """Name a file from the study's folder, in full where it lies elsewhere."""
    # not resolved: a link in the study's folder stays one
    whole, base = Path(os.path.abspath(path)), Path(os.path.abspath(study))
    return str(whole.relative_to(base) if whole.is_relative_to(base) else whole)


def _read_sheet(path: Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    grid, problems = read_grid(path, str(path))
    if grid is None or problems:
        return None, problems
    frame = grid.cells.set_axis(grid.header, axis=1)
    return frame.loc[:, [bool(name) and grid.header.count(name) == 1 for name in grid.header]], []
