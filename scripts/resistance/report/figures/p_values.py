"""Histogram of a contrast's p values, with what its shape says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from resistance.checks.p_values import BINS, SMALLEST_MEAN, contrast_verdict, shown_p_values
from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.drawing import ONE_COLUMN, Drawing


def histogram(de: pd.DataFrame, question: Mapping[str, Any], simulated: bool) -> Drawing | None:
    """Draw the histogram that :func:`resistance.checks.p_values.contrast_verdict` judges.

    Parameters
    ----------
    de : pandas.DataFrame
        ``differential_expression.tsv``.
    question : mapping
        What the contrast tests, as ``model.json`` has it.
    simulated : bool

    Returns
    -------
    Drawing or None
        None where no gene has a p value.
    """
    values = shown_p_values(de)
    if not len(values):
        return None
    import plotnine as p9

    verdict = contrast_verdict(de, question)
    counts, edges = np.histogram(values, bins=BINS, range=(0.0, 1.0))
    frame = pd.DataFrame({"left": edges[:-1], "right": edges[1:], "none": 0, "genes": counts})
    plot = (
        p9.ggplot(frame)
        + p9.geom_rect(
            p9.aes(xmin="left", xmax="right", ymin="none", ymax="genes"),
            fill=style.DOWN,
            colour="#FFFFFF",
            size=0.3,
        )
        + p9.scale_x_continuous(expand=(0.01, 0), breaks=[0, 0.25, 0.5, 0.75, 1])
        + p9.scale_y_continuous(
            expand=(0, 0, 0.06, 0), labels=lambda ticks: [f"{tick:,.0f}" for tick in ticks]
        )
        + p9.labs(x="p value", y="genes", **style.subtitle(simulated))
        + style.theme(5.6, 4.4)
    )
    folded = question.get("alternative") in ("greater", "less")
    background = None if folded else verdict.numbers.get("background")
    if background is not None:
        plot += p9.geom_hline(yintercept=background, colour=style.INK, linetype="dashed", size=0.6)
    alt = (
        f"Histogram of the p values of {len(values):,} genes: {counts[0]:,} below 0.05, "
        f"{fmt.number(float(np.median(counts[5:18])))} in a bin of the middle, "
        f"{counts[-1]:,} above 0.95."
    )
    if verdict.kind == "threshold":
        text = verdict.message
    else:
        text = (
            f"{verdict.message} How to read it: without any change the bars are level; real "
            "changes add a peak at 0."
        )
    if background is not None:
        text += " Dashed: the level of the middle."
    text += f" Genes with a mean count of {SMALLEST_MEAN:g} or more."
    return Drawing(
        plot,
        style.caption(text, simulated),
        alt,
        data=frame.drop(columns="none"),
        paper_size=ONE_COLUMN,
    )
