"""Every check of a study, in the order in which a reader wants them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from resistance.checks import culture, design, genes, model, outliers, sequencing
from resistance.checks.base import Check, Context
from resistance.columns import CHECKS

ALL: Final[tuple[Check, ...]] = (
    design.design_rank,
    design.residual_df,
    design.replicates,
    design.interaction,
    design.technical_replicates,
    design.single_derivation,
    design.batch_confounded,
    design.passage_confounded,
    culture.drug_at_harvest,
    culture.washout_days,
    culture.medium,
    culture.il3,
    culture.stroma,
    culture.sorting,
    sequencing.library_size,
    sequencing.library_ratio,
    sequencing.identical_samples,
    sequencing.detected_genes,
    sequencing.replicate_correlation,
    sequencing.possible_swap,
    genes.identity,
    genes.par_dropout,
    genes.sentinel,
    genes.par_y_masked,
    genes.strandedness,
    model.engine,
    model.size_factors,
    model.dispersion_trend,
    model.convergence,
    model.replaced_outliers,
    outliers.dispersion_outliers,
    outliers.withheld,
    outliers.outlying_samples,
    model.p_values,
)


def run_checks(context: Context) -> pd.DataFrame:
    """Run every check.

    Parameters
    ----------
    context : Context

    Returns
    -------
    pandas.DataFrame
        Columns of ``CHECKS``, in the order of :data:`ALL`.
    """
    return pd.DataFrame([r for check in ALL for r in check(context)], columns=list(CHECKS))
