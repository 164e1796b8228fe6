"""Cells of a file without a fixed header: ids and numbers, with their rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from resistance.count_formats.base import Floats, SampleCounts
from resistance.count_formats.quantified import check_numbers, ragged_rows
from resistance.problems import Problem

#: What stands for a missing number.
_MISSING: Final = {"", "na", "nan", "null", "none", "n.a.", "n/a", "-", "."}
#: A number with a slip of the pen.
_SLIP: Final = re.compile(r"[-+]?[\d.,\sOoIl]+[A-Za-z]?")
#: Names of a column of ids.
_ID_NAME: Final = re.compile(
    r"((gene|entrez|ensembl|transcript|target|feature|tracking)[_. -]?)?(ids?|names?|symbols?)"
    r"|(gene|feature|symbol|ensgene|entrez|ensembl)s?|",
    re.IGNORECASE,
)


class Cells(NamedTuple):
    """Rows of a file, cell by cell.

    Attributes
    ----------
    rows : numpy.ndarray
        Row of each in the file, as a spreadsheet counts.
    columns : list of list of str
        Cells of each column, without spaces and quotation marks around them.
    """

    rows: npt.NDArray[np.int64]
    columns: list[list[str]]


def split_line(line: str, separator: str) -> list[str]:
    """Split a line into its cells.

    Parameters
    ----------
    line, separator : str

    Returns
    -------
    list of str
    """
    cells = next(csv.reader([line], delimiter=separator)) if '"' in line else line.split(separator)
    return [cell.strip() for cell in cells]


def read_cells(
    text: str, name: str, separator: str, skip: int = 0
) -> tuple[Cells | None, list[Problem]]:
    """Split a file into cells; all rows must have as many as the first.

    Parameters
    ----------
    text : str
    name : str
        The file as the user named it.
    separator : str
    skip : int
        Lines to pass over: comments and the header.

    Returns
    -------
    cells : Cells or None
        None if there are problems.
    problems : list of Problem
    """
    lines = text.split("\n")
    kept = [i for i in range(skip, len(lines)) if lines[i] and not lines[i].isspace()]
    if not kept:
        return None, [Problem(name, "The file has no rows.", str(skip + 1))]
    rows = np.array(kept, dtype=np.int64) + 1
    ends = lines[kept[0]].count(separator)
    if '"' not in text and all(lines[i].count(separator) == ends for i in kept):
        joined = separator.join([lines[i] for i in kept]).split(separator)
        return Cells(rows, [_stripped(joined[i :: ends + 1]) for i in range(ends + 1)]), []
    cells = [split_line(lines[i], separator) for i in kept]
    width = len(cells[0])
    ragged = [i for i, row in zip(kept, cells, strict=True) if len(row) != width]
    if ragged:
        return None, ragged_rows(lines, ragged, width, name, separator, "the first row")
    return Cells(rows, [list(column) for column in zip(*cells, strict=True)]), []


def _stripped(cells: list[str]) -> list[str]:
    return [cell.strip() for cell in cells]


def read_numbers(
    cells: Sequence[str], rows: npt.NDArray[np.int64], name: str, column: str
) -> tuple[Floats, list[Problem]]:
    """Read cells as numbers from 0 up.

    Parameters
    ----------
    cells : sequence of str
    rows : numpy.ndarray
        Row of each in the file.
    name, column : str
        Where they stand, for messages.

    Returns
    -------
    numbers : numpy.ndarray
        NaN for what is no number.
    problems : list of Problem
    """
    series = pd.Series(cells, dtype=object)
    numbers: Floats = pd.to_numeric(series, errors="coerce").to_numpy(dtype=float)
    wrong = np.flatnonzero(~np.isfinite(numbers) | (numbers < 0))
    return numbers, check_numbers(
        numbers[wrong], [cells[int(i)] for i in wrong], rows[wrong], name, column
    )


def is_number(cell: str) -> bool:
    """Tell whether a cell is a number.

    Parameters
    ----------
    cell : str

    Returns
    -------
    bool
    """
    try:
        float(cell)
    except ValueError:
        return False
    return True


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether a row of an id and counts is the header of the others.

    Parameters
    ----------
    cells : sequence of str
        The id, then the counts.

    Returns
    -------
    bool
        False for what is missing, or a number with a slip in it: that row would get lost.
    """
    if any(map(is_number, cells[1:])):
        return False
    if not cells[0] or _ID_NAME.fullmatch(cells[0]):
        return True
    return not any(c.lower() in _MISSING or _SLIP.fullmatch(c) for c in cells[1:])


def sample_counts(
    name: str,
    ids: Sequence[str],
    rows: npt.NDArray[np.int64],
    values: Floats,
    symbols: Sequence[str] = (),
) -> SampleCounts:
    """Keep genes apart from reads outside of them, whose rows begin with ``__``.

    Parameters
    ----------
    name : str
        The file as the user named it.
    ids : sequence of str
    rows : numpy.ndarray
        Row of each in the file.
    values : numpy.ndarray
    symbols : sequence of str
        Of each row; empty where the file has none.

    Returns
    -------
    SampleCounts
    """
    genes = [i for i, identifier in enumerate(ids) if not identifier.startswith("__")]
    outside = {ids[i]: float(values[i]) for i in range(len(ids)) if ids[i].startswith("__")}
    return SampleCounts(
        name,
        [ids[i] for i in genes],
        rows[genes],
        {"": values[genes]},
        {"": outside},
        symbols=[symbols[i] for i in genes] if symbols else [],
    )
