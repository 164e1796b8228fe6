"""Checks of single counts and genes that do not follow the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from resistance.checks.base import Context, Row, per_contrast, per_model, per_sample, row
from resistance.fit_tables import n_fitted, of_model

#: Genes that keep their own dispersion lie two SD above the trend: 2.3% of normal residuals do.
DISPERSION_NOTE = 0.05
#: Share of a contrast's genes without a p value for the sake of one sample.
WITHHELD_NOTE = 0.01
#: A sample stands out where so many of its counts lie beyond the cutoff, and this many times the
#: share of the median sample: single genes do in any sample.
ABOVE_NOTE = 0.005
ABOVE_RATIO = 3.0


def _dispersion_outliers(context: Context, name: str, described: Mapping[str, Any]) -> list[Row]:
    genes = of_model(context.fit.genes, name)
    fitted = n_fitted(genes)
    if not fitted:
        return []
    n = int((genes["dispersion_outlier"] == "yes").sum())
    share = n / fitted
    many = share > DISPERSION_NOTE
    message = (
        f"{n:,} of {fitted:,} genes ({share:.1%}) vary far more than genes of their mean do and "
        f"{'keep' if n != 1 else 'keeps'} a dispersion of their own."
    )
    if many:
        message += " That is many: look for an outlying sample, or a factor the design leaves out."
    return [
        row(
            "dispersion_outliers",
            "Genes of unusual variability",
            "note" if many else "pass",
            message,
            value=f"{n} ({share:.1%})",
            threshold=f"<= {DISPERSION_NOTE:.0%}",
        )
    ]


#: How many genes vary so much more than the trend that they keep their own dispersion.
dispersion_outliers = per_model(_dispersion_outliers)


def _withheld(context: Context, contrast: dict[str, str]) -> Row:
    status = context.fit.de[contrast["id"]]["status"]
    n, with_reads = int((status == "outlier").sum()), int((status != "all_zero").sum())
    share = n / with_reads if with_reads else 0.0
    message = (
        f"The p value of {n:,} {'gene is' if n == 1 else 'genes is'} withheld, since one sample "
        "dominates it (Cook's distance)."
        if n
        else "No p value is withheld for the sake of one sample (Cook's distance)."
    )
    return row(
        "withheld",
        "P values withheld",
        "note" if share > WITHHELD_NOTE else "pass",
        message,
        value=f"{n} ({share:.2%})",
        threshold=f"<= {WITHHELD_NOTE:.0%} of {with_reads} genes",
    )


def withheld(context: Context) -> list[Row]:
    """Say for how many genes of each contrast one sample dominates."""
    return per_contrast(_withheld)(context) if context.fit.de else []


def outlying_samples(context: Context) -> list[Row]:
    """Name samples whose counts are outliers in many genes."""
    cooks = of_model(context.fit.cooks)
    if cooks.empty:
        return []
    title, threshold = "Outlying samples", f"<= {ABOVE_NOTE:.1%} of genes above Cook's cutoff"
    known = cooks[(cooks["judged"] == "yes") & (cooks["n_genes"] > 0)]
    if known.empty:
        message = "No group has three samples, so that none can be told to be the outlier."
        return [row("outlying_samples", title, "note", message, value="0", threshold=threshold)]
    shares = known["n_above"].astype(float) / known["n_genes"].astype(float)
    typical = float(np.median(shares))
    judged = {}
    for sample, share in zip(known["sample"], shares, strict=True):
        stands_out = share > ABOVE_NOTE and share > ABOVE_RATIO * typical
        message = (
            f"Its count is an outlier in {share:.2%} of the genes (median sample: {typical:.2%}). "
            "Look at its library and identity; compare the results without it."
        )
        judged[str(sample)] = ("note" if stands_out else "pass", f"{share:.2%}", message)
    worst = float(shares.max())
    rest = int((cooks["judged"] != "yes").sum())
    well = (
        f"Each sample's count is an outlier in at most {worst:.2%} of the genes."
        if worst
        else "No count lies beyond the cutoff."
    )
    if rest:
        well += f" {rest} without two replicates could not be judged."
    return per_sample("outlying_samples", title, threshold, judged, (f"{worst:.2%}", well))
