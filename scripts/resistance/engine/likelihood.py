"""The likelihood of dispersions: Cox-Reid adjusted, with or without a prior, and its slope."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln

from resistance.engine.linear import Factor, Floats, Products

_HALF_LOG_2PI = 0.918938533204672741780329736406
#: From counts as large as this on, rounding error of the likelihood comes near to the gain that
#: ends R's search for dispersions.
LARGE_COUNT = 1e7


@dataclass(frozen=True)
class Prior:
    """Normal prior of the log dispersions.

    Attributes
    ----------
    mean : numpy.ndarray, (genes,)
        Log of the trend.
    variance : float
    """

    mean: Floats
    variance: float

    def of(self, genes: slice | NDArray[np.intp]) -> Prior:
        """Return the prior of some of the genes."""
        return Prior(self.mean[genes], self.variance)


class Posterior:
    """Log posterior of log dispersions, and its slope, for a block of genes.

    Parameters
    ----------
    y, mu : numpy.ndarray, (samples, genes)
        Counts and fitted counts.
    determinant : Determinant
        Of the design.
    prior : Prior or None
    """

    def __init__(
        self, y: Floats, mu: Floats, determinant: Determinant, prior: Prior | None
    ) -> None:
        self.y, self.mu, self.determinant, self.prior = y, mu, determinant, prior
        self.rounds_as_r = bool(y.max(initial=0.0) >= LARGE_COUNT)

    def keep(self, genes: NDArray[np.bool_]) -> Posterior:
        """Return the posterior of some of the genes."""
        chosen = np.flatnonzero(genes)
        prior = self.prior.of(chosen) if self.prior else None
        return Posterior(
            np.ascontiguousarray(self.y[:, chosen]),
            np.ascontiguousarray(self.mu[:, chosen]),
            self.determinant,
            prior,
        )

    def value_and_slope(self, log_alpha: Floats) -> tuple[Floats, Floats]:
        """Return the log posterior, without what does not move, and its derivative.

        Of very large counts rounding error decides after how many steps R's search ends, and
        whether what it gained counts as a gain: it is R's then.
        """
        y, mu = self.y, self.mu
        alpha = np.exp(log_alpha)
        size = 1.0 / alpha
        shifted = y + size
        total = mu + size
        log_total = np.log1p(mu * alpha)
        value = (gammaln(shifted) - y * np.log(total)).sum(axis=0)
        value -= len(y) * gammaln(size) + size * log_total.sum(axis=0)
        # d/d(alpha) of the above, times alpha
        slope = (log_total + (y - mu) / total - digamma(shifted)).sum(axis=0)
        slope += len(y) * digamma(size)
        slope *= size
        log_det, trace = self.determinant(mu / (1.0 + alpha * mu))
        value -= 0.5 * log_det
        slope += 0.5 * alpha * trace
        if self.prior is not None:
            distance = log_alpha - self.prior.mean
            value -= 0.5 * distance**2 / self.prior.variance
            slope -= distance / self.prior.variance
        if self.rounds_as_r:
            value = self.value_in_r(log_alpha)
        return value, slope

    def value_in_r(self, log_alpha: Floats) -> Floats:
        """Return the log posterior with R's own order of operations.

        Near the floor the posterior is flat to rounding error: rounding then decides which point of
        the grid wins in R, and a gene that lands above ``trend.FLOOR`` takes part in the trend (on
        pasilla one such gene moves its coefficients by 5e-4).
        """
        alpha = np.exp(log_alpha)
        size = 1.0 / alpha
        terms = (_log_gamma_in_r(self.y + size) - _log_gamma_in_r(size)) - self.y * np.log(
            self.mu + size
        )
        terms -= size * np.log(1.0 + self.mu * alpha)
        log_det, _ = self.determinant(1.0 / (1.0 / self.mu + alpha))
        value: Floats = terms.sum(axis=0) - 0.5 * log_det
        if self.prior is not None:
            value += -0.5 * (log_alpha - self.prior.mean) ** 2 / self.prior.variance
        return value


def _log_gamma_in_r(x: Floats) -> Floats:
    """Return log gamma by the formula of R's ``lgammafn``, to the last bit for large arguments."""
    z = np.maximum(x, 10.0)
    correction = 1.0 / (12.0 * z) - 1.0 / (360.0 * z**3) + 1.0 / (1260.0 * z**5)
    series = _HALF_LOG_2PI + (z - 0.5) * np.log(z) - z + np.where(z > 4934720.0, 0.0, correction)
    return np.where(x > 10.0, series, gammaln(x))


class Determinant:
    """Cox-Reid's term: log determinant of ``X'WX`` and ``trace((X'WX)^-1 X'W^2X)``.

    Where the design has one coefficient for each of its groups of samples, both are sums over
    groups: ``X'WX`` is then ``T' diag(sums) T`` with a fixed ``T``.

    Parameters
    ----------
    design : numpy.ndarray, (samples, coefficients)
    """

    def __init__(self, design: Floats) -> None:
        self.products = Products(design)
        rows, group = np.unique(design, axis=0, return_inverse=True)
        self.members: Floats | None = None
        if len(rows) == design.shape[1]:
            group = np.ravel(group)
            self.members = (group == np.arange(len(rows))[:, None]).astype(float)
            self.constant = 2.0 * float(np.linalg.slogdet(rows)[1])

    def __call__(self, weights: Floats) -> tuple[Floats, Floats]:
        """Return log determinant and trace, (genes,), for weights (samples, genes)."""
        if self.members is not None:
            sums = self.members @ weights
            trace = ((self.members @ weights**2) / sums).sum(axis=0)
            return self.constant + np.log(sums).sum(axis=0), trace
        information = self.products.information(weights)
        factor = Factor(information)
        trace = self.products.contracted(factor.inverse(), weights**2)
        return factor.log_determinant(), trace
