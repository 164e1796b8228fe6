"""Test scores of gene sets with the study's own design: a linear model, its variances moderated."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr

from resistance.columns import PATHWAY_SCORE_TESTS
from resistance.multiple_testing import benjamini_hochberg
from resistance.protein.moderation import fit_prior, moderate

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


def score_tests(scores: pd.DataFrame, matrix: pd.DataFrame, weights: Floats) -> pd.DataFrame:
    """Compare the scores of gene sets between the arms of a contrast.

    A moderated t test in each collection: the residual variances of its sets are squeezed towards
    their common value (limma; Smyth, SAGMB 2004;3:Article 3), so that a set whose replicates agree
    by luck does not lead the list. Sets share genes, so their variances are not independent: the
    test is a check beside GSEA and camera.

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
        v, total = moderate(variance[rows], own, fit_prior(variance[rows], own))
        se = np.sqrt(v * unit)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = np.where(se > 0, difference[rows] / se, np.nan)
        p = 2.0 * stdtr(total, -np.abs(t))
        out.loc[rows, "se"], out.loc[rows, "df"] = se, total
        out.loc[rows, "t"], out.loc[rows, "pvalue"] = t, p
        out.loc[rows, "padj"] = benjamini_hochberg(p)
    return out[list(PATHWAY_SCORE_TESTS)]
