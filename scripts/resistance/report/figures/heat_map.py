"""Heat maps of values across samples: genes, gene sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from resistance.mechanisms.confidence import Arms
from resistance.report.figures import style
from resistance.report.figures.style import colour_bar, small, true_minus

#: inches: width of figures of gene sets, what stands above and below a panel
WIDTH, MARGINS = 7.2, 1.0
#: inches of a row of one line
LINE = 0.165
#: samples whose names are still readable side by side
NAMED = 40
LOW, MIDDLE, HIGH = style.DOWN, "#F7F7F7", style.UP
#: marks of the arms before the names of samples
ARMS = {"target": "\u25cf ", "reference": "\u25cb "}


@dataclass(frozen=True)
class Across:
    """What the columns of a heat map are called.

    Attributes
    ----------
    names : mapping of str to str
        Sample to what its column is called.
    arms : mapping of str to str
        Sample to ``reference`` or ``target``; others are in no arm of the contrast.
    """

    names: Mapping[str, str]
    arms: Mapping[str, str]

    def label(self, sample: str) -> str:
        """Return the name of a sample with the mark of its arm."""
        return ARMS.get(self.arms.get(sample, ""), "") + self.names.get(sample, sample)

    @property
    def key(self) -> str:
        """What the marks of the arms mean."""
        if not self.arms:
            return "The contrast has no two arms."
        return "\u25cf target, \u25cb reference."


def across_arms(names: Mapping[str, str], sides: Arms) -> Across:
    """Mark the samples of a contrast by their arms.

    Parameters
    ----------
    names : mapping of str to str
        Sample to what its column is called.
    sides : Arms

    Returns
    -------
    Across
        Its ``arms`` hold the reference's samples before the target's.
    """
    arms = dict.fromkeys(sides.reference, "reference")
    return Across(names, arms | dict.fromkeys(sides.target, "target"))


def sample_map(
    data: pd.DataFrame,
    rows: Sequence[str],
    labels: Sequence[str],
    columns: Across,
    simulated: bool,
    title: str,
    width: float = WIDTH,
) -> Any:
    """Draw values across samples, each less the mean of its row.

    Parameters
    ----------
    data : pandas.DataFrame
        ``row``, ``sample`` and ``centred``; samples in the order to draw.
    rows, labels : sequence of str
        Values of ``row`` from the top, and what stands beside them.
    columns : Across
    simulated : bool
    title : str
        Of the colour bar.
    width : float
        Inches.

    Returns
    -------
    plotnine.ggplot
    """
    import plotnine as p9

    samples = list(dict.fromkeys(data["sample"]))
    across = {sample: i for i, sample in enumerate(samples)}
    down = {row: len(rows) - 1 - i for i, row in enumerate(rows)}
    # a few extreme values must not take the colour from all others
    reach = max(float(data["centred"].abs().quantile(0.98)), 1e-6)
    frame = pd.DataFrame(
        {
            "x": data["sample"].map(across),
            "y": data["row"].map(down),
            "value": data["centred"].clip(-reach, reach),
        }
    )
    few = len(samples) <= NAMED
    return (
        p9.ggplot(frame, p9.aes("x", "y", fill="value"))
        + p9.geom_tile(raster=not few)
        # lines instead of a border for each tile, which would double the file
        + p9.geom_vline(xintercept=_between(len(samples)), colour="#FFFFFF", size=0.25)
        + p9.geom_hline(yintercept=_between(len(rows)), colour="#FFFFFF", size=0.25)
        + p9.scale_fill_gradient2(
            low=LOW,
            mid=MIDDLE,
            high=HIGH,
            midpoint=0,
            limits=(-reach, reach),
            name=title,
            labels=true_minus,
        )
        + p9.scale_x_continuous(
            breaks=list(range(len(samples))) if few else [],
            labels=[columns.label(s) for s in samples] if few else [],
            limits=(-0.5, len(samples) - 0.5),
            expand=(0, 0),
        )
        + p9.scale_y_continuous(
            breaks=list(range(len(rows))),
            labels=list(labels)[::-1],
            limits=(-0.5, len(rows) - 0.5),
            expand=(0, 0),
        )
        + p9.labs(x="", y="", **style.subtitle(simulated))
        + rows_theme(len(rows), width)
        + p9.theme(
            axis_text_x=p9.element_text(size=7, rotation=90, va="top", ha="center"),
            panel_grid_major=p9.element_blank(),
        )
    )


def _between(n: int) -> list[float]:
    """Places of the lines between n tiles."""
    return [i - 0.5 for i in range(1, n)] or [-0.5]


def rows_theme(n_rows: int, width: float = WIDTH) -> list[Any]:
    """Return the theme of a figure with a row for each of many things.

    Parameters
    ----------
    n_rows : int
    width : float
        Inches.

    Returns
    -------
    list
        To be added to a plot.
    """
    import plotnine as p9

    return [
        style.theme(width, max(2.8, MARGINS + 0.8 + LINE * n_rows), "right"),
        p9.theme(
            legend_title=p9.element_text(size=8),
            axis_text_y=small(7),
            axis_ticks=p9.element_blank(),
        ),
        p9.guides(fill=colour_bar()),
    ]
