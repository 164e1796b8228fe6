"""Assays that pull large ratios towards 1: by their chemistry, or because a band is saturated."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from resistance.protein.background import TARGET

#: Assays that compress ratios by the way they measure: co-isolated ions, and the hook effect.
COMPRESSING: Final = ("tmt", "olink")


def saturated_lanes(rows: pd.DataFrame, value: pd.Series) -> pd.Series:
    """Tell which lanes of westerns hold a signal that could not grow any more.

    A lane is taken for saturated if it is censored on the right, or if the largest value of its
    assay, or of its target there, stands in at least two lanes: densitometry of a band in the
    linear range does not give one number twice. Lanes of a ratio that are 1 by construction are
    left out.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns of :data:`~resistance.protein.background.TARGET`, ``assay_type``, ``unit``,
        ``scale`` and ``censored``.
    value : pandas.Series of float
        As measured, before background and loading; same index.

    Returns
    -------
    pandas.Series of bool
        Same index.
    """
    western = rows["assay_type"] == "western"
    out = pd.Series(False, index=rows.index)
    if not western.any():
        return out
    neutral = np.where(rows["scale"] == "linear", 1.0, 0.0)
    by_construction = (rows["unit"] == "ratio") & (value == neutral)
    lanes = rows.loc[western & ~by_construction, TARGET].assign(value=value)
    for keys in (["assay_id"], TARGET):
        largest = lanes["value"] == lanes.groupby(keys, sort=False)["value"].transform("max")
        repeated = largest.groupby([lanes[key] for key in keys], sort=False).transform("sum") >= 2
        out |= (largest & repeated).reindex(rows.index, fill_value=False)
    return out | (western & (rows["censored"] == "right"))


def compresses(signals: pd.DataFrame) -> pd.Series:
    """Tell which assays may show a smaller ratio than there is.

    Parameters
    ----------
    signals : pandas.DataFrame
        Columns ``assay_id``, ``assay_type`` and ``saturated``.

    Returns
    -------
    pandas.Series of bool
        Index ``assay_id``.
    """
    yes = signals["assay_type"].isin(COMPRESSING) | signals["saturated"].astype(bool)
    return yes.groupby(signals["assay_id"]).any()
