"""Read the small tables a user writes, as text, and say plainly what is wrong with a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pandas as pd

from resistance.inputs.schema_words import listing
from resistance.problems import InputError, Problem
from resistance.readers.decoding import long_cell, read_text
from resistance.readers.raw_files import ALLOWED

SEPARATORS = {"\t": "tabs", ",": "commas"}
_FOREIGN_SEPARATORS = {";": "semicolons", "|": "vertical bars", " ": "spaces"}
_EXAMPLES = 20
#: What a cell of a spreadsheet holds; names and notes of a study are far shorter.
_MOST_CELL = 32_767


T = TypeVar("T")


def usable(read: tuple[T | None, list[Problem]] | tuple[T | None, list[Problem], list[str]]) -> T:
    """Return what a reader of ours has read, if nothing is wrong with it.

    Parameters
    ----------
    read : tuple
        What was read, its problems, and notes that are passed over.

    Returns
    -------
    object
        The first of ``read``.

    Raises
    ------
    InputError
        If there are problems.
    """
    content, problems = read[0], read[1]
    if problems or content is None:
        raise InputError(problems)
    return content


def separator_of(lines: Sequence[str]) -> str | None:
    """Return the separator, tab or comma, that splits the first lines into the most columns.

    Parameters
    ----------
    lines : sequence of str
        Header and, where there is one, the first row.

    Returns
    -------
    str or None
        None if neither occurs.
    """
    counts = {
        separator: max(len(next(csv.reader([line], delimiter=separator))) for line in lines)
        for separator in SEPARATORS
    }
    best = max(counts, key=lambda separator: counts[separator])
    return best if counts[best] > 1 else None


def wrong_separator(line: str, name: str) -> Problem | None:
    """Name the separator of a header that has neither tabs nor commas.

    Parameters
    ----------
    line : str
        The header.
    name : str

    Returns
    -------
    Problem or None
        None if the line holds no separator that we know.
    """
    for separator, word in _FOREIGN_SEPARATORS.items():
        if separator in line.strip():
            return Problem(
                name,
                f"The columns seem to be separated by {word}; the header is read as one column.",
                row="1",
                value=line if len(line) <= 80 else line[:77] + "...",
                allowed=ALLOWED,
                hint="Save the table with tabs (TSV) or commas (CSV) between columns.",
            )
    return None


def read_delimited(
    path: Path, name: str, required: Sequence[str] = (), rows_needed: bool = True
) -> tuple[pd.DataFrame | None, list[Problem], list[str]]:
    """Read a TSV or CSV, told apart by its content, as text.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it, for messages.
    required : sequence of str
        Columns that must be there; a file of one required column needs no separator.
    rows_needed : bool
        Whether a header without rows is a problem, or a note.

    Returns
    -------
    frame : pandas.DataFrame or None
        All columns of type str; the index ``row`` holds the row as a spreadsheet counts it. None
        if the file cannot be read as a table.
    problems : list of Problem
    notes : list of str
        Spaces around cells that were taken away; a header without rows.
    """
    text, problems = read_text(path, name)
    problems = problems or long_cell(text, name, _MOST_CELL)
    if problems:
        return None, problems, []
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    separator = separator_of(filled[:1])
    if separator is None:
        problem = wrong_separator(filled[0], name)
        if problem is not None and filled[0].strip() not in required:
            return None, [problem], []
    try:
        cells = list(csv.reader(io.StringIO(text), delimiter=separator or "\t", strict=True))
    except csv.Error as error:
        hint = "Take the quotation mark away, or close it."
        message = f"A quotation mark is not closed ({error})."
        return None, [Problem(name, message, allowed=ALLOWED, hint=hint)], []
    rows = [(number, row) for number, row in enumerate(cells, start=1) if any(map(str.strip, row))]
    if not rows:
        return None, [Problem(name, "The file is empty.", allowed=ALLOWED)], []
    return _frame(rows, name, separator or "\t", rows_needed)


def _frame(
    rows: list[tuple[int, list[str]]], name: str, separator: str, rows_needed: bool
) -> tuple[pd.DataFrame | None, list[Problem], list[str]]:
    header = [cell.strip() for cell in rows[0][1]]
    while header and not header[-1]:  # empty columns at the right end, as spreadsheets leave them
        header.pop()
    width = len(header)
    problems = _check_header(header, name)
    ragged, kept, spaces = [], [], 0
    for number, row in rows[1:]:
        while len(row) > width and not row[-1].strip():
            row.pop()
        if len(row) != width:
            ragged.append((number, row))
            continue
        stripped = [cell.strip() for cell in row]
        spaces += sum(a != b for a, b in zip(stripped, row, strict=True))
        kept.append((number, stripped))
    for number, row in ragged[:_EXAMPLES]:
        found = f"{len(row)} column{'s' * (len(row) != 1)}"
        hint = "Empty cells need their separator, and a cell that holds one needs quotation marks."
        if any(other in row[0] for other in ("\t", ",", ";")) and len(row) == 1:
            hint = f"The header is separated by {SEPARATORS[separator]}; this row is not."
        message = f"The row has {found} where the header has {width}."
        problems.append(Problem(name, message, str(number), value=row[0][:60], hint=hint))
    if len(ragged) > _EXAMPLES:
        more = len(ragged) - _EXAMPLES
        problems.append(Problem(name, f"{more} more rows have a wrong number of columns."))
    notes = []
    if not kept and not ragged and not rows_needed:
        notes.append(f"{name}: the table has a header but no rows; it counts as not given.")
    elif not kept and not ragged:
        problems.append(Problem(name, "The table has a header but no rows.", allowed=ALLOWED))
    if len(set(header)) < len(header):
        return None, problems, []
    index = pd.Index([number for number, _ in kept], name="row", dtype="int64")
    frame = pd.DataFrame([row for _, row in kept], columns=header, index=index, dtype=object)
    if spaces:
        notes.append(f"{name}: spaces around {spaces} cell(s) were taken away.")
    return frame, problems, notes


def _check_header(header: list[str], name: str) -> list[Problem]:
    problems = []
    for column in dict.fromkeys(header):
        if column and header.count(column) > 1:
            message = f"The column stands there {header.count(column)} times."
            problems.append(Problem(name, message, "1", column, allowed="each column once"))
    for position, column in enumerate(header, start=1):
        if not column:
            problems.append(
                Problem(
                    name,
                    f"Column {position} has no name.",
                    "1",
                    hint=f"Name it; the others are {listing([c for c in header if c])}.",
                )
            )
    return problems
