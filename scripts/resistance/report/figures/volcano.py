"""Volcano plot: change against p value."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resistance.figure_columns import VOLCANO
from resistance.report import asked as questions
from resistance.report import format as fmt
from resistance.report.asked import Asked
from resistance.report.figures import style
from resistance.report.figures.drawing import ONE_COLUMN, Drawing
from resistance.report.figures.gene_points import (
    NO_CHANGE,
    change_title,
    gene_data,
    kinds_of,
    rule_lines,
    scatter,
    threshold_words,
)
from resistance.report.figures.labels import Label

#: genes named besides those of interest
NAMED = 12


def _named(frame: pd.DataFrame, panel: list[str], limit: int = NAMED) -> pd.DataFrame:
    """Choose what is named: genes of interest, then the strongest of each direction in turn."""
    first = frame[frame["gene_id"].isin(panel)]
    rest = frame[(frame["kind"] != "no call") & ~frame["gene_id"].isin(panel)]
    rest = rest.sort_values(["padj", "pvalue", "gene_id"], kind="stable")
    turns = rest.groupby("kind", observed=True).cumcount()
    rest = rest.assign(turn=turns).sort_values(["turn", "padj", "gene_id"], kind="stable")
    return pd.concat([first, rest.head(limit)])


def _labels(frame: pd.DataFrame, panel: list[str]) -> list[Label]:
    return [
        Label(
            row["log2FoldChange"],
            row["height"],
            fmt.shorten(row["gene_name"] or row["gene_id"], 18),
            row["gene_id"] in panel,
        )
        for _, row in _named(frame, panel).iterrows()
    ]


def volcano(
    de: pd.DataFrame,
    alpha: float,
    panel: list[str],
    arms: tuple[str, str],
    simulated: bool,
    asked: Asked = NO_CHANGE,
) -> Drawing | None:
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
    Drawing or None
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
        scatter(
            frame,
            "log2FoldChange",
            "height",
            rule_lines(p9.geom_vline, "xintercept", asked),
            panel,
            {"x": change_title(arms), "y": "\u2212log10 p"},
            simulated,
        )
        + p9.scale_y_continuous(expand=(0.01, 0, 0.09, 0))
        + p9.scale_x_continuous(expand=(0.08, 0), labels=style.true_minus)
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
    return Drawing(
        plot,
        style.caption(text, simulated),
        alt,
        labels=_labels(frame, panel),
        data=gene_data(frame, panel, VOLCANO),
        paper_size=ONE_COLUMN,
    )


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


def _passing(alpha: float, asked: Asked) -> str:
    """Say what the coloured points of a volcano plot are."""
    passes = f"pass an FDR of {alpha:g}"
    text = {
        "terms": f"green squares {passes}. p and FDR are those of the likelihood ratio, which is "
        "about all terms under test at once and not about the fold change shown.",
        "within": f"green squares {passes}: their change is shown to be within the threshold.",
    }.get(questions.kind(asked))
    beyond = " for a change beyond the threshold" if questions.threshold(asked) else ""
    return (text or f"coloured triangles {passes}{beyond}.") + threshold_words(asked)
