"""Columns of what a quantifier writes for one sample: text with tabs, a header, a row an id."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from resistance.count_formats.base import Floats
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import EXAMPLES, capped
from resistance.problems import Problem

_AGAIN = "The file may be cut short or was changed: copy it again from where it was made."
_ALLOWED = "a number from 0 up"


class Columns(NamedTuple):
    """Columns of a file, by name.

    Attributes
    ----------
    rows : numpy.ndarray
        Row of each value in the file, as a spreadsheet counts.
    texts : dict of str to list of str
    numbers : dict of str to numpy.ndarray
        From 0 up and finite.
    """

    rows: npt.NDArray[np.int64]
    texts: dict[str, list[str]]
    numbers: dict[str, Floats]


def header_of(lines: Sequence[str]) -> list[str]:
    """Return the cells of the first line that is not empty.

    Parameters
    ----------
    lines : sequence of str
        Of the start of a file.

    Returns
    -------
    list of str
    """
    first = next((line for line in lines if line.strip()), "")
    return [cell.strip() for cell in first.split("\t")]


def read_columns(
    text: str, name: str, texts: Sequence[str], numbers: Sequence[str]
) -> tuple[Columns | None, list[Problem]]:
    """Read columns of a file by their names; the first of ``texts`` is the id, each one once.

    Parameters
    ----------
    text : str
        With line feeds as line ends.
    name : str
        The file as the user named it.
    texts, numbers : sequence of str
        Columns of text and of numbers.

    Returns
    -------
    columns : Columns or None
        None if there are problems.
    problems : list of Problem
        Missing columns; rows that are too short or too long; ids that are empty or stand there
        twice; what is no number from 0 up.
    """
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    header = header_of(lines[start : start + 1])
    problems = _check_header(header, name, start, [*texts, *numbers])
    if problems:
        return None, problems
    kept = [i for i in range(start + 1, len(lines)) if lines[i] and not lines[i].isspace()]
    rows = np.array(kept, dtype=np.int64) + 1
    if not kept:
        message = "The file has a header but no rows."
        return None, [Problem(name, message, str(start + 1), hint=_AGAIN)]
    ends = len(header) - 1
    ragged = [i for i in kept if lines[i].count("\t") != ends]
    if ragged:
        return None, ragged_rows(lines, ragged, len(header), name)
    frame = pd.read_csv(
        io.StringIO("\n".join(lines[i] for i in kept)),
        sep="\t",
        header=None,
        names=range(len(header)),
        dtype={header.index(column): str for column in texts},
        keep_default_na=False,
        quoting=csv.QUOTE_NONE,
        lineterminator="\n",
        skip_blank_lines=False,
        float_precision="round_trip",
        low_memory=False,
    )
    # samples share their ids: each is kept in memory once
    found = {
        column: list(map(sys.intern, frame[header.index(column)].str.strip())) for column in texts
    }
    problems = check_ids(found[texts[0]], rows, name, texts[0])
    values = {}
    for column in numbers:
        place = header.index(column)
        values[column] = pd.to_numeric(_textual(frame[place]), errors="coerce").to_numpy(float)
        wrong = np.flatnonzero(~np.isfinite(values[column]) | (values[column] < 0))
        cells = [lines[int(rows[i]) - 1].split("\t")[place].strip() for i in wrong[:EXAMPLES]]
        problems += check_numbers(values[column][wrong], cells, rows[wrong], name, column)
    return (None, problems) if problems else (Columns(rows, found, values), [])


def _check_header(
    header: Sequence[str], name: str, start: int, wanted: Sequence[str]
) -> list[Problem]:
    times = Counter(header)
    return [
        Problem(
            name,
            "The column is missing." if not times[column] else "The column stands there twice.",
            str(start + 1),
            column,
            allowed=listing(list(wanted)),
            hint=_AGAIN,
        )
        for column in wanted
        if times[column] != 1
    ]


def ragged_rows(
    lines: Sequence[str],
    ragged: Sequence[int],
    width: int,
    name: str,
    separator: str = "\t",
    model: str = "the header",
) -> list[Problem]:
    """Name rows with a wrong number of columns.

    Parameters
    ----------
    lines : sequence of str
        Of the whole file.
    ragged : sequence of int
        Positions of the wrong ones.
    width : int
        Columns that they should have.
    name : str
        The file as the user named it.
    separator : str
    model : str
        What has as many columns as it should.

    Returns
    -------
    list of Problem
    """
    found = []
    for i in ragged:
        cells = lines[i].split(separator)
        message = f"The row has {len(cells)} columns where {model} has {width}."
        found.append(Problem(name, message, str(i + 1), value=cells[0][:60], hint=_AGAIN))
    return capped(found, "rows with a wrong number of columns")


def check_ids(
    ids: Sequence[str], rows: npt.NDArray[np.int64], name: str, column: str
) -> list[Problem]:
    """Find ids that are empty or stand there twice.

    Parameters
    ----------
    ids : sequence of str
    rows : numpy.ndarray
        Row of each.
    name, column : str
        Where they stand, for messages.

    Returns
    -------
    list of Problem
    """
    found = []
    seen: set[str] = set()
    for identifier, row in zip(ids, rows, strict=True):
        if not identifier or identifier in seen:
            message = "This id stands in an earlier row already." if identifier else "No id."
            found.append(
                Problem(name, message, str(row), column, identifier, "each id once", _AGAIN)
            )
        seen.add(identifier)
    return capped(found, "ids that are empty or stand there twice")


def _textual(column: pd.Series) -> pd.Series:
    """Keep numbers as they are; what pandas took for true and false is text."""
    return column if column.dtype.kind in "iuf" else column.astype(str).str.strip()


def check_numbers(
    numbers: Floats, cells: Sequence[str], rows: npt.NDArray[np.int64], name: str, column: str
) -> list[Problem]:
    """Name cells that are no numbers from 0 up.

    Parameters
    ----------
    numbers : numpy.ndarray
        What was read of the wrong cells.
    cells : sequence of str
        What stands in the first of them.
    rows : numpy.ndarray
        Row of each.
    name, column : str
        Where they stand, for messages.

    Returns
    -------
    list of Problem
    """
    problems = []
    for number, cell, row in zip(numbers, cells[:EXAMPLES], rows, strict=False):
        message = "This number is negative." if number < 0 else "This is no number."
        message = message if cell else "The cell is empty."
        problems.append(Problem(name, message, str(row), column, cell, _ALLOWED, _AGAIN))
    if len(numbers) > len(problems):
        more = f"And {len(numbers) - len(problems)} more cells that are no numbers from 0 up."
        problems.append(Problem(name, more, column=column))
    return problems
