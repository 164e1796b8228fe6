"""The smallest fall that an assay could have called: what "no loss was called" is worth.

The post-transcriptional loss needs two tests at once: the protein falls by more than the change
margin, Dn(p), and the mRNA explains less than the fraction f of the fall, m - f p > 0. With mRNA
unchanged and a true fall of d, the first has the noncentrality (d - dc) / s_p and the second
f d / s_linear. The row's own standard errors stand for the true ones. The p that both must reach is
that of a single discovery of the family (:func:`resistance.concordance.calls.discordance_p`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from scipy.special import gammaincinv, ndtr, ndtri, owens_t, stdtr, stdtrit

from resistance.concordance import tests
from resistance.concordance.calls import APART, LEAST_DIVISOR
from resistance.concordance.tests import Floats

POWER: Final = 0.80
#: Second point of the power curves; between both the normal score is linear in the shift.
_HIGH: Final = 0.95
#: Degrees of freedom of the table of noncentralities: even steps of 1/df.
_STEPS: Final = np.linspace(0.0, 1.0, 61)
_HALVINGS: Final = 14
_SIDE_HALVINGS: Final = 6
_QUANTILES: Final = (np.arange(150) + 0.5) / 150


def single_discovery(
    rna: tuple[Floats, Floats], dependent: np.ndarray, change: float, alpha: float
) -> Floats:
    """P that the loss of each gene needs if it is the only discovery of its family.

    A gene's two discordances count as two tests where ``dependent``
    (:func:`resistance.concordance.calls.discordance_p`), else as c / W, W the p of a higher mRNA,
    here of an estimate of exactly no change.

    Parameters
    ----------
    rna : tuple of numpy.ndarray, (genes,)
        Standard error and degrees of freedom of m, of all genes of the family.
    dependent : numpy.ndarray of bool, (genes,)
    change : float
        dc, log2.
    alpha : float

    Returns
    -------
    numpy.ndarray, (genes,)
    """
    se, df = rna
    higher = tests.up(np.zeros(len(se)), se, df, change)
    counted = np.where(dependent, 2.0, APART / np.maximum(higher, LEAST_DIVISOR))
    return alpha / len(se) / counted


def smallest_callable(
    protein: tuple[Floats, Floats],
    linear: tuple[Floats, Floats],
    change: float,
    f: float,
    level: Floats,
) -> Floats:
    """Smallest fall, mRNA unchanged, that the loss claim would call with 80% power.

    Power of each t test from the noncentral t distribution; of both together as of two normal
    scores with the correlation of -p and m - f p under independent arms, f s_p / s_linear.

    Parameters
    ----------
    protein : tuple of numpy.ndarray, (genes,)
        Standard error and degrees of freedom of p.
    linear : tuple of numpy.ndarray, (genes,)
        Standard error and degrees of freedom of m - f p.
    change : float
        dc, log2.
    f : float
    level : numpy.ndarray, (genes,)
        Result of :func:`single_discovery`.

    Returns
    -------
    numpy.ndarray, (genes,)
        log2, positive; NaN where a standard error or its degrees of freedom are missing.
    """
    (s_p, df_p), (s_linear, df_linear) = protein, linear
    usable = (s_p > 0) & (s_linear > 0) & (df_p >= 1) & (df_linear >= 1)
    out = np.full(len(s_p), np.nan)
    if not usable.any():
        return out
    s_p, s_linear, df_p, df_linear = (x[usable] for x in (s_p, s_linear, df_p, df_linear))
    level = level[usable]
    both_sides = lower_side(level, 2.0 * change / s_p, df_p)
    # in one call, so that both share the tables of the smallest and the largest level
    shifts = np.split(
        noncentralities(np.append(df_p, df_linear), np.append(both_sides, level)), 2, axis=1
    )
    # falls at which either test alone has 80% and 95% power
    falls = [change + shifts[0] * s_p, shifts[1] * s_linear / f]
    correlation = np.clip(f * s_p / s_linear, 0.0, 0.999)

    z_low, z_high = ndtri(POWER), ndtri(_HIGH)
    low = np.maximum(falls[0][0], falls[1][0])
    high = np.maximum(falls[0][1], falls[1][1])
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        scores = [
            z_low + (z_high - z_low) * (middle - fall[0]) / (fall[1] - fall[0]) for fall in falls
        ]
        enough = both_below(scores[0], scores[1], correlation) >= POWER
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    out[usable] = high
    return out


def lower_side(level: Floats, gap: Floats, df: Floats) -> Floats:
    """Share of ``level`` that is left to a fall where a rise beyond the margin is tested as well.

    The p of a change is P(T > t) + P(T > t + gap), gap the distance of both margins in standard
    errors; solved for P(T > t) by halving.

    Parameters
    ----------
    level, gap, df : numpy.ndarray, (genes,)

    Returns
    -------
    numpy.ndarray, (genes,)
        Between half of ``level`` and ``level``.
    """
    low, high = -stdtrit(df, level), -stdtrit(df, level / 2.0)
    for _ in range(_SIDE_HALVINGS):
        middle = (low + high) / 2.0
        enough = stdtr(df, -middle) + stdtr(df, -middle - gap) <= level
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.asarray(stdtr(df, -high))


def noncentralities(df: Floats, level: Floats) -> Floats:
    """Noncentrality at which a one-sided t test at ``level`` has 80% and 95% power.

    Parameters
    ----------
    df : numpy.ndarray, (genes,)
        At least 1; may be infinite.
    level : numpy.ndarray, (genes,)
        Within a factor of a few of each other: between the smallest and the largest the logarithm
        of the noncentrality is linear in that of the level.

    Returns
    -------
    numpy.ndarray, (2, genes)
    """
    ends = [float(level.min()), float(level.max())]
    low, high = (
        np.array([np.interp(1.0 / df, _STEPS, row) for row in _table(end)]) for end in ends
    )
    if ends[0] == ends[1]:
        return np.exp(low)
    along = np.log(level / ends[0]) / np.log(ends[1] / ends[0])
    return np.exp(low + along * (high - low))


@lru_cache(maxsize=64)
def _table(level: float) -> Floats:
    """Log noncentralities over :data:`_STEPS`, a row for each power.

    A shift of delta passes where Z + delta > t u, u^2 a chi-square over its degrees of freedom:
    the mean over quantiles of u, solved for delta by halving.
    """
    df = 1.0 / _STEPS[1:, None]
    scale = np.sqrt(2.0 * gammaincinv(df / 2.0, _QUANTILES) / df)
    scale = np.vstack([np.ones(len(_QUANTILES)), scale])
    critical = np.append(-ndtri(level), -stdtrit(df[:, 0], level))
    beyond = critical[:, None] * scale
    rows = []
    for power in (POWER, _HIGH):
        low, high = np.zeros(len(beyond)), beyond.max(axis=1) + 10.0
        for _ in range(36):
            middle = (low + high) / 2.0
            enough = ndtr(middle[:, None] - beyond).mean(axis=1) >= power
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        rows.append(high)
    return np.log(rows)


def both_below(a: Floats, b: Floats, correlation: Floats) -> Floats:
    """P(X < a, Y < b) of two standard normal variables (Owen 1956, for a, b not 0).

    Parameters
    ----------
    a, b, correlation : numpy.ndarray
        Correlation in [0, 1).

    Returns
    -------
    numpy.ndarray
    """
    root = np.sqrt(1.0 - correlation**2)
    a, b = (np.where(np.abs(x) < 1e-12, 1e-12, x) for x in (a, b))
    half = np.where(a * b < 0, 0.5, 0.0)
    return np.asarray(
        0.5 * (ndtr(a) + ndtr(b))
        - owens_t(a, (b / a - correlation) / root)
        - owens_t(b, (a / b - correlation) / root)
        - half
    )
