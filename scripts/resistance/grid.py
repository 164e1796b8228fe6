"""The cells of a table as a file has them, whatever the file is."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Grid:
    """A table of text with one header.

    Attributes
    ----------
    name : str
        The file as the user named it.
    header : list of str
        Names of the columns without spaces around them; a name may be empty, or stand there twice.
    cells : pandas.DataFrame
        Text without spaces around it, labelled by position; the index ``row`` is the row of the
        file, as a spreadsheet counts. Short rows are filled with empty cells.
    kind : str
        ``tabs``, ``commas``, ``semicolons`` or ``workbook``.
    decimal_comma : bool
        Whether numbers are written with a comma, as they are beside semicolons.
    notes : list of str
        What was done on the way, such as an encoding that is not UTF-8.
    """

    name: str
    header: list[str]
    cells: pd.DataFrame
    kind: str
    decimal_comma: bool = False
    notes: list[str] = field(default_factory=list)
