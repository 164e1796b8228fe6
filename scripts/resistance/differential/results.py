"""Test one contrast of a fitted model, and say of each gene what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from resistance.design.contrast_rows import Contrast
from resistance.differential.fit import Fit, logged_warnings
from resistance.engine.statistics import Statistics


@dataclass(frozen=True)
class Tested:
    """A contrast, tested.

    Attributes
    ----------
    table : pandas.DataFrame
        ``baseMean, log2FoldChange, lfcSE, stat, pvalue, padj, status``; index gene id.
    statistics : pydeseq2.ds.DeseqStats
        ``SE`` in natural log.
    weights : numpy.ndarray or None
        Of the coefficients; None for a likelihood-ratio test without a fold change.
    cut : float
        Mean below which independent filtering leaves genes out; NaN with PyDESeq2's own code.
    """

    table: pd.DataFrame
    statistics: Any
    weights: NDArray[np.float64] | None
    cut: float


def silent_genes(
    counts: NDArray[np.int64],
    matrix: NDArray[np.float64],
    weights: NDArray[np.float64],
    in_contrast: NDArray[np.bool_] | None,
) -> NDArray[np.bool_]:
    """Find genes without a count in both compared groups (R's ``contrastAllZero``).

    Parameters
    ----------
    counts : numpy.ndarray, (samples, genes)
    matrix : numpy.ndarray, (samples, coefficients)
    weights : numpy.ndarray, (coefficients,)
    in_contrast : numpy.ndarray of bool, (samples,), or None
        Samples of two levels that are compared. Without, R's rule for a vector of weights: the
        samples that the coefficients with a weight touch, and none where all weights have one sign.

    Returns
    -------
    numpy.ndarray of bool, (genes,)
        Not those without a count in any sample.
    """
    if in_contrast is None:
        if (weights >= 0).all() or (weights <= 0).all():
            return np.zeros(counts.shape[1], dtype=bool)
        in_contrast = np.abs(matrix @ (weights != 0)) > 0
    silent: NDArray[np.bool_] = (counts[in_contrast] == 0).all(axis=0) & (counts > 0).any(axis=0)
    return silent


def contrast_table(
    fit: Fit,
    contrast: Contrast,
    weights: NDArray[np.float64] | None,
    in_contrast: NDArray[np.bool_] | None,
    alpha: float,
    reduced: pd.DataFrame | None = None,
    threads: int = 1,
) -> Tested:
    """Test a contrast with Cook's filter and independent filtering.

    Parameters
    ----------
    fit : Fit
    contrast : Contrast
        Test, alternative and threshold. PyDESeq2's own code makes its two-sided Wald test only.
    weights : numpy.ndarray, (coefficients,), or None
        None for a likelihood-ratio test without a fold change.
    in_contrast : numpy.ndarray of bool, (samples,), or None
        As of :func:`silent_genes`.
    alpha : float
        Level that independent filtering is tuned for (Bourgon 2010; R's ``results(alpha)``).
    reduced : pandas.DataFrame, optional
        Model matrix of the likelihood-ratio test.
    threads : int
        Of PyDESeq2's own code.

    Returns
    -------
    Tested
        Status of a gene: ``all_zero`` (no count in any sample), ``outlier`` (p withheld: a Cook's
        distance beyond the 99% point of F; or no count left once outliers were replaced),
        ``low_count`` (padj withheld: mean below the independent filter's cut), ``not_converged``
        (the coefficients' search did not end), ``tested``.
    """
    dataset = fit.dataset
    vector = np.zeros(fit.matrix.shape[1]) if weights is None else np.asarray(weights, dtype=float)
    with logged_warnings():
        if fit.engine == "pydeseq2":
            statistics = _stock(dataset, vector, alpha, threads)
            estimate = dataset.varm["LFC"].to_numpy(dtype=float) @ vector / np.log(2)
            emptied = np.zeros(dataset.n_vars, dtype=bool)
        else:
            silent = silent_genes(
                dataset.original_counts, fit.matrix.to_numpy(dtype=float), vector, in_contrast
            )
            statistics = Statistics(
                dataset,
                vector,
                silent,
                alpha,
                contrast.alternative,
                contrast.lfc_threshold,
                None if reduced is None else reduced.to_numpy(dtype=float),
            )
            statistics.summary()
            estimate = statistics.estimate.to_numpy(dtype=float)
            emptied = statistics.emptied
    table = pd.DataFrame(
        {
            "baseMean": dataset.var["_normed_means"].to_numpy(dtype=float),
            "log2FoldChange": estimate,
            "lfcSE": statistics.SE.to_numpy(dtype=float) / np.log(2),
            "stat": statistics.statistics.to_numpy(dtype=float),
            "pvalue": statistics.p_values.to_numpy(dtype=float),
            "padj": statistics.padj.to_numpy(dtype=float),
        },
        index=pd.Index(dataset.var_names.astype(str), name="gene_id"),
    )
    if weights is None:
        table[["log2FoldChange", "lfcSE"]] = np.nan
    table["status"] = _status(dataset, table, emptied)
    return Tested(table, statistics, weights, float(getattr(statistics, "cut", np.nan)))


def _stock(dataset: Any, vector: NDArray[np.float64], alpha: float, threads: int) -> Any:
    from pydeseq2.ds import DeseqStats

    statistics = DeseqStats(dataset, contrast=vector, alpha=alpha, n_cpus=threads, quiet=True)
    statistics.summary()
    return statistics


def _status(dataset: Any, table: pd.DataFrame, emptied: NDArray[np.bool_]) -> NDArray[np.str_]:
    var = dataset.var
    counted = var["non_zero"].to_numpy(dtype=bool)
    converged = var["_LFC_converged"].astype("boolean").fillna(True).to_numpy(dtype=bool)
    withheld = counted & table["pvalue"].isna().to_numpy() | emptied
    return np.select(
        [~counted, withheld, table["padj"].isna().to_numpy(), ~converged],
        ["all_zero", "outlier", "low_count", "not_converged"],
        "tested",
    )
