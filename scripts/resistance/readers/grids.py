"""Read the cells of any table: text with tabs, commas or semicolons, or a workbook."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from resistance.grid import Grid
from resistance.problems import Problem
from resistance.readers.decoding import decode
from resistance.readers.raw_files import MOST_COLUMNS, read_raw
from resistance.readers.workbooks import is_workbook, read_sheet

_KINDS = {"\t": "tabs", ",": "commas", ";": "semicolons"}
#: Bytes of an export: one of 20,000 proteins x 500 runs is 0.1 GB.
MOST_BYTES = 500_000_000
#: Not 1,234: that may be a thousand.
_DECIMAL_COMMA = re.compile(r"-?(?!0*[1-9]\d{0,2},\d{3}$)\d+,\d+")
#: Rows of a title and of who made the export, above the header.
_MOST_ABOVE = 50

Rows = list[tuple[int, list[str]]]


def read_grid(path: Path, name: str, sheet: str = "") -> tuple[Grid | None, list[Problem]]:
    """Read a table as text, cell by cell.

    Comments (``#``) and titles above the header are left out, with a note.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it.
    sheet : str
        Worksheet of a workbook; empty where only one holds anything.

    Returns
    -------
    grid : Grid or None
        None if there are problems.
    problems : list of Problem
    """
    data, problems = read_raw(path, name, MOST_BYTES)
    if problems:
        return None, problems
    if is_workbook(data[:8]):
        rows, notes, problems = read_sheet(data, name, sheet)
        kind = "workbook"
    else:
        text, problems, notes = decode(data, name, guess=True)
        if problems:
            return None, problems
        separator = _separator(text)
        rows, problems = _cells(text, separator, name)
        kind = _KINDS[separator]
    if problems:
        return None, problems
    if not rows:
        return None, [Problem(name, "The file is empty.")]
    rows, above = _below_titles(rows)
    if above:
        notes.append(f"{name}: {above} row(s) above the header are no part of the table.")
    width = max(len(row) for _, row in rows)
    if width > MOST_COLUMNS:
        message = f"The table has {width:,} columns, more than any study has samples."
        return None, [Problem(name, message, allowed=f"at most {MOST_COLUMNS:,} columns")]
    filled = [row + [""] * (width - len(row)) for _, row in rows]
    while width > 1 and not any(row[width - 1] for row in filled):  # a separator ends each row
        width -= 1
    index = pd.Index([number for number, _ in rows[1:]], name="row", dtype="int64")
    cells = pd.DataFrame(
        [row[:width] for row in filled[1:]], columns=range(width), index=index, dtype=object
    )
    commas = kind != "commas" and _decimal_commas(filled[1:])
    return Grid(name, filled[0][:width], cells, kind, commas, notes), []


def _separator(text: str) -> str:
    """Return what splits the first lines into the most columns, alike in as many of them."""
    lines = [line for line in text[:200_000].split("\n")[:60] if line.strip("\t,; ")][:30]
    best, most = "\t", (0, 0)
    for mark in _KINDS:
        widths = [line.count(mark) for line in lines]
        common = max(widths, key=lambda width: (widths.count(width), width), default=0)
        # decimal commas stand in few rows alike; separators in all
        score = (widths.count(common) if common else 0, common)
        if score > most:
            best, most = mark, score
    return best


def _cells(text: str, separator: str, name: str) -> tuple[Rows, list[Problem]]:
    lines = text.split("\n")
    if separator == "\t":
        width = next(line for line in lines if line.strip()).count("\t")
        filled = [(i, line) for i, line in enumerate(lines, start=1) if line.strip()]
        if all(line.count("\t") == width for _, line in filled):
            # quotation marks inside of names are no quotation: nothing is taken over a line's end
            return [(i, [_plain(cell) for cell in line.split("\t")]) for i, line in filled], []
    rows: Rows = []
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    try:
        start = 1
        for row in reader:
            if any(map(str.strip, row)):
                rows.append((start, [" ".join(cell.split("\n")).strip() for cell in row]))
            start = reader.line_num + 1
    except csv.Error as error:
        line = str(reader.line_num)
        hint = "Take the quotation mark away, or close it."
        problem = Problem(name, f"A quotation mark is not closed ({error}).", line, hint=hint)
        return [], [problem]
    return rows, []


def _plain(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"').strip()
    return cell


def _below_titles(rows: Rows) -> tuple[Rows, int]:
    """Leave out comments and titles: rows of one cell, or with "#", above a wider one."""
    widths = [sum(1 for cell in row if cell) for _, row in rows[: _MOST_ABOVE + 1]]
    start = 0
    for i, width in enumerate(widths[:-1]):
        comment = rows[i][1][0].startswith("#") and widths[i + 1] > width
        if not comment and not (width == 1 and max(widths[i + 1 :]) > 2):
            break
        start = i + 1
    return rows[start:], start


def _decimal_commas(rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether numbers are written with a comma: some are, and none with a point."""
    cells = [cell for row in rows[:200] for cell in row if cell]
    commas = sum(_DECIMAL_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(re.fullmatch(r"-?\d+\.\d+", cell) is not None for cell in cells)
    return commas > points
