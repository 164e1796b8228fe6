"""Limited-memory quasi-Newton search of many genes at once, with the early stop of apeglm's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resistance.engine.linear import Floats
from resistance.engine.posterior import Posterior
from resistance.engine.wolfe import search

#: Steps whose curvature is remembered; relative change or slope that ends a search.
MEMORY, EPSILON, MAX_STEPS = 6, 1e-8, 300
#: Columns are dropped from the arrays when so many of them have ended.
_ENDED_SHARE = 0.25


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def minimise(posterior: Posterior, start: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Minimise each gene's negative log posterior as apeglm's C++ does, which stops early.

    Liu & Nocedal 1989 (Mathematical Programming 45:503); two-loop recursion of Nocedal & Wright
    2006 (algorithm 7.4). The search ends where the value changes by less than 1e-8 of itself, far
    from where nothing moves any more: apeglm's changes differ from the mode's by 1e-3 of
    themselves at the median of genes, so the path is followed step by step. All genes take their
    n-th step together; those that have ended are dropped.

    Parameters
    ----------
    posterior : Posterior
    start : numpy.ndarray, (coefficients, genes)

    Returns
    -------
    x : numpy.ndarray, (coefficients, genes)
    failed : numpy.ndarray of bool, (genes,)
        The line search gave up.
    """
    out, failed = start.copy(), np.zeros(start.shape[1], dtype=bool)
    active = np.arange(start.shape[1])
    x = start
    value, gradient = posterior.at(x)
    ended = _flat(x, gradient)
    direction = np.where(ended, 0.0, -gradient)
    length = np.sqrt(np.einsum("pg,pg->g", gradient, gradient))
    step = 1.0 / np.where(ended, 1.0, length)
    memory: list[tuple[Floats, Floats, Floats]] = []
    for _ in range(MAX_STEPS):
        if ended.mean() > _ENDED_SHARE or ended.all():
            keep = ~ended
            if not keep.any():
                break
            active, posterior = active[keep], posterior.keep(keep)
            x, gradient, direction = x[:, keep], gradient[:, keep], direction[:, keep]
            value, step, ended = value[keep], step[keep], ended[keep]
            memory = [(s[:, keep], y[:, keep], sy[keep]) for s, y, sy in memory]
        found = search(posterior, x, value, gradient, direction, step)
        moving = ~ended
        out[:, active[moving]] = found.x[:, moving]
        failed[active[moving]] = found.failed[moving]
        change = np.abs(value - found.value)
        largest = np.maximum(np.maximum(np.abs(value), np.abs(found.value)), 1.0)
        ended |= found.failed | _flat(found.x, found.gradient) | (change <= EPSILON * largest)
        moved, turned = found.x - x, found.gradient - gradient
        memory.append((moved, turned, np.einsum("pg,pg->g", moved, turned)))
        del memory[:-MEMORY]
        x, value, gradient = found.x, found.value, found.gradient
        # those that have ended stand still until they are dropped
        direction = np.where(ended, 0.0, _direction(gradient, memory))
        step = np.ones(len(active))
    return out, failed


def _flat(x: Floats, gradient: Floats) -> NDArray[np.bool_]:
    slope = np.einsum("pg,pg->g", gradient, gradient)
    return np.asarray(slope <= EPSILON**2 * np.maximum(np.einsum("pg,pg->g", x, x), 1.0))


def _direction(gradient: Floats, memory: list[tuple[Floats, Floats, Floats]]) -> Floats:
    """Return minus the approximate inverse second derivatives times the gradient."""
    direction = -gradient
    shares = []
    for moved, turned, product in reversed(memory):
        share = np.einsum("pg,pg->g", moved, direction) / product
        direction -= share * turned
        shares.append(share)
    _, turned, product = memory[-1]
    direction /= np.einsum("pg,pg->g", turned, turned) / product
    for (moved, turned, product), share in zip(memory, reversed(shares), strict=True):
        direction += (share - np.einsum("pg,pg->g", turned, direction) / product) * moved
    return direction
