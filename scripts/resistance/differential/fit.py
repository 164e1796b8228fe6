"""Fit the negative-binomial model once, from a design matrix of our own.

PyDESeq2's formula strings reach a library that evaluates program code, so it only ever gets a
matrix. Two engines: ``vectorised`` (:mod:`resistance.engine`, R's answers) and ``pydeseq2``, the
stock code, for auditors.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from resistance.columns import COOKS, FIT_GENES
from resistance.differential.normalisation import Divisors
from resistance.differential.trend import Trend
from resistance.engine import moments
from resistance.engine.dataset import DataSet
from resistance.engine.stock import stock
from resistance.engine.trend import FLOOR

#: PyDESeq2 estimates the width of the dispersions' prior poorly at so few residual degrees of
#: freedom, where R simulates it.
FEW_DEGREES_OF_FREEDOM = 3
_QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95, "max": 1.0}


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    dataset : pydeseq2.dds.DeseqDataSet
        Samples x genes; coefficients in natural log. A ``DataSet`` of ours with the vectorised
        engine.
    matrix : pandas.DataFrame
        Samples x coefficients.
    divisors : Divisors
    trend : Trend
    prior_variance : float
        Variance of the log dispersions' prior; NaN without a trend.
    notes : tuple of str
    engine : str
    """

    dataset: Any
    matrix: pd.DataFrame
    divisors: Divisors
    trend: Trend
    prior_variance: float
    notes: tuple[str, ...]
    engine: str

    @property
    def residual_df(self) -> int:
        """Samples minus coefficients."""
        return int(self.matrix.shape[0] - self.matrix.shape[1])


def engine_name(engine: str) -> str:
    """Return the engine with its version where it is another's code."""
    return engine if engine == "vectorised" else f"{engine} {version('pydeseq2')}"


@contextmanager
def logged_warnings() -> Iterator[None]:
    """Send each distinct warning of the numerical libraries to the log once."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    for message in dict.fromkeys(str(warning.message) for warning in caught):
        logging.getLogger("resistance").warning("%s", message)


def fit(
    counts: pd.DataFrame,
    matrix: pd.DataFrame,
    divisors: Divisors,
    *,
    engine: str = "vectorised",
    two_groups: bool = False,
    prior_table: pd.DataFrame | None = None,
    threads: int = 1,
) -> Fit:
    """Fit dispersions and coefficients of every gene.

    Love, Huber & Anders 2014 (Genome Biology 15:550): gene-wise dispersions, trend, shrinkage to
    the trend, coefficients, Cook's distances, replacement of outliers where a cell of the design
    has seven or more samples.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, whole numbers, genes sorted.
    matrix : pandas.DataFrame
        Samples x coefficients, full rank, at least one residual degree of freedom; rows are the
        columns of ``counts``, in the same order.
    divisors : Divisors
        Of these counts.
    engine : {"vectorised", "pydeseq2"}
    two_groups : bool
        Whether the design is one factor of two levels.
    prior_table : pandas.DataFrame, optional
        R's simulated histograms; needed with three or fewer residual degrees of freedom.
    threads : int
        Worker processes of PyDESeq2's code; the numbers do not depend on it.

    Returns
    -------
    Fit
    """
    dataset = _dataset(counts, matrix, divisors, engine, two_groups, prior_table, threads)
    with logged_warnings():
        dataset.fit_genewise_dispersions()
        trend = _fit_trend(dataset)
        if trend.kind == "none":
            dataset.var["fitted_dispersions"] = np.nan
            dataset.var["dispersions"] = dataset.var["genewise_dispersions"]
            dataset.var["_outlier_genes"] = False
        else:
            dataset.fit_dispersion_prior()
            dataset.fit_MAP_dispersions()
        dataset.fit_LFC()
        dataset.calculate_cooks()
        if trend.kind == "none":
            # there is nothing that a gene fitted anew could be shrunk to
            dataset.refit_cooks = False
            dataset.min_replicates = len(matrix) + 1
        dataset.refit()
        dataset.cooks_outlier()
    prior = float(dataset.uns.get("prior_disp_var", np.nan))
    notes = (*divisors.size_factors.notes, *_fit_notes(trend, matrix, engine))
    return Fit(dataset, matrix, divisors, trend, prior, notes, engine)


def _fit_notes(trend: Trend, matrix: pd.DataFrame, engine: str) -> list[str]:
    notes = []
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
    df = matrix.shape[0] - matrix.shape[1]
    if engine == "pydeseq2" and 0 < df <= FEW_DEGREES_OF_FREEDOM:
        notes.append(
            f"The design leaves {df} residual degrees of freedom: PyDESeq2's own code estimates "
            "the width of the dispersions' prior poorly there."
        )
    return notes


def blind_trend(counts: pd.DataFrame, divisors: Divisors) -> Trend:
    """Fit a dispersion trend as if all samples were replicates (R's ``vst(blind = TRUE)``).

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, at least two samples.
    divisors : Divisors

    Returns
    -------
    Trend
    """
    matrix = pd.DataFrame({"Intercept": 1.0}, index=counts.columns)
    dataset = _dataset(counts, matrix, divisors, "vectorised", False, None, 1)
    with logged_warnings():
        dataset.fit_genewise_dispersions()
        return _fit_trend(dataset)


def _dataset(
    counts: pd.DataFrame,
    matrix: pd.DataFrame,
    divisors: Divisors,
    engine: str,
    two_groups: bool,
    prior_table: pd.DataFrame | None,
    threads: int,
) -> Any:
    factors = divisors.size_factors.values
    with logged_warnings():
        if engine == "pydeseq2":
            return stock(counts.T, matrix, factors, threads)
        of_genes = None if divisors.of_genes is None else np.ascontiguousarray(divisors.of_genes.T)
        return DataSet(counts.T, matrix, factors, of_genes, two_groups, prior_table)


def _fit_trend(dataset: Any) -> Trend:
    # with no dispersion above the floor there is nothing to fit a trend to; R advises the same
    if not (dataset.var["genewise_dispersions"] >= FLOOR).any():
        return Trend("none", float("nan"), 0.0)
    dataset.fit_dispersion_trend()
    if dataset.uns["disp_function_type"] == "parametric":
        asympt, extra = (float(value) for value in dataset.uns["trend_coeffs"])
        if np.isfinite(asympt) and np.isfinite(extra):
            return Trend("parametric", asympt, extra)
        dataset.fit_type = "mean"
        dataset.fit_dispersion_trend()
    return Trend("mean", float(dataset.uns["mean_disp"]), 0.0)


def gene_table(fit: Fit, model: str) -> pd.DataFrame:
    """Return what later stages need to know of each gene's fit.

    Parameters
    ----------
    fit : Fit
    model : str
        Name of the model.

    Returns
    -------
    pandas.DataFrame
        Columns of ``FIT_GENES``. Numbers are NaN and ``converged`` is empty for genes without a
        count; ``max_cooks`` is the largest Cook's distance, before any replacement, among samples
        with at least three replicates.
    """
    dataset = fit.dataset
    var = dataset.var
    cooks = pd.DataFrame(dataset.layers["cooks"][_judged(fit)], columns=dataset.var_names)
    flags = {True: "yes", False: "no"}
    table = pd.DataFrame(
        {
            "model": model,
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


def _judged(fit: Fit) -> np.ndarray:
    matrix = fit.matrix.to_numpy(dtype=float)
    judged: np.ndarray = moments.cells(matrix)[1] >= moments.REPLICATES
    return judged


def cooks_table(fit: Fit, model: str) -> pd.DataFrame:
    """Summarise Cook's distances of each sample over genes.

    Parameters
    ----------
    fit : Fit
    model : str
        Name of the model.

    Returns
    -------
    pandas.DataFrame
        Columns of ``COOKS``, in the order of the samples. ``judged``: the sample is in a cell of at
        least three, where an outlier withholds a p value.
    """
    from scipy.stats import f as f_distribution

    dataset = fit.dataset
    cooks = dataset.layers["cooks"][:, dataset.var["non_zero"].to_numpy(dtype=bool)]
    cutoff = float(f_distribution.ppf(0.99, fit.matrix.shape[1], fit.residual_df))
    rows = []
    for sample, judged, values in zip(fit.matrix.index, _judged(fit), cooks, strict=True):
        known = values[np.isfinite(values)]
        quantiles = np.quantile(known, list(_QUANTILES.values())) if len(known) else np.nan
        rows.append(
            {
                "model": model,
                "sample": str(sample),
                "judged": "yes" if judged else "no",
                "n_genes": len(known),
                **dict(zip(_QUANTILES, np.broadcast_to(quantiles, len(_QUANTILES)), strict=True)),
                "n_above": int((known > cutoff).sum()),
                "cutoff": cutoff,
            }
        )
    return pd.DataFrame(rows, columns=list(COOKS))
