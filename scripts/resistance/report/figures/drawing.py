"""A figure before it is written, and as the page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from resistance.report.figures import style
from resistance.report.figures.labels import Label

if TYPE_CHECKING:
    import plotnine

#: inches of a plot of points in a paper: its text stays readable at the width of one column
ONE_COLUMN = (4.5, 3.7)


@dataclass(frozen=True)
class Drawing:
    """A figure before it is written.

    Attributes
    ----------
    plot : plotnine.ggplot
    caption, alt : str
        What stands below it, and what a reader who cannot see it needs to know.
    labels : sequence of Label
        Names put beside points once the layout is final; for plots with one panel.
    obstacles : sequence of tuple of float
        Data coordinates of further points that labels keep off.
    data : pandas.DataFrame
        What is drawn; its columns are those of :mod:`resistance.figure_columns`.
    paper_size : tuple of float, optional
        Inches to lay it out at for papers, where those of the page would need a wider column.
    drawn : bool
        False where it says only why there is nothing to draw.
    """

    plot: plotnine.ggplot
    caption: str
    alt: str
    labels: Sequence[Label] = ()
    obstacles: Sequence[tuple[float, float]] = ()
    data: pd.DataFrame = field(default_factory=pd.DataFrame)
    paper_size: tuple[float, float] | None = None
    drawn: bool = True


@dataclass(frozen=True)
class Figure:
    """A figure as the page shows it.

    Attributes
    ----------
    src : str
        ``data:`` URI of an SVG.
    alt, caption : str
    width, height : int
        CSS pixels.
    drawn : bool
        False where it says only why there is nothing to draw.
    """

    src: str
    alt: str
    caption: str
    width: int
    height: int
    drawn: bool = True


def nothing(what: str, why: str, simulated: bool, width: float = 5.6) -> Drawing:
    """Say inside a figure why there is nothing to show.

    Parameters
    ----------
    what : str
        Of the figure, such as ``Volcano plot``.
    why : str
        A sentence without its full stop.
    simulated : bool
    width : float
        Inches.

    Returns
    -------
    Drawing
    """
    import plotnine as p9

    plot = (
        p9.ggplot(pd.DataFrame({"x": [0.0], "y": [0.0], "label": [why]}), p9.aes("x", "y"))
        + p9.geom_text(p9.aes(label="label"), size=10, colour="#3C4450", family="DejaVu Sans")
        + p9.labs(x="", y="", **style.subtitle(simulated))
        + style.theme(width, 1.6)
        + p9.theme(
            axis_text=p9.element_blank(),
            axis_ticks=p9.element_blank(),
            panel_grid_major=p9.element_blank(),
        )
    )
    alt = f"{what}: {why[:1].lower()}{why[1:]}."
    return Drawing(plot, style.caption(f"{why}.", simulated), alt, drawn=False)


def or_nothing(
    drawings: Mapping[str, Drawing | None], absent: Mapping[str, tuple[str, str]], simulated: bool
) -> dict[str, Drawing]:
    """Put a figure that says why in the place of each that has nothing to show.

    Parameters
    ----------
    drawings : mapping of str to (Drawing or None)
    absent : mapping of str to tuple of str
        Arguments ``what`` and ``why`` of :func:`nothing` by the same names.
    simulated : bool

    Returns
    -------
    dict of str to Drawing
    """
    return {name: made or nothing(*absent[name], simulated) for name, made in drawings.items()}
