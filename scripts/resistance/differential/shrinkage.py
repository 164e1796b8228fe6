"""Shrunken fold changes (apeglm's prior) of any pair of levels."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd

from resistance.design import contrasts
from resistance.design.coding import Coding
from resistance.differential.fit import Fit, logged_warnings

#: Largest difference, in natural log, between the relevelled coefficient and the contrast.
TOLERANCE = 1e-6


def relevel(coding: Coding, variable: str, reference: str) -> Coding:
    """Return a coding with an intercept and ``reference`` as reference of ``variable``.

    Parameters
    ----------
    coding : Coding
    variable, reference : str

    Returns
    -------
    Coding
    """
    others = tuple(level for level in coding.levels[variable] if level != reference)
    return dataclasses.replace(
        coding,
        design=dataclasses.replace(coding.design, intercept=True),
        levels={**coding.levels, variable: (reference, *others)},
    )


def shrink(
    model: Fit,
    stats: Any,
    coding: Coding,
    samples: pd.DataFrame,
    variable: str,
    reference: str,
    target: str,
) -> tuple[pd.DataFrame, str]:
    """Shrink the contrast ``target`` against ``reference`` with a heavy-tailed prior.

    Zhu, Ibrahim & Love 2019 (Bioinformatics 35:2084) as in PyDESeq2. The prior holds one
    coefficient, so the model is written anew with ``reference`` as reference level. Fitted values
    and dispersions stay the same; the coefficients follow by linear algebra from the old ones.

    Parameters
    ----------
    model : Fit
    stats : pydeseq2.ds.DeseqStats
        Of this contrast; is changed.
    coding : Coding
        Of ``model.matrix``.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    variable, reference, target : str

    Returns
    -------
    table : pandas.DataFrame
        ``log2FoldChange_shrunken, lfcSE_shrunken``; index gene id. NaN for genes without a count,
        and for all genes where no coefficient stands for the contrast.
    note : str
        Why nothing was shrunk; empty otherwise.
    """
    new = relevel(coding, variable, reference)
    matrix = new.matrix(samples)
    genes = pd.Index(model.dataset.var_names.astype(str), name="gene_id")
    nothing = pd.DataFrame(
        {"log2FoldChange_shrunken": np.nan, "lfcSE_shrunken": np.nan}, index=genes
    )
    old = model.matrix.to_numpy(dtype=float)
    change, *_ = np.linalg.lstsq(matrix.to_numpy(dtype=float), old, rcond=None)
    weights = contrasts.weights(new, variable, reference, target)
    positions = np.flatnonzero(np.abs(weights) > TOLERANCE)
    same_space = matrix.shape == model.matrix.shape and np.allclose(
        matrix.to_numpy(dtype=float) @ change, old, atol=TOLERANCE
    )
    if not same_space or len(positions) != 1 or not np.isclose(weights[positions[0]], 1):
        return nothing, "no single coefficient of the model stands for it"
    coefficient = str(matrix.columns[positions[0]])
    before = stats.LFC.to_numpy(dtype=float)
    beta = pd.DataFrame(before @ change.T, index=stats.LFC.index, columns=matrix.columns)
    gap = np.abs(beta[coefficient].to_numpy() - before @ stats.contrast_vector)
    if np.nanmax(gap, initial=0.0) > TOLERANCE:
        return nothing, "the coefficient does not reproduce the contrast"
    stats.design_matrix = matrix
    stats.LFC = beta
    with logged_warnings():
        try:
            stats.lfc_shrink(coefficient)
        except ValueError as error:
            if "f(a) and f(b) must have different signs" not in str(error):
                raise
            return nothing, "the width of the prior could not be estimated"
    fitted = np.isfinite(before).all(axis=1)
    table = pd.DataFrame(
        {
            "log2FoldChange_shrunken": stats.LFC[coefficient].where(fitted) / np.log(2),
            "lfcSE_shrunken": stats.SE.where(fitted) / np.log(2),
        }
    )
    return table.set_axis(genes, axis=0), ""
