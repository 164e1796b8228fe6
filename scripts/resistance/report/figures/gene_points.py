"""What plots of a point a gene share: colours, rings, lines."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from resistance.columns import Columns
from resistance.report import asked as questions
from resistance.report import format as fmt
from resistance.report.asked import UNDIRECTED, Asked
from resistance.report.figures import style

if TYPE_CHECKING:
    import plotnine

NO_CHANGE: Asked = MappingProxyType({})

#: called genes of tests without direction have a colour and a shape of their own
COLOURS = {
    "lower": style.DOWN,
    "higher": style.UP,
    **dict.fromkeys(UNDIRECTED.values(), style.CONCORDANT),
    "no call": style.PALE,
}
SHAPES = {"lower": "v", "higher": "^", **dict.fromkeys(UNDIRECTED.values(), "s"), "no call": "o"}


def kinds_of(frame: pd.DataFrame, alpha: float, asked: Asked) -> pd.Series:
    """Tell which genes are called, and in which direction where the test has one.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``padj`` and ``log2FoldChange``.
    alpha : float
        FDR threshold.
    asked : mapping
        What ``model.json`` says of the contrast.

    Returns
    -------
    pandas.Series
        Categories that are keys of :data:`COLOURS`, in the order in which they are drawn.
    """
    called = frame["padj"] < alpha
    directed = np.where(frame["log2FoldChange"] > 0, "higher", "lower")
    kinds = np.where(called, UNDIRECTED.get(questions.kind(asked), directed), "no call")
    # drawn in this order, the called ones on top
    order = ["no call", *(kind for kind in COLOURS if kind != "no call")]
    return pd.Series(pd.Categorical(kinds, categories=order), index=frame.index)


def threshold_words(asked: Asked) -> str:
    """Say what the dashed lines are, where there are any.

    Parameters
    ----------
    asked : mapping

    Returns
    -------
    str
        Empty, or a sentence that begins with a space.
    """
    size = questions.threshold(asked)
    return f" Dashed: the threshold, {fmt.fold(size)}." if size else ""


def scatter(
    frame: pd.DataFrame,
    x: str,
    y: str,
    rules: list[Any],
    panel: list[str],
    names: dict[str, str],
    simulated: bool,
) -> plotnine.ggplot:
    """Draw a point a gene, called ones coloured and on top, those of interest ringed.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``gene_id``, ``kind`` and the two columns drawn.
    x, y : str
        Columns.
    rules : list of plotnine layer
        The lines of no change and of the threshold; the first is drawn below the points.
    panel : list of str
        Gene ids to ring.
    names : dict of str to str
        Titles of the axes: keyword arguments of ``plotnine.labs``.
    simulated : bool

    Returns
    -------
    plotnine.ggplot
    """
    import plotnine as p9

    ordered = frame.sort_values(["kind", "gene_id"], kind="stable")
    ordered["kind"] = ordered["kind"].cat.remove_unused_categories()
    ringed = ordered[ordered["gene_id"].isin(panel)]
    shown = [kind for kind in COLOURS if kind in ordered["kind"].cat.categories]
    return (
        p9.ggplot(ordered, p9.aes(x, y, colour="kind", shape="kind"))
        + rules[:1]
        + p9.geom_point(size=1.1, stroke=0, alpha=0.75, raster=True)
        + rules[1:]
        + p9.geom_point(data=ringed, size=3, stroke=0.7, fill="none", colour=style.INK, shape="o")
        + p9.scale_colour_manual(values={kind: COLOURS[kind] for kind in shown}, breaks=shown)
        + p9.scale_shape_manual(values={kind: SHAPES[kind] for kind in shown}, breaks=shown)
        + p9.guides(colour=p9.guide_legend(override_aes={"size": 3, "alpha": 1}))
        + p9.labs(**names, **style.subtitle(simulated))
        + style.theme(5.6, 4.4)
    )


def change_title(arms: tuple[str, str]) -> str:
    """Return the title of an axis of fold changes.

    Parameters
    ----------
    arms : tuple of str
        Reference and target.

    Returns
    -------
    str
    """
    return f"log2 fold change, {fmt.shorten(arms[1], 18)} / {fmt.shorten(arms[0], 18)}"


def gene_data(frame: pd.DataFrame, panel: list[str], definition: Columns) -> pd.DataFrame:
    """Return what a plot of genes shows.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``gene_id``, ``kind`` and the other columns of ``definition``.
    panel : list of str
        Gene ids of interest.
    definition : Columns
        Of :mod:`resistance.figure_columns`.

    Returns
    -------
    pandas.DataFrame
    """
    marked = frame.assign(
        kind=frame["kind"].astype(str),
        of_interest=np.where(frame["gene_id"].isin(panel), "yes", "no"),
    )
    return marked[list(definition)]


def rule_lines(line: Any, where: str, asked: Asked) -> list[Any]:
    """Return the lines of no change and, dashed, of the threshold.

    Parameters
    ----------
    line : type
        ``plotnine.geom_hline`` or ``geom_vline``.
    where : str
        Its argument that places it.
    asked : mapping

    Returns
    -------
    list of plotnine layer
    """
    bounds = questions.bounds(asked)
    dashed = {"colour": style.INK, "linetype": "dashed", "size": 0.5}
    return [
        line(**{where: 0}, colour=style.RULE, size=0.5),
        *([line(**{where: bounds}, **dashed)] if bounds else []),
    ]
