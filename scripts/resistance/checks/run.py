"""Every check of a study, in the order in which a reader wants them."""

from __future__ import annotations

from typing import Final

import pandas as pd

from resistance.checks import (
    contamination,
    culture,
    cytokine,
    design,
    drug_response,
    genes,
    growth,
    identity,
    loci,
    model,
    outliers,
    sequencing,
    staining,
)
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
    drug_response.drug_response,
    drug_response.p53_informative,
    culture.washout_days,
    staining.epitope_masking,
    staining.staining_clone,
    staining.surface_control,
    culture.medium,
    culture.il3,
    cytokine.cytokine_response,
    culture.stroma,
    contamination.host_reads,
    culture.sorting,
    growth.proliferation,
    sequencing.library_size,
    sequencing.library_ratio,
    sequencing.identical_samples,
    sequencing.runs_of_one_sample,
    sequencing.detected_genes,
    sequencing.replicate_correlation,
    sequencing.possible_swap,
    identity.identity,
    identity.lineage,
    genes.par_dropout,
    genes.sentinel,
    genes.par_y_masked,
    loci.par1_dosage,
    genes.strandedness,
    loci.strand_overlap,
    loci.amplicon_7q21,
    loci.promoter_capture,
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
