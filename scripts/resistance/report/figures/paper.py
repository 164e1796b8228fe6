"""Column widths of journals, and which of them a figure is written at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: millimetres of one column, one and a half where the journal has it, and the page
COLUMNS: Final[Mapping[str, tuple[int, ...]]] = {
    # https://ashpublications.org/blood/pages/figure_preparation
    "blood": (80, 115, 170),
    # https://www.nature.com/nature/for-authors/final-submission
    "nature": (89, 183),
}
#: points below which both journals send a figure back
SMALLEST_TEXT: Final = 5.0
DOTS_PER_INCH: Final = 600
INCH: Final = 25.4


def column_width(journal: str, width: float, smallest: float) -> int:
    """Choose the narrowest column at which no text of a figure is too small to print.

    The whole figure is scaled, so that its layout is the one that was looked at.

    Parameters
    ----------
    journal : str
        Key of :data:`COLUMNS`.
    width : float
        Inches that the figure is laid out at.
    smallest : float
        Points of its smallest text at that width.

    Returns
    -------
    int
        Millimetres; the page where no column is wide enough.
    """
    columns = COLUMNS[journal]
    return next((mm for mm in columns if smallest * scale(mm, width) >= SMALLEST_TEXT), columns[-1])


def scale(mm: float, width: float) -> float:
    """Return what a figure is multiplied by.

    Parameters
    ----------
    mm : float
        Millimetres that it is to be wide.
    width : float
        Inches that it is laid out at.

    Returns
    -------
    float
    """
    return mm / INCH / width
