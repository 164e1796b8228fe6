"""Figures of the genes: volcano and MA plot."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from resistance.report import asked as questions
from resistance.report import format as fmt
from resistance.report.asked import UNDIRECTED, Asked
from resistance.report.figures import style
from resistance.report.figures.labels import Label
from resistance.report.figures.style import Figure

if TYPE_CHECKING:
    import plotnine

NO_CHANGE: Asked = MappingProxyType({})

#: genes named besides those of interest
NAMED = 12
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


def _threshold(asked: Asked) -> str:
    size = questions.threshold(asked)
    return f" Dashed: the threshold, {fmt.fold(size)}." if size else ""


def _named(frame: pd.DataFrame, panel: list[str], limit: int = NAMED) -> pd.DataFrame:
    """Choose what is named: genes of interest, then the strongest of each direction in turn."""
    first = frame[frame["gene_id"].isin(panel)]
    rest = frame[(frame["kind"] != "no call") & ~frame["gene_id"].isin(panel)]
    rest = rest.sort_values(["padj", "pvalue", "gene_id"], kind="stable")
    turns = rest.groupby("kind", observed=True).cumcount()
    rest = rest.assign(turn=turns).sort_values(["turn", "padj", "gene_id"], kind="stable")
    return pd.concat([first, rest.head(limit)])


def _labels(frame: pd.DataFrame, panel: list[str], x: str, y: str) -> list[Label]:
    return [
        Label(
            row[x],
            row[y],
            fmt.shorten(row["gene_name"] or row["gene_id"], 18),
            row["gene_id"] in panel,
        )
        for _, row in _named(frame, panel).iterrows()
    ]


def _scatter(
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


def _change(arms: tuple[str, str]) -> str:
    return f"log2 fold change, {fmt.shorten(arms[1], 18)} / {fmt.shorten(arms[0], 18)}"


def volcano(
    de: pd.DataFrame,
    alpha: float,
    panel: list[str],
    arms: tuple[str, str],
    simulated: bool,
    asked: Asked = NO_CHANGE,
) -> Figure | None:
    """Draw log2 fold change against -log10 p.

    Parameters
    ----------
    de : pandas.DataFrame
    alpha : float
        FDR threshold.
    panel : list of str
        Gene ids named first.
    arms : tuple of str
    simulated : bool
    asked : mapping
        What ``model.json`` says of the contrast.

    Returns
    -------
    Figure or None
        None where no gene has a p value.
    """
    frame = de[de["pvalue"].notna() & de["log2FoldChange"].notna()].copy()
    if frame.empty:
        return None
    import plotnine as p9

    frame["kind"] = kinds_of(frame, alpha, asked)
    # double precision ends at 1e-308: a p value of 0 is drawn there
    frame["height"] = -np.log10(frame["pvalue"].clip(lower=1e-308))
    cap = axis_end(frame["height"], frame.loc[frame["gene_id"].isin(panel), "height"])
    above = int((frame["height"] > cap).sum())
    frame["height"] = frame["height"].clip(upper=cap)
    plot = (
        _scatter(
            frame,
            "log2FoldChange",
            "height",
            _rules(p9.geom_vline, "xintercept", asked),
            panel,
            {"x": _change(arms), "y": "\u2212log10 p"},
            simulated,
        )
        + p9.scale_y_continuous(expand=(0.01, 0, 0.09, 0))
        + p9.scale_x_continuous(expand=(0.08, 0))
    )
    counts = frame["kind"].value_counts()
    found = {
        "terms": f"{counts['terms matter']:,} in which the terms under test matter,",
        "within": f"{counts['within the threshold']:,} shown to change by less than the threshold",
    }.get(
        questions.kind(asked),
        f"{counts['higher']:,} higher and {counts['lower']:,} lower in {arms[1]}",
    )
    alt = f"Volcano plot of {len(frame):,} genes: {found} at an FDR of {alpha:g}."
    text = f"Each point is a gene; {_passing(alpha, asked)}"
    if panel:
        text += " Rings mark the genes of interest."
    if above:
        text += f" {fmt.plural(above, 'gene')} above the range drawn at its upper edge."
    labels = _labels(frame, panel, "log2FoldChange", "height")
    return style.render(plot, alt, style.caption(text, simulated), labels)


def axis_end(heights: pd.Series, panel: pd.Series) -> float:
    """End the axis where 99.9% of the genes, and those of interest, are on it.

    Parameters
    ----------
    heights : pandas.Series
        -log10 p of all genes.
    panel : pandas.Series
        The same of the genes of interest.

    Returns
    -------
    float
    """
    wanted = max(float(heights.quantile(0.999)) * 1.25, 5.0)
    if len(panel):
        wanted = max(wanted, min(float(panel.max()), 3 * wanted))
    return min(wanted, float(heights.max())) if heights.max() > 0 else 1.0


def _rules(line: Any, where: str, asked: Asked) -> list[Any]:
    """Return the lines of no change and, dashed, of the threshold."""
    bounds = questions.bounds(asked)
    dashed = {"colour": style.INK, "linetype": "dashed", "size": 0.5}
    return [
        line(**{where: 0}, colour=style.RULE, size=0.5),
        *([line(**{where: bounds}, **dashed)] if bounds else []),
    ]


def _passing(alpha: float, asked: Asked) -> str:
    """Say what the coloured points of a volcano plot are."""
    passes = f"pass an FDR of {alpha:g}"
    text = {
        "terms": f"green squares {passes}. p and FDR are those of the likelihood ratio, which is "
        "about all terms under test at once and not about the fold change shown.",
        "within": f"green squares {passes}: their change is shown to be within the threshold.",
    }.get(questions.kind(asked))
    beyond = " for a change beyond the threshold" if questions.threshold(asked) else ""
    return (text or f"coloured triangles {passes}{beyond}.") + _threshold(asked)


def ma_plot(
    de: pd.DataFrame,
    alpha: float,
    panel: list[str],
    arms: tuple[str, str],
    simulated: bool,
    asked: Asked = NO_CHANGE,
) -> Figure | None:
    """Draw log2 fold change against mean count.

    Parameters
    ----------
    de : pandas.DataFrame
    alpha : float
    panel : list of str
    arms : tuple of str
    simulated : bool
    asked : mapping
        What ``model.json`` says of the contrast.

    Returns
    -------
    Figure or None
        None where no gene has a fold change.
    """
    frame = de[(de["baseMean"] > 0) & np.isfinite(de["log2FoldChange"])].copy()
    if frame.empty:
        return None
    import plotnine as p9

    frame["kind"] = kinds_of(frame, alpha, asked)
    frame["mean"] = np.log10(frame["baseMean"])
    plot = _scatter(
        frame,
        "mean",
        "log2FoldChange",
        _rules(p9.geom_hline, "yintercept", asked),
        panel,
        {"x": "mean of normalised counts (reads)", "y": _change(arms)},
        simulated,
    ) + p9.scale_x_continuous(**style.decades(frame["mean"]))
    named = frame[frame["gene_id"].isin(panel)]
    alt = (
        f"MA plot of {len(frame):,} genes: log2 fold change against mean count; the scatter is "
        "widest for weak genes."
    )
    text = (
        "Change against abundance: each point is a gene. Weak genes (left) scatter more, so their "
        "fold changes are less certain. The cloud should lie around 0 all along."
    )
    if (frame["kind"] != "no call").any():
        said = {"terms": " of the likelihood ratio", "within": " for a change within the threshold"}
        text += f" Coloured: FDR{said.get(questions.kind(asked), '')} below {alpha:g}."
    text += _threshold(asked)
    labels = [
        Label(row["mean"], row["log2FoldChange"], fmt.shorten(row["gene_name"], 18), True)
        for _, row in named.iterrows()
    ]
    return style.render(plot, alt, style.caption(text, simulated), labels)
