"""Dot plot of the gene sets."""

from __future__ import annotations

import re

import pandas as pd

from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.style import Figure
from resistance.report.pathways_section import set_name
from resistance.report.words import COLLECTIONS

SHOWN = 18


def dot_plot(
    enrichment: pd.DataFrame, arms: tuple[str, str], simulated: bool, threshold: float = 0.05
) -> Figure | None:
    """Draw the sets with the smallest FDR by their NES.

    Parameters
    ----------
    enrichment : pandas.DataFrame
        ``enrichment.tsv``.
    arms : tuple of str
    simulated : bool
    threshold : float
        FDR up to which a dot is filled.

    Returns
    -------
    Figure or None
        None without a tested set.
    """
    frame = enrichment[enrichment["nes"].notna()].copy()
    if frame.empty:
        return None
    import plotnine as p9

    frame["reach"] = -frame["nes"].abs()
    frame = frame.sort_values(["padj", "pvalue", "reach", "collection", "term"], kind="stable")
    frame = frame.head(SHOWN).sort_values(["nes", "term"], kind="stable")
    # a line for the name and one for the collection: rows never run into each other
    names = [
        fmt.shorten(re.sub(r" \(GO:\d+\)$", "", set_name(row["term"])), 52)
        + f"\n[{COLLECTIONS.get(row['collection'], row['collection'])}]"
        for _, row in frame.iterrows()
    ]
    # two sets may share a name: a row each all the same
    unique = [f"{name}{' ' * names[:i].count(name)}" for i, name in enumerate(names)]
    passed = frame["padj"] < threshold
    frame["name"] = pd.Categorical(unique, categories=unique)
    frame["direction"] = ["higher" if nes > 0 else "lower" for nes in frame["nes"]]
    frame["fill"] = [
        {"higher": style.UP, "lower": style.DOWN}[d] if p else "#FFFFFF"
        for d, p in zip(frame["direction"], passed, strict=True)
    ]
    frame["edge"] = [len([g for g in edge.split(";") if g]) for edge in frame["leading_edge"]]
    plot = (
        p9.ggplot(frame, p9.aes("nes", "name", colour="direction", shape="direction"))
        + p9.geom_vline(xintercept=0, colour=style.RULE, size=0.5)
        + p9.geom_segment(
            p9.aes(x=0, xend="nes", y="name", yend="name"), colour="#D5D9DE", size=0.6
        )
        + p9.geom_point(p9.aes(size="edge", fill="fill"), stroke=0.8)
        + p9.scale_colour_manual(values={"higher": style.UP, "lower": style.DOWN}, guide=None)
        + p9.scale_shape_manual(values={"higher": "^", "lower": "v"}, guide=None)
        + p9.scale_fill_identity()
        + p9.scale_size_continuous(range=(2, 6), name="leading-edge genes")
        + p9.labs(
            x=f"NES (right: higher in {fmt.shorten(arms[1], 18)})",
            y="",
            **style.subtitle(simulated),
        )
        + style.theme(7.2, max(2.6, 1.1 + 0.31 * len(frame)))
        + p9.theme(
            legend_title=p9.element_text(size=8.5),
            axis_text_y=p9.element_text(size=7.5, linespacing=1.05),
        )
    )
    up = int((frame["nes"] > 0).sum())
    alt = (
        f"Dot plot of the {fmt.plural(len(frame), 'gene set')} with the smallest FDR: {up} with "
        f"higher and {len(frame) - up} with lower genes in {arms[1]}."
    )
    text = (
        f"Gene sets with the smallest FDR. Filled: FDR below {threshold:g} within its collection; "
        "up triangle: its genes tend to be higher; size: genes that drive it (leading edge)."
    )
    return style.render(plot, alt, style.caption(text, simulated))
