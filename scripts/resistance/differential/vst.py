"""Variance-stabilised counts from the dispersion trend of the fit itself.

Refitting a trend would cost as much as the fit and could disagree with it; this is R's
``vst(blind = FALSE)``, i.e. ``getVarianceStabilizedData`` with the fitted dispersion function.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from resistance.differential.trend import Trend


def transform(normalised: pd.DataFrame, trend: Trend) -> pd.DataFrame:
    """Transform normalised counts to a log2-like scale on which the variance is level.

    Parametric trend ``asympt + extra / q``: the closed form
    ``log2((1 + extra + 2 asympt q + 2 sqrt(asympt q (1 + extra + asympt q))) / (4 asympt))``;
    one dispersion ``a`` for all genes: ``(2 asinh(sqrt(a q)) - log a - log 4) / log 2`` (Anders &
    Huber 2010, Genome Biology 11:R106, and R's ``getVarianceStabilizedData``). Without a trend
    (no gene more variable than Poisson): ``log2(q + 1)``.

    Parameters
    ----------
    normalised : pandas.DataFrame
        Genes x samples, counts divided by size factors.
    trend : Trend

    Returns
    -------
    pandas.DataFrame
        Same shape; for large counts close to log2.
    """
    q = normalised.to_numpy(dtype=float)
    if trend.kind == "parametric":
        asympt, extra = trend.asympt, trend.extra
        product = asympt * q
        root = np.sqrt(product * (1 + extra + product))
        values = np.log2((1 + extra + 2 * product + 2 * root) / (4 * asympt))
    elif trend.kind == "mean":
        alpha = trend.asympt
        values = (2 * np.arcsinh(np.sqrt(alpha * q)) - np.log(alpha) - np.log(4)) / np.log(2)
    else:
        values = np.log2(q + 1)
    return pd.DataFrame(values, index=normalised.index, columns=normalised.columns)
