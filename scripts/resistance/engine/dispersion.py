"""Dispersions of many genes: the maximum of the Cox-Reid adjusted likelihood, or of a posterior.

The search follows R's ``fitDisp`` and ``fitDispGrid`` (DESeq2 1.38) step by step, for all genes at
once. R stops as soon as a step gains less than 1e-6 in log likelihood, which can be 1e-3 away from
the optimum; with the same steps the numbers agree to 1e-6 and better, and no call differs. Love,
Huber & Anders 2014 (Genome Biology 15:550), equations 3.11 to 3.18; Cox & Reid 1987.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resistance.engine.blocks import blocks
from resistance.engine.likelihood import Determinant, Posterior, Prior
from resistance.engine.linear import Floats

#: R's constants: the smallest dispersion, gain that ends a search, steps, Armijo's constant.
MIN_DISPERSION, TOLERANCE, MAX_STEPS, ARMIJO = 1e-8, 1e-6, 100, 1e-4
#: Bounds of the log dispersion within a search, and where a search towards 0 is given up.
LOWEST, HIGHEST, GIVEN_UP = -30.0, 10.0, float(np.log(MIN_DISPERSION / 10))
#: Points of each of the two grids that replace a search that failed.
GRID_POINTS = 20


@dataclass(frozen=True)
class Search:
    """Where the searches ended.

    Attributes
    ----------
    dispersion : numpy.ndarray, (genes,)
    steps : numpy.ndarray of int, (genes,)
    first, last : numpy.ndarray, (genes,)
        Log posterior at the start and at the end.
    """

    dispersion: Floats
    steps: NDArray[np.int64]
    first: Floats
    last: Floats


def search(
    counts: NDArray[np.int64],
    mu: Floats,
    design: Floats,
    start: Floats,
    prior: Prior | None = None,
) -> Search:
    """Climb from a start along the slope, with steps that halve until they gain enough.

    Parameters
    ----------
    counts : numpy.ndarray, (samples, genes)
    mu : numpy.ndarray, (samples, genes)
        Fitted counts, floored by the caller (R's ``minmu``).
    design : numpy.ndarray, (samples, coefficients)
    start : numpy.ndarray, (genes,)
        Dispersions.
    prior : Prior, optional

    Returns
    -------
    Search
    """
    genes = counts.shape[1]
    out = Search(np.empty(genes), np.empty(genes, np.int64), np.empty(genes), np.empty(genes))
    determinant = Determinant(design)
    for block in blocks(*counts.shape):
        posterior = Posterior(
            counts[:, block].astype(float),
            np.ascontiguousarray(mu[:, block]),
            determinant,
            prior.of(block) if prior else None,
        )
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            found = _climb(posterior, np.log(start[block]))
        out.dispersion[block], out.steps[block], out.first[block], out.last[block] = found
    return out


def _climb(posterior: Posterior, a: Floats) -> tuple[Floats, NDArray[np.int64], Floats, Floats]:
    ends, steps = a.copy(), np.zeros(len(a), np.int64)
    value, slope = posterior.value_and_slope(a)
    first, last = value.copy(), value.copy()
    kappa, accepted = np.ones(len(a)), np.zeros(len(a), np.int64)
    genes, alive = np.arange(len(a)), np.ones(len(a), dtype=bool)
    for step in range(1, MAX_STEPS + 1):
        kappa = np.where(a + kappa * slope < LOWEST, (LOWEST - a) / slope, kappa)
        kappa = np.where(a + kappa * slope > HIGHEST, (HIGHEST - a) / slope, kappa)
        proposal = a + kappa * slope
        new_value, new_slope = posterior.value_and_slope(proposal)
        accept = alive & (-new_value <= -value - kappa * ARMIJO * slope**2)
        ended = accept & (new_value - value < TOLERANCE)
        given_up = accept & ~ended & (proposal < GIVEN_UP)
        a = np.where(accept, proposal, a)
        # where a search runs away towards 0, R keeps the posterior of the step before
        value = np.where(accept & ~given_up, new_value, value)
        slope = np.where(accept, new_slope, slope)
        accepted += accept
        grown = np.minimum(kappa * 1.1, 1.0)
        grown = np.where(accepted % 5 == 0, grown / 2.0, grown)
        kappa = np.where(accept, grown, kappa / 2.0)
        ends[genes], last[genes], steps[genes[alive]] = a, value, step
        alive &= ~(ended | given_up)
        if not alive.any():
            break
        # to leave ended genes in costs less than to copy the others until a quarter has ended
        if alive.mean() < 0.75:
            posterior, genes = posterior.keep(alive), genes[alive]
            a, value, slope, kappa = a[alive], value[alive], slope[alive], kappa[alive]
            accepted, alive = accepted[alive], alive[alive]
    return np.exp(ends), steps, first, last


def grid_search(
    counts: NDArray[np.int64],
    mu: Floats,
    design: Floats,
    max_dispersion: float,
    prior: Prior | None,
) -> Floats:
    """Take the best of a grid of log dispersions, then the best of a finer grid around it.

    Parameters
    ----------
    counts, mu, design, prior
        As of :func:`search`.
    max_dispersion : float

    Returns
    -------
    numpy.ndarray, (genes,)
    """
    out = np.empty(counts.shape[1])
    determinant = Determinant(design)
    grid = np.linspace(np.log(MIN_DISPERSION), np.log(max_dispersion), GRID_POINTS)
    for block in blocks(*counts.shape):
        posterior = Posterior(
            counts[:, block].astype(float),
            np.ascontiguousarray(mu[:, block]),
            determinant,
            prior.of(block) if prior else None,
        )
        best = _best(
            posterior, np.broadcast_to(grid[:, None], (GRID_POINTS, mu[:, block].shape[1]))
        )
        width = grid[1] - grid[0]
        out[block] = np.exp(_best(posterior, np.linspace(best - width, best + width, GRID_POINTS)))
    return out


def _best(posterior: Posterior, candidates: Floats) -> Floats:
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        values = np.stack([posterior.value_in_r(row) for row in candidates])
    top = np.where(np.isnan(values), -np.inf, values).argmax(axis=0)
    chosen: Floats = np.take_along_axis(candidates, top[None, :], axis=0)[0]
    return chosen


def genewise(
    counts: NDArray[np.int64], mu: Floats, design: Floats, start: Floats, max_dispersion: float
) -> tuple[Floats, NDArray[np.bool_]]:
    """Estimate the dispersion of each gene by itself (R's ``estimateDispersionsGeneEst``).

    Parameters
    ----------
    counts, mu, design, start
        As of :func:`search`.
    max_dispersion : float

    Returns
    -------
    dispersion : numpy.ndarray, (genes,)
    converged : numpy.ndarray of bool, (genes,)
        False where the grid decided.
    """
    found = search(counts, mu, design, start)
    dispersion = np.minimum(found.dispersion, max_dispersion)
    # a gain below a millionth is no gain
    unmoved = found.last < found.first + np.abs(found.first) / 1e6
    dispersion = np.where(unmoved, start, dispersion)
    # R searches again where the first step was the last one, too
    converged = (found.steps < MAX_STEPS) & (found.steps != 1)
    again = np.flatnonzero(~converged & (dispersion > MIN_DISPERSION * 10))
    if len(again):
        dispersion[again] = grid_search(
            counts[:, again], mu[:, again], design, max_dispersion, None
        )
    return np.clip(dispersion, MIN_DISPERSION, max_dispersion), found.steps < MAX_STEPS


def maximum_a_posteriori(
    counts: NDArray[np.int64],
    mu: Floats,
    design: Floats,
    start: Floats,
    prior: Prior,
    max_dispersion: float,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Shrink dispersions towards the trend (R's ``estimateDispersionsMAP``).

    Parameters
    ----------
    counts, mu, design, start, prior
        As of :func:`search`.
    max_dispersion : float

    Returns
    -------
    dispersion : numpy.ndarray, (genes,)
    converged : numpy.ndarray of bool, (genes,)
        False where the grid decided.
    """
    found = search(counts, mu, design, start, prior)
    dispersion = found.dispersion.copy()
    converged = found.steps < MAX_STEPS
    again = np.flatnonzero(~converged)
    if len(again):
        dispersion[again] = grid_search(
            counts[:, again], mu[:, again], design, max_dispersion, prior.of(again)
        )
    return np.clip(dispersion, MIN_DISPERSION, max_dispersion), converged
