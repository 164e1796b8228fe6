"""Legends above a figure that break into as many columns as fit."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resistance.report.figures import style

#: points: text of legends and of axes, a key with its margins, between columns, height of a row
TEXT, TICKS = 8.5, 7.2
KEY, GAP, ROW = 21.0, 4.5, 13.0
#: points left and right of the panel besides the labels of the axis
MARGINS = 32.0


@dataclass(frozen=True)
class Legend:
    """How a legend of groups is laid out.

    Attributes
    ----------
    labels : list of str
        One a group; those longer than the panel are cut, and stay unique.
    rows : int
    height : float
        Inches that the rows after the first take.
    """

    labels: list[str]
    rows: int
    height: float


def legend(groups: Sequence[str], width: float, ticks: Iterable[str] = ("0000",)) -> Legend:
    """Lay a legend out that is filled column by column and no wider than the panel.

    Parameters
    ----------
    groups : sequence of str
    width : float
        Of the figure, inches.
    ticks : iterable of str
        Labels of the y axis, which take their part of the width.

    Returns
    -------
    Legend
        With the fewest rows that fit.
    """
    room = 72 * width - MARGINS - max((text_width(tick, TICKS) for tick in ticks), default=0)
    labels = _cut(groups, room - KEY)
    widths = [text_width(label, TEXT) + KEY for label in labels]
    rows = next(
        rows
        for rows in range(1, len(widths) + 2)
        if rows >= len(widths) or _across(widths, rows) <= room
    )
    return Legend(labels, rows, (rows - 1) * ROW / 72)


def _across(widths: Sequence[float], rows: int) -> float:
    columns = [widths[start : start + rows] for start in range(0, len(widths), rows)]
    return sum(max(column) for column in columns) + GAP * (len(columns) - 1)


def _cut(groups: Sequence[str], room: float) -> list[str]:
    out: list[str] = []
    for number, group in enumerate(groups, 1):
        label = _shortened(group, room)
        out.append(label if label not in out else _shortened(group, room, f" ({number})"))
    return out


def _shortened(text: str, room: float, end: str = "") -> str:
    """Cut a text to a width in points; ``end`` stands behind it."""
    width = text_width(text + end, TEXT)
    kept = text
    while width > room and len(kept) > 1:
        kept = kept[: min(len(kept) - 1, math.ceil(len(kept) * room / width))]
        width = text_width(f"{kept}\u2026{end}", TEXT)
    return text + end if kept == text else f"{kept.rstrip()}\u2026{end}"


def text_width(text: str, size: float) -> float:
    """Measure a text in the font of the figures.

    Parameters
    ----------
    text : str
    size : float
        Points.

    Returns
    -------
    float
        Points.
    """
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    if not text.strip():
        return 0.0
    with mpl.rc_context(style.RC):
        path = TextPath((0, 0), text, size=size, prop=FontProperties(family="DejaVu Sans"))
    return float(path.get_extents().width)
