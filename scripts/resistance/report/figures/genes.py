"""Figures of the genes: volcano and MA plot."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.labels import Label
from resistance.report.figures.style import Figure

#: genes named besides those of interest
NAMED = 12
COLOURS = {"higher": style.UP, "lower": style.DOWN, "no call": style.PALE}
SHAPES = {"higher": "^", "lower": "v", "no call": "o"}


def _classes(frame: pd.DataFrame, alpha: float) -> pd.Series:
    called = frame["padj"] < alpha
    kinds = np.where(called, np.where(frame["log2FoldChange"] > 0, "higher", "lower"), "no call")
    return pd.Series(
        pd.Categorical(kinds, categories=["no call", "lower", "higher"]), index=frame.index
    )


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


def volcano(
    de: pd.DataFrame, alpha: float, panel: list[str], arms: tuple[str, str], simulated: bool
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

    Returns
    -------
    Figure or None
        None where no gene has a p value.
    """
    frame = de[de["pvalue"].notna() & de["log2FoldChange"].notna()].copy()
    if frame.empty:
        return None
    import plotnine as p9

    frame["kind"] = _classes(frame, alpha)
    # double precision ends at 1e-308: a p value of 0 is drawn there
    frame["height"] = -np.log10(frame["pvalue"].clip(lower=1e-308))
    cap = _cap(frame["height"], frame.loc[frame["gene_id"].isin(panel), "height"])
    above = int((frame["height"] > cap).sum())
    frame["height"] = frame["height"].clip(upper=cap)
    frame = frame.sort_values(["kind", "gene_id"], kind="stable")
    named = frame[frame["gene_id"].isin(panel)]
    plot = (
        p9.ggplot(frame, p9.aes("log2FoldChange", "height", colour="kind", shape="kind"))
        + p9.geom_vline(xintercept=0, colour="#B5BAC1", size=0.5)
        + p9.geom_point(size=1.1, stroke=0, alpha=0.75, raster=True)
        + p9.geom_point(data=named, size=3, stroke=0.7, fill="none", colour=style.INK, shape="o")
        + p9.scale_colour_manual(values=COLOURS, breaks=["lower", "higher", "no call"])
        + p9.scale_shape_manual(values=SHAPES, breaks=["lower", "higher", "no call"])
        + p9.guides(colour=p9.guide_legend(override_aes={"size": 3, "alpha": 1}))
        + p9.scale_y_continuous(expand=(0.01, 0, 0.09, 0))
        + p9.scale_x_continuous(expand=(0.08, 0))
        + p9.labs(
            x=f"log2 fold change, {_arm(arms[1])} / {_arm(arms[0])}",
            y="\u2212log10 p",
            **style.subtitle(simulated),
        )
        + style.theme(5.6, 4.4)
    )
    higher, lower = int((frame["kind"] == "higher").sum()), int((frame["kind"] == "lower").sum())
    alt = (
        f"Volcano plot of {len(frame):,} genes: {higher:,} higher and {lower:,} lower in "
        f"{arms[1]} at an FDR of {alpha:g}."
    )
    text = (
        f"Each point is a gene; coloured triangles pass an FDR of {alpha:g}. "
        "Rings mark the genes of interest."
    )
    if above:
        text += f" {fmt.plural(above, 'gene')} above the range drawn at its upper edge."
    labels = _labels(frame, panel, "log2FoldChange", "height")
    return style.render(plot, alt, style.caption(text, simulated), labels)


def _cap(heights: pd.Series, panel: pd.Series) -> float:
    """End the axis where 99.9% of the genes, and those of interest, are on it."""
    wanted = max(float(heights.quantile(0.999)) * 1.25, 5.0)
    if len(panel):
        wanted = max(wanted, min(float(panel.max()), 3 * wanted))
    return min(wanted, float(heights.max())) if heights.max() > 0 else 1.0


def ma_plot(
    de: pd.DataFrame, alpha: float, panel: list[str], arms: tuple[str, str], simulated: bool
) -> Figure | None:
    """Draw log2 fold change against mean count.

    Parameters
    ----------
    de : pandas.DataFrame
    alpha : float
    panel : list of str
    arms : tuple of str
    simulated : bool

    Returns
    -------
    Figure or None
        None where no gene has a fold change.
    """
    frame = de[(de["baseMean"] > 0) & np.isfinite(de["log2FoldChange"])].copy()
    if frame.empty:
        return None
    import plotnine as p9

    frame["kind"] = _classes(frame, alpha)
    frame["mean"] = np.log10(frame["baseMean"])
    frame = frame.sort_values(["kind", "gene_id"], kind="stable")
    named = frame[frame["gene_id"].isin(panel)]
    plot = (
        p9.ggplot(frame, p9.aes("mean", "log2FoldChange", colour="kind", shape="kind"))
        + p9.geom_hline(yintercept=0, colour="#B5BAC1", size=0.5)
        + p9.geom_point(size=1.1, stroke=0, alpha=0.75, raster=True)
        + p9.geom_point(data=named, size=3, stroke=0.7, fill="none", colour=style.INK, shape="o")
        + p9.scale_colour_manual(values=COLOURS, breaks=["lower", "higher", "no call"])
        + p9.scale_shape_manual(values=SHAPES, breaks=["lower", "higher", "no call"])
        + p9.guides(colour=p9.guide_legend(override_aes={"size": 3, "alpha": 1}))
        + p9.labs(
            x="mean normalised count, log10",
            y=f"log2 fold change, {_arm(arms[1])} / {_arm(arms[0])}",
            **style.subtitle(simulated),
        )
        + style.theme(5.6, 4.4)
    )
    alt = (
        f"MA plot of {len(frame):,} genes: log2 fold change against mean count; the scatter is "
        "widest for weak genes."
    )
    text = "Change against abundance. Weak genes scatter more; their fold changes are less certain."
    labels = [
        Label(row["mean"], row["log2FoldChange"], fmt.shorten(row["gene_name"], 18), True)
        for _, row in named.iterrows()
    ]
    return style.render(plot, alt, style.caption(text, simulated), labels)


def _arm(name: str) -> str:
    return fmt.shorten(name, 18)
