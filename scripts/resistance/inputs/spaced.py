"""Tables whose columns have spaces, or bars, between them, as R's ``write.table`` leaves them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Final

_MARKS: Final = {" ": "spaces", "|": "vertical bars"}


def with_tabs(lines: Sequence[str]) -> tuple[list[str], str]:
    """Put tabs in the place of spaces or bars, where they divide all rows alike.

    Parameters
    ----------
    lines : sequence of str
        Of a text without tabs, commas or semicolons between columns.

    Returns
    -------
    lines : list of str
        As many as were given, blank ones empty; none where the rows are not divided alike. The
        header may be one cell short, as R writes it, and a cell in quotation marks may hold the
        mark.
    mark : str
        ``spaces`` or ``vertical bars``; empty where there are no such columns.
    """
    places = [i for i, line in enumerate(lines) if line.strip() and not line.startswith("#")]
    if len(places) < 2 or any("\t" in lines[i] for i in places):
        return [], ""
    for mark, word in _MARKS.items():
        reader = csv.reader(
            (lines[i].strip() for i in places), delimiter=mark, skipinitialspace=True
        )
        rows = [[cell.strip() for cell in row] for row in reader]
        widths = {len(row) for row in rows[1:]}
        width = widths.pop()
        if (
            widths
            or width < 2
            or len(rows) != len(places)
            or len(rows[0]) not in (width, width - 1)
        ):
            continue
        out = ["" for _ in lines]
        for place, row in zip(places, rows, strict=True):
            out[place] = "\t".join(row)
        return out, word
    return [], ""
