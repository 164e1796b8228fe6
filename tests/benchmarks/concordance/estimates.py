"""Estimates of both layers for simulated genes, made by the code that a study runs through."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import stdtr

from concordance.truth import Floats, Truth
from resistance.columns import GENES
from resistance.concordance.rna import Rna
from resistance.concordance.study import rna_of_contrast
from resistance.differential.analysis import Analysis, analyse
from resistance.differential.models import Settings
from resistance.multiple_testing import benjamini_hochberg
from resistance.protein.moderation import Moderation, fit_prior, moderate
from resistance.readers.resources import read_prior_variance

PRIOR_VARIANCE = Path(__file__).parents[3] / "resources/statistics/prior_variance.tsv"


@dataclass(frozen=True)
class Assay:
    """A kind of protein measurement.

    Attributes
    ----------
    name : str
        ``assay_type`` of the protein table.
    s0, d0 : float
        A target's SD between replicates is s0 sqrt(d0 / chi2 with d0 degrees of freedom).
    """

    name: str
    s0: float
    d0: float


ASSAYS = (Assay("flow", 0.20, 8), Assay("dia", 0.30, 4), Assay("western", 0.50, 8))
TITLES = {"flow": "flow", "dia": "MS", "western": "western"}


@dataclass(frozen=True)
class Layer:
    """Estimates of one layer; arrays of one shape.

    Attributes
    ----------
    x, se, df, padj : numpy.ndarray
        log2 fold change, standard error, degrees of freedom, Benjamini-Hochberg p of "no change".
    """

    x: Floats
    se: Floats
    df: Floats
    padj: Floats

    def take(self, rows: np.ndarray) -> Layer:
        """Return the chosen genes, in the shape of ``rows``."""
        return Layer(self.x[rows], self.se[rows], self.df[rows], self.padj[rows])


def counts_of(m: Floats, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw negative binomial counts: reference arm, then target arm.

    Parameters
    ----------
    m : numpy.ndarray, (genes,)
        True log2 fold changes.
    n : int
        Replicates per arm.
    rng : numpy.random.Generator

    Returns
    -------
    pandas.DataFrame
        Genes x samples.
    """
    genes = len(m)
    level = 400.0 * np.exp(rng.normal(0, 1.2, genes))
    dispersion = (0.01 + 2.0 / level) * np.exp(rng.normal(0, 0.5, genes))
    mean = np.outer(level, rng.uniform(0.7, 1.3, 2 * n))
    mean[:, n:] *= 2.0 ** m[:, None]
    size = 1.0 / dispersion[:, None]
    counts = rng.negative_binomial(size, size / (size + mean))
    names = pd.Index([f"g{i:05d}" for i in range(genes)], name="gene_id")
    return pd.DataFrame(counts, index=names, columns=[f"s{i:02d}" for i in range(2 * n)])


def fitted(counts: pd.DataFrame) -> tuple[Analysis, Rna]:
    """Run the differential stage on two arms of equal size.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, the reference arm first.

    Returns
    -------
    tuple
        The stage's result, and what the concordance stage makes of it.
    """
    n = counts.shape[1] // 2
    samples = pd.DataFrame(
        {"condition": ["parental"] * n + ["resistant"] * n},
        index=pd.Index(counts.columns, name="sample"),
    )
    contrasts = pd.DataFrame(
        [("one", "condition", "parental", "resistant")],
        columns=["id", "variable", "reference", "target"],
    )
    genes = pd.DataFrame({"gene_id": counts.index}).reindex(columns=list(GENES)).fillna("")
    out = analyse(counts, genes, samples, contrasts, "~ condition", _settings())
    rna = rna_of_contrast(
        out.tables["one"],
        counts,
        out.size_factors,
        out.fit_genes,
        out.model,
        samples,
        contrasts,
        "one",
    )
    return out, rna


@cache
def _settings() -> Settings:
    """Settings of a study; few replicates need R's simulated prior."""
    return Settings(alpha=0.05, prior_table=read_prior_variance(PRIOR_VARIANCE))


def rna_layer(rna: Rna) -> Layer:
    """Return the mRNA estimates as the concordance stage tests them.

    Genes that it leaves untested (Cook's outliers, searches given up), and the few without a count
    in one arm, which have likelihood ratios there, are NaN here.
    """
    columns = rna.columns
    untested = columns["rna_status"].isin(["outlier", "not_converged"])
    untested |= rna.arm_is_zero("reference") | rna.arm_is_zero("target")
    known = columns.where(~untested)
    return Layer(
        *(
            known[f"rna_{name}"].to_numpy(dtype=float)
            for name in ("log2FoldChange", "lfcSE", "df", "padj")
        )
    )


def protein_values(truth: Truth, assay: Assay, n: int, rng: np.random.Generator) -> Floats:
    """Draw log2 signals.

    Parameters
    ----------
    truth : Truth
        Arrays of shape (panels, genes).
    assay : Assay
    n : int
        Replicates per arm.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray, (panels, genes, 2 n)
        The reference arm first.
    """
    shape = truth.p.shape
    sd = assay.s0 * np.sqrt(assay.d0 / rng.chisquare(assay.d0, shape))
    values = rng.normal(0, 1, (*shape, 2 * n)) * sd[..., None]
    values[..., n:] += truth.p[..., None]
    return values


def protein_layer(values: Floats, systematic_sd: float) -> Layer:
    """Estimate the protein change, the variance shared over the targets of each panel.

    The arithmetic of :func:`resistance.protein.estimates.estimate` without its tables, which would
    take longer than all else; a test holds both against each other.

    Parameters
    ----------
    values : numpy.ndarray, (panels, genes, 2 n)
    systematic_sd : float

    Returns
    -------
    Layer
    """
    n = values.shape[-1] // 2
    reference, target = values[..., :n], values[..., n:]
    x = target.mean(axis=-1) - reference.mean(axis=-1)
    own = (reference.var(axis=-1, ddof=1) + target.var(axis=-1, ddof=1)) / 2.0
    residual = np.full(values.shape[1], 2.0 * n - 2.0)
    variance, df = np.empty_like(x), np.empty_like(x)
    for panel, of_panel in enumerate(own):
        prior: Moderation = fit_prior(of_panel, residual)
        variance[panel], df[panel] = moderate(of_panel, residual, prior)
    se = np.sqrt(variance * 2.0 / n + systematic_sd**2)
    p = 2.0 * stdtr(df, -np.abs(x) / se)
    return Layer(x, se, df, np.array([benjamini_hochberg(row) for row in p]))
