"""MA plot: change against abundance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resistance.figure_columns import MA
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


def ma_plot(
    de: pd.DataFrame,
    alpha: float,
    panel: list[str],
    arms: tuple[str, str],
    simulated: bool,
    asked: Asked = NO_CHANGE,
) -> Drawing | None:
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
    Drawing or None
        None where no gene has a fold change.
    """
    frame = de[(de["baseMean"] > 0) & np.isfinite(de["log2FoldChange"])].copy()
    if frame.empty:
        return None
    import plotnine as p9

    frame["kind"] = kinds_of(frame, alpha, asked)
    frame["mean"] = np.log10(frame["baseMean"])
    plot = scatter(
        frame,
        "mean",
        "log2FoldChange",
        rule_lines(p9.geom_hline, "yintercept", asked),
        panel,
        {"x": "mean of normalised counts (reads)", "y": change_title(arms)},
        simulated,
    ) + [
        p9.scale_x_continuous(**style.decades(frame["mean"])),
        p9.scale_y_continuous(labels=style.true_minus),
    ]
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
    text += threshold_words(asked)
    labels = [
        Label(row["mean"], row["log2FoldChange"], fmt.shorten(row["gene_name"], 18), True)
        for _, row in named.iterrows()
    ]
    return Drawing(
        plot,
        style.caption(text, simulated),
        alt,
        labels=labels,
        data=gene_data(frame, panel, MA),
        paper_size=ONE_COLUMN,
    )
