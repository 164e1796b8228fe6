"""Gather what the concordance of one contrast needs from the tables of earlier stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from resistance.concordance.assay import Rna
from resistance.concordance.claims import Margins
from resistance.concordance.layers import rna_columns
from resistance.concordance.rna import CountModel, degrees_of_freedom
from resistance.design import contrasts as contrast_tools
from resistance.design.coding import coding
from resistance.design.formula import parse_design


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
) -> Rna:
    """Build the mRNA side of a contrast.

    Parameters
    ----------
    de : pandas.DataFrame
        Columns of :data:`resistance.columns.DIFFERENTIAL`.
    counts : pandas.DataFrame
        Genes x samples, index gene_id.
    size_factors : pandas.DataFrame
        Columns ``sample, size_factor``.
    fit_genes : pandas.DataFrame
        Columns of :data:`resistance.columns.FIT_GENES`.
    model : mapping
        ``formula``, ``residual_df`` and ``prior_disp_var`` of the fit.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrasts : pandas.DataFrame
    contrast : str

    Returns
    -------
    Rna
    """
    code = coding(
        samples, parse_design(str(model["formula"])), contrast_tools.references(contrasts)
    )
    levels = contrast_tools.levels_of(contrasts, contrast)
    per_gene = fit_genes.drop_duplicates("gene_id").set_index("gene_id").reindex(counts.index)
    df = pd.Series(
        degrees_of_freedom(
            model["prior_disp_var"],
            float(model["residual_df"]),
            (per_gene["dispersion_outlier"] == "yes").to_numpy(),
        ),
        index=counts.index,
    )
    names = list(samples.index)
    factors = size_factors.set_index("sample")["size_factor"].reindex(names)
    return Rna(
        columns=rna_columns(de, df),
        counts=counts[names],
        model=CountModel(
            counts=counts[names].to_numpy(dtype=float),
            size_factors=factors.to_numpy(dtype=float),
            dispersion=per_gene["dispersion"].to_numpy(dtype=float),
            design=code.matrix(samples).to_numpy(dtype=float),
            contrast=contrast_tools.weights(code, *levels),
        ),
        arms=contrast_tools.modelled_arms(code, samples, *levels)["arm"],
    )
