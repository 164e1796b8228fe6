"""Figures of the fitted model: dispersions, Cook's distances, spread of the transformed counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from resistance import figure_columns
from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.drawing import ONE_COLUMN, Drawing
from resistance.report.figures.legends import legend
from resistance.report.figures.samples import NAMED, short_names

#: windows of the running median, and points of the trend's line
WINDOWS, LINE = 60, 200
KINDS = {"gene by itself": style.PALE, "used": style.DOWN, "trend": style.INK}


def dispersions(
    genes: pd.DataFrame, means: pd.Series, simulated: bool, whose: str = ""
) -> Drawing | None:
    """Draw gene-wise dispersions, their trend and those used, against the mean.

    Parameters
    ----------
    genes : pandas.DataFrame
        Columns of ``FIT_GENES``, of one model.
    means : pandas.Series
        Means of normalised counts over the model's samples; index ``gene_id``.
    simulated : bool
    whose : str
        First words of the caption where there are several models.

    Returns
    -------
    Drawing or None
        None where no gene has a dispersion.
    """
    frame = genes.assign(mean=genes["gene_id"].map(means))
    frame = frame[(frame["mean"] > 0) & (frame["dispersion"] > 0)]
    if frame.empty:
        return None
    import plotnine as p9

    logs = frame[["dispersion_genewise", "dispersion_trend", "dispersion"]].astype(float)
    logs = logs.clip(lower=1e-12).apply(np.log10)
    logs = logs.assign(mean=np.log10(frame["mean"]), gene_id=frame["gene_id"])
    # genes no more variable than chance have a dispersion of nearly 0: drawn at the lower edge
    low = float(logs["dispersion"].quantile(0.002)) - 0.7
    below = int((logs["dispersion_genewise"] < low).sum())
    logs["dispersion_genewise"] = logs["dispersion_genewise"].clip(lower=low)
    logs["dispersion"] = logs["dispersion"].clip(lower=low)
    logs = logs.sort_values("gene_id", kind="stable")
    points = pd.concat(
        [
            pd.DataFrame({"mean": logs["mean"], "value": logs[column], "kind": kind})
            for column, kind in (("dispersion_genewise", "gene by itself"), ("dispersion", "used"))
        ]
    )
    kept = logs[(frame["dispersion_outlier"] == "yes").reindex(logs.index)]
    trend = logs[logs["dispersion_trend"].notna()].sort_values(["mean", "gene_id"], kind="stable")
    if len(trend):
        trend = trend.iloc[np.unique(np.linspace(0, len(trend) - 1, LINE).astype(int))]
    points["kind"] = pd.Categorical(points["kind"], categories=list(KINDS))
    plot = (
        p9.ggplot(points, p9.aes("mean", "value", colour="kind"))
        + p9.geom_point(size=0.7, stroke=0, alpha=0.7, raster=True)
        + p9.geom_point(
            p9.aes("mean", "dispersion"),
            data=kept,
            size=1.7,
            stroke=0.35,
            fill="none",
            colour=style.UP,
            raster=True,
        )
        + p9.scale_colour_manual(values=KINDS, breaks=list(KINDS), drop=False)
        + p9.guides(
            colour=p9.guide_legend(
                override_aes={"size": [3, 3, 5], "alpha": 1, "shape": ["o", "o", "_"]}
                | {"stroke": [0, 0, 1.2]}
            )
        )
        + p9.scale_x_continuous(**style.decades(logs["mean"]))
        + p9.scale_y_continuous(**style.decades(points["value"]))
        + p9.labs(
            x="mean of normalised counts (reads)",
            y="dispersion (squared variation between replicates)",
            **style.subtitle(simulated),
        )
        + style.theme(5.6, 4.4)
    )
    if len(trend):
        plot += p9.geom_line(
            p9.aes("mean", "dispersion_trend"),
            data=trend,
            colour=KINDS["trend"],
            size=1.0,
        )
    n = len(kept)
    alt = (
        f"Dispersions of {len(logs):,} genes against their mean: each gene by itself, the trend, "
        f"and the values used; {fmt.plural(n, 'gene')} circled."
    )
    text = (
        f"{whose}How much replicates differ beyond counting error; a dispersion of 0.01 is 10%, "
        "of 1 is 100%. Grey: from the gene alone; line: the trend; blue: used in the tests. The "
        "blue points should lie around the line. Circled: genes that vary so much that they keep "
        f"their own value ({n:,})."
    )
    if below:
        text += f" {fmt.plural(below, 'gene')} below the range drawn at its lower edge."
    data = frame.rename(columns={"mean": "baseMean"})[list(figure_columns.DISPERSIONS)]
    return Drawing(plot, style.caption(text, simulated), alt, data=data, paper_size=ONE_COLUMN)


def cooks_distances(
    cooks: pd.DataFrame, samples: pd.DataFrame, simulated: bool, whose: str = ""
) -> Drawing | None:
    """Draw each sample's Cook's distances as a box over genes, with the cutoff.

    Parameters
    ----------
    cooks : pandas.DataFrame
        Columns of ``COOKS``, of one model.
    samples : pandas.DataFrame
        ``results/quality/samples.tsv``.
    simulated : bool
    whose : str
        First words of the caption where there are several models.

    Returns
    -------
    Drawing or None
        None without samples or quantiles.
    """
    if cooks.empty:
        return None
    # a group has the same colour in every model
    colours, _ = style.group_scales(list(dict.fromkeys(samples["group"])))
    known = samples[samples["sample"].isin(cooks["sample"])]
    frame = known[["sample", "group"]].merge(cooks, on="sample")
    frame = frame[frame["q50"].notna()]
    if frame.empty:
        return None
    import plotnine as p9

    unjudged = frame["judged"] != "yes"
    names = short_names(known)
    shown = [
        names[s] + (" *" if star else "") for s, star in zip(frame["sample"], unjudged, strict=True)
    ]
    groups = list(dict.fromkeys(frame["group"]))
    key = legend(groups, 5.6, shown if len(frame) <= NAMED else ())
    cutoff = np.log10(float(frame["cutoff"].iloc[0]))
    quantiles = ["q05", "q25", "q50", "q75", "q95", "max"]
    # a distance of 0 has no logarithm; below a ten-thousandth of the cutoff nothing is of interest
    logs = frame[quantiles].astype(float).clip(lower=10 ** (cutoff - 4.5)).apply(np.log10)
    logs = logs.assign(
        sample=pd.Categorical(shown, categories=shown[::-1]),
        group=pd.Categorical(frame["group"], categories=groups),
    )
    bar: dict[str, Any] = {"y": "sample", "yend": "sample", "colour": "group"}
    plot = (
        p9.ggplot(logs)
        + p9.geom_segment(p9.aes(x="q05", xend="q95", **bar), size=0.7)
        + p9.geom_segment(p9.aes(x="q25", xend="q75", **bar), size=3.2)
        + p9.geom_point(p9.aes("q50", "sample"), size=1.3, colour="#FFFFFF")
        + p9.geom_point(p9.aes("max", "sample", colour="group"), shape="x", size=1.8)
        + p9.geom_vline(xintercept=cutoff, colour=style.INK, linetype="dashed", size=0.6)
        + p9.scale_colour_manual(
            values={g: colours[g] for g in groups}, breaks=groups, labels=key.labels
        )
        + p9.guides(colour=p9.guide_legend(nrow=key.rows))
        + p9.scale_x_continuous(
            **style.decades(pd.concat([logs["q05"], logs["max"], pd.Series([cutoff])]))
        )
        + p9.labs(x="Cook's distance (no unit)", y="", **style.subtitle(simulated))
        + style.theme(5.6, max(2.4, min(9.0, 1.3 + 0.24 * len(logs))) + key.height)
    )
    if len(logs) > NAMED:
        plot += p9.theme(axis_text_y=p9.element_blank(), axis_ticks_major_y=p9.element_blank())
    worst = frame.loc[frame["max"].astype(float).idxmax()]
    alt = (
        f"Cook's distances of {fmt.plural(len(frame), 'sample')} over genes, with the cutoff at "
        f"{fmt.decimal(10**cutoff, 1)}; the largest distance is in {names[str(worst['sample'])]}."
    )
    text = (
        f"{whose}How far each sample pulls the fits of the genes. Bar: half of the genes, dot: the "
        "median; line: 90%; cross: the largest. Beyond the dashed cutoff a count is an outlier. "
        "A sample whose bar lies to the right of its fellows is unlike them in most genes."
    )
    if unjudged.any():
        text += " * fewer than three replicates: shown, but no p value is withheld for it."
    data = frame[list(figure_columns.COOKS_DISTANCES)]
    return Drawing(plot, style.caption(text, simulated), alt, data=data)


def mean_spread(spread: pd.DataFrame, simulated: bool) -> Drawing | None:
    """Draw the standard deviation of the transformed counts against the rank of their mean.

    Parameters
    ----------
    spread : pandas.DataFrame
        ``mean`` and ``sd`` of each gene's VST over samples; genes without a read left out.
    simulated : bool

    Returns
    -------
    Drawing or None
        None with fewer than two genes.
    """
    frame = spread.dropna().sort_values(["mean", "sd"], kind="stable")
    if len(frame) < 2:
        return None
    import plotnine as p9

    frame = frame.assign(rank=np.arange(1, len(frame) + 1))
    data = frame.rename_axis("gene_id").reset_index()[list(figure_columns.MEAN_SPREAD)]
    window = np.arange(len(frame)) * min(WINDOWS, len(frame)) // len(frame)
    running = frame.groupby(window)[["rank", "sd"]].median()
    top = max(float(frame["sd"].quantile(0.998)), 1.2 * float(running["sd"].max())) or 1.0
    above = int((frame["sd"] > top).sum())
    frame["sd"] = frame["sd"].clip(upper=top)
    plot = (
        p9.ggplot(frame, p9.aes("rank", "sd"))
        + p9.geom_point(size=0.7, stroke=0, alpha=0.6, colour=style.PALE, raster=True)
        + p9.geom_line(data=running, colour=style.UP, size=1.1)
        + p9.scale_x_continuous(labels=lambda values: [f"{v:,.0f}" for v in values])
        + p9.labs(
            x="genes, ranked by mean (weakest left)",
            y="standard deviation between samples (log2)",
            **style.subtitle(simulated),
        )
        + style.theme(5.6, 4.4)
    )
    alt = (
        f"Standard deviation of the transformed counts of {len(frame):,} genes against the rank "
        f"of their mean; the running median goes from {fmt.decimal(running['sd'].iloc[0])} to "
        f"{fmt.decimal(running['sd'].iloc[-1])}."
    )
    text = (
        "Spread of each gene after the variance-stabilising transformation, which the PCA and the "
        "distances rest on. Line: running median. High at its left end, noise of weak genes is "
        "left; level or rising, weak genes weigh no more than strong ones. It rises where strong "
        "genes differ more between the samples, as between donors or arms. Single high points are "
        "the genes that differ most."
    )
    if above:
        text += f" {fmt.plural(above, 'gene')} above the range drawn at its upper edge."
    return Drawing(plot, style.caption(text, simulated), alt, data=data, paper_size=ONE_COLUMN)
