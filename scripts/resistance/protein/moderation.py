"""Share the variance between the targets of an assay (Smyth, SAGMB 2004;3:Article 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, polygamma

Floats = NDArray[np.float64]

#: Targets of an assay from which their variances are moderated, and from which they are pooled.
EBAYES_TARGETS: Final = 10
POOLED_TARGETS: Final = 3


def trigamma_inverse(y: Floats | float) -> Floats:
    """Solve trigamma(x) = y by Newton's method on 1/trigamma (Smyth 2004, appendix).

    Parameters
    ----------
    y : numpy.ndarray or float
        Positive; infinity gives 0.

    Returns
    -------
    numpy.ndarray
        Same shape as ``y``.
    """
    y = np.asarray(y, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        x = 0.5 + 1.0 / y
        for _ in range(50):
            value = polygamma(1, x)
            step = value * (1.0 - value / y) / polygamma(2, x)
            x = x + step
            if np.all(~np.isfinite(step) | (np.abs(step) <= 1e-10 * x)):
                break
        # beyond these limits the asymptotes hold to machine precision
        x = np.where(y > 1e7, 1.0 / np.sqrt(y), x)
        return np.where(y < 1e-6, 1.0 / y, x)


@dataclass(frozen=True)
class Moderation:
    """What the targets of one assay say about each other's variance.

    Attributes
    ----------
    method : str
        ``ebayes``, ``pooled`` or ``none``.
    prior_variance : float
        s0^2; the pooled variance for ``pooled``; NaN for ``none``.
    prior_df : float
        d0 (may be infinite); the pooled degrees of freedom for ``pooled``; NaN for ``none``.
    """

    method: str
    prior_variance: float
    prior_df: float


def fit_prior(variance: Floats, df: Floats) -> Moderation:
    """Estimate the prior of the residual variances of one assay.

    From 10 targets on by the moments of log s^2 (Smyth 2004, section 6.2; where the moments leave
    no room for a prior spread, d0 is infinite and s0^2 the pooled variance); with 3 to 9 targets
    the moments are too few, and one pooled variance serves all; with 1 or 2 none is shared.

    Parameters
    ----------
    variance : numpy.ndarray, (targets,)
        Residual variance s^2; NaN where there is none.
    df : numpy.ndarray, (targets,)
        Residual degrees of freedom d.

    Returns
    -------
    Moderation
    """
    usable = np.isfinite(variance) & (df > 0)
    s2, d = variance[usable], df[usable]
    if len(s2) < POOLED_TARGETS or not np.any(s2 > 0):
        return Moderation("none", np.nan, np.nan)
    pooled = float(np.sum(d * s2) / np.sum(d))
    if len(s2) < EBAYES_TARGETS:
        return Moderation("pooled", pooled, float(np.sum(d)))
    # a variance of zero (values rounded by the software) would be log 0: limma's floor
    floored = np.maximum(s2, 1e-5 * np.median(s2[s2 > 0]))
    e = np.log(floored) - digamma(d / 2) + np.log(d / 2)
    spread = np.var(e, ddof=1) - float(np.mean(polygamma(1, d / 2)))
    if spread <= 0:
        return Moderation("ebayes", pooled, np.inf)
    d0 = 2.0 * float(trigamma_inverse(spread))
    s02 = float(np.exp(np.mean(e) + digamma(d0 / 2) - np.log(d0 / 2)))
    return Moderation("ebayes", s02, d0)


def moderate(variance: Floats, df: Floats, prior: Moderation) -> tuple[Floats, Floats]:
    """Return the variance to use and its degrees of freedom.

    v = (d0 s0^2 + d s^2) / (d0 + d) with d0 + d degrees of freedom, at most those of all targets
    together (limma's cap).

    Parameters
    ----------
    variance, df : numpy.ndarray, (targets,)
        Residual variance and degrees of freedom; a variance of NaN with 0 df takes the prior's.
    prior : Moderation

    Returns
    -------
    tuple of numpy.ndarray
        Variance and degrees of freedom; NaN and 0 where neither target nor prior has any.
    """
    if prior.method == "none":
        return np.where(df > 0, variance, np.nan), np.where(df > 0, df, 0.0)
    if prior.method == "pooled":
        shape = np.shape(variance)
        return np.full(shape, prior.prior_variance), np.full(shape, prior.prior_df)
    own = np.where(df > 0, variance, 0.0)
    if np.isinf(prior.prior_df):
        v = np.full(np.shape(variance), prior.prior_variance)
    else:
        v = (prior.prior_df * prior.prior_variance + df * own) / (prior.prior_df + df)
    return v, np.minimum(prior.prior_df + df, np.sum(df))
