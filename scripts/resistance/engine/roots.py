"""A root of a function of one variable, found by the steps of R's ``uniroot``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

#: R's tolerance (``.Machine$double.eps^0.25``): loose enough for its steps to show in the result.
TOLERANCE = float(np.finfo(float).eps ** 0.25)
_MAX_STEPS = 1000


def uniroot(
    function: Callable[[float], float], low: float, high: float, tolerance: float = TOLERANCE
) -> float:
    """Find where a function crosses 0 between two points of opposite sign.

    Brent 1973 (Algorithms for Minimization without Derivatives, chapter 4) in the form R uses.
    scipy's ``brentq`` compares an interpolated step with the step before the last one, R with the
    last one, so the two stop at different points within the tolerance.

    Parameters
    ----------
    function : callable
    low, high : float
    tolerance : float
        Width of the interval in which the search ends.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        Where both ends have the same sign.
    """
    last, best = low, high
    f_last, f_best = function(low), function(high)
    if f_last * f_best > 0:
        raise ValueError("the function has the same sign at both ends")
    other, f_other = last, f_last  # `best` and `other` enclose the root
    for _ in range(_MAX_STEPS):
        moved = best - last
        if abs(f_other) < abs(f_best):
            last, best, other = best, other, best
            f_last, f_best, f_other = f_best, f_other, f_best
        smallest = 2.0 * float(np.finfo(float).eps) * abs(best) + tolerance / 2.0
        half = (other - best) / 2.0
        if abs(half) <= smallest or f_best == 0:
            break
        step = half
        if abs(moved) >= smallest and abs(f_last) > abs(f_best):
            width = other - best
            if last == other:  # two points: the secant
                ratio = f_best / f_last
                top, bottom = width * ratio, 1.0 - ratio
            else:  # three points: the inverse parabola
                a, b, c = f_last / f_other, f_best / f_other, f_best / f_last
                top = c * (width * a * (a - b) - (best - last) * (b - 1.0))
                bottom = (a - 1.0) * (b - 1.0) * (c - 1.0)
            if top > 0:
                bottom = -bottom
            top = abs(top)
            inside = top < 0.75 * width * bottom - abs(smallest * bottom) / 2.0
            if inside and top < abs(moved * bottom / 2.0):
                step = top / bottom
        if abs(step) < smallest:
            step = smallest if step > 0 else -smallest
        last, f_last = best, f_best
        best += step
        f_best = function(best)
        if (f_best > 0) == (f_other > 0) and f_best * f_other != 0:
            other, f_other = last, f_last
    return best
