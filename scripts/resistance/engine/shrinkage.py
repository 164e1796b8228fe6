"""Shrunken fold changes of many genes: apeglm's posterior mode and its standard error."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from resistance.engine.blocks import blocks, columns_of
from resistance.engine.linear import Floats, Products, inverse, solve

#: The prior's width is searched for in this range, and never exceeds 1 (apeglm's ``priorVar``).
_LOWEST_VARIANCE, _HIGHEST_VARIANCE, _WIDEST = 1e-6, 400.0, 1.0
#: Standard deviation of the normal prior on the coefficients that are not shrunk.
NO_SHRINK_SCALE = 15.0
_TOLERANCE, _MAX_STEPS, _HALVINGS = 1e-9, 200, 40


def prior_scale(estimates: Floats, errors: Floats) -> float:
    """Estimate the width of the Cauchy prior from unshrunken fold changes.

    Zhu, Ibrahim & Love 2019 (Bioinformatics 35:2084), supplement section 1.3; apeglm's
    ``priorVar``: the variance ``a`` for which the mean of ``estimate^2 - error^2``, weighted by
    ``1 / (a + error^2)^2``, is ``a``.

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
        variance = float(brentq(excess, _LOWEST_VARIANCE, _HIGHEST_VARIANCE, xtol=1e-12))
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
    """Maximise the likelihood times a Cauchy prior on one coefficient.

    Zhu, Ibrahim & Love 2019 (Bioinformatics 35:2084), equations 1 to 4; apeglm's ``nbinomCR``.
    Newton's method with step halving from a change of 0, where apeglm starts too: of two modes the
    nearer to 0 is found. Where the posterior is not concave the step uses the likelihood's and the
    prior's curvature made positive. The standard error is that of the normal approximation at the
    mode, with the exact second derivative, the prior's included.

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
        Of the shrunken coefficient.
    converged : numpy.ndarray of bool, (genes,)
    """
    genes = counts.shape[1]
    beta = np.empty((genes, design.shape[1]))
    error, converged = np.empty(genes), np.empty(genes, dtype=bool)
    products = Products(design)
    precision = np.full(design.shape[1], no_shrink_scale**-2)
    precision[shrunken] = 0.0
    for block in blocks(*counts.shape):
        y = counts[:, block].astype(float)
        offset = np.log(columns_of(factors, block, y.shape[1]))
        posterior = _Posterior(y, offset, products, dispersion[block], precision, scale, shrunken)
        found, done = _newton(posterior)
        covariance = inverse(posterior.at(found).hessian())
        with np.errstate(invalid="ignore"):
            error[block] = np.sqrt(covariance[shrunken, shrunken])
        lost = ~np.isfinite(error[block])
        if lost.any():  # a saddle: R takes the inverse all the same, and the size of its diagonal
            error[block][lost] = _indefinite_errors(posterior.at(found).hessian()[..., lost], shrunken)
        beta[block], converged[block] = found.T, done
    return beta, error, converged


def _indefinite_errors(hessian: Floats, shrunken: int) -> Floats:
    each = np.linalg.pinv(np.moveaxis(hessian, -1, 0))
    errors: Floats = np.sqrt(np.abs(each[:, shrunken, shrunken]))
    return errors


class _Posterior:
    """Negative log posterior of a block of genes, without what does not move."""

    def __init__(
        self,
        y: Floats,
        offset: Floats,
        products: Products,
        dispersion: Floats,
        precision: Floats,
        scale: float,
        shrunken: int,
    ) -> None:
        self.y, self.offset, self.products = y, offset, products
        self.dispersion, self.precision = dispersion, precision
        self.scale, self.shrunken = scale, shrunken

    def keep(self, genes: NDArray[np.bool_]) -> _Posterior:
        offset = self.offset if self.offset.shape[1] == 1 else self.offset[:, genes]
        return _Posterior(
            np.ascontiguousarray(self.y[:, genes]),
            offset,
            self.products,
            self.dispersion[genes],
            self.precision,
            self.scale,
            self.shrunken,
        )

    def at(self, beta: Floats) -> _Point:
        return _Point(self, beta)


class _Point:
    """The posterior at given coefficients."""

    def __init__(self, posterior: _Posterior, beta: Floats) -> None:
        self.posterior, self.beta = posterior, beta
        design = posterior.products.design
        self.eta = design @ beta
        with np.errstate(over="ignore", invalid="ignore"):
            self.mu = np.exp(np.minimum(self.eta + posterior.offset, 700.0))
            self.scaled = posterior.dispersion * self.mu

    def value(self) -> Floats:
        p = self.posterior
        fit = (p.y + 1.0 / p.dispersion) * np.log1p(self.scaled) - p.y * self.eta
        wide = 0.5 * p.precision @ self.beta**2
        value: Floats = fit.sum(axis=0) + wide + np.log1p((self.beta[p.shrunken] / p.scale) ** 2)
        return value

    def gradient(self) -> Floats:
        p = self.posterior
        gradient = p.products.design.T @ ((self.mu - p.y) / (1.0 + self.scaled))
        gradient += p.precision[:, None] * self.beta
        b = self.beta[p.shrunken]
        gradient[p.shrunken] += 2.0 * b / (p.scale**2 + b**2)
        return gradient

    def hessian(self, positive: bool = False) -> Floats:
        """Return the second derivatives; ``positive``: a positive definite stand-in for a step."""
        p = self.posterior
        weights = self.mu / (1.0 + self.scaled)
        if not positive:
            weights = weights * (1.0 + p.dispersion * p.y) / (1.0 + self.scaled)
        hessian = p.products.information(weights)
        diagonal = np.arange(len(p.precision))
        hessian[diagonal, diagonal] += p.precision[:, None]
        b = self.beta[p.shrunken]
        curve = 2.0 * (p.scale**2 - b**2) / (p.scale**2 + b**2) ** 2
        if positive:
            curve = 2.0 / (p.scale**2 + b**2)
        hessian[p.shrunken, p.shrunken] += curve
        return hessian


def _newton(posterior: _Posterior) -> tuple[Floats, NDArray[np.bool_]]:
    design = posterior.products.design
    genes = posterior.y.shape[1]
    # R starts from the log of the mean in the samples of the intercept, and 0 elsewhere
    level = np.log(
        np.maximum((posterior.y / np.exp(posterior.offset)).mean(axis=0), 1e-8)
    )
    flat = np.linalg.lstsq(design, np.ones(len(design)), rcond=None)[0]
    beta = flat[:, None] * level
    ends, done = beta.copy(), np.zeros(genes, dtype=bool)
    active = np.arange(genes)
    point = posterior.at(beta)
    value = point.value()
    for _ in range(_MAX_STEPS):
        gradient = point.gradient()
        step = solve(point.hessian(), gradient)
        uphill = ~(np.einsum("pg,pg->g", step, gradient) > 0)
        if uphill.any():
            safe = solve(point.hessian(positive=True), gradient)
            step = np.where(uphill, safe, step)
        expected = np.einsum("pg,pg->g", step, gradient)
        size = np.minimum(1.0, 3.0 / np.maximum(np.abs(step).max(axis=0), 1e-300))
        for _ in range(_HALVINGS):
            candidate = posterior.at(beta - size * step)
            new = candidate.value()
            worse = ~(new <= value - 1e-4 * size * expected + 1e-12 * np.abs(value))
            if not worse.any():
                break
            size = np.where(worse, size / 2.0, size)
        moved = np.where(worse, 0.0, size) * step
        beta = beta - moved
        point = posterior.at(beta)
        value = point.value()
        ends[:, active] = beta
        small = (np.abs(moved) <= _TOLERANCE * (1.0 + np.abs(beta))).all(axis=0)
        done[active[small]] = True
        if small.all():
            break
        keep = ~small
        if keep.mean() < 0.75:
            posterior, active = posterior.keep(keep), active[keep]
            beta, value = beta[:, keep], value[keep]
            point = posterior.at(beta)
    return ends, done


def false_sign_rates(estimates: Floats, errors: Floats) -> Floats:
    """Return the posterior probability that a shrunken change has the other sign.

    Parameters
    ----------
    estimates, errors : numpy.ndarray, (genes,)

    Returns
    -------
    numpy.ndarray, (genes,)
    """
    from scipy.special import ndtr

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
    order = np.argsort(rates, kind="stable")
    order = order[np.isfinite(rates[order])]
    ordered = rates[order]
    running = np.cumsum(ordered) / np.arange(1, len(order) + 1)
    # equal rates share the value of the last of them (R: rank with ties = max)
    last = np.searchsorted(ordered, ordered, side="right") - 1
    out[order] = running[last]
    return out
