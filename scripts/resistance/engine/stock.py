"""PyDESeq2 as it comes, for auditors who want to compare."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pydeseq2.dds import DeseqDataSet


def stock(counts: pd.DataFrame, matrix: pd.DataFrame, size_factors: pd.Series, n_cpus: int) -> Any:
    """Return PyDESeq2's own data set.

    Parameters
    ----------
    counts : pandas.DataFrame
        Samples x genes, whole numbers.
    matrix : pandas.DataFrame
        Samples x coefficients.
    size_factors : pandas.Series
        Set from outside, since PyDESeq2's own fallback for data in which every gene has a zero may
        not end.
    n_cpus : int
        Worker processes.

    Returns
    -------
    pydeseq2.dds.DeseqDataSet
    """
    dataset = DeseqDataSet(
        counts=counts,
        metadata=pd.DataFrame(index=counts.index),
        design=matrix,
        n_cpus=n_cpus,
        quiet=True,
    )
    dataset.obs["size_factors"] = size_factors
    dataset.layers["normed_counts"] = dataset.X / size_factors.to_numpy()[:, None]
    dataset.var["_normed_means"] = dataset.layers["normed_counts"].mean(axis=0)
    return dataset
