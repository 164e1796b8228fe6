"""Read the cells of any table: text with tabs, commas or semicolons, or a workbook."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

from resistance.grid import Grid
from resistance.problems import Problem
from resistance.readers.decoding import read_text

_KINDS = {"\t": "tabs", ",": "commas", ";": "semicolons"}


def read_grid(path: Path, name: str, sheet: str = "") -> tuple[Grid | None, list[Problem]]:
    """Read a table as text, cell by cell.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it.
    sheet : str
        Worksheet of a workbook; empty where it has one.

    Returns
    -------
    grid : Grid or None
        None if there are problems.
    problems : list of Problem
    """
    text, problems = read_text(path, name)
    if problems:
        return None, problems
    first = next(line for line in text.split("\n") if line.strip())
    widths = {mark: len(next(csv.reader([first], delimiter=mark))) for mark in _KINDS}
    separator = max(_KINDS, key=lambda mark: widths[mark])
    rows = [
        (number, [cell.strip() for cell in row])
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1)
        if any(map(str.strip, row))
    ]
    width = max(len(row) for _, row in rows)
    filled = [row + [""] * (width - len(row)) for _, row in rows]
    index = pd.Index([number for number, _ in rows[1:]], name="row", dtype="int64")
    cells = pd.DataFrame(filled[1:], columns=range(width), index=index, dtype=object)
    return Grid(name, filled[0], cells, _KINDS[separator], separator == ";"), []
