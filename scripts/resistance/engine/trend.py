"""The dispersion trend ``asymptotic + extra / mean`` of all genes."""

from __future__ import annotations

import numpy as np
from scipy.stats import trim_mean

from resistance.engine.linear import Floats

#: Genes whose dispersion is that close to the floor say nothing about the trend (R: 100 minDisp).
FLOOR = 1e-6
#: R's limits: residuals that take part, change of coefficients that ends the loop, its rounds.
LOWEST_RESIDUAL, HIGHEST_RESIDUAL, CHANGE, ROUNDS = 1e-4, 15.0, 1e-6, 10
#: Of the inner fit (R's ``glm.control``).
_EPSILON, _MAX_STEPS = 1e-8, 25


def parametric_trend(means: Floats, dispersions: Floats) -> tuple[float, float] | None:
    """Fit ``asymptotic + extra / mean`` by a gamma model with identity link.

    R's ``parametricDispersionFit`` (DESeq2 1.38): genes far from the curve are left out and the
    curve is fitted anew until it stays. Love, Huber & Anders 2014 (Genome Biology 15:550),
    equation 3.16.

    Parameters
    ----------
    means : numpy.ndarray, (genes,)
        Means of normalised counts.
    dispersions : numpy.ndarray, (genes,)
        Gene-wise estimates.

    Returns
    -------
    tuple of float or None
        Both coefficients; None where they are not positive or the loop does not end.
    """
    use = dispersions > FLOOR
    x, y = 1.0 / means[use], dispersions[use]
    coefficients = np.array([0.1, 1.0])
    for _ in range(ROUNDS + 1):
        residuals = y / (coefficients[0] + coefficients[1] * x)
        good = (residuals > LOWEST_RESIDUAL) & (residuals < HIGHEST_RESIDUAL)
        fitted = _gamma_fit(x[good], y[good], coefficients)
        if fitted is None:
            return None
        new, converged = fitted
        if not (new > 0).all():
            return None
        moved = float((np.log(new / coefficients) ** 2).sum())
        coefficients = new
        if moved < CHANGE and converged:
            return float(new[0]), float(new[1])
    return None


def _gamma_fit(x: Floats, y: Floats, start: Floats) -> tuple[Floats, bool] | None:
    """Fit by Fisher scoring from ``start``, as R's ``glm.fit`` does, its step halving included."""
    if len(y) < 2:
        return None
    design = np.column_stack([np.ones_like(x), x])

    def deviance(mu: Floats) -> float:
        if not (np.isfinite(mu).all() and (mu > 0).all()):
            return float("nan")
        return float(-2.0 * (np.log(y / mu) - (y - mu) / mu).sum())

    coefficients: Floats = start
    mu = design @ start
    last = deviance(mu)
    for _ in range(_MAX_STEPS):
        weights = 1.0 / mu
        new = np.asarray(np.linalg.lstsq(design * weights[:, None], y * weights, rcond=None)[0])
        mu = design @ new
        value = deviance(mu)
        for _ in range(_MAX_STEPS):
            if np.isfinite(value):
                break
            new = (new + coefficients) / 2.0
            mu = design @ new
            value = deviance(mu)
        if not np.isfinite(value):
            return None
        coefficients = new
        if abs(value - last) / (abs(value) + 0.1) < _EPSILON:
            return coefficients, True
        last = value
    return coefficients, False


def mean_trend(dispersions: Floats) -> float:
    """Return the trimmed mean of the gene-wise dispersions (R: ``fitType = "mean"``).

    Parameters
    ----------
    dispersions : numpy.ndarray, (genes,)

    Returns
    -------
    float
    """
    return float(trim_mean(dispersions[dispersions > FLOOR / 10], 0.001))
