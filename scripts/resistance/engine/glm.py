"""Coefficients of the negative-binomial model of many genes, by reweighted least squares.

This follows R's ``fitNbinomGLMs`` (DESeq2 1.38) step by step, its early stop included: iterating
until nothing moves would change fold changes of on/off genes by 1e-3. Love, Huber & Anders 2014
(Genome Biology 15:550), equations 3.1 to 3.7.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, minimize
from scipy.special import gammaln

from resistance.engine.blocks import blocks, columns_of
from resistance.engine.likelihood import LARGE_COUNT
from resistance.engine.linear import Floats, Products, inverse, solve, with_ridge

#: Weak ridge on all coefficients (R: lambda = 1e-6 on the log2 scale), in natural units.
RIDGE = 1e-6 / np.log(2) ** 2
#: R gives up on a gene whose coefficient passes this, and after this many steps.
LARGE, MAX_STEPS = 30.0, 100
#: Half the width of the differences that R's bounded search takes for slopes.
_SLOPE_WIDTH = 1e-3
#: How often a bounded search begins anew, and the gain in log likelihood that asks for it.
_RESTARTS, _STEEP = 20, 0.01
#: Of the ridge as a normal prior, on the log2 scale: variance 1e6.
_LOG_PRIOR_HEIGHT = 0.5 * np.log(2.0 * np.pi * 1e6)


@dataclass(frozen=True)
class Coefficients:
    """Fitted coefficients.

    Attributes
    ----------
    beta : numpy.ndarray, (genes, coefficients)
        In natural log.
    mu : numpy.ndarray, (samples, genes)
        Fitted counts, without a floor.
    leverage : numpy.ndarray, (samples, genes)
        Diagonal of the hat matrix.
    converged : numpy.ndarray of bool, (genes,)
    searched : numpy.ndarray of bool, (genes,)
        Genes that the least squares left to the bounded search.
    """

    beta: Floats
    mu: Floats
    leverage: Floats
    converged: NDArray[np.bool_]
    searched: NDArray[np.bool_]


def fit_coefficients(
    counts: NDArray[np.int64],
    factors: Floats,
    design: Floats,
    dispersion: Floats,
    min_mu: float,
    tolerance: float,
) -> Coefficients:
    """Fit the coefficients of every gene at a given dispersion.

    A gene's search ends where ``|deviance - last| / (|deviance| + 0.1)`` falls below the tolerance;
    genes that pass ``LARGE`` or do not end within ``MAX_STEPS`` are given to a bounded
    quasi-Newton search, as in R.

    Parameters
    ----------
    counts : numpy.ndarray, (samples, genes)
    factors : numpy.ndarray, (samples,) or (samples, genes)
        Size factors, or normalisation factors of each gene.
    design : numpy.ndarray, (samples, coefficients)
        Of full rank.
    dispersion : numpy.ndarray, (genes,)
    min_mu : float
        Floor of the fitted counts in weights and working responses (R's ``minmu``).
    tolerance : float

    Returns
    -------
    Coefficients
    """
    n, genes = counts.shape
    beta = np.empty((genes, design.shape[1]))
    mu, leverage = np.empty((n, genes)), np.empty((n, genes))
    converged, searched = np.empty(genes, dtype=bool), np.empty(genes, dtype=bool)
    step = _Fitter(design, min_mu, tolerance)
    for block in blocks(n, genes):
        y = counts[:, block].astype(float)
        parts = step.fit(y, columns_of(factors, block, y.shape[1]), dispersion[block])
        beta[block], mu[:, block], leverage[:, block], converged[block], searched[block] = parts
    return Coefficients(beta, mu, leverage, converged, searched)


class _Fitter:
    """Fits blocks of genes that share a design."""

    def __init__(self, design: Floats, min_mu: float, tolerance: float) -> None:
        self.products = Products(design)
        self.design = self.products.design
        self.min_mu, self.tolerance = min_mu, tolerance
        self.ridge = np.full(design.shape[1], RIDGE)
        self.pseudo_inverse: Floats = np.asarray(np.linalg.pinv(design), dtype=float)
        self.only_intercept = design.shape[1] == 1 and bool((design == 1).all())

    def fit(
        self, y: Floats, factors: Floats, dispersion: Floats
    ) -> tuple[Floats, Floats, Floats, NDArray[np.bool_], NDArray[np.bool_]]:
        if self.only_intercept:
            return self._means(y, factors, dispersion)
        start: Floats = self.pseudo_inverse @ np.log(y / factors + 0.1)
        beta, log_mu, done = self._iterate(y, factors, dispersion, start.copy())
        with np.errstate(over="ignore"):  # of genes that are searched for below
            mu = factors * np.exp(self.design @ beta)
        weights = self._weights(np.exp(log_mu), dispersion)
        bread = inverse(with_ridge(self.products.information(weights), self.ridge))
        leverage = self.products.quadratic(bread) * weights
        searched: NDArray[np.bool_] = ~done | ~np.isfinite(leverage).all(axis=0)
        for gene in np.flatnonzero(searched):
            own = factors[:, gene if factors.shape[1] > 1 else 0]
            begin = beta[:, gene]
            if not (np.abs(begin) < LARGE / np.log2(np.e)).all():
                begin = start[:, gene] / np.log2(np.e)  # R takes the natural start as a log2 one
            found, success = self._search(y[:, gene], own, float(dispersion[gene]), begin)
            beta[:, gene], done[gene] = found, success
            mu[:, gene] = own * np.exp(self.design @ found)
        return beta.T, mu, leverage, done, searched

    def _weights(self, mu: Floats, dispersion: Floats) -> Floats:
        weights: Floats = mu / (1.0 + dispersion * mu)
        return weights

    def _means(
        self, y: Floats, factors: Floats, dispersion: Floats
    ) -> tuple[Floats, Floats, Floats, NDArray[np.bool_], NDArray[np.bool_]]:
        """Return mean normalised counts: R's short cut for a design of an intercept alone."""
        beta = np.log((y / factors).mean(axis=0))[:, None]
        mu = factors * np.exp(beta.T)
        weights = self._weights(mu, dispersion)
        all_genes = np.ones(y.shape[1], dtype=bool)
        return beta, mu, weights / weights.sum(axis=0), all_genes, ~all_genes

    def _iterate(
        self, y: Floats, factors: Floats, dispersion: Floats, beta: Floats
    ) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Return coefficients, the floored log fitted counts of the weights, and what ended."""
        done = np.zeros(y.shape[1], dtype=bool)
        active = np.arange(y.shape[1])
        size = 1.0 / dispersion
        # the part of the deviance that does not move with the coefficients
        constant = (gammaln(y + size) - gammaln(size) - gammaln(y + 1.0)).sum(axis=0)
        log_factors, log_floor = np.log(factors), np.log(self.min_mu)
        log_mu = np.maximum(self.design @ beta + log_factors, log_floor)
        last, ends = np.zeros(y.shape[1]), log_mu.copy()
        rounding = bool(y.max(initial=0.0) >= LARGE_COUNT)
        for iteration in range(MAX_STEPS):
            mu = np.exp(log_mu)
            weights = self._weights(mu, dispersion)
            working = log_mu - log_factors + (y - mu) / mu
            current = solve(
                with_ridge(self.products.information(weights), self.ridge),
                self.design.T @ (weights * working),
            )
            beta[:, active] = current
            large = (np.abs(current) > LARGE).any(axis=0)
            # R gives up a gene of large coefficients before it takes over their fitted counts
            new = np.maximum(self.design @ current + log_factors, log_floor)
            log_mu = np.where(large, log_mu, new)
            ends[:, active] = log_mu
            with np.errstate(over="ignore", invalid="ignore"):
                mu = np.exp(log_mu)
                scaled = np.log1p(dispersion * mu)
                # of a large count this difference would be rounding error that hides R's stop
                share = log_mu + np.log(dispersion) - scaled
                if rounding:
                    share = -np.log1p(1.0 / (dispersion * mu))
                terms = y * share - scaled / dispersion
                deviance = -2.0 * (constant + terms.sum(axis=0))
                change = np.abs(deviance - last) / (np.abs(deviance) + 0.1)
            lost = ~np.isfinite(change) | large
            stop = (change < self.tolerance) & (iteration > 0) & ~lost
            # R counts a search that ends on the very last step as one that did not end
            done[active[stop]] = iteration < MAX_STEPS - 1
            keep = ~(stop | lost)
            if not keep.any():
                break
            if not keep.all():
                active, y, dispersion = active[keep], y[:, keep], dispersion[keep]
                constant, log_mu = constant[keep], log_mu[:, keep]
                if log_factors.shape[1] > 1:
                    log_factors = log_factors[:, keep]
            last = deviance[keep]
        return beta, ends, done

    def _search(
        self, y: Floats, factors: Floats, dispersion: float, start: Floats
    ) -> tuple[Floats, bool]:
        """Maximise the posterior of one gene within bounds (R: ``optim``, L-BFGS-B, log2 scale).

        R's slopes are differences over 2e-3, and its search ends where a step gains less than 2e-9
        of the likelihood: what it ends at is not the optimum, but with the same slopes nearly the
        same.
        """
        to_log2 = np.log2(np.e)
        constant = float((gammaln(y + 1 / dispersion) - gammaln(y + 1.0)).sum())
        # the search ends by the share that the value changes, so R's constants count
        constant -= len(y) * float(gammaln(1 / dispersion)) + len(start) * _LOG_PRIOR_HEIGHT
        width = _SLOPE_WIDTH * np.vstack([np.zeros(len(start)), np.eye(len(start))])

        def losses(log2_beta: Floats) -> Floats:
            """Return the loss at each row."""
            log_mu = log2_beta @ self.design.T / to_log2 + np.log(factors)
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
                scaled = dispersion * np.exp(log_mu)
                # of a large count, log mean less log total would be rounding error
                likelihood = np.where(y > 0, -y * np.log1p(1.0 / scaled), 0.0)
                likelihood -= np.log1p(scaled) / dispersion
            value = -likelihood.sum(axis=1) - constant + 0.5e-6 * (log2_beta**2).sum(axis=1)
            return np.where(np.isfinite(value), value, 1e300)

        def loss_and_slope(log2_beta: Floats) -> tuple[float, Floats]:
            up, down = losses(log2_beta + width), losses(log2_beta - width)
            return float(up[0]), (up[1:] - down[1:]) / (2.0 * _SLOPE_WIDTH)

        def search(begin: Floats) -> OptimizeResult:
            return minimize(
                loss_and_slope,
                begin,
                jac=True,
                method="L-BFGS-B",
                bounds=[(-LARGE, LARGE)] * len(start),
                options={
                    "maxcor": 5,
                    "ftol": 1e7 * np.finfo(float).eps,
                    "gtol": 0.0,
                    "maxiter": 100,
                },
            )

        result = search(np.clip(np.nan_to_num(start * to_log2), -LARGE, LARGE))
        for _ in range(_RESTARTS):
            # on a slope so steep SciPy's search at times ends, R's older one does not
            again = search(result.x)
            if result.fun - again.fun < _STEEP:
                break
            result = again
        return np.asarray(result.x) / to_log2, bool(result.status == 0)


def log_likelihood(counts: NDArray[np.int64], mu: Floats, dispersion: Floats) -> Floats:
    """Return each gene's log likelihood.

    Parameters
    ----------
    counts : numpy.ndarray, (samples, genes)
    mu : numpy.ndarray, (samples, genes)
        Fitted counts without a floor, as in R's likelihood-ratio test.
    dispersion : numpy.ndarray, (genes,)

    Returns
    -------
    numpy.ndarray, (genes,)
    """
    total = np.empty(counts.shape[1])
    for block in blocks(*counts.shape):
        y, alpha = counts[:, block].astype(float), dispersion[block]
        size = 1.0 / alpha
        scaled = alpha * mu[:, block]
        with np.errstate(divide="ignore", over="ignore"):
            # log mean less log total, without their rounding error of large counts
            share = np.where(y > 0, -np.log1p(1.0 / scaled), 0.0)
        terms = gammaln(y + size) - gammaln(size) - gammaln(y + 1.0)
        terms += y * share - np.log1p(scaled) / alpha
        total[block] = terms.sum(axis=0)
    return total
