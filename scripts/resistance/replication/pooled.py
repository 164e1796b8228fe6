"""Pool one change over independent lines, and count in how many of them it holds.

The unit is the line, never the replicate: each contrast of its own lines gives one estimate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

Floats = NDArray[np.float64]

#: With two lines the spread between lines has one degree of freedom: no pooled estimate is made.
MIN_LINES: Final = 3
#: Upper end of the search for the variance between lines, log2 squared.
_MOST_TAU2: Final = 1e4


@dataclass(frozen=True)
class Pooled:
    """A random-effects estimate.

    Attributes
    ----------
    q, q_pvalue : float
        Cochran's Q and its p (chi-square, k - 1 degrees of freedom).
    tau2 : float
        Variance between lines, log2 squared.
    estimate, se, df : float
        log2; NaN with fewer than three lines.
    """

    q: float
    q_pvalue: float
    tau2: float
    estimate: float
    se: float
    df: float


def random_effects(x: Floats, se: Floats) -> Pooled:
    """Pool estimates of independent lines.

    The variance between lines by Paule & Mandel (1982, J Res Natl Bur Stand 87:377), the error of
    the mean by Hartung & Knapp (2001, Stat Med 20:3875) with k - 1 degrees of freedom, never
    smaller than the fixed-effect one (Roever et al. 2015, BMC Med Res Methodol 15:99: without that
    bound three lines that agree by chance give a too narrow interval).

    Parameters
    ----------
    x, se : numpy.ndarray, (lines,)
        log2 fold changes and positive standard errors, all finite.

    Returns
    -------
    Pooled
        With two lines only Q and its p.
    """
    x, v = np.asarray(x, dtype=float), np.asarray(se, dtype=float) ** 2
    k = len(x)
    if k < 2:
        return Pooled(*[math.nan] * 6)
    q = _q(x, v, 0.0)
    q_pvalue = float(stats.chi2.sf(q, k - 1))
    if k < MIN_LINES:
        return Pooled(q, q_pvalue, math.nan, math.nan, math.nan, math.nan)
    tau2 = 0.0
    if q > k - 1:
        tau2 = float(optimize.brentq(lambda t: _q(x, v, t) - (k - 1), 0.0, _MOST_TAU2, xtol=1e-12))
    weight = 1.0 / (v + tau2)
    scale = max(1.0, _q(x, v, tau2) / (k - 1))
    se_pooled = math.sqrt(scale / float(weight.sum()))
    return Pooled(q, q_pvalue, tau2, float(weight @ x / weight.sum()), se_pooled, k - 1.0)


def _q(x: Floats, v: Floats, tau2: float) -> float:
    weight = 1.0 / (v + tau2)
    mean = weight @ x / weight.sum()
    return float(weight @ (x - mean) ** 2)


def partial_conjunction(p: Floats, r: int) -> float:
    """Test that at least ``r`` of k hypotheses are false.

    (k - r + 1) times the r-th smallest p, and never less than for a smaller r. Valid whatever the
    dependence between the lines, as where they share a parental arm (Benjamini & Heller 2008,
    Biometrics 64:1215, after Bonferroni).

    Parameters
    ----------
    p : numpy.ndarray, (lines,)
        One-sided p values of one direction, all finite.
    r : int
        1 to k.

    Returns
    -------
    float
        NaN where there are fewer than ``r`` lines.
    """
    k = len(p)
    if not 1 <= r <= k:
        return math.nan
    each = (k - np.arange(r)) * np.sort(p)[:r]
    return float(min(1.0, each.max()))
