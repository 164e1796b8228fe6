"""R's ``loess`` of one predictor: local quadratic fits at the vertices of a k-d tree, blended."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: R's ``loess.control(cell = .2)``: a cell of the tree holds at most ``span * cell * n`` points.
_CELL = 0.2


def loess(x: Array, y: Array, at: Array, span: float) -> Array:
    """Smooth ``y`` as R's ``predict(loess(y ~ x, span = span), at)`` does.

    Parameters
    ----------
    x : numpy.ndarray
        Predictor, ascending and distinct.
    y : numpy.ndarray
        Response, finite.
    at : numpy.ndarray
        Where to evaluate, within the range of ``x``.
    span : float
        Share of the points in a local fit, below 1.

    Returns
    -------
    numpy.ndarray
        The smooth at ``at``; equal to R's to about 1e-14 of the range of ``y``.

    Notes
    -----
    Cleveland & Grosse 1991, Computational methods for local regression, Statistics and Computing
    1:47; R's ``loessf.f``, with the defaults ``degree = 2, surface = "interpolate"``. A quadratic
    with tricube weights is fitted at each vertex only; between two vertices the value is the cubic
    that has their fitted values and slopes.
    """
    neighbours = math.floor(len(x) * span + 1e-5)
    margin = 0.005 * (x[-1] - x[0])
    cuts = _cuts(x, math.floor(len(x) * span * _CELL))
    vertices = np.array([x[0] - margin, *cuts, x[-1] + margin])
    values, slopes = np.transpose([_local_fit(x, y, vertex, neighbours) for vertex in vertices])
    left = np.clip(np.searchsorted(vertices, at) - 1, 0, len(vertices) - 2)
    width = vertices[left + 1] - vertices[left]
    t = (at - vertices[left]) / width
    return np.asarray(
        (1 + 2 * t) * (1 - t) ** 2 * values[left]
        + t * (1 - t) ** 2 * width * slopes[left]
        + (3 - 2 * t) * t**2 * values[left + 1]
        + t**2 * (t - 1) * width * slopes[left + 1]
    )


def _cuts(x: Array, most: int) -> list[float]:
    """Halve the points until a cell holds at most ``most``; return the cuts, which are points."""
    if len(x) <= most:
        return []
    half = (len(x) + 1) // 2  # of an odd number the left cell gets one more
    return [*_cuts(x[:half], most), float(x[half - 1]), *_cuts(x[half:], most)]


def _local_fit(x: Array, y: Array, vertex: float, neighbours: int) -> tuple[float, float]:
    """Fit a quadratic with tricube weights around a vertex; return its value and slope there."""
    offset = x - vertex
    reach = np.sort(np.abs(offset))[neighbours - 1]
    share = np.abs(offset) / reach
    # R cuts the weights at .999 of the reach
    root = np.sqrt(np.where(share < 0.999, (1 - np.minimum(share, 1) ** 3) ** 3, 0.0))
    design = np.vander(offset / reach, 3, increasing=True) * root[:, None]
    value, slope, _ = np.linalg.lstsq(design, y * root, rcond=None)[0]
    return float(value), float(slope / reach)
