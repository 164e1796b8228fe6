"""Fit the negative-binomial model once, with PyDESeq2, from a design matrix of our own.

PyDESeq2's formula strings reach a library that evaluates program code, so it only ever gets a
matrix. Its size factors are set from :mod:`resistance.differential.size_factors`, since its own
fallback for data in which every gene has a zero may not end.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resistance.columns import FIT_GENES
from resistance.differential import size_factors
from resistance.differential.trend import Trend

#: Dispersions below 100 times PyDESeq2's floor of 1e-8 are no estimates (R: minDisp * 100). With
#: none above there is nothing to fit a trend to, and gene-wise values are used, as R advises.
NO_DISPERSION = 1e-6
#: R estimates the prior's width by simulation at so few residual degrees of freedom; PyDESeq2 by
#: the median absolute deviation, which is poor there.
FEW_DEGREES_OF_FREEDOM = 3
#: Cook's distances judge samples with at least this many replicates (R's ``recordMaxCooks``).
COOKS_REPLICATES = 3


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    dataset : pydeseq2.dds.DeseqDataSet
        Samples x genes; coefficients in natural log.
    matrix : pandas.DataFrame
        Samples x coefficients.
    size_factors : SizeFactors
    trend : Trend
    prior_variance : float
        Variance of the log dispersions' prior; NaN without a trend.
    notes : tuple of str
    """

    dataset: Any
    matrix: pd.DataFrame
    size_factors: size_factors.SizeFactors
    trend: Trend
    prior_variance: float
    notes: tuple[str, ...]

    @property
    def residual_df(self) -> int:
        """Samples minus coefficients."""
        return int(self.matrix.shape[0] - self.matrix.shape[1])


@contextmanager
def logged_warnings() -> Iterator[None]:
    """Send each distinct warning of the numerical libraries to the log once."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for message in dict.fromkeys(str(warning.message) for warning in caught):
        logging.getLogger("resistance").warning("%s", message)


def fit(counts: pd.DataFrame, matrix: pd.DataFrame, threads: int) -> Fit:
    """Fit dispersions and coefficients of every gene.

    Love, Huber & Anders 2014 (Genome Biology 15:550) as implemented in PyDESeq2 0.5.4: gene-wise
    dispersions, trend, shrinkage to the trend, coefficients, Cook's distances, replacement of
    outliers where a cell of the design has seven or more samples.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, whole numbers, genes sorted.
    matrix : pandas.DataFrame
        Samples x coefficients, full rank, at least one residual degree of freedom; rows are the
        columns of ``counts``, in the same order.
    threads : int
        Worker processes; the numbers do not depend on it.

    Returns
    -------
    Fit
    """
    factors = size_factors.estimate(counts)
    dataset = _dataset(counts, matrix, factors, threads)
    notes = []
    with logged_warnings():
        dataset.fit_genewise_dispersions()
        trend = _fit_trend(dataset)
        if trend.kind == "none":
            dataset.var["fitted_dispersions"] = np.nan
            dataset.var["dispersions"] = dataset.var["genewise_dispersions"]
            dataset.var["_outlier_genes"] = False
            dataset.refit_cooks = False
        else:
            dataset.fit_dispersion_prior()
            dataset.fit_MAP_dispersions()
        dataset.fit_LFC()
        dataset.calculate_cooks()
        if dataset.refit_cooks:
            dataset.refit()
        else:
            dataset.var["replaced"] = False
        dataset.cooks_outlier()
    if trend.kind == "mean":
        notes.append(
            "The parametric dispersion trend could not be fitted; one mean dispersion is the "
            "trend of all genes."
        )
    if trend.kind == "none":
        notes.append(
            "No gene varies more than Poisson counts do; gene-wise dispersions were used without "
            "a trend."
        )
    if 0 < matrix.shape[0] - matrix.shape[1] <= FEW_DEGREES_OF_FREEDOM:
        notes.append(
            f"The design leaves {matrix.shape[0] - matrix.shape[1]} residual degrees of freedom: "
            "the width of the dispersions' prior is estimated poorly."
        )
    prior = dataset.uns.get("prior_disp_var", np.nan)
    return Fit(dataset, matrix, factors, trend, float(prior), (*factor_notes(factors), *notes))


def blind_trend(counts: pd.DataFrame, factors: size_factors.SizeFactors, threads: int) -> Trend:
    """Fit a dispersion trend as if all samples were replicates (R's ``vst(blind = TRUE)``).

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, at least two samples.
    factors : SizeFactors
    threads : int

    Returns
    -------
    Trend
    """
    matrix = pd.DataFrame({"Intercept": 1.0}, index=counts.columns)
    dataset = _dataset(counts, matrix, factors, threads)
    with logged_warnings():
        dataset.fit_genewise_dispersions()
        return _fit_trend(dataset)


def factor_notes(factors: size_factors.SizeFactors) -> list[str]:
    """Say when size factors had to be made from genes with zeros."""
    if factors.method == "ratio":
        return []
    return [
        "Every gene has a zero in some sample, so size factors come from positive counts alone "
        "(poscounts)."
    ]


def _dataset(
    counts: pd.DataFrame, matrix: pd.DataFrame, factors: size_factors.SizeFactors, threads: int
) -> Any:
    from pydeseq2.dds import DeseqDataSet

    with logged_warnings():
        dataset = DeseqDataSet(
            counts=counts.T,
            metadata=pd.DataFrame(index=counts.columns),
            design=matrix,
            n_cpus=threads,
            quiet=True,
        )
    dataset.obs["size_factors"] = factors.values
    dataset.layers["normed_counts"] = dataset.X / factors.values.to_numpy()[:, None]
    dataset.var["_normed_means"] = dataset.layers["normed_counts"].mean(axis=0)
    return dataset


def _fit_trend(dataset: Any) -> Trend:
    if not (dataset.var["genewise_dispersions"] >= NO_DISPERSION).any():
        return Trend("none", float("nan"), 0.0)
    dataset.fit_dispersion_trend()
    if dataset.uns["disp_function_type"] == "parametric":
        asympt, extra = (float(value) for value in dataset.uns["trend_coeffs"])
        if np.isfinite(asympt) and np.isfinite(extra):
            return Trend("parametric", asympt, extra)
        dataset.fit_type = "mean"
        dataset.fit_dispersion_trend()
    return Trend("mean", float(dataset.uns["mean_disp"]), 0.0)


def gene_table(model: Fit) -> pd.DataFrame:
    """Return what later stages need to know of each gene's fit.

    Parameters
    ----------
    model : Fit

    Returns
    -------
    pandas.DataFrame
        Columns of ``FIT_GENES``. Numbers are NaN and ``converged`` is empty for genes without a
        count; ``max_cooks`` is the largest Cook's distance, before any replacement, among samples
        with at least three replicates.
    """
    from pydeseq2.utils import n_or_more_replicates

    dataset = model.dataset
    var = dataset.var
    judged = n_or_more_replicates(model.matrix, COOKS_REPLICATES).to_numpy()
    cooks = pd.DataFrame(dataset.layers["cooks"][judged], columns=dataset.var_names)
    flags = {True: "yes", False: "no"}
    table = pd.DataFrame(
        {
            "gene_id": dataset.var_names.astype(str),
            "dispersion_genewise": var["genewise_dispersions"].to_numpy(float),
            "dispersion_trend": var["fitted_dispersions"].where(var["non_zero"]).to_numpy(float),
            "dispersion": var["dispersions"].to_numpy(float),
            "dispersion_outlier": var["_outlier_genes"].map(flags).to_numpy(),
            "max_cooks": cooks.max(axis=0).to_numpy(float),
            "replaced": var["replaced"].map(flags).to_numpy(),
            "converged": var["_LFC_converged"].astype(object).map(flags).fillna("").to_numpy(),
        }
    )
    return table[list(FIT_GENES)]
