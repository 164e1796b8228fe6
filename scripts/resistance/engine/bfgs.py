"""Quasi-Newton search of many genes at once by the steps of R's ``optim(method = "BFGS")``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from resistance.engine.linear import Floats
from resistance.engine.posterior import Posterior

#: R's: factor of a step that was too long, share of the expected decrease that is enough.
SHORTER, DECREASE = 0.2, 1e-4
#: R's: change of the value that ends a search, gradients after which one is given up.
TOLERANCE, MAX_STEPS = float(np.sqrt(np.finfo(float).eps)), 100
#: A step is nothing where it does not change this plus the coefficient (R: ``reltest``).
_LARGE = 10.0


@np.errstate(over="ignore", invalid="ignore")
def minimise(posterior: Posterior, start: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Minimise each gene's negative log posterior, ending where R ends.

    Nash 1990 (Compact Numerical Methods for Computers, algorithm 21): variable metric with
    backtracking. The metric starts anew from the gradient where the value stops changing, where a
    step does not go down, and every twice as many steps as there are coefficients; a search ends
    where a fresh one goes nowhere. All genes take their n-th step together.

    Parameters
    ----------
    posterior : Posterior
    start : numpy.ndarray, (coefficients, genes)

    Returns
    -------
    x : numpy.ndarray, (coefficients, genes)
    converged : numpy.ndarray of bool, (genes,)
        Within ``MAX_STEPS`` gradients.
    """
    coefficients, genes = start.shape
    out, converged = start.copy(), np.zeros(genes, dtype=bool)
    active = np.arange(genes)
    x = start.copy()
    value, gradient = posterior.at(x)
    metric = np.zeros((coefficients, coefficients, genes))
    age = np.zeros(genes, dtype=int)  # gradients since the metric was fresh
    steps = np.ones(genes, dtype=int)
    diagonal = np.arange(coefficients)
    while len(active):
        fresh = age == 0
        metric[:, :, fresh] = 0.0
        metric[diagonal[:, None], diagonal[:, None], np.flatnonzero(fresh)] = 1.0
        direction = -np.einsum("pqg,qg->pg", metric, gradient)
        slope = np.einsum("pg,pg->g", direction, gradient)
        down = slope < 0
        new_x, new_value, step, moved = _backtrack(
            posterior, x, value, direction, np.where(down, slope, 0.0), down
        )
        change = np.abs(new_value - value)
        enough = change > TOLERANCE * (np.abs(value) + TOLERANCE)
        value = np.where(down & ~enough, new_value, value)
        going = down & enough & moved
        # one that stays begins anew with the gradient it has, as R computes no other
        done = ~going & fresh
        age[~going] = 0
        x = np.where(down, new_x, x)
        if going.any():
            at = np.flatnonzero(going)
            value[at] = new_value[at]
            new_gradient = posterior.keep(at).at(x[:, at])[1]
            metric[:, :, at], positive = _updated(
                metric[:, :, at],
                step[at] * direction[:, at],
                new_gradient - gradient[:, at],
            )
            gradient[:, at] = new_gradient
            steps[at] += 1
            age[at] += 1
            age[at[~positive | (age[at] > 2 * coefficients)]] = 0
        given_up = steps >= MAX_STEPS
        out[:, active], converged[active] = x, done & ~given_up
        keep = ~(done | given_up)
        if not keep.all():
            active, posterior, x = active[keep], posterior.keep(keep), x[:, keep]
            value, gradient, metric = value[keep], gradient[:, keep], metric[:, :, keep]
            age, steps = age[keep], steps[keep]
    return out, converged


def _backtrack(
    posterior: Posterior,
    x: Floats,
    value: Floats,
    direction: Floats,
    slope: Floats,
    down: NDArray[np.bool_],
) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Shorten each step until the value falls enough; return the last trials and which moved."""
    new_x, new_value, step = x.copy(), value.copy(), np.ones(len(value))
    moved = down.copy()
    left = np.flatnonzero(down)
    posterior = posterior.keep(left)
    while len(left):
        trial = x[:, left] + step[left] * direction[:, left]
        new_x[:, left] = trial
        same = (_LARGE + trial == _LARGE + x[:, left]).all(axis=0)
        moved[left[same]] = False
        left, trial, posterior = left[~same], trial[:, ~same], posterior.keep(~same)
        got = posterior.at(trial)[0]
        new_value[left] = got
        enough = value[left] + DECREASE * step[left] * slope[left]
        missed = ~(np.isfinite(got) & (got <= enough))
        step[left[missed]] *= SHORTER
        left, posterior = left[missed], posterior.keep(missed)
    return new_x, new_value, step, moved


def _updated(metric: Floats, moved: Floats, turned: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Take a step's curvature into the metric, where it is positive."""
    product = np.einsum("pg,pg->g", moved, turned)
    positive = product > 0
    safe = np.where(positive, product, 1.0)
    seen = np.einsum("pqg,qg->pg", metric, turned)
    weight = 1.0 + np.einsum("pg,pg->g", seen, turned) / safe
    change = weight * moved[:, None] * moved[None]
    change -= moved[:, None] * seen[None] + seen[:, None] * moved[None]
    return metric + np.where(positive, change / safe, 0.0), positive
