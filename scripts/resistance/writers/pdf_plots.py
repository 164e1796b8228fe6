"""Draw plots of points into a PDF: lines, shapes and text, no picture and no library for plots."""

from __future__ import annotations

import math
from typing import Any

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import FILL_NON_ZERO
from reportlab.platypus import Flowable

from resistance.exports.plain_text import plain
from resistance.exports.scatter import Points, Scatter
from resistance.report import format as fmt

INK, RULE = HexColor("#1B2430"), HexColor("#B5BAC1")
#: Behind a name, so that marks do not hide it.
VEIL = Color(1, 1, 1, alpha=0.8)
#: Points of type, of the plot's own text.
SIZE = 6.5
#: Points of paper around the axes: left, right, above, below.
LEFT, RIGHT, ABOVE, BELOW = 30, 6, 16, 28
#: Half the width of a mark: of many points, and of at most :data:`FEW`.
SMALL, LARGE, FEW = 1.3, 3.0, 400


class Plot(Flowable):
    """A scatter with its axes, legend below, and names beside ringed points.

    Parameters
    ----------
    scatter : Scatter
    width, height : float
        Points.
    font : str
        A registered font.
    """

    def __init__(self, scatter: Scatter, width: float, height: float, font: str) -> None:
        super().__init__()
        self.scatter, self.width, self.height, self.font = scatter, width, height, font

    def wrap(self, *_: float) -> tuple[float, float]:
        """Tell the size that the plot takes.

        Returns
        -------
        tuple of float
        """
        return self.width, self.height

    def draw(self) -> None:
        """Draw on the canvas that platypus has set."""
        page, plot = self.canv, self.scatter
        legend = self._legend_rows()
        self.base = BELOW + 9 * len(legend)
        page.setLineWidth(0.5)
        page.setStrokeColor(RULE)
        page.rect(LEFT, self.base, self.width - LEFT - RIGHT, self.height - self.base - ABOVE)
        self._ticks()
        if plot.zero:
            x, _ = self._place(0.0, plot.y_range[0])
            page.line(x, self.base, x, self.height - ABOVE)
        for points in plot.points:
            self._marks(points)
        self._names()
        page.setFillColor(INK)
        self._text(plot.title, LEFT, self.height - 10, SIZE + 1.5, self.width - LEFT - RIGHT)
        middle = LEFT + (self.width - LEFT - RIGHT) / 2
        page.setFont(self.font, SIZE)
        page.drawCentredString(middle, self.base - 19, plot.x_label)
        page.saveState()
        page.translate(7, self.base + (self.height - self.base - ABOVE) / 2)
        page.rotate(90)
        page.drawCentredString(0, 0, plot.y_label)
        page.restoreState()
        for number, row in enumerate(legend):
            self._legend(row, self.base - 28 - 9 * number)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        (left, right), (low, high) = self.scatter.x_range, self.scatter.y_range
        return (
            LEFT + (x - left) / (right - left) * (self.width - LEFT - RIGHT),
            self.base + (y - low) / (high - low) * (self.height - self.base - ABOVE),
        )

    def _text(self, text: str, x: float, y: float, size: float, room: float) -> float:
        """Write a text, cut to the room it has; return its width."""
        text = plain(text)
        while len(text) > 2 and stringWidth(text, self.font, size) > room:
            text = fmt.shorten(text, len(text) - 1)
        self.canv.setFont(self.font, size)
        self.canv.drawString(x, y, text)
        return float(stringWidth(text, self.font, size))

    def _ticks(self) -> None:
        page = self.canv
        page.setFont(self.font, SIZE - 0.5)
        page.setFillColor(INK)
        for value in ticks(*self.scatter.x_range):
            x, _ = self._place(value, self.scatter.y_range[0])
            page.line(x, self.base, x, self.base - 2)
            page.drawCentredString(x, self.base - 9, _number(value))
        for value in ticks(*self.scatter.y_range):
            _, y = self._place(self.scatter.x_range[0], value)
            page.line(LEFT, y, LEFT - 2, y)
            page.drawRightString(LEFT - 4, y - 2, _number(value))

    def _marks(self, points: Points) -> None:
        half = SMALL if sum(len(some.xy) for some in self.scatter.points) > FEW else LARGE
        page = self.canv
        page.setFillColor(HexColor(points.colour))
        path = page.beginPath()
        for x, y in points.xy:
            shape(path, points.shape, *self._place(x, y), half)
        # marks of one path that overlap are one area, not holes in each other
        page.drawPath(path, stroke=0, fill=1, fillMode=FILL_NON_ZERO)

    def _names(self) -> None:
        page = self.canv
        taken: list[tuple[float, float, float]] = []
        page.setStrokeColor(INK)
        page.setFillColor(INK)
        for x, y, name in self.scatter.labels:
            across, up = self._place(x, y)
            page.circle(across, up, 3.2, stroke=1, fill=0)
            text = fmt.shorten(plain(name), 18)
            room = stringWidth(text, self.font, SIZE)
            right = across + 5 + room < self.width - RIGHT
            start = across + 5 if right else max(LEFT + 1, across - 5 - room)
            line = up - 2
            # names of genes that lie close together stand above each other
            while any(abs(line - y) < SIZE and start < b and a < start + room for a, b, y in taken):
                line += SIZE
            taken.append((start, start + room, line))
            page.setFillColor(VEIL)
            page.rect(start - 1, line - 1.5, room + 2, SIZE, stroke=0, fill=1)
            page.setFillColor(INK)
            page.setFont(self.font, SIZE)
            page.drawString(start, line, text)

    def _legend_rows(self) -> list[list[tuple[Points, float]]]:
        """Break the legend into rows that the plot is wide enough for."""
        rows: list[list[tuple[Points, float]]] = [[]]
        room = self.width - LEFT
        for points in self.scatter.points:
            wide = (
                min(stringWidth(plain(points.name), self.font, SIZE), self.width - LEFT - 20) + 18
            )
            if rows[-1] and wide > room:
                rows.append([])
                room = self.width - LEFT
            rows[-1].append((points, wide))
            room -= wide
        return rows[:4]

    def _legend(self, row: list[tuple[Points, float]], y: float) -> None:
        x: float = LEFT
        for points, wide in row:
            path = self.canv.beginPath()
            shape(path, points.shape, x + 3, y + 2.2, 2.4)
            self.canv.setFillColor(HexColor(points.colour))
            self.canv.drawPath(path, stroke=0, fill=1)
            self.canv.setFillColor(INK)
            self._text(points.name, x + 8, y, SIZE, wide - 8)
            x += wide


def shape(path: Any, kind: str, x: float, y: float, half: float) -> None:
    """Add a mark to a path.

    Parameters
    ----------
    path : reportlab path
    kind : str
        As matplotlib names it.
    x, y : float
        Its middle.
    half : float
        Half its width.
    """
    if kind == "o":
        path.circle(x, y, half)
        return
    corners = {
        "^": ((-1, -0.8), (1, -0.8), (0, 1)),
        "v": ((-1, 0.8), (1, 0.8), (0, -1)),
        "D": ((-1, 0), (0, -1), (1, 0), (0, 1)),
    }.get(kind, ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)))
    path.moveTo(x + corners[0][0] * half, y + corners[0][1] * half)
    for across, up in corners[1:]:
        path.lineTo(x + across * half, y + up * half)
    path.close()


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Choose round values of an axis.

    Parameters
    ----------
    low, high : float
    most : int

    Returns
    -------
    list of float
        At most ``most`` + 1 values within the range.
    """
    step = 10.0 ** math.floor(math.log10((high - low) / most))
    step *= next(factor for factor in (1, 2, 5, 10) if (high - low) / (step * factor) <= most)
    first = math.ceil(low / step)
    return [k * step for k in range(first, math.floor(high / step) + 1)]


def _number(value: float) -> str:
    return f"{value:.10g}".replace("-", fmt.MINUS)
