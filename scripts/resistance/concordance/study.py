"""Gather what the concordance of one contrast needs from the tables of earlier stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from resistance.concordance.claims import Margins
from resistance.concordance.layers import rna_columns
from resistance.concordance.rna import CountModel, Rna, degrees_of_freedom
from resistance.concordance.tests import Floats
from resistance.design import contrasts as contrast_tools
from resistance.design.formula import parse_design
from resistance.differential.size_factors import normalisation_factors
from resistance.directions import directed
from resistance.fit_tables import MAIN, of_model, question
from resistance.protein.arms import protein_arms


def margins_of(config: Mapping[str, Any]) -> Margins:
    """Turn the folds of the config into log2 margins.

    Parameters
    ----------
    config : mapping
        ``change_margin, equivalence_margin, western_equivalence_margin`` (folds),
        ``explained_fraction`` and ``alpha``.

    Returns
    -------
    Margins
    """
    return Margins(
        change=float(np.log2(config["change_margin"])),
        equivalence=float(np.log2(config["equivalence_margin"])),
        western_equivalence=float(np.log2(config["western_equivalence_margin"])),
        fraction=float(config["explained_fraction"]),
        alpha=float(config["alpha"]),
    )


def rna_of_contrast(
    de: pd.DataFrame,
    counts: pd.DataFrame,
    size_factors: pd.DataFrame,
    fit_genes: pd.DataFrame,
    model: Mapping[str, Any],
    samples: pd.DataFrame,
    contrasts: pd.DataFrame,
    contrast: str,
    offsets: pd.DataFrame | None = None,
) -> Rna:
    """Build the mRNA side of a contrast.

    Parameters
    ----------
    de : pandas.DataFrame
        Columns of :data:`resistance.columns.DIFFERENTIAL`.
    counts : pandas.DataFrame
        Genes x samples, index gene_id.
    size_factors : pandas.DataFrame
        Columns ``sample, size_factor``; of the model of all samples.
    fit_genes : pandas.DataFrame
        Columns of :data:`resistance.columns.FIT_GENES`.
    model : mapping
        ``model.json``: of the model of all samples and, in ``models``, of each by name
        ``formula``, ``residual_df``, ``prior_disp_var`` and ``size_factors``; in ``contrasts`` the
        name of each contrast's.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrasts : pandas.DataFrame
    contrast : str
    offsets : pandas.DataFrame, optional
        Genes x samples: factors of each gene, where the study has them.

    Returns
    -------
    Rna
        Of the contrast's own model: samples, size factors, dispersions.
    """
    row = contrast_tools.contrast_named(contrasts, contrast)
    name = question(model, contrast).get("model", MAIN)
    own = (model.get("models") or {}).get(name, model)
    code = contrast_tools.model_coding(
        samples, parse_design(str(model["formula"])), contrast_tools.contrasts_of(contrasts), row
    )
    names = contrast_tools.model_samples(samples, row)
    sheet = samples.loc[names]
    matrix = code.matrix(sheet).to_numpy(dtype=float)
    per_gene = (
        of_model(fit_genes, name)
        .drop_duplicates("gene_id")
        .set_index("gene_id")
        .reindex(counts.index)
    )
    df = pd.Series(
        degrees_of_freedom(
            own["prior_disp_var"],
            float(own["residual_df"]),
            (per_gene["dispersion_outlier"] == "yes").to_numpy(),
        ),
        index=counts.index,
    )
    given = own.get("size_factors") or size_factors.set_index("sample")["size_factor"]
    factors = pd.Series(given).reindex(names)
    weights = (
        contrast_tools.contrast_weights(code, row) if row.has_change else np.zeros(matrix.shape[1])
    )
    trend = None
    if "dispersion_trend" in per_gene:
        trend = per_gene["dispersion_trend"].to_numpy(dtype=float)
    return Rna(
        columns=rna_columns(directed(de, row), df),
        counts=counts[names],
        model=CountModel(
            counts=counts[names].to_numpy(dtype=float),
            size_factors=_divisors(factors, offsets, counts.index),
            dispersion=per_gene["dispersion"].to_numpy(dtype=float),
            design=matrix,
            contrast=weights,
        ),
        arms=contrast_tools.fitted_arms(samples, row, code)["arm"],
        of_subset=len(names) < len(samples),
        trend=trend,
    )


def protein_conditions(contrasts: pd.DataFrame, contrast: str) -> dict[str, str]:
    """Return the arm, reference or target, of each condition of the protein table.

    Parameters
    ----------
    contrasts : pandas.DataFrame
    contrast : str

    Returns
    -------
    dict of str to str
        Empty where the contrast has no two arms.
    """
    arms = protein_arms(contrast_tools.contrast_named(contrasts, contrast))
    out = dict.fromkeys(arms.reference, "reference")
    return out | dict.fromkeys(arms.target, "target")


def _divisors(factors: pd.Series, offsets: pd.DataFrame | None, genes: pd.Index) -> Floats:
    if offsets is None:
        return factors.to_numpy(dtype=float)
    own = offsets.loc[genes, list(factors.index)]
    return normalisation_factors(own, factors).to_numpy(dtype=float)
