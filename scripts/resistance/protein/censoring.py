"""Differences of arms in which some values are only known to lie beyond a limit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resistance.protein.summaries import TARGET_ARM, Arm, Flags, Floats, Values
from resistance.protein.tobit import fit_tobit


@dataclass(frozen=True)
class CensoredFits:
    """Tobit fits, arrays of a number per target.

    Attributes
    ----------
    fitted : numpy.ndarray of bool
        Which targets have one; the others are NaN below.
    difference : numpy.ndarray
        Target minus reference.
    variance, df : numpy.ndarray
        Residual variance and its degrees of freedom.
    unit_variance : numpy.ndarray
        Variance of the difference for a residual variance of 1.
    """

    fitted: Flags
    difference: Floats
    variance: Floats
    df: Floats
    unit_variance: Floats


def fit_censored(
    values: Values, reference: Arm, target: Arm, one_arm: Flags, least_seen: Floats
) -> CensoredFits:
    """Fit the targets that have enough values of their own beside the censored ones.

    With k arms and n_seen values that are not censored, the maximum likelihood variance is
    multiplied by n_seen / (n_seen - k) and has n_seen - k degrees of freedom; the variance of a
    mean is never taken to be less than 1 / (values seen). Plain Tobit is anti-conservative at few
    replicates (size up to .06 with a moderated variance). With these two, one-sided tests and TOST
    kept a size <= .054, a target without a fit counting as not rejected, over limits at the 20th
    to 67th percentile, n = 3 to 6, and the 95% interval of the fits held in >= .936 wherever a
    quarter of the targets or more could be fitted. Where it is a rare luck that a value is seen at
    all, those fits understate a change, as any estimate from the values seen would.

    Parameters
    ----------
    values : Values
        Replicates, or differences of pairs.
    reference, target : Arm
        Their summaries.
    one_arm : numpy.ndarray of bool, (targets,)
        Where the reference arm is 0 by construction, or the values are differences of pairs.
    least_seen : numpy.ndarray, (targets,)
        Values that each arm must have besides its censored ones.

    Returns
    -------
    CensoredFits
    """
    ref_own = np.where(one_arm, 0.0, reference.own)
    censored = np.where(one_arm, 0.0, reference.censored) + target.censored
    arms = np.where(one_arm, 1.0, 2.0)
    df = ref_own + target.own - arms
    ss = np.where(one_arm, 0.0, reference.ss) + target.ss
    limits = np.where(one_arm, 0.0, reference.n) + target.n - ref_own - target.own
    wanted = (
        (censored > 0)
        & (limits == censored)
        & (target.own >= least_seen)
        & (one_arm | (ref_own >= least_seen))
        & (df >= 1)
        & (ss > 0)
    )
    size = len(censored)
    fitted = np.zeros(size, dtype=bool)
    difference, variance, unit = np.full((3, size), np.nan)
    for alone in (False, True):
        chosen = np.flatnonzero(wanted & (one_arm == alone))
        if chosen.size == 0:
            continue
        fit = fit_tobit(*_matrices(values, chosen, size, alone))
        fitted[chosen] = np.isfinite(fit.difference)
        difference[chosen], variance[chosen] = fit.difference, fit.variance
        least = 1.0 / target.own[chosen] + (0.0 if alone else 1.0 / reference.own[chosen])
        unit[chosen] = np.maximum(fit.unit_variance, least)
    df = np.where(fitted, df, np.nan)
    return CensoredFits(fitted, difference, variance * (df + arms) / df, df, unit)


def _matrices(
    values: Values, chosen: np.ndarray, size: int, alone: bool
) -> tuple[Floats, np.ndarray, np.ndarray]:
    """Lay the values of the chosen targets out as rows of equal length."""
    position = np.full(size, -1)
    position[chosen] = np.arange(chosen.size)
    use = (position[values.code] >= 0) & np.isfinite(values.x)
    if alone:
        use &= values.arm == TARGET_ARM
    rows = values.take(use)
    row = position[rows.code]
    order = np.lexsort((rows.x, rows.arm, row))
    row = row[order]
    column = np.arange(row.size) - np.searchsorted(row, row)
    shape = (chosen.size, int(column.max()) + 1)
    x, arm, side = np.zeros(shape), np.full(shape, -1), np.zeros(shape, dtype=int)
    x[row, column] = rows.x[order]
    arm[row, column] = rows.arm[order]
    side[row, column] = (rows.right.astype(int) - rows.left.astype(int))[order]
    return x, arm, side
