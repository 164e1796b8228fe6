"""How far the background of an assay scatters, and what that adds to a signal's variance."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

#: What makes two rows measurements of one target.
TARGET: Final = ["assay_id", "compartment", "gene", "ensembl_id", "protein_id"]


def background_sd(rows: pd.DataFrame, background: pd.Series) -> pd.Series:
    """Return SD_bg of each row's target: how far its background scatters.

    Pooled over the conditions; where each condition has one shared background, the scatter between
    these (conservative: a true difference between conditions counts as scatter).

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns of :data:`TARGET` and ``condition``.
    background : pandas.Series
        Linear, same index as ``rows``; NaN where none was measured.

    Returns
    -------
    pandas.Series
        Linear units, same index; NaN where it cannot be estimated.
    """
    if not background.notna().any():
        return pd.Series(np.nan, index=rows.index)
    frame = rows[[*TARGET, "condition"]].assign(bg=background)
    arm = frame.groupby([*TARGET, "condition"], sort=False)["bg"]
    centred = frame["bg"] - arm.transform("mean")
    target = frame.assign(ss=centred**2).groupby(TARGET, sort=False)
    ss = target["ss"].transform("sum")
    n = target["bg"].transform("count")
    arms = frame[frame["bg"].notna()].groupby(TARGET, sort=False)["condition"].nunique()
    n_arms = frame[TARGET].merge(arms.rename("k").reset_index(), on=TARGET, how="left")["k"]
    df = n.to_numpy() - n_arms.fillna(0).to_numpy()
    within = np.sqrt(ss.to_numpy() / np.where(df > 0, df, np.nan))
    distinct = frame.drop_duplicates([*TARGET, "condition", "bg"])
    between = distinct.groupby(TARGET, sort=False)["bg"].std().rename("sd").reset_index()
    fallback = frame[TARGET].merge(between, on=TARGET, how="left")["sd"].to_numpy()
    sd = np.where(np.nan_to_num(within) > 0, within, fallback)
    return pd.Series(np.where(sd > 0, sd, np.nan), index=rows.index)


def background_limit(
    rows: pd.DataFrame, linear: pd.Series, background: pd.Series, sd: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """Return the signal that a target needs to be seen, and what stands for one that is not.

    Twice SD_bg, and never less than the largest amount by which a value of the target lies below
    its background: an error of that size was seen. Where SD_bg is not known, the value before
    subtraction stands for a signal that is not seen: no signal is larger than that.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns of :data:`TARGET`.
    linear, background : pandas.Series
        Linear, same index; NaN where there is none, or where it is to be left out.
    sd : pandas.Series
        Result of :func:`background_sd`.

    Returns
    -------
    least, limit : pandas.Series
        Linear units, same index; a signal is seen from ``least`` on, and above 0. ``limit`` is NaN
        without a background.
    """
    if not background.notna().any():
        nothing = pd.Series(np.nan, index=rows.index)
        return nothing, nothing
    short = (background - linear).where(lambda x: x > 0)
    largest = rows[TARGET].assign(short=short).groupby(TARGET, sort=False)["short"]
    least = pd.concat([2 * sd, largest.transform("max")], axis=1).max(axis=1)
    least = least.where(background.notna())
    unsubtracted = linear.where(sd.isna() & background.notna())
    return least, pd.concat([least, unsubtracted], axis=1).max(axis=1)


def shared_background_variance(
    rows: pd.DataFrame, background: pd.Series, difference: pd.Series, sd: pd.Series
) -> pd.Series:
    """Return the variance of an arm's log2 mean from the background that its replicates share.

    SD_bg^2 / (d ln 2)^2 by the delta method, d the mean signal of the arm. Where each replicate
    has its own background, the scatter of the replicates already holds it.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns of :data:`TARGET` and ``condition``.
    background, difference, sd : pandas.Series
        Linear, same index: the background, the signal without it, and SD_bg.

    Returns
    -------
    pandas.Series
        log2 units squared; 0 where no background is shared.
    """
    if not sd.notna().any():
        return pd.Series(0.0, index=rows.index)
    frame = rows[[*TARGET, "condition"]].assign(bg=background, d=difference)
    arm = frame.groupby([*TARGET, "condition"], sort=False)
    shared = (arm["bg"].transform("nunique") == 1) & (arm["bg"].transform("count") >= 2)
    level = np.maximum(arm["d"].transform("mean"), 2 * sd)
    variance = sd**2 / (level * np.log(2)) ** 2
    return variance.where(shared & variance.notna(), 0.0)
