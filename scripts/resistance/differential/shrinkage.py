"""Shrunken fold changes (apeglm's prior) of any contrast."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from resistance.design.coding import Coding
from resistance.design.contrast_rows import Contrast
from resistance.design.contrasts import contrast_weights
from resistance.differential.fit import Fit, logged_warnings
from resistance.differential.results import Tested
from resistance.engine import shrinkage

COLUMNS = ("log2FoldChange_shrunken", "lfcSE_shrunken", "svalue")
#: Largest difference, in natural log, between the new coefficient and the contrast.
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


@dataclasses.dataclass(frozen=True)
class _Rewritten:
    """The model in which one coefficient is the contrast.

    Attributes
    ----------
    matrix : numpy.ndarray, (samples, coefficients)
    change : numpy.ndarray, (coefficients, coefficients)
        New coefficients are ``change @ old``.
    position : int
        Of the contrast.
    """

    matrix: NDArray[np.float64]
    change: NDArray[np.float64]
    position: int


def shrink(
    fit: Fit, tested: Tested, coding: Coding, samples: pd.DataFrame, contrast: Contrast
) -> tuple[pd.DataFrame, str]:
    """Shrink a contrast with a heavy-tailed prior.

    Zhu, Ibrahim & Love 2019 (Bioinformatics 35:2084). The prior holds one coefficient, so the model
    is written anew: with the contrast's reference as reference level, as one would do in R, or, for
    a formula, with the contrast in the place of the coefficient of largest weight. Fitted values
    and dispersions stay the same; the coefficients follow by linear algebra from the old ones, and
    it is checked that the new one reproduces the contrast.

    Parameters
    ----------
    fit : Fit
    tested : Tested
        Of this contrast.
    coding : Coding
        Of ``fit.matrix``.
    samples : pandas.DataFrame
        The model's samples, text, index ``sample``.
    contrast : Contrast

    Returns
    -------
    table : pandas.DataFrame
        ``COLUMNS``, index gene id. NaN for genes without a count, before or after outliers were
        replaced, and for all genes where nothing can be shrunk; no s-value for outliers.
    note : str
        Why nothing was shrunk; empty otherwise.
    """
    genes = pd.Index(fit.dataset.var_names.astype(str), name="gene_id")
    nothing = pd.DataFrame(np.nan, index=genes, columns=list(COLUMNS))
    if tested.weights is None:
        return nothing, "the test has no fold change of its own"
    new = _as_coefficient(fit, tested.weights, coding, samples, contrast)
    if new is None:
        return nothing, "no coefficient of the model reproduces it"
    return (_stock if fit.engine == "pydeseq2" else _vectorised)(fit, tested, new, nothing)


def _as_coefficient(
    fit: Fit,
    weights: NDArray[np.float64],
    coding: Coding,
    samples: pd.DataFrame,
    contrast: Contrast,
) -> _Rewritten | None:
    old = fit.matrix.to_numpy(dtype=float)
    new = _relevelled(old, coding, samples, contrast) if contrast.variable else None
    new = new or _replaced(old, weights)
    beta = fit.dataset.varm["LFC"].to_numpy(dtype=float)
    gap = np.abs(beta @ new.change[new.position] - beta @ weights)
    return new if np.nanmax(gap, initial=0.0) <= TOLERANCE else None


def _relevelled(
    old: NDArray[np.float64], coding: Coding, samples: pd.DataFrame, contrast: Contrast
) -> _Rewritten | None:
    releveled = relevel(coding, contrast.variable, contrast.reference)
    matrix = releveled.matrix(samples).to_numpy(dtype=float)
    weights = contrast_weights(releveled, contrast)
    positions = np.flatnonzero(np.abs(weights) > TOLERANCE)
    if matrix.shape != old.shape or len(positions) != 1 or not np.isclose(weights[positions[0]], 1):
        return None
    change = np.linalg.lstsq(matrix, old, rcond=None)[0]
    if not np.allclose(matrix @ change, old, atol=TOLERANCE):
        return None
    return _Rewritten(matrix, change, int(positions[0]))


def _replaced(old: NDArray[np.float64], weights: NDArray[np.float64]) -> _Rewritten:
    position = int(np.argmax(np.abs(weights)))
    change = np.eye(len(weights))
    change[position] = weights
    return _Rewritten(old @ np.linalg.inv(change), change, position)


def _vectorised(
    fit: Fit, tested: Tested, new: _Rewritten, nothing: pd.DataFrame
) -> tuple[pd.DataFrame, str]:
    dataset = fit.dataset
    counted = (dataset.X > 0).any(axis=0)
    scale = shrinkage.prior_scale(
        tested.table["log2FoldChange"].to_numpy(dtype=float) * np.log(2),
        tested.statistics.SE.to_numpy(dtype=float),
    )
    factors = dataset.normalisation
    beta, error, _ = shrinkage.posterior_mode(
        # R takes the counts before outliers were replaced, with the dispersion after: one bad count
        # then passes for near certain evidence
        dataset.X[:, counted],
        factors if factors.ndim == 1 else factors[:, counted],
        new.matrix,
        dataset.var["dispersions"].to_numpy(dtype=float)[counted],
        scale,
        new.position,
    )
    estimate = beta[:, new.position]
    table = nothing.copy()
    table.loc[counted, "log2FoldChange_shrunken"] = estimate / np.log(2)
    table.loc[counted, "lfcSE_shrunken"] = error / np.log(2)
    # no rate of wrong signs where the p value is withheld
    known = ~(tested.table["status"] == "outlier").to_numpy()[counted]
    table.loc[counted, "svalue"] = shrinkage.s_values(np.where(known, estimate, np.nan), error)
    return table, ""


def _stock(
    fit: Fit, tested: Tested, new: _Rewritten, nothing: pd.DataFrame
) -> tuple[pd.DataFrame, str]:
    statistics = tested.statistics
    names = [f"b{i}" for i in range(new.matrix.shape[1])]
    coefficient = names[new.position]
    before = statistics.LFC.to_numpy(dtype=float)
    statistics.design_matrix = pd.DataFrame(new.matrix, index=fit.matrix.index, columns=names)
    statistics.LFC = pd.DataFrame(before @ new.change.T, index=statistics.LFC.index, columns=names)
    with logged_warnings():
        try:
            statistics.lfc_shrink(coefficient)
        except ValueError as error:
            if "f(a) and f(b) must have different signs" not in str(error):
                raise
            return nothing, "the width of the prior could not be estimated"
    fitted = np.isfinite(before).all(axis=1)
    table = nothing.copy()
    shrunken = statistics.LFC[coefficient].to_numpy(dtype=float) / np.log(2)
    errors = statistics.SE.to_numpy(dtype=float) / np.log(2)
    table.loc[fitted, "log2FoldChange_shrunken"] = shrunken[fitted]
    table.loc[fitted, "lfcSE_shrunken"] = errors[fitted]
    table.loc[fitted, "svalue"] = shrinkage.s_values(shrunken[fitted], errors[fitted])
    return table, ""
