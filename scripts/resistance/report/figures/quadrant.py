"""mRNA against protein, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resistance.figure_columns import QUADRANT
from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.drawing import Drawing
from resistance.report.figures.labels import Label

KINDS = {
    "concordant_up": "together",
    "concordant_down": "together",
    "posttranscriptional_loss": "protein only",
    "posttranscriptional_gain": "protein only",
    "transcript_only_up": "mRNA only",
    "transcript_only_down": "mRNA only",
    "opposite": "opposite",
    "unchanged": "unchanged",
}
ORDER = ("together", "protein only", "mRNA only", "opposite", "unchanged", "not settled")
COLOURS = {
    "together": style.CONCORDANT,
    "protein only": style.PROTEIN,
    "mRNA only": style.TRANSCRIPT,
    "opposite": style.OPPOSITE,
    "unchanged": style.INK,
    "not settled": style.PALE,
}
SHAPES = {
    "together": "o",
    "protein only": "D",
    "mRNA only": "s",
    "opposite": "X",
    "unchanged": "P",
    "not settled": "o",
}
NAMED = 16
#: beyond this many pairs only genes of interest keep their intervals
INTERVALS = 80


def fitted_slope(m: pd.Series, p: pd.Series) -> float:
    """Fit the slope of protein on mRNA where the mRNA moves (Theil-Sen).

    Parameters
    ----------
    m, p : pandas.Series
        log2 fold changes of mRNA and protein.

    Returns
    -------
    float
        NaN with fewer than 10 genes beyond |m| > 1.
    """
    moving = (m.abs() > 1) & p.notna()
    if moving.sum() < 10:
        return float("nan")
    from scipy.stats import theilslopes

    x, y = m[moving].to_numpy(float), p[moving].to_numpy(float)
    # all pairs of points: a thousand genes are plenty for a guide line
    step = max(1, len(x) // 1000)
    order = np.argsort(x, kind="stable")[::step]
    return float(theilslopes(y[order], x[order])[0])


def quadrant(
    concordance: pd.DataFrame, panel: list[str], arms: tuple[str, str], simulated: bool
) -> Drawing | None:
    """Draw protein against mRNA log2 fold changes.

    Parameters
    ----------
    concordance : pandas.DataFrame
    panel : list of str
        Gene ids named first.
    arms : tuple of str
    simulated : bool

    Returns
    -------
    Drawing or None
        None where no gene has both layers.
    """
    frame = concordance[
        np.isfinite(concordance["rna_log2FoldChange"].astype(float))
        & np.isfinite(concordance["protein_log2FoldChange"].astype(float))
    ].copy()
    if frame.empty:
        return None
    import plotnine as p9

    frame = frame.assign(m=frame["rna_log2FoldChange"], p=frame["protein_log2FoldChange"])
    kinds = frame["call"].map(KINDS).fillna("not settled")
    frame["kind"] = pd.Categorical(kinds, categories=ORDER[::-1])
    frame["first"] = frame["gene_id"].isin(panel)
    frame = frame.sort_values(["first", "kind", "gene_id", "assay_id"], kind="stable")
    with_ci = frame if len(frame) <= INTERVALS else frame[frame["first"]]
    present = [k for k in ORDER if k in set(kinds)]
    slope = fitted_slope(frame["m"], frame["p"])
    plot = (
        p9.ggplot(frame, p9.aes("m", "p", colour="kind", shape="kind"))
        + p9.geom_hline(yintercept=0, colour=style.RULE, size=0.5)
        + p9.geom_vline(xintercept=0, colour=style.RULE, size=0.5)
    )
    if np.isfinite(slope):
        plot += p9.geom_abline(slope=slope, intercept=0, colour=style.GREY, linetype="dashed")
    for ends in (("rna_ci_low", "rna_ci_high"), ("protein_ci_low", "protein_ci_high")):
        lines = with_ci[with_ci[ends[0]].notna() & with_ci[ends[1]].notna()]
        if len(lines):
            flat = ends[0].startswith("rna")
            aes = (
                p9.aes(x=ends[0], xend=ends[1], y="p", yend="p")
                if flat
                else p9.aes(x="m", xend="m", y=ends[0], yend=ends[1])
            )
            plot += p9.geom_segment(aes, data=lines, size=0.5, alpha=0.7)
    plot = (
        plot
        + p9.geom_point(size=2.3, stroke=0.2, raster=len(frame) > 600)
        + p9.scale_colour_manual(values=COLOURS, breaks=present)
        + p9.scale_shape_manual(values=SHAPES, breaks=present)
        + p9.scale_x_continuous(expand=(0.08, 0), labels=style.true_minus)
        + p9.scale_y_continuous(expand=(0.08, 0), labels=style.true_minus)
        + p9.labs(
            x=f"mRNA log2 fold change, {fmt.shorten(arms[1], 18)} / {fmt.shorten(arms[0], 18)}",
            y="protein log2 fold change",
            **style.subtitle(simulated),
        )
        + style.theme(6.2, 5.0)
    )
    several = frame["compartment"].nunique() > 1
    named = pd.concat([frame[frame["first"]], _notable(frame)])
    labels = [
        Label(
            row["m"],
            row["p"],
            fmt.shorten(row["gene_name"] or row["gene_id"], 18)
            + (f" ({row['compartment']})" if several and row["compartment"] != "total" else ""),
            bool(row["first"]),
        )
        for _, row in named.iterrows()
    ]
    few = len(frame) <= INTERVALS
    obstacles = list(zip(frame["m"], frame["p"], strict=True)) if few else []
    counts = kinds.value_counts()
    alt = (
        f"Scatter plot of protein against mRNA log2 fold changes for "
        f"{fmt.plural(len(frame), 'gene and assay', 'pairs of gene and assay')}: "
        + ", ".join(f"{counts[k]} {k}" for k in present)
        + "."
    )
    text = "Bars are 95% confidence intervals. " if few else "Bars (95% CI) on genes of interest. "
    if np.isfinite(slope):
        text += f"Dashed: the fitted slope, {slope:.2f}, where the mRNA moves more than 2-fold."
    else:
        text += "No slope is drawn: fewer than ten genes move more than 2-fold."
    return Drawing(
        plot,
        style.caption(text, simulated),
        alt,
        labels,
        obstacles,
        frame.assign(kind=frame["kind"].astype(str))[list(QUADRANT)],
    )


def _notable(frame: pd.DataFrame) -> pd.DataFrame:
    """Pick called genes that lie far out, those that differ between the layers first."""
    called = frame[~frame["first"] & ~frame["kind"].isin(["not settled", "unchanged"])]
    reach = np.hypot(called["m"], called["p"]) + 3 * np.abs(called["m"] - called["p"])
    return called.assign(reach=-reach).sort_values(["reach", "gene_id"], kind="stable").head(NAMED)
