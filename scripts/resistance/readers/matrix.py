"""Read one table of counts, genes x samples: a matrix, or what featureCounts writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from resistance.inputs.counts_table import FEATURECOUNTS, CountsTable
from resistance.inputs.schema_words import listing
from resistance.problems import Problem
from resistance.readers.decoding import read_text
from resistance.readers.delimited import separator_of, wrong_separator

_EXAMPLES = 20


def read_matrix(
    path: Path, name: str, layout: str = "auto", sheet: str = ""
) -> tuple[CountsTable | None, list[Problem]]:
    """Read a table of counts with all its columns.

    Parameters
    ----------
    path : Path
        TSV or CSV, gzip-compressed or not.
    name : str
        The file as the user named it.
    layout : {"auto", "matrix", "featurecounts"}

    Returns
    -------
    table : CountsTable or None
        None if the file is no table.
    problems : list of Problem
    """
    text, problems = read_text(path, name)
    if problems:
        return None, problems
    head = text[:2_000_000].split("\n")
    start = _header_line(head)
    first = next((line for line in head[start + 1 :] if line.strip()), None)
    separator = separator_of([head[start]] + ([first] if first is not None else []))
    if separator is None:
        problem = wrong_separator(head[start], name) or Problem(
            name, "The table has one column only; genes and samples were expected."
        )
        return None, [problem]
    if first is None:
        return None, [Problem(name, "The table has a header but no rows.", row=str(start + 1))]
    columns = [cell.strip() for cell in next(csv.reader([head[start]], delimiter=separator))]
    width = len(next(csv.reader([first], delimiter=separator)))
    if width == len(columns) + 1:  # R's write.table names no column for the row names
        columns.insert(0, "gene_id")
    columns[0] = columns[0] or "gene_id"
    found = "featurecounts" if tuple(columns[:6]) == FEATURECOUNTS else "matrix"
    if layout == "featurecounts" and found != layout:
        allowed = listing(list(FEATURECOUNTS)) + ", then one column per BAM file"
        message = "counts.format is featurecounts, but this is not what featureCounts writes."
        value = listing(columns[:7])
        return None, [Problem(name, message, str(start + 1), "", value, allowed)]
    lines = text.split("\n")[start + 1 :]
    ends = len(columns) - 1
    if any(line.count(separator) != ends for line in lines if line and not line.isspace()):
        # a separator inside quotation marks is none: the slow way tells
        ragged = _ragged(lines, start, separator, len(columns), name)
        if ragged:
            return None, ragged
    try:
        data = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            header=None,
            names=range(len(columns)),
            skiprows=start + 1,
            dtype={0: str},
            keep_default_na=False,
            low_memory=False,
        )
    except pd.errors.ParserError as error:
        return None, [Problem(name, f"The table cannot be read: {error}.")]
    data[0] = data[0].str.strip()
    kind = found if layout == "auto" else layout
    return CountsTable(name, kind, columns, data, start + 1, text, separator), []


def _header_line(lines: Sequence[str]) -> int:
    """Return the position of the header: comments before it, as featureCounts writes, are passed.

    A line that starts with "#" and has as many columns as the next one is a header.
    """
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for here, after in zip(filled, [*filled[1:], None], strict=True):
        if not lines[here].startswith("#"):
            return here
        if after is not None and lines[here].count("\t") == lines[after].count("\t") > 0:
            return here
    return filled[0]


def _ragged(
    lines: Sequence[str], start: int, separator: str, width: int, name: str
) -> list[Problem]:
    problems = []
    count = 0
    for number, line in enumerate(lines, start=start + 2):
        if not line.strip():
            continue
        cells = next(csv.reader([line], delimiter=separator))
        if len(cells) == width:
            continue
        count += 1
        if count <= _EXAMPLES:
            message = f"The row has {len(cells)} columns where the header has {width}."
            hint = "An empty cell needs its separator; the file may be cut short."
            problems.append(Problem(name, message, str(number), value=cells[0][:60], hint=hint))
    if count > _EXAMPLES:
        more = f"And {count - _EXAMPLES} more rows with a wrong number of columns."
        problems.append(Problem(name, more))
    return problems
