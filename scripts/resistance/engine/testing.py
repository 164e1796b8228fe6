"""Tests of many genes: Wald statistics, thresholds, likelihood ratios, and which p values count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr

from resistance.engine.blocks import blocks, columns_of
from resistance.engine.glm import RIDGE
from resistance.engine.linear import Floats, Products, solve, with_ridge
from resistance.engine.lowess import lowess
from resistance.multiple_testing import benjamini_hochberg

ALTERNATIVES = ("two-sided", "greater", "less", "greaterAbs", "lessAbs", "greaterAbs2014")
#: Cuts that independent filtering tries (R: 50), and the rejections below which it cuts nothing.
N_CUTS, FEW_REJECTIONS = 50, 10


def contrast_errors(
    beta: Floats,
    factors: Floats,
    design: Floats,
    dispersion: Floats,
    contrast: Floats,
    min_mu: float,
) -> tuple[Floats, Floats]:
    """Return the estimate of a contrast and its standard error.

    ``SE^2 = c' (M + R)^-1 M (M + R)^-1 c`` with ``M = X' diag(mu / (1 + mu alpha)) X`` (Love, Huber
    & Anders 2014, Genome Biology 15:550, equations 3.8 to 3.10). Fitted counts are raised to
    ``min_mu`` in ``M``, as in R: without the floor the error of a gene that is off in one arm is
    infinite.

    Parameters
    ----------
    beta : numpy.ndarray, (genes, coefficients)
    factors : numpy.ndarray, (samples,) or (samples, genes)
    design : numpy.ndarray, (samples, coefficients)
    dispersion : numpy.ndarray, (genes,)
    contrast : numpy.ndarray, (coefficients,)
    min_mu : float

    Returns
    -------
    estimate, error : numpy.ndarray, (genes,)
        In natural log.
    """
    products = Products(design)
    ridge = np.full(design.shape[1], RIDGE)
    estimate, error = beta @ contrast, np.empty(len(beta))
    for block in blocks(len(design), len(beta)):
        rows = beta[block]
        mu = np.exp(products.design @ rows.T) * columns_of(factors, block, len(rows))
        mu = np.maximum(mu, min_mu)
        weights = mu / (1.0 + mu * dispersion[block])
        # c' B M B c is w' M w for w = B c, and that a sum over samples
        along = np.repeat(contrast[:, None], len(rows), axis=1)
        along = solve(with_ridge(products.information(weights), ridge), along)
        error[block] = np.sqrt((weights * (products.design @ along) ** 2).sum(axis=0))
    return estimate, error


def wald_p_values(
    estimate: Floats, error: Floats, alternative: str = "two-sided", threshold: float = 0.0
) -> tuple[Floats, Floats]:
    """Test scalar estimates, as R's ``results(lfcThreshold, altHypothesis)``.

    ``greaterAbs`` is the test of DESeq2 from 1.44 on, whose p value at the threshold adds both
    tails, ``P(Z > (|b| - T)/SE) + P(Z > (|b| + T)/SE)``, and whose statistic is ``b / SE``;
    ``greaterAbs2014`` is the older one, twice the first tail. ``lessAbs`` takes the larger p value
    of two one-sided tests.

    Parameters
    ----------
    estimate, error : numpy.ndarray, (genes,)
        On one scale.
    alternative : str
        One of ``ALTERNATIVES``.
    threshold : float
        On the scale of the estimate, not negative.

    Returns
    -------
    statistic, p_value : numpy.ndarray, (genes,)
    """
    b, t = estimate, threshold

    def upper(z: Floats) -> Floats:
        tail: Floats = ndtr(-z)
        return tail

    with np.errstate(invalid="ignore", divide="ignore"):
        if alternative == "two-sided" or (alternative.startswith("greaterAbs") and t == 0):
            statistic = b / error
            return statistic, 2.0 * upper(np.abs(statistic))
        if alternative.startswith("greaterAbs"):
            near, far = upper((np.abs(b) - t) / error), upper((np.abs(b) + t) / error)
            if alternative == "greaterAbs":
                return b / error, np.minimum(near + far, 1.0)
            statistic = np.sign(b) * np.maximum((np.abs(b) - t) / error, 0.0)
            return statistic, np.minimum(2.0 * near, 1.0)
        if alternative == "lessAbs":
            below, above = (t - b) / error, (b + t) / error
            statistic = np.minimum(np.maximum(below, 0.0), np.maximum(above, 0.0))
            return statistic, np.maximum(upper(below), upper(above))
        if alternative == "greater":
            z = (b - t) / error
            return np.maximum(z, 0.0), upper(z)
        if alternative == "less":
            z = (b + t) / error
            return np.minimum(z, 0.0), upper(-z)
    raise ValueError(f"no alternative {alternative!r}")


def likelihood_ratio(full: Floats, reduced: Floats, df: int) -> tuple[Floats, Floats]:
    """Compare two nested models at the same dispersions (R's ``nbinomLRT``).

    Parameters
    ----------
    full, reduced : numpy.ndarray, (genes,)
        Log likelihoods.
    df : int
        Coefficients that the reduced model lacks.

    Returns
    -------
    statistic, p_value : numpy.ndarray, (genes,)
    """
    statistic = 2.0 * (full - reduced)
    p_value: Floats = chdtrc(df, np.maximum(statistic, 0.0))
    return statistic, p_value


@dataclass(frozen=True)
class Adjusted:
    """Adjusted p values.

    Attributes
    ----------
    padj : numpy.ndarray, (genes,)
        NaN where there is no p value or the gene is below the cut.
    cut : float
        Mean of normalised counts below which genes are left out; 0 without filtering.
    share : float
        Share of genes below the cut.
    """

    padj: Floats
    cut: float
    share: float


def adjust(p_values: Floats) -> Adjusted:
    """Adjust p values by Benjamini & Hochberg 1995 (J R Stat Soc B 57:289), without filtering."""
    return Adjusted(benjamini_hochberg(p_values), 0.0, 0.0)


def filter_and_adjust(means: Floats, p_values: Floats, alpha: float) -> Adjusted:
    """Leave out genes of low mean, so that most others are rejected, and adjust.

    Bourgon, Gentleman & Huber 2010 (PNAS 107:9546) as R's ``results()`` does it: of 50 cuts the
    first whose rejections come within the residual error of a smooth curve's maximum.

    Parameters
    ----------
    means : numpy.ndarray, (genes,)
        Of normalised counts.
    p_values : numpy.ndarray, (genes,)
        NaN where there is none.
    alpha : float

    Returns
    -------
    Adjusted
    """
    if not len(means) or not (means > 0).any():
        return adjust(p_values)
    lowest = float((means == 0).mean())
    shares = np.linspace(lowest, 0.95 if lowest < 0.95 else 1.0, N_CUTS)
    cuts = np.quantile(means, shares)
    rejections = _rejections(means, p_values, cuts, alpha)
    chosen = _first_near_maximum(shares, rejections)
    kept = means >= cuts[chosen]
    padj = adjust(np.where(kept, p_values, np.nan)).padj
    return Adjusted(padj, float(cuts[chosen]), float(shares[chosen]))


def _rejections(means: Floats, p_values: Floats, cuts: Floats, alpha: float) -> NDArray[np.int64]:
    order = np.argsort(p_values, kind="stable")
    order = order[np.isfinite(p_values[order])]
    ordered, ordered_means = p_values[order], means[order]
    counts = np.zeros(len(cuts), np.int64)
    for i, cut in enumerate(cuts):
        p = ordered[ordered_means >= cut]
        # the adjusted p value of rank k is below alpha if any p_j n / j with j >= k is
        below = np.flatnonzero(len(p) / np.arange(1, len(p) + 1) * p < alpha)
        counts[i] = below[-1] + 1 if len(below) else 0
    return counts


def _first_near_maximum(shares: Floats, rejections: NDArray[np.int64]) -> int:
    if rejections.max() <= FEW_REJECTIONS:
        return 0
    smooth = lowess(shares, rejections.astype(float), 0.2)
    some = rejections > 0
    error = np.sqrt(np.mean((rejections[some] - smooth[some]) ** 2))
    enough = np.flatnonzero(rejections > smooth.max() - error)
    return int(enough[0]) if len(enough) else 0
