"""Designs that leave no residual degrees of freedom: estimates without any test."""

from __future__ import annotations

import numpy as np
import pandas as pd

#: Added to normalised counts before the logarithm, so that a zero has one: half of the smallest
#: count, as in limma's voom. It pulls the change of a gene with few counts towards 0.
PSEUDOCOUNT = 0.5


def fold_changes(
    normalised: pd.DataFrame, matrix: pd.DataFrame, weights: np.ndarray
) -> pd.DataFrame:
    """Return log2 fold changes of normalised counts, without standard error, p or call.

    The model fits ``log2(normalised + 0.5)`` exactly; for one sample an arm this is the log2 ratio
    of the two samples.

    Parameters
    ----------
    normalised : pandas.DataFrame
        Genes x samples.
    matrix : pandas.DataFrame
        Samples x coefficients, square, full rank; rows are the columns of ``normalised``.
    weights : numpy.ndarray of length n coefficients

    Returns
    -------
    pandas.DataFrame
        ``baseMean, log2FoldChange, lfcSE, stat, pvalue, padj, status``; index gene id. Status is
        ``no_replicates``, or ``all_zero``.
    """
    per_sample = np.linalg.solve(matrix.to_numpy(dtype=float).T, weights)
    logs = np.log2(normalised.to_numpy(dtype=float) + PSEUDOCOUNT)
    base_mean = normalised.to_numpy(dtype=float).mean(axis=1)
    zero = base_mean == 0
    table = pd.DataFrame(
        {
            "baseMean": base_mean,
            "log2FoldChange": np.where(zero, np.nan, logs @ per_sample),
            **dict.fromkeys(["lfcSE", "stat", "pvalue", "padj"], np.nan),
            "status": np.where(zero, "all_zero", "no_replicates"),
        },
        index=normalised.index,
    )
    return table
