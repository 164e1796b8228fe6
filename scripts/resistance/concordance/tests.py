"""One-sided t tests on an estimate, its standard error and its degrees of freedom.

All functions work on arrays of any common shape. An estimate of NaN gives p = NaN. Every p is an
upper tail: small where the data speak for the claim in the function's name.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Floats = NDArray[np.float64]


def t_tail(t: Floats, df: Floats) -> Floats:
    """P(T_df > t); the normal tail for infinite ``df``.

    Parameters
    ----------
    t, df : numpy.ndarray

    Returns
    -------
    numpy.ndarray
    """
    return np.asarray(stdtr(df, -np.asarray(t, dtype=float)))


def up(x: Floats, se: Floats, df: Floats, margin: float) -> Floats:
    """Test x > margin: P(T > (x - margin) / se).

    Parameters
    ----------
    x, se, df : numpy.ndarray
        Estimate (log2), standard error, degrees of freedom.
    margin : float
        Change margin, log2.

    Returns
    -------
    numpy.ndarray
    """
    return t_tail((x - margin) / se, df)


def down(x: Floats, se: Floats, df: Floats, margin: float) -> Floats:
    """Test x < -margin; see :func:`up`."""
    return up(-x, se, df, margin)


def equivalent(x: Floats, se: Floats, df: Floats, margin: float | Floats) -> Floats:
    """Two one-sided tests of |x| < margin (TOST; Schuirmann 1987): the larger p.

    Parameters
    ----------
    x, se, df : numpy.ndarray
    margin : float or numpy.ndarray
        Equivalence margin, log2.

    Returns
    -------
    numpy.ndarray
    """
    return np.maximum(t_tail((x + margin) / se, df), t_tail((margin - x) / se, df))


def linear(
    a: Floats, se_a: Floats, df_a: Floats, b: Floats, se_b: Floats, df_b: Floats, f: float | Floats
) -> Floats:
    """Test a - f b > 0 with Welch-Satterthwaite degrees of freedom, independent estimates.

    Parameters
    ----------
    a, se_a, df_a, b, se_b, df_b : numpy.ndarray
    f : float or numpy.ndarray
        The fraction of ``b`` that is allowed to explain ``a``.

    Returns
    -------
    numpy.ndarray
    """
    difference, se, df = linear_estimate(a, se_a, df_a, b, se_b, df_b, f)
    return t_tail(difference / se, df)


def linear_estimate(
    a: Floats, se_a: Floats, df_a: Floats, b: Floats, se_b: Floats, df_b: Floats, f: float | Floats
) -> tuple[Floats, Floats, Floats]:
    """Return a - f b, its standard error and its Welch-Satterthwaite degrees of freedom.

    Parameters
    ----------
    a, se_a, df_a, b, se_b, df_b, f
        As for :func:`linear`.

    Returns
    -------
    tuple of numpy.ndarray
    """
    va, vb = se_a**2, (f * se_b) ** 2
    variance = va + vb
    with np.errstate(divide="ignore"):  # both without end: the normal distribution
        df = variance**2 / (va**2 / df_a + vb**2 / df_b)
    return a - f * b, np.sqrt(variance), df


def difference(
    a: Floats, se_a: Floats, df_a: Floats, b: Floats, se_b: Floats, df_b: Floats
) -> Floats:
    """Two-sided test of a = b (the direct difference D = a - b)."""
    d, se, df = linear_estimate(a, se_a, df_a, b, se_b, df_b, 1.0)
    return 2.0 * t_tail(np.abs(d) / se, df)


def confidence_bound(x: Floats, se: Floats, df: Floats, level: float = 0.90) -> Floats:
    """Largest absolute bound of a two-sided interval.

    For the 90% interval this is the smallest equivalence margin that TOST at 5% passes.

    Parameters
    ----------
    x, se, df : numpy.ndarray
    level : float

    Returns
    -------
    numpy.ndarray
    """
    return np.abs(x) + half_width(se, df, level)


def half_width(se: Floats, df: Floats, level: float) -> Floats:
    """Half the width of a two-sided confidence interval."""
    return np.asarray(stdtrit(df, 0.5 + level / 2.0) * se)
