"""Size factors: how deeply each sample was sequenced, from the genes' own ratios."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resistance.problems import InputError, Problem


@dataclass(frozen=True)
class SizeFactors:
    """Size factors and how they were made.

    Attributes
    ----------
    values : pandas.Series
        One positive number a sample, in the order of the counts' columns.
    method : {"ratio", "poscounts"}
    n_genes : int
        Genes that the medians are taken over (``poscounts``: genes with any count).
    """

    values: pd.Series
    method: str
    n_genes: int


def estimate(counts: pd.DataFrame) -> SizeFactors:
    """Estimate size factors by the median of ratios.

    A sample's size factor is the median, over genes without a zero in any sample, of its count
    divided by the gene's geometric mean (Anders & Huber 2010, Genome Biology 11:R106, equation 5).
    Where every gene has a zero the geometric mean runs over the positive counts, divided by the
    number of all samples, and the medians over each sample's positive counts, scaled to a
    geometric mean of 1: R's ``estimateSizeFactors(type = "poscounts")``.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, whole numbers.

    Returns
    -------
    SizeFactors

    Raises
    ------
    InputError
        If a sample has no counts at all.
    """
    empty = counts.columns[counts.sum(axis=0) == 0]
    if len(empty):
        raise InputError(
            [
                Problem(
                    "counts",
                    "This sample has no counts at all.",
                    column=str(sample),
                    hint="Take it out of the sample sheet.",
                )
                for sample in empty
            ]
        )
    values = counts.to_numpy(dtype=float)
    logs = np.log(values, out=np.zeros_like(values), where=values > 0)
    # sums run over sorted numbers, so that the order of samples cannot change the last bit
    gene_means = np.sort(logs, axis=1).mean(axis=1, keepdims=True)
    complete = (values > 0).all(axis=1)
    if complete.any():
        ratios = logs[complete] - gene_means[complete]
        factors = np.exp(np.median(ratios, axis=0))
        return SizeFactors(pd.Series(factors, counts.columns), "ratio", int(complete.sum()))
    ratios = logs - gene_means
    factors = np.array(
        [
            np.exp(np.median(ratios[positive, sample]))
            for sample, positive in enumerate((values > 0).T)
        ]
    )
    factors = factors / np.exp(np.mean(np.sort(np.log(factors))))
    n_genes = int((values > 0).any(axis=1).sum())
    return SizeFactors(pd.Series(factors, counts.columns), "poscounts", n_genes)
