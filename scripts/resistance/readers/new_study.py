"""Draft the configuration of a study from its counts and, where there is one, its sample sheet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from resistance.inputs.counts_source import CountsSource
from resistance.new_study.draft import Draft, draft
from resistance.problems import Problem
from resistance.readers.counts import read_counts
from resistance.readers.grids import read_grid


def read_draft(
    study: Path, counts: Path, sheet: Path | None, organism: str, resources: Path
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
    resources : Path
        The folder of the embedded resources.

    Returns
    -------
    draft : Draft or None
        None if there are problems.
    problems : list of Problem
    """
    known = organism or "other"
    source = CountsSource(Path(), str(counts), organism=known, annotation=resources / "annotation")
    table, problems = read_counts(source)
    rows = None
    if sheet is not None:
        rows, found = _read_sheet(sheet)
        problems = problems + found
    if table is None or problems:
        return None, problems
    whole, base = counts.resolve(), study.resolve()
    inside = whole.is_relative_to(base)
    path = str(whole.relative_to(base)) if inside else str(whole)
    return draft(table, rows, organism, base.name or "study", path), []


def _read_sheet(path: Path) -> tuple[pd.DataFrame | None, list[Problem]]:
    grid, problems = read_grid(path, str(path))
    if grid is None or problems:
        return None, problems
    frame = grid.cells.set_axis(grid.header, axis=1)
    return frame.loc[:, [bool(name) and grid.header.count(name) == 1 for name in grid.header]], []
