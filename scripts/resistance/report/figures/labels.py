"""Labels that overlap neither each other nor the points they name."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Colour of text in every figure.
INK = "#1D2430"

Box = tuple[float, float, float, float]

#: distance from the point, in px at 100 dpi: from touching it to the far end of a leader line
RADII = (9, 16, 26, 38, 52, 70, 92, 118, 150)
ANGLES = (20, 160, -20, -160, 90, -90, 55, 125, -55, -125, 0, 180)


@dataclass(frozen=True)
class Label:
    """A name to be put beside a point.

    Attributes
    ----------
    x, y : float
        Data coordinates of the point.
    text : str
    bold : bool
        Genes of interest.
    italic : bool
        Genes, as is usual for their symbols.
    """

    x: float
    y: float
    text: str
    bold: bool = False
    italic: bool = True


def place(
    figure: Any, axes: Axes, labels: Sequence[Label], obstacles: Sequence[tuple[float, float]] = ()
) -> list[Box]:
    """Write labels into a figure whose layout is final.

    Greedy: labels come in their order, each takes the nearest free place on rings around its
    point. One that finds none is left out rather than put over another.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes
    labels : sequence of Label
        The most important first.
    obstacles : sequence of tuple of float
        Data coordinates to keep clear besides the labelled points.

    Returns
    -------
    list of tuple of float
        Boxes taken, ``(left, bottom, right, top)`` in display pixels.
    """
    renderer = figure.canvas.get_renderer() if hasattr(figure.canvas, "get_renderer") else None
    renderer = renderer or figure._get_renderer()
    frame = axes.get_window_extent()
    limits = (frame.x0 + 2, frame.y0 + 2, frame.x1 - 2, frame.y1 - 2)
    transform = axes.transData.transform
    points = [tuple(transform((label.x, label.y))) for label in labels]
    occupied = [_around(p, 4.0) for p in points]
    occupied += [_around(tuple(transform(p)), 3.0) for p in obstacles]
    taken: list[Box] = []
    # the file is written at another resolution than the layout was measured at
    points_per_pixel = 72 / figure.dpi
    for label, point in zip(labels, points, strict=True):
        text = axes.annotate(
            label.text,
            (label.x, label.y),
            xytext=(0, 0),
            textcoords="offset points",
            fontsize=8,
            fontstyle="italic" if label.italic else "normal",
            fontweight="bold" if label.bold else "normal",
            color=INK,
            ha="center",
            va="center",
            zorder=10,
            # a pale ground: an outline would store each letter twice more as a path
            bbox={"facecolor": "#FFFFFF", "alpha": 0.72, "edgecolor": "none", "pad": 0.6},
            arrowprops={"arrowstyle": "-", "color": "#5B6470", "lw": 0.6, "shrinkA": 0},
            annotation_clip=False,
        )
        box = text.get_window_extent(renderer)
        # the arrow's patch counts as part of the extent, so measure the text alone
        size = _text_size(text, renderer) or (box.width, box.height)
        spot = next(
            (b for b in _candidates(point, size) if _free(b, limits, [*taken, *occupied])), None
        )
        if spot is None:
            text.remove()
            continue
        taken.append(spot)
        centre = ((spot[0] + spot[2]) / 2, (spot[1] + spot[3]) / 2)
        text.set_position(
            (
                (centre[0] - point[0]) * points_per_pixel,
                (centre[1] - point[1]) * points_per_pixel,
            )
        )
        near = math.hypot(
            max(spot[0] - point[0], 0, point[0] - spot[2]),
            max(spot[1] - point[1], 0, point[1] - spot[3]),
        )
        if near < 12 and text.arrow_patch is not None:
            text.arrow_patch.set_visible(False)
    return taken


def _text_size(text: Any, renderer: Any) -> tuple[float, float]:
    from matplotlib.text import Text

    box = Text.get_window_extent(text, renderer)
    return box.width + 4, box.height + 2


def _candidates(point: tuple[float, ...], size: tuple[float, float]) -> Iterator[Box]:
    width, height = size
    for radius in RADII:
        for angle in ANGLES:
            dx, dy = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            # the box touches the ring with the edge that faces the point
            x = point[0] + dx * radius + (width / 2) * dx / max(abs(dx), abs(dy))
            y = point[1] + dy * radius + (height / 2) * dy / max(abs(dx), abs(dy))
            yield (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _around(point: tuple[float, ...], radius: float) -> Box:
    return (point[0] - radius, point[1] - radius, point[0] + radius, point[1] + radius)


def _free(box: Box, limits: Box, others: Sequence[Box]) -> bool:
    inside = (
        box[0] >= limits[0] and box[1] >= limits[1] and box[2] <= limits[2] and box[3] <= limits[3]
    )
    return inside and not any(
        box[0] < o[2] and o[0] < box[2] and box[1] < o[3] and o[1] < box[3] for o in others
    )
