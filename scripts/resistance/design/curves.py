"""Columns of polynomials and splines of a numeric variable, as R computes them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resistance.design.formula import Curve

_CUBIC = 3


class CurveError(ValueError):
    """Raised where a variable has too few different values for a curve."""


@dataclass(frozen=True)
class FittedCurve:
    """A curve with what it learnt from the samples, so that it can be taken at other values.

    Attributes
    ----------
    curve : Curve
    numbers : tuple of tuple of float
        Of a polynomial the centres and the squared norms of R's ``attr(poly(x, k), "coefs")``; of
        a spline the knots, the outer ones four times.
    """

    curve: Curve
    numbers: tuple[tuple[float, ...], ...]

    def columns(self, values: np.ndarray) -> np.ndarray:
        """Return the curve's columns at some values.

        Parameters
        ----------
        values : numpy.ndarray, (n,)
            Within the range of the samples that the curve was fitted on.

        Returns
        -------
        numpy.ndarray, (n, size)
        """
        if not len(values):
            return np.empty((0, self.curve.size))
        if self.curve.kind == "bs":
            knots = np.array(self.numbers[0])
            inside = np.clip(values, knots[0], knots[-1])  # a mean may pass the end by one bit
            # the first spline stands for the intercept
            # 0.4 s at the start of every job of every study; few have a spline
            from scipy.interpolate import BSpline

            return np.asarray(BSpline.design_matrix(inside, knots, _CUBIC).toarray()[:, 1:])
        centres, norms = self.numbers
        return _polynomials(values, centres, norms)[:, 1:] / np.sqrt(norms[1:])


def fit_curve(curve: Curve, values: np.ndarray) -> FittedCurve:
    """Fix the knots of a spline, or the recurrence of orthogonal polynomials.

    Polynomials: the three-term recurrence of Kennedy & Gentle, Statistical Computing, 1980, p. 344,
    which R's ``predict.poly`` uses. Splines: as ``splines::bs(x, df = K)``, cubic, with inner knots
    at quantiles and no column for the intercept.

    Parameters
    ----------
    curve : Curve
    values : numpy.ndarray, (samples,)
        In any order; the result does not depend on it.

    Returns
    -------
    FittedCurve

    Raises
    ------
    CurveError
        If there are too few different values.
    """
    x = np.sort(np.asarray(values, dtype=float))
    distinct = len(np.unique(x))
    if distinct <= curve.size:
        raise CurveError(
            f"{curve.text} needs more than {curve.size} different values; there are {distinct}."
        )
    if curve.kind == "bs":
        inner = np.quantile(x, np.linspace(0, 1, curve.size - _CUBIC + 2)[1:-1])
        ends = [x[0]] * (_CUBIC + 1), [x[-1]] * (_CUBIC + 1)
        return FittedCurve(curve, (tuple(map(float, (*ends[0], *inner, *ends[1]))),))
    centres: list[float] = []
    norms = [float(len(x))]
    for _ in range(curve.size):
        last = _polynomials(x, tuple(centres), tuple(norms))[:, -1]
        centres.append(float((x * last**2).sum() / norms[-1]))
        following = _polynomials(x, tuple(centres), tuple(norms))[:, -1]
        norms.append(float((following**2).sum()))
    return FittedCurve(curve, (tuple(centres), tuple(norms)))


def _polynomials(x: np.ndarray, centres: tuple[float, ...], norms: tuple[float, ...]) -> np.ndarray:
    """Return monic orthogonal polynomials of degree 0 to ``len(centres)`` at ``x``."""
    found = [np.ones(len(x))]
    for degree, centre in enumerate(centres):
        following = (x - centre) * found[-1]
        if degree:
            following = following - norms[degree] / norms[degree - 1] * found[-2]
        found.append(following)
    return np.column_stack(found)
