"""A table of one sample: ids, one column of counts, whatever stands beside them.

What featureCounts writes for one BAM file is one; so is what a GEO series has for each sample.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from resistance.count_formats.base import SampleCounts
from resistance.count_formats.cells import (
    is_header,
    is_number,
    read_cells,
    read_numbers,
    sample_counts,
    split_line,
)
from resistance.inputs.counts_table import FEATURECOUNTS
from resistance.inputs.schema_words import listing
from resistance.problems import Problem

_SEPARATORS: Final = "\t,;"
#: Names of a column of ids; numbers are ids only below one (Entrez).
_IDS: Final = re.compile(r"gene|entrez|ensembl|(^|_)id$|symbol|feature|target", re.IGNORECASE)
#: Share of cells that are numbers in a column of counts; the others are named as wrong.
_MOSTLY: Final = 0.9
#: Names of a column of counts among other columns of numbers.
_COUNTS: Final = re.compile(r"(raw|read|gene|expected)?[_. ]?(counts?|reads)", re.IGNORECASE)
_SYMBOLS: Final = re.compile(r"gene_?(name|symbol)|symbol|hgnc_symbol", re.IGNORECASE)


class Layout(NamedTuple):
    """Where what stands in a table.

    Attributes
    ----------
    separator : str
    skip : int
        Lines above the rows: comments and the header.
    header : list of str
        Empty where there is none.
    counts : list of int
        Columns that may be the counts.
    symbols : int
        Column of symbols; 0 where there is none.
    """

    separator: str
    skip: int
    header: list[str]
    counts: list[int]
    symbols: int


def is_featurecounts(lines: Sequence[str]) -> bool:
    """Tell whether the header is that of featureCounts.

    Parameters
    ----------
    lines : sequence of str

    Returns
    -------
    bool
    """
    filled = [line for line in lines if line.strip() and not line.startswith("#")]
    return bool(filled) and tuple(split_line(filled[0], "\t")[:6]) == FEATURECOUNTS


def layout_of(lines: Sequence[str]) -> Layout | None:
    """Find where ids and counts stand.

    Parameters
    ----------
    lines : sequence of str
        Of the start of a file.

    Returns
    -------
    Layout or None
        None if this is no table with a column of ids and one of numbers.
    """
    skip = next((i for i, x in enumerate(lines) if x.strip() and not x.startswith("#")), None)
    if skip is None:
        return None
    filled = [line for line in lines[skip:] if line.strip()][:50]
    counted = {mark: len(split_line(filled[0], mark)) for mark in _SEPARATORS}
    separator = max(counted, key=lambda mark: counted[mark])
    cells = [split_line(line, separator) for line in filled]
    width = len(cells[-1])
    if width < 2:
        return None
    # R names no column for the row names
    top = ["", *cells[0]] if len(cells[0]) == width - 1 else cells[0]
    if len(cells) > 1 and any(len(row) != width for row in [top, *cells[1:]]):
        return None
    rows = cells[1:] or cells
    numeric = [
        i for i in range(1, width) if sum(is_number(row[i]) for row in rows) >= _MOSTLY * len(rows)
    ]
    header = top if len(cells) > 1 and is_header([top[0], *(top[i] for i in numeric)]) else []
    body = rows if header else cells
    if header and tuple(header[:6]) == FEATURECOUNTS:
        numeric = [i for i in numeric if i > 5]
    named = [i for i in numeric if header and _COUNTS.fullmatch(header[i])]
    ids_are_numbers = all(is_number(row[0]) for row in body)
    if not numeric or (ids_are_numbers and not (header and _IDS.search(header[0]))):
        return None
    symbols = [i for i, cell in enumerate(header) if i and _SYMBOLS.fullmatch(cell)]
    return Layout(
        separator,
        skip + bool(header),
        header,
        named if len(named) == 1 else numeric,
        next((i for i in symbols if i not in numeric), 0),
    )


def parse(text: str, name: str, column: str = "") -> tuple[SampleCounts | None, list[Problem]]:
    """Read a table of one sample.

    Parameters
    ----------
    text : str
    name : str
        The file as the user named it.
    column : str
        Header of the counts, where the sheet names it.

    Returns
    -------
    counts : SampleCounts or None
        None if there are problems.
    problems : list of Problem
    """
    layout = layout_of(text[:200_000].split("\n")[:200])
    if layout is None:
        return None, [Problem(name, "This is no table of ids and counts.")]
    places, header = layout.counts, layout.header
    if column:
        places = [i for i, cell in enumerate(header) if i and cell == column]
    if len(places) != 1:
        offered = [header[i] if header else str(i + 1) for i in layout.counts]
        message = f"{len(places)} columns of numbers may be the counts of this sample."
        if column:
            message = f'{len(places)} columns are called "{column}".'
        return None, [
            Problem(
                name,
                message,
                str(layout.skip) if header else "1",
                allowed=listing(offered, 12),
                hint="Name the one of raw counts in the sample sheet, in its column `column`.",
            )
        ]
    cells, problems = read_cells(text, name, layout.separator, layout.skip)
    if cells is None:
        return None, problems
    place = places[0]
    label = header[place] if header else str(place + 1)
    values, problems = read_numbers(cells.columns[place], cells.rows, name, label)
    if problems:
        return None, problems
    symbols = cells.columns[layout.symbols] if layout.symbols else []
    return sample_counts(name, cells.columns[0], cells.rows, values, symbols), []
