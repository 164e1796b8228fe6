"""Test one contrast of a fitted model, and say of each gene what became of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from resistance.differential.fit import Fit, logged_warnings

#: Expected counts below this are raised to it in the standard error (R's ``minmu``). PyDESeq2
#: does not: where an arm has no counts its standard error depends on which arm is the reference.
MIN_MU = 0.5
#: Ridge that keeps the information matrix invertible (R: 1e-6 on the log2 scale).
RIDGE = 1e-6 / np.log(2) ** 2
#: Genes whose matrices are held in memory at once.
CHUNK = 4096


def wald(model: Fit, weights: np.ndarray) -> pd.DataFrame:
    """Estimate a contrast of every gene and its standard error, and test it against 0.

    ``SE^2 = c' (M + R)^-1 M (M + R)^-1 c`` with ``M = X' diag(mu / (1 + mu alpha)) X``
    (Love, Huber & Anders 2014, Genome Biology 15:550, equations 3.8 to 3.10).

    Parameters
    ----------
    model : Fit
    weights : numpy.ndarray of length n coefficients

    Returns
    -------
    pandas.DataFrame
        ``log2FoldChange, lfcSE, stat, pvalue``; index gene id; NaN for genes without a count.
    """
    dataset = model.dataset
    matrix = model.matrix.to_numpy(dtype=float)
    beta = dataset.varm["LFC"].to_numpy(dtype=float)
    alpha = dataset.var["dispersions"].to_numpy(dtype=float)
    factors = model.size_factors.values.to_numpy(dtype=float)
    ridge = RIDGE * np.eye(matrix.shape[1])
    estimate = beta @ weights
    error = np.full(len(beta), np.nan)
    usable = np.flatnonzero(np.isfinite(estimate) & np.isfinite(alpha))
    for start in range(0, len(usable), CHUNK):
        rows = usable[start : start + CHUNK]
        mu = np.maximum(np.exp(beta[rows] @ matrix.T) * factors, MIN_MU)
        precision = mu / (1 + mu * alpha[rows, None])
        information = np.einsum("ni,gn,nj->gij", matrix, precision, matrix)
        solved = np.linalg.solve(
            information + ridge, np.broadcast_to(weights[:, None], (len(rows), len(weights), 1))
        )[:, :, 0]
        error[rows] = np.sqrt(np.einsum("gi,gij,gj->g", solved, information, solved))
    stat = estimate / error
    return pd.DataFrame(
        {
            "log2FoldChange": estimate / np.log(2),
            "lfcSE": error / np.log(2),
            "stat": stat,
            "pvalue": 2 * norm.sf(np.abs(stat)),
        },
        index=pd.Index(dataset.var_names.astype(str), name="gene_id"),
    )


def contrast_table(
    model: Fit, weights: np.ndarray, in_contrast: np.ndarray, alpha: float, threads: int
) -> tuple[pd.DataFrame, Any]:
    """Test a contrast with Cook's filter and independent filtering.

    Parameters
    ----------
    model : Fit
    weights : numpy.ndarray of length n coefficients
    in_contrast : numpy.ndarray of bool, length n samples
        Samples of the two compared groups. A gene without a count in them gets a change of 0 and
        p = 1, as in R.
    alpha : float
        Level that independent filtering is tuned for (Bourgon 2010; R's ``results(alpha)``).
    threads : int

    Returns
    -------
    table : pandas.DataFrame
        ``baseMean, log2FoldChange, lfcSE, stat, pvalue, padj, status``; index gene id. Status:
        ``all_zero`` (no count in any sample), ``outlier`` (p withheld: a Cook's distance beyond
        the 99% point of F), ``low_count`` (padj withheld: mean below the independent filter's
        cut), ``tested``.
    stats : pydeseq2.ds.DeseqStats
        For :func:`resistance.differential.shrinkage.shrink`.
    """
    from pydeseq2.ds import DeseqStats

    dataset = model.dataset
    table = wald(model, weights)
    counts = np.asarray(dataset.X)
    silent = (counts[in_contrast] == 0).all(axis=0) & (counts > 0).any(axis=0)
    refilled = np.isin(dataset.var_names, getattr(dataset, "new_all_zeroes_genes", []))
    table.loc[silent | refilled, ["log2FoldChange", "stat"]] = 0.0
    table.loc[silent | refilled, "pvalue"] = 1.0
    with logged_warnings():
        stats = DeseqStats(dataset, contrast=weights, alpha=alpha, n_cpus=threads, quiet=True)
        stats.SE = table["lfcSE"] * np.log(2)
        stats.statistics = table["stat"].copy()
        stats.p_values = table["pvalue"].copy()
        stats.summary()
    table["pvalue"] = stats.p_values
    table["padj"] = stats.padj
    table.insert(0, "baseMean", dataset.var["_normed_means"].to_numpy(dtype=float))
    table["status"] = np.select(
        [
            (counts == 0).all(axis=0),
            np.asarray(dataset.var["_pvalue_cooks_outlier"], dtype=bool),
            table["padj"].isna(),
        ],
        ["all_zero", "outlier", "low_count"],
        "tested",
    )
    return table, stats
