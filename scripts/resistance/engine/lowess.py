"""R's ``lowess``: local lines, fitted anew with less weight for points far from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Rounds after the first.
_ROUNDS = 3
#: A typical residual below this share of their mean is none, and nothing is left to weigh down.
_NOTHING = 1e-7


def lowess(x: Array, y: Array, share: float) -> Array:
    """Smooth ``y`` as R's ``lowess(x, y, f = share)`` does.

    Parameters
    ----------
    x : numpy.ndarray
        Ascending. R fits one line for points closer than a hundredth of the range; here each point
        has its own, which is the same where points are further apart.
    y : numpy.ndarray
    share : float
        Share of the points in a local fit.

    Returns
    -------
    numpy.ndarray
        Smooth at each ``x``.

    Notes
    -----
    Cleveland 1981, The American Statistician 35:54; R's ``lowess.c``. Where half the points lie on
    their lines R ends the rounds. The smoothers of statsmodels and PyDESeq2 go on and take all
    other points for outliers.
    """
    neighbours = max(2, min(len(x), int(share * len(x) + 1e-7)))
    distance = np.abs(x[:, None] - x)
    reach = np.sort(distance, axis=1)[:, neighbours - 1, None]
    ratio = np.divide(distance, reach, out=np.zeros_like(distance), where=reach > 0)
    near = np.where(ratio <= 0.001, 1.0, (1 - np.minimum(ratio, 1) ** 3) ** 3)
    near[(ratio > 0.999) | ((reach == 0) & (distance > 0))] = 0.0
    smooth = _lines(x, y, near)
    for _ in range(_ROUNDS):
        residual = np.abs(y - smooth)
        typical = 6.0 * float(np.median(residual))
        if typical < _NOTHING * residual.mean() or typical == 0.0:
            break
        off = residual / typical
        trust = np.where(off <= 0.001, 1.0, np.where(off <= 0.999, (1 - off**2) ** 2, 0.0))
        smooth = _lines(x, y, near * trust)
    return smooth


def _lines(x: Array, y: Array, weights: Array) -> Array:
    """Fit a weighted line around each point; return its value there."""
    total = weights.sum(axis=1)
    some = total > 0
    weights = weights / np.where(some, total, 1.0)[:, None]
    offset = x - (weights @ x)[:, None]
    spread = (weights * offset**2).sum(axis=1)
    # of points at one place a line has no slope
    wide = np.sqrt(spread) > 0.001 * (x[-1] - x[0])
    slope = np.where(wide, np.diagonal(offset), 0.0) / np.where(wide, spread, 1.0)
    weights = weights * (1.0 + slope[:, None] * offset)
    return np.where(some, weights @ y, y)
