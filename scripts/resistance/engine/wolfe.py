"""Line search of many genes at once for the strong Wolfe conditions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resistance.engine.linear import Floats
from resistance.engine.posterior import Posterior

#: Share of the expected decrease that is enough, share of the slope that is flat enough.
DECREASE, FLAT = 1e-4, 0.9
_MAX_STEPS, _EXPANSION, _NEAR_END = 100, 2.0, 0.01


@dataclass
class Found:
    """Where a line search ended.

    Attributes
    ----------
    x, gradient : numpy.ndarray, (coefficients, genes)
    value : numpy.ndarray, (genes,)
    failed : numpy.ndarray of bool, (genes,)
        No such step was found; the point is the last one tried.
    """

    x: Floats
    value: Floats
    gradient: Floats
    failed: NDArray[np.bool_]


class _Brackets:
    """The searches that go on: one column for each."""

    def __init__(self, genes: NDArray[np.intp], step: Floats, value: Floats, slope: Floats) -> None:
        self.genes, self.step = genes, step
        self.first_value, self.first_slope = value, slope
        # the better end of the bracket, with value and slope; the other end, with value
        self.low, self.low_value, self.low_slope = np.zeros_like(step), value.copy(), slope.copy()
        self.high, self.high_value = np.zeros_like(step), value.copy()
        self.zooming = np.zeros(len(step), dtype=bool)

    def keep(self, which: NDArray[np.bool_]) -> None:
        for name, values in vars(self).items():
            setattr(self, name, values[which])

    def take(
        self, value: Floats, slope: Floats, steep: NDArray[np.bool_]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Take in the trial at ``step``; return which have a step, and which cannot have one."""
        beyond = self.low > 0
        worse = steep | ((self.zooming | beyond) & (value >= self.low_value))
        ended = ~worse & (np.abs(slope) <= -FLAT * self.first_slope)
        stuck = self.zooming & worse & (self.step == self.high)
        better = ~worse & ~ended
        turn = better & (~self.zooming | (slope * (self.high - self.low) >= 0))
        self.high[turn], self.high_value[turn] = self.low[turn], self.low_value[turn]
        stuck |= better & self.zooming & (self.step == self.low)
        self.low[better], self.low_value[better] = self.step[better], value[better]
        self.low_slope[better] = slope[better]
        self.high[worse], self.high_value[worse] = self.step[worse], value[worse]
        self.zooming |= worse | (better & (slope >= 0))
        return ended, stuck

    def next_step(self) -> None:
        """Go on to the least point of a parabola through the bracket, or beyond what was seen."""
        drop, width = self.high_value - self.low_value, self.high - self.low
        middle = (self.high + self.low) / 2.0
        step = drop * self.low - middle * width * self.low_slope
        step = step / (drop - width * self.low_slope)
        to_low, to_high = step - self.low, self.high - step
        nearest = np.minimum(np.abs(to_low), np.abs(to_high))
        good = (to_low * to_high > 0) & (nearest >= _NEAR_END * np.abs(width))
        step = np.where(good, step, middle)
        self.step = np.where(self.zooming, step, self.step * _EXPANSION)


@np.errstate(over="ignore", invalid="ignore", divide="ignore")
def search(
    posterior: Posterior,
    x: Floats,
    value: Floats,
    gradient: Floats,
    direction: Floats,
    step: Floats,
) -> Found:
    """Find a step along each gene's direction that decreases the value and flattens the slope.

    Nocedal & Wright 2006 (Numerical Optimization, algorithms 3.5 and 3.6), with the choices of the
    library apeglm uses (LBFGSpp): the bracket doubles until it holds such a step, then a parabola
    through value and slope at the better end and the value at the other gives the next trial, or
    the middle where that falls within 1% of an end.

    Parameters
    ----------
    posterior : Posterior
    x, gradient, direction : numpy.ndarray, (coefficients, genes)
    value, step : numpy.ndarray, (genes,)
        ``step``: the first trial.

    Returns
    -------
    Found
    """
    slope = np.einsum("pg,pg->g", gradient, direction)
    # most genes take the first trial, so it is made without picking out any of them
    new_x = x + step * direction
    new_value, new_gradient = posterior.at(new_x)
    new_slope = np.einsum("pg,pg->g", new_gradient, direction)
    found = Found(new_x, new_value, new_gradient, ~(slope <= 0))
    steep = new_value - value > DECREASE * step * slope
    good = (slope == 0) | ~steep & (np.abs(new_slope) <= -FLAT * slope)
    rest = np.flatnonzero(~good & ~found.failed)
    if not len(rest):
        return found
    brackets = _Brackets(rest, step[rest], value[rest], slope[rest])
    brackets.take(new_value[rest], new_slope[rest], steep[rest])
    brackets.next_step()
    x, direction, posterior = x[:, rest], direction[:, rest], posterior.keep(rest)
    for tried in range(2, _MAX_STEPS + 1):
        trial = x + brackets.step * direction
        new_value, new_gradient = posterior.at(trial)
        new_slope = np.einsum("pg,pg->g", new_gradient, direction)
        steep = new_value - brackets.first_value > DECREASE * brackets.step * brackets.first_slope
        at = brackets.genes
        ended, stuck = brackets.take(new_value, new_slope, steep)
        if tried == _MAX_STEPS:
            stuck = ~ended
        out = ended | stuck
        if out.any():
            found.x[:, at[out]], found.gradient[:, at[out]] = trial[:, out], new_gradient[:, out]
            found.value[at[out]], found.failed[at[out]] = new_value[out], stuck[out]
            if out.all():
                break
            brackets.keep(~out)
            x, direction, posterior = x[:, ~out], direction[:, ~out], posterior.keep(~out)
        brackets.next_step()
    return found
