"""Points of the small plots of the summary: few enough to be drawn as lines and shapes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.gene_points import COLOURS, SHAPES, kinds_of
from resistance.report.figures.volcano import axis_end

#: Cells of a plot, across and up: points within one are drawn once.
GRID = 160
#: Share of the range that stays free on either side of the points.
MARGIN = 0.06


@dataclass(frozen=True)
class Points:
    """Points of one look.

    Attributes
    ----------
    name : str
        In the legend.
    colour : str
        ``#rrggbb``.
    shape : str
        ``o``, ``s``, ``D``, ``^`` or ``v``; others are drawn as ``s``.
    xy : list of tuple of float
    """

    name: str
    colour: str
    shape: str
    xy: list[tuple[float, float]]


@dataclass(frozen=True)
class Scatter:
    """A plot of points.

    Attributes
    ----------
    title, x_label, y_label, caption : str
    x_range, y_range : tuple of float
    points : list of Points
        Drawn in this order.
    labels : list of tuple
        x, y, text; a ring marks the point.
    zero : bool
        A line at x = 0.
    """

    title: str
    x_label: str
    y_label: str
    caption: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    points: list[Points]
    labels: list[tuple[float, float, str]]
    zero: bool = False


def volcano(
    de: pd.DataFrame,
    alpha: float,
    panel: Sequence[str],
    title: str,
    asked: Mapping[str, Any],
) -> Scatter | None:
    """Prepare log2 fold change against -log10 p, with the classes and range of the report's plot.

    Parameters
    ----------
    de : pandas.DataFrame
        Columns ``DIFFERENTIAL``.
    alpha : float
        FDR threshold.
    panel : sequence of str
        Gene ids that are named.
    title : str
    asked : mapping
        What ``model.json`` says of the contrast.

    Returns
    -------
    Scatter or None
        None where no gene has a p-value.
    """
    frame = de[de["pvalue"].notna() & np.isfinite(de["log2FoldChange"])]
    if frame.empty:
        return None
    # double precision ends at 1e-308: a p value of 0 is drawn there
    height = -np.log10(frame["pvalue"].clip(lower=1e-308))
    mine = frame["gene_id"].isin(panel)
    end = axis_end(height, height[mine])
    frame = frame.assign(kind=kinds_of(frame, alpha, asked), height=height.clip(upper=end))
    widest = float(frame["log2FoldChange"].abs().max()) or 1.0
    x_range, y_range = _range(-widest, widest), (0.0, end * (1 + 2 * MARGIN) or 1.0)
    points, n = [], frame["kind"].value_counts()
    for kind in frame["kind"].cat.categories:
        here = frame[frame["kind"] == kind]
        if len(here):
            xy = thinned(here["log2FoldChange"], here["height"], x_range, y_range)
            points.append(Points(f"{kind} ({n[kind]:,})", COLOURS[kind], SHAPES[kind], xy))
    labels = [
        (float(row["log2FoldChange"]), float(row["height"]), row["gene_name"] or row["gene_id"])
        for _, row in frame[mine].iterrows()
    ]
    return Scatter(
        title,
        "log2 fold change",
        "\u2212log10 p",
        f"Genes; coloured: FDR below {alpha:g}. Points that cover each other are drawn once.",
        x_range,
        y_range,
        points,
        labels,
        zero=True,
    )


def components(pca: pd.DataFrame, samples: pd.DataFrame) -> Scatter | None:
    """Prepare the first two principal components of the samples.

    Parameters
    ----------
    pca, samples : pandas.DataFrame
        ``results/quality/{pca,samples}.tsv``.

    Returns
    -------
    Scatter or None
        None with fewer than two components.
    """
    wide = pca.pivot(index="sample", columns="component", values="score")
    if 1 not in wide or 2 not in wide:
        return None
    share = pca.groupby("component")["explained_variance"].first()
    names = list(dict.fromkeys(samples["group"]))
    colours, shapes = style.group_scales(names)
    group = samples.set_index("sample")["group"].reindex(wide.index)
    points = []
    for name in names:
        here = wide[(group == name).to_numpy()]
        xy = list(zip(here[1].tolist(), here[2].tolist(), strict=True))
        points.append(Points(name, colours[name], shapes[name], xy))
    return Scatter(
        "Samples",
        f"PC1 ({fmt.decimal(100 * share[1], 0)}%)",
        f"PC2 ({fmt.decimal(100 * share[2], 0)}%)",
        "Principal components of the variance-stabilised counts.",
        _range(wide[1].min(), wide[1].max()),
        _range(wide[2].min(), wide[2].max()),
        [some for some in points if some.xy],
        [],
    )


def _range(low: float, high: float) -> tuple[float, float]:
    free = (high - low) * MARGIN or 1.0
    return float(low - free), float(high + free)


def thinned(
    x: pd.Series, y: pd.Series, x_range: tuple[float, float], y_range: tuple[float, float]
) -> list[tuple[float, float]]:
    """Keep one point of those that fall into the same cell of a fine grid.

    Parameters
    ----------
    x, y : pandas.Series
    x_range, y_range : tuple of float
        Of the plot.

    Returns
    -------
    list of tuple of float
        Centres of the cells, sorted.
    """
    cells = []
    for values, (low, high) in ((x, x_range), (y, y_range)):
        cells.append(np.floor((values.to_numpy() - low) / (high - low) * GRID).astype(int))
    taken = np.unique(np.column_stack(cells), axis=0) + 0.5
    lows = np.array([x_range[0], y_range[0]])
    spans = np.array([x_range[1], y_range[1]]) - lows
    return [(float(a), float(b)) for a, b in lows + taken / GRID * spans]
