"""Test scores of gene sets with the study's own design: a linear model, its variances moderated."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr

from resistance.columns import PATHWAY_SCORE_TESTS
from resistance.multiple_testing import benjamini_hochberg
from resistance.protein.moderation import EBAYES_TARGETS, fit_prior, moderate

Floats = NDArray[np.float64]

#: Variances below this are rounding: one step of the score of 500 of 60,000 genes is 2e-8.
_ROUNDING = 1e-20
_TYPES = {name: object if kind is str else kind for name, kind in PATHWAY_SCORE_TESTS.items()}


def least_squares(values: Floats, matrix: Floats, weights: Floats) -> tuple[Floats, Floats, float]:
    """Fit one linear model to many rows and ask one contrast of it.

    Parameters
    ----------
    values : numpy.ndarray, (rows, samples)
    matrix : numpy.ndarray, (samples, coefficients)
        Of full column rank, with more samples than coefficients.
    weights : numpy.ndarray, (coefficients,)
        Of the contrast.

    Returns
    -------
    difference : numpy.ndarray, (rows,)
        The contrast of the coefficients, in units of ``values``.
    variance : numpy.ndarray, (rows,)
        Residual variance.
    unit_variance : float
        Variance of ``difference`` where the residual variance is 1.
    """
    q, r = np.linalg.qr(matrix)
    # R' z = w: the contrast as a combination of the orthogonal columns
    z = np.linalg.solve(r.T, weights)
    effects = values @ q
    residuals = values - effects @ q.T
    df = matrix.shape[0] - matrix.shape[1]
    return effects @ z, (residuals**2).sum(axis=1) / df, float(z @ z)


def size_trend(variance: Floats, n_genes: Floats) -> Floats:
    """Return how the variance of a score depends on the size of its set.

    The mean of n independent ranks has a variance of 1/n, that of n ranks that move together one
    that does not depend on n: log variance is a line in log n with a slope between -1 and 0, which
    the sets of a collection show.

    Parameters
    ----------
    variance : numpy.ndarray, (sets,)
        Residual variances.
    n_genes : numpy.ndarray, (sets,)

    Returns
    -------
    numpy.ndarray, (sets,)
        Relative to a set of the mean log size; 1 for all with fewer than 10 sets that vary.
    """
    seen = variance > 0
    size = np.log(n_genes) - np.log(n_genes).mean()
    if seen.sum() < EBAYES_TARGETS or np.ptp(size[seen]) == 0:
        return np.ones_like(variance)
    slope = np.polyfit(size[seen], np.log(variance[seen]), 1)[0]
    return np.asarray(np.exp(np.clip(slope, -1.0, 0.0) * size))


def score_tests(scores: pd.DataFrame, matrix: pd.DataFrame, weights: Floats) -> pd.DataFrame:
    """Compare the scores of gene sets between the arms of a contrast.

    A moderated t test in each collection: the residual variances of its sets are squeezed towards
    what is common at their size (limma with a trend; Smyth, SAGMB 2004;3:Article 3), so that a set
    whose replicates agree by luck does not lead the list. Sets share genes, so their variances are
    not independent: the test is a check beside GSEA and camera.

    Parameters
    ----------
    scores : pandas.DataFrame
        Columns of ``PATHWAY_SCORES`` and one a sample; further samples are not used.
    matrix : pandas.DataFrame
        Samples x coefficients, of the contrast's model.
    weights : numpy.ndarray, (coefficients,)
        Of the contrast; without weight, empty.

    Returns
    -------
    pandas.DataFrame
        Columns of ``PATHWAY_SCORE_TESTS``, sets in the order of ``scores``; padj is
        Benjamini-Hochberg's within the collection. No rows where the design leaves no residual
        degrees of freedom or there are no weights. t and p are NaN where no set of a collection
        varies within the arms.
    """
    df = matrix.shape[0] - matrix.shape[1]
    if df <= 0 or len(weights) == 0 or len(scores) == 0:
        return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in _TYPES.items()})
    values = scores[list(matrix.index)].to_numpy(dtype=float)
    difference, variance, unit = least_squares(
        values, matrix.to_numpy(dtype=float), np.asarray(weights, dtype=float)
    )
    variance = np.where(variance < _ROUNDING, 0.0, variance)
    out = scores[["collection", "term", "n_genes"]].reset_index(drop=True)
    out["difference"] = difference
    for name in ("se", "df", "t", "pvalue", "padj"):
        out[name] = np.nan
    for rows in out.groupby("collection", sort=False).indices.values():
        own = np.full(len(rows), float(df))
        trend = size_trend(variance[rows], out["n_genes"].to_numpy(dtype=float)[rows])
        level = variance[rows] / trend
        v, total = moderate(level, own, fit_prior(level, own))
        se = np.sqrt(v * trend * unit)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.where(se > 0, difference[rows] / se, np.nan)
        p = 2.0 * stdtr(total, -np.abs(t))
        out.loc[rows, "se"], out.loc[rows, "df"] = se, total
        out.loc[rows, "t"], out.loc[rows, "pvalue"] = t, p
        out.loc[rows, "padj"] = benjamini_hochberg(p)
    return out[list(PATHWAY_SCORE_TESTS)]
