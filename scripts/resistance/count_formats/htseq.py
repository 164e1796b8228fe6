"""What htseq-count writes for one sample: ids and counts, then reads outside of genes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from resistance.count_formats.base import SampleCounts
from resistance.count_formats.cells import (
    is_header,
    read_cells,
    read_numbers,
    sample_counts,
    split_line,
)
from resistance.problems import Problem

#: Rows below the genes; before version 0.6 without the underscores.
OUTSIDE: Final = (
    "__no_feature",
    "__ambiguous",
    "__too_low_aQual",
    "__not_aligned",
    "__alignment_not_unique",
)
_OLD: Final = {name[2:]: name for name in OUTSIDE}
#: The header that some versions and wrappers write.
_HEADER: Final = ["feature", "count"]
#: Share of different values from which on an attribute names genes, rather than chromosomes.
_NAMES: Final = 0.5


def recognise(lines: Sequence[str]) -> str:
    """Say why these are the first and last lines of what htseq-count writes for one sample.

    Parameters
    ----------
    lines : sequence of str
        Of the start and the end of a file.

    Returns
    -------
    str
        A sentence; empty if they are not.
    """
    rows = [split_line(line, "\t") for line in lines if line.strip()]
    names = [row[0] for row in rows if row[0] in OUTSIDE or row[0] in _OLD]
    below = [row for row in rows if row[0] in names]
    # reads outside of genes have no attributes, but counts of several samples they have
    if len(names) < 2 or any(len(row) < 2 or any(row[1:-1]) for row in below):
        return ""
    return f"the rows {', '.join(names[:3])}... stand at the end, below one column of counts"


def cut_short(lines: Sequence[str]) -> bool:
    """Tell whether a file has htseq-count's header, but not its last rows.

    Parameters
    ----------
    lines : sequence of str
        Of the start and the end of a file.

    Returns
    -------
    bool
    """
    filled = [line for line in lines if line.strip()]
    header = [cell.lower() for cell in split_line(filled[0], "\t")] if filled else []
    return header == _HEADER and not recognise(filled)


def parse(text: str, name: str) -> tuple[SampleCounts | None, list[Problem]]:
    """Read what htseq-count writes for one sample, with a header or not.

    Parameters
    ----------
    text : str
    name : str
        The file as the user named it.

    Returns
    -------
    counts : SampleCounts or None
        None if there are problems.
    problems : list of Problem
    """
    first = split_line(text.split("\n", 1)[0], "\t")
    cells, problems = read_cells(text, name, "\t", int(is_header([first[0], first[-1]])))
    if cells is None:
        return None, problems
    values, problems = read_numbers(cells.columns[-1], cells.rows, name, str(len(cells.columns)))
    if problems:
        return None, problems
    names = [_OLD.get(identifier, identifier) for identifier in cells.columns[0]]
    symbols = cells.columns[1] if len(cells.columns) > 2 else []
    if len(set(symbols)) < _NAMES * len(symbols):
        symbols = []
    return sample_counts(name, names, cells.rows, values, symbols), []
