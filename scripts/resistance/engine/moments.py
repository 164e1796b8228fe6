"""Rough dispersions: where the search starts, and what Cook's distances are measured with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resistance.engine.blocks import blocks, columns_of
from resistance.engine.linear import Floats

#: Floor of the dispersion in Cook's distances (R: 0.04). With a smaller one all counts of the
#: group of an outlier would get an extreme distance.
COOKS_FLOOR = 0.04
#: Replicates of a cell whose variance can be told from a trimmed mean.
REPLICATES = 3
#: R's trimming and the factor that makes up for it, by the size of a cell.
_TRIM = ((3.5, 1 / 3, 2.04), (23.5, 1 / 4, 1.86), (np.inf, 1 / 8, 1.51))


def linear_mean(values: Floats, design: Floats) -> Floats:
    """Project on the design (R's ``linearModelMu``).

    Parameters
    ----------
    values : numpy.ndarray, (samples, genes)
    design : numpy.ndarray, (samples, coefficients)

    Returns
    -------
    numpy.ndarray, (samples, genes)
    """
    q, _ = np.linalg.qr(design)
    projected: Floats = q @ (q.T @ values)
    return projected


def rough_dispersions(normalised: Floats, design: Floats) -> Floats:
    """Estimate dispersions from the residuals of a linear model (R's ``roughDispEstimate``).

    Parameters
    ----------
    normalised : numpy.ndarray, (samples, genes)
    design : numpy.ndarray, (samples, coefficients)

    Returns
    -------
    numpy.ndarray, (genes,)
        Not negative.
    """
    n, p = design.shape
    out = np.empty(normalised.shape[1])
    for block in blocks(*normalised.shape):
        mu = np.maximum(linear_mean(normalised[:, block], design), 1.0)
        terms = ((normalised[:, block] - mu) ** 2 - mu) / mu**2
        out[block] = np.maximum(terms.sum(axis=0) / (n - p), 0.0)
    return out


def moments_dispersions(normalised: Floats, factors: Floats) -> Floats:
    """Estimate dispersions from variance and mean (R's ``momentsDispEstimate``).

    Parameters
    ----------
    normalised : numpy.ndarray, (samples, genes)
    factors : numpy.ndarray, (samples,) or (samples, genes)

    Returns
    -------
    numpy.ndarray, (genes,)
    """
    mean = normalised.mean(axis=0)
    # of factors for each gene R takes the mean of each sample first
    per_sample = factors if factors.ndim == 1 else factors.mean(axis=1)
    variance = np.empty_like(mean)
    for block in blocks(*normalised.shape):
        variance[block] = normalised[:, block].var(axis=0, ddof=1)
    estimate: Floats = (variance - (1.0 / per_sample).mean() * mean) / mean**2
    return estimate


def cells(design: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Group samples whose rows of the design are equal.

    Parameters
    ----------
    design : numpy.ndarray, (samples, coefficients)

    Returns
    -------
    cell : numpy.ndarray of int, (samples,)
    size : numpy.ndarray of int, (samples,)
        Samples in the cell of each sample.
    """
    _, cell, count = np.unique(design, axis=0, return_inverse=True, return_counts=True)
    cell = np.ravel(cell)
    return cell, count[cell]


def _trimmed_mean(values: Floats, trim: float) -> Floats:
    """Return R's ``mean(trim =)`` over samples."""
    n = len(values)
    cut = int(np.floor(n * trim))
    mean: Floats = np.sort(values, axis=0)[cut : n - cut].mean(axis=0)
    return mean


def robust_dispersions(normalised: Floats, design: Floats) -> Floats:
    """Estimate dispersions that an outlying count hardly moves.

    R's ``robustMethodOfMomentsDisp``: the largest trimmed variance of the cells with at least three
    samples, or the trimmed variance of all samples where there is no such cell.

    Parameters
    ----------
    normalised : numpy.ndarray, (samples, genes)
    design : numpy.ndarray, (samples, coefficients)

    Returns
    -------
    numpy.ndarray, (genes,)
        At least ``COOKS_FLOOR``.
    """
    cell, size = cells(design)
    judged = [np.flatnonzero(cell == k) for k in np.unique(cell[size >= REPLICATES])]
    out = np.empty(normalised.shape[1])
    for block in blocks(*normalised.shape):
        values = normalised[:, block]
        if judged:
            variance = np.max([_cell_variance(values[members]) for members in judged], axis=0)
        else:
            centre = _trimmed_mean(values, 1 / 8)
            variance = 1.51 * _trimmed_mean((values - centre) ** 2, 1 / 8)
        mean = values.mean(axis=0)
        out[block] = np.maximum((variance - mean) / mean**2, COOKS_FLOOR)
    return out


def _cell_variance(values: Floats) -> Floats:
    _, trim, scale = next(rule for rule in _TRIM if len(values) <= rule[0])
    centre = _trimmed_mean(values, trim)
    variance: Floats = scale * _trimmed_mean((values - centre) ** 2, trim)
    return variance


def cooks_distances(
    counts: NDArray[np.int64], mu: Floats, leverage: Floats, dispersion: Floats, n_coefficients: int
) -> Floats:
    """Return Cook's distances (R's ``calculateCooksDistance``).

    Parameters
    ----------
    counts, mu, leverage : numpy.ndarray, (samples, genes)
    dispersion : numpy.ndarray, (genes,)
        Of :func:`robust_dispersions`.
    n_coefficients : int

    Returns
    -------
    numpy.ndarray, (samples, genes)
    """
    out = np.empty_like(mu)
    for block in blocks(*mu.shape):
        mean, hat = mu[:, block], leverage[:, block]
        residual = (counts[:, block] - mean) ** 2 / (mean + dispersion[block] * mean**2)
        out[:, block] = residual / n_coefficients * hat / (1.0 - hat) ** 2
    return out


def columns_normalised(counts: NDArray[np.int64], factors: Floats) -> Floats:
    """Divide counts by their factors.

    Parameters
    ----------
    counts : numpy.ndarray, (samples, genes)
    factors : numpy.ndarray, (samples,) or (samples, genes)

    Returns
    -------
    numpy.ndarray, (samples, genes)
    """
    normalised: Floats = counts / columns_of(factors, slice(None), counts.shape[1])
    return normalised
