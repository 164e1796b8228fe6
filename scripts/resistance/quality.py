"""What a reader should see of the samples first: depth, PCA, distances, agreement of replicates."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from resistance.columns import (
    QUALITY_DISTANCES,
    QUALITY_PCA,
    QUALITY_PCA_WITHOUT,
    QUALITY_SAMPLES,
)
from resistance.design.arms import compared_variables
from resistance.design.coding import Coding
from resistance.design.contrast_rows import Contrast
from resistance.design.formula import parse_design

#: A gene counts as detected from here: about where its own sampling error is below one third.
DETECTED_COUNT = 10
#: Genes of the PCA, as in R's ``plotPCA``.
PCA_GENES = 500
#: Components beyond the tenth are never shown.
MAX_COMPONENTS = 10


def groups(samples: pd.DataFrame, coding: Coding) -> pd.Series:
    """Return each sample's group: the levels of the design's factors, ``" / "`` between.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    coding : Coding

    Returns
    -------
    pandas.Series
        Index ``sample``.
    """
    names = [name for name in coding.design.variables if name in coding.levels]
    if not names:  # a design of numbers alone: all samples are one group
        return pd.Series("", index=samples.index, dtype=object)
    return samples[names].astype(str).agg(" / ".join, axis=1)


def replicate_correlations(vst: pd.DataFrame, group: pd.Series) -> pd.Series:
    """Return each sample's lowest Pearson correlation with a replicate of its group.

    Parameters
    ----------
    vst : pandas.DataFrame
        Genes x samples; leave genes without a count out, they would raise every correlation.
    group : pandas.Series
        Index ``sample``.

    Returns
    -------
    pandas.Series
        NaN for a sample without a replicate.
    """
    if len(vst) < 2:
        return pd.Series(np.nan, index=group.index)
    with np.errstate(invalid="ignore", divide="ignore"):
        table = pd.DataFrame(np.corrcoef(vst.to_numpy(dtype=float).T), vst.columns, vst.columns)
    lowest = {}
    for sample in group.index:
        mates = [other for other in group.index[group == group[sample]] if other != sample]
        lowest[sample] = float(table.loc[sample, mates].min()) if mates else np.nan
    return pd.Series(lowest)


def sample_table(
    counts: pd.DataFrame,
    vst: pd.DataFrame,
    genes: pd.DataFrame,
    samples: pd.DataFrame,
    size_factors: pd.Series,
    coding: Coding,
) -> pd.DataFrame:
    """Describe each sample.

    Parameters
    ----------
    counts, vst : pandas.DataFrame
        Genes x samples, index ``gene_id``.
    genes : pandas.DataFrame
        ``gene_id, gene_name``.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    size_factors : pandas.Series
        Index ``sample``.
    coding : Coding

    Returns
    -------
    pandas.DataFrame
        Columns of ``QUALITY_SAMPLES``, in the order of the sheet. ``detected_genes``: genes with
        at least ten counts.
    """
    names = list(samples.index)
    counts = counts[names].sort_index(kind="stable")
    expressed = counts.index[(counts > 0).any(axis=1)]
    group = groups(samples, coding)
    symbol = genes.drop_duplicates("gene_id").set_index("gene_id")["gene_name"]
    library = counts.sum(axis=0).astype(float)
    top = counts.idxmax(axis=0)
    shown = samples["display_name"] if "display_name" in samples else pd.Series("", samples.index)
    table = pd.DataFrame(
        {
            "sample": names,
            "display_name": shown.where(shown != "", pd.Series(names, samples.index)).to_numpy(),
            "group": group.to_numpy(),
            "library_size": library.to_numpy(),
            "detected_genes": (counts >= DETECTED_COUNT).sum(axis=0).to_numpy(),
            "top_gene": symbol.reindex(top).fillna(top.set_axis(top)).to_numpy(),
            "top_gene_share": (counts.max(axis=0) / library).to_numpy(),
            "size_factor": size_factors.reindex(names).to_numpy(dtype=float),
            "replicate_correlation": replicate_correlations(vst.loc[expressed, names], group)
            .reindex(names)
            .to_numpy(),
        }
    )
    return table[list(QUALITY_SAMPLES)]


def most_variable(vst: pd.DataFrame, n: int = PCA_GENES) -> pd.DataFrame:
    """Return the ``n`` genes of largest variance, ties by gene id, sorted by gene id.

    Parameters
    ----------
    vst : pandas.DataFrame
        Genes x samples, index ``gene_id``.
    n : int

    Returns
    -------
    pandas.DataFrame
    """
    ordered = vst.sort_index(kind="stable")
    variance = ordered.var(axis=1, ddof=1).sort_values(ascending=False, kind="stable")
    return ordered.loc[variance[variance > 0].index[:n].sort_values()]


def pca(vst: pd.DataFrame) -> pd.DataFrame:
    """Project samples on the principal components of the 500 most variable genes.

    As R's ``plotPCA``: genes centred, not scaled. The sign of a component is arbitrary; here the
    first sample of the sheet whose score is at least half of the largest has a negative score.

    Parameters
    ----------
    vst : pandas.DataFrame
        Genes x samples, in the order of the sheet.

    Returns
    -------
    pandas.DataFrame
        Columns of ``QUALITY_PCA``; no rows where the samples do not differ.
    """
    values = most_variable(vst).to_numpy(dtype=float).T
    if values.shape[1] == 0:
        return pd.DataFrame(columns=list(QUALITY_PCA))
    u, s, _ = np.linalg.svd(values - values.mean(axis=0), full_matrices=False)
    share = s**2 / (s**2).sum()
    rows = []
    for k in range(min(int((s > 1e-9 * s[0]).sum()), len(values) - 1, MAX_COMPONENTS)):
        score = u[:, k] * s[k]
        first = np.flatnonzero(np.abs(score) >= 0.5 * np.abs(score).max())[0]
        score = score if score[first] < 0 else -score
        rows += [
            (sample, k + 1, float(value), float(share[k]))
            for sample, value in zip(vst.columns, score, strict=True)
        ]
    return pd.DataFrame(rows, columns=list(QUALITY_PCA))


def nuisance_variables(contrasts: Sequence[Contrast], coding: Coding) -> list[str]:
    """List the variables of the design that no contrast asks about, such as batch or donor.

    Parameters
    ----------
    contrasts : sequence of Contrast
    coding : Coding
        Of the model of all samples.

    Returns
    -------
    list of str
        In the order of the design; empty without contrasts.
    """
    asked: set[str] = set()
    for row in contrasts:
        asked |= compared_variables(row, coding)
        if row.test == "lrt":
            kept = set(parse_design(row.reduced, may_be_empty=True).variables)
            asked |= set(coding.design.variables) - kept
    return [name for name in coding.design.variables if asked and name not in asked]


def without_variables(
    vst: pd.DataFrame, samples: pd.DataFrame, coding: Coding, variables: Sequence[str]
) -> pd.DataFrame:
    """Take the effects of variables out of transformed counts, for display only.

    As ``removeBatchEffect`` of limma (Ritchie et al. 2015, Nucleic Acids Research 43:e47): each
    gene is fitted by least squares on the whole design, and what the terms of these variables
    alone explain is subtracted. Terms that they share with others stay.

    Parameters
    ----------
    vst : pandas.DataFrame
        Genes x samples.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    coding : Coding
        Of the model of all samples.
    variables : sequence of str

    Returns
    -------
    pandas.DataFrame
        Of the same shape; each gene keeps its mean.
    """
    columns = coding.columns(samples.loc[list(vst.columns)])
    matrix = np.column_stack([values for _, _, values in columns])
    own = [
        bool(term) and all(coding.design.variable(part) in variables for part in term)
        for _, term, _ in columns
    ]
    values = vst.to_numpy(dtype=float)
    effects = np.linalg.lstsq(matrix, values.T, rcond=None)[0]
    explained = (matrix - matrix.mean(axis=0))[:, own] @ effects[own]
    return pd.DataFrame(values - explained.T, vst.index, vst.columns)


def pca_without(
    vst: pd.DataFrame, samples: pd.DataFrame, coding: Coding, contrasts: Sequence[Contrast]
) -> pd.DataFrame:
    """Project samples on principal components after nuisance variables are taken out.

    Parameters
    ----------
    vst, samples, coding
        As for :func:`without_variables`.
    contrasts : sequence of Contrast

    Returns
    -------
    pandas.DataFrame
        Columns of ``QUALITY_PCA_WITHOUT``; no rows where the design has no such variable.
    """
    variables = nuisance_variables(contrasts, coding)
    if not variables or not len(vst):
        return pd.DataFrame(columns=list(QUALITY_PCA_WITHOUT))
    table = pca(without_variables(vst, samples, coding, variables))
    return table.assign(without=", ".join(variables))[list(QUALITY_PCA_WITHOUT)]


def distances(vst: pd.DataFrame) -> pd.DataFrame:
    """Return Euclidean distances between samples over all genes.

    Parameters
    ----------
    vst : pandas.DataFrame
        Genes x samples, in the order of the sheet.

    Returns
    -------
    pandas.DataFrame
        Columns of ``QUALITY_DISTANCES``, every ordered pair, a sample with itself included.
    """
    values = {name: vst[name].to_numpy(dtype=float) for name in vst.columns}
    rows = [
        (one, other, float(np.linalg.norm(values[one] - values[other])))
        for one, other in product(vst.columns, vst.columns)
    ]
    return pd.DataFrame(rows, columns=list(QUALITY_DISTANCES))
