"""Shrunken fold changes of many genes: apeglm's posterior mode and its standard error.

apeglm stops its search early, so its shrunken changes are not those of the mode: the median
difference is 1e-3 of the change, that of one gene in a hundred a fifth. The same search is run
here, so that both agree.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from resistance.engine import bfgs, lbfgs
from resistance.engine.blocks import blocks
from resistance.engine.linear import Floats, inverse
from resistance.engine.posterior import Posterior
from resistance.engine.roots import uniroot

#: The prior's width is searched for in this range, and never exceeds 1 (apeglm's ``priorVar``).
_LOWEST_VARIANCE, _HIGHEST_VARIANCE, _WIDEST = 1e-6, 400.0, 1.0
#: Standard deviation of the normal prior on the coefficients that are not shrunk.
NO_SHRINK_SCALE = 15.0
#: apeglm's two searches start from these coefficients in turn, and their opposites; where a
#: coefficient differs by more than this at their ends, neither is believed.
_START, _DISAGREEMENT = (0.1, -0.1), 0.01
#: Added to apeglm's value over its divisor, to keep it above 0: the early stop is relative to it.
_ABOVE_ZERO = 10.0


def prior_scale(estimates: Floats, errors: Floats) -> float:
    """Estimate the width of the Cauchy prior from unshrunken fold changes.

    Zhu, Ibrahim & Love 2019 (Bioinformatics 35:2084), supplement section 1.3; apeglm's
    ``priorVar``: the variance ``a`` for which the mean of ``estimate^2 - error^2``, weighted by
    ``1 / (a + error^2)^2``, is ``a``, found as loosely as R does.

    Parameters
    ----------
    estimates, errors : numpy.ndarray, (genes,)
        In natural log; genes without an estimate are left out.

    Returns
    -------
    float
        At most 1.
    """
    usable = np.isfinite(estimates) & np.isfinite(errors)
    squares, variances = estimates[usable] ** 2, errors[usable] ** 2
    if not len(squares):
        return _WIDEST

    def excess(a: float) -> float:
        weights = 1.0 / (2.0 * (a + variances) ** 2)
        return float(((squares - variances) * weights).sum() / weights.sum() - a)

    if excess(_LOWEST_VARIANCE) < 0:
        variance = _LOWEST_VARIANCE
    elif excess(_HIGHEST_VARIANCE) > 0:
        variance = _HIGHEST_VARIANCE
    else:
        variance = uniroot(excess, _LOWEST_VARIANCE, _HIGHEST_VARIANCE)
    return min(float(np.sqrt(variance)), _WIDEST)


def posterior_mode(
    counts: NDArray[np.int64],
    factors: Floats,
    design: Floats,
    dispersion: Floats,
    scale: float,
    shrunken: int,
    no_shrink_scale: float = NO_SHRINK_SCALE,
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Maximise the likelihood times a Cauchy prior on one coefficient, as far as apeglm does.

    Zhu, Ibrahim & Love 2019 (Bioinformatics 35:2084), equations 1 to 4; apeglm's ``nbinomCR``: two
    limited-memory searches of the posterior over its value at 0. Where their ends disagree, or a
    variance is not positive, R's own search goes on from the end of the first. The standard error
    is that of the normal approximation there.

    Parameters
    ----------
    counts : numpy.ndarray, (samples, genes)
    factors : numpy.ndarray, (samples,) or (samples, genes)
    design : numpy.ndarray, (samples, coefficients)
    dispersion : numpy.ndarray, (genes,)
    scale : float
        Of the Cauchy prior, natural log.
    shrunken : int
        Column of the coefficient.
    no_shrink_scale : float

    Returns
    -------
    beta : numpy.ndarray, (genes, coefficients)
        In natural log.
    error : numpy.ndarray, (genes,)
        Of the shrunken coefficient; NaN, as in R, where a variance is not positive at the end.
    converged : numpy.ndarray of bool, (genes,)
    """
    n, genes = counts.shape
    if factors.shape not in ((n,), counts.shape):
        raise ValueError("the factors are neither one a sample nor one a count")
    beta = np.empty((design.shape[1], genes))
    error, converged = np.empty(genes), np.empty(genes, dtype=bool)
    design = np.ascontiguousarray(design, dtype=float)

    def posterior(which: slice | NDArray[np.intp]) -> Posterior:
        y = counts[:, which].astype(float)
        own = factors[:, None] if factors.ndim == 1 else factors[:, which]
        return Posterior(
            y, np.log(own), design, 1.0 / dispersion[which], scale, no_shrink_scale, shrunken
        )

    for block in blocks(n, genes):
        ours = posterior(block)
        beta[:, block], agree = _two_searches(ours)
        error[block], positive = _errors(ours, beta[:, block])
        converged[block] = agree & positive
    doubtful = np.flatnonzero(~converged)
    for block in blocks(n, len(doubtful)):
        which = doubtful[block]
        ours = posterior(which)
        beta[:, which], ended = _search_as_r(ours, beta[:, which])
        error[which], positive = _errors(ours, beta[:, which])
        converged[which] = ended & positive
    return beta.T, error, converged


def _two_searches(posterior: Posterior) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the end of the first search, and whether it can be believed."""
    coefficients, genes = len(posterior.precision), posterior.y.shape[1]
    at_zero = posterior.at(np.zeros((coefficients, genes)))[0]
    scaled = posterior.rescaled(np.maximum(at_zero, 1.0), np.full(genes, _ABOVE_ZERO))
    first = np.repeat(np.resize(_START, coefficients)[:, None], genes, axis=1)
    # both at once: twice the columns, half the steps
    ends, failed = lbfgs.minimise(
        scaled.keep(np.tile(np.arange(genes), 2)), np.concatenate([first, -first], axis=1)
    )
    apart = np.abs(ends[:, :genes] - ends[:, genes:]).max(axis=0)
    return ends[:, :genes], (apart <= _DISAGREEMENT) & ~failed[:genes]


def _search_as_r(posterior: Posterior, start: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    value = posterior.at(start)[0]
    lost = ~np.isfinite(value)
    if lost.any():  # R gives up on the whole table
        start = np.where(lost, 0.0, start)
        value = posterior.at(start)[0]
    # R moves the value at the start to -1, so that its relative tolerance is an absolute one
    return bfgs.minimise(posterior.rescaled(np.ones_like(value), -value - 1.0), start)


def _errors(posterior: Posterior, beta: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the shrunken coefficient's standard errors, and where all variances are positive."""
    hessian = posterior.hessian(beta)
    covariance = inverse(hessian)
    coefficients = np.arange(len(beta))
    variances = covariance[coefficients, coefficients]
    for gene in np.flatnonzero(~np.isfinite(variances).all(axis=0)):
        # not positive definite: R inverts it all the same, and looks at the diagonal alone
        try:
            variances[:, gene] = np.diag(np.linalg.inv(hessian[..., gene]))
        except np.linalg.LinAlgError:
            continue
    positive: NDArray[np.bool_] = np.asarray((variances > 0).all(axis=0))
    errors: Floats = np.sqrt(np.where(positive, variances[posterior.shrunken], np.nan))
    return errors, positive


def false_sign_rates(estimates: Floats, errors: Floats) -> Floats:
    """Return the posterior probability that a shrunken change has the other sign.

    Parameters
    ----------
    estimates, errors : numpy.ndarray, (genes,)

    Returns
    -------
    numpy.ndarray, (genes,)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        rates: Floats = ndtr(-np.abs(estimates) / errors)
    return rates


def s_values(estimates: Floats, errors: Floats) -> Floats:
    """Return s-values: the mean false sign rate of all genes called with at most this rate.

    Stephens 2017 (Biostatistics 18:275); apeglm's ``svalue``.

    Parameters
    ----------
    estimates, errors : numpy.ndarray, (genes,)
        Shrunken changes; NaN where there is none.

    Returns
    -------
    numpy.ndarray, (genes,)
    """
    rates = false_sign_rates(estimates, errors)
    out = np.full(len(rates), np.nan)
    with np.errstate(divide="ignore"):
        # equal rates count in the order of the genes (R: rank with ties.method = "first"); rounding
        # does not tell genes of the same counts apart
        order = np.argsort(np.round(np.log(rates), 10), kind="stable")
    order = order[np.isfinite(rates[order])]
    out[order] = np.cumsum(rates[order]) / np.arange(1, len(order) + 1)
    return out
