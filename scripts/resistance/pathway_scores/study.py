"""Scores of a study's gene sets, what each of its contrasts does to them, and how samples agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resistance.design.arms import compared_variables
from resistance.design.contrasts import contrast_weights
from resistance.differential.models import Model, models_of
from resistance.inputs.replicate_look import groups_of
from resistance.pathway_scores.aberrant import aberrant
from resistance.pathway_scores.moderated import score_tests
from resistance.pathway_scores.singscore import of_symbols, scores


@dataclass(frozen=True)
class Scored:
    """What the stage leaves.

    Attributes
    ----------
    scores : pandas.DataFrame
        Columns of ``PATHWAY_SCORES`` and one a sample.
    tests : dict of str to pandas.DataFrame
        Columns of ``PATHWAY_SCORE_TESTS`` for each contrast id.
    samples : pandas.DataFrame
        Columns of ``PATHWAY_SCORE_SAMPLES``.
    notes : list of str
        Sentences for the log: why a contrast was not tested, which sample stands apart.
    """

    scores: pd.DataFrame
    tests: dict[str, pd.DataFrame]
    samples: pd.DataFrame
    notes: list[str]


def score_study(
    vst: pd.DataFrame,
    genes: pd.DataFrame,
    gene_sets: pd.DataFrame,
    samples: pd.DataFrame,
    contrasts: pd.DataFrame,
    design: str,
    sizes: tuple[int, int],
) -> Scored:
    """Score gene sets in each sample and test the scores in each contrast.

    Parameters
    ----------
    vst : pandas.DataFrame
        Genes x samples, index ``gene_id``.
    genes : pandas.DataFrame
        ``gene_id, gene_name``.
    gene_sets : pandas.DataFrame
        Columns of ``GENE_SETS``.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrasts : pandas.DataFrame
        The contrasts table, text.
    design : str
        Of the study.
    sizes : tuple of int
        Least and greatest number of a set's genes in the counts.

    Returns
    -------
    Scored
    """
    names = genes.drop_duplicates("gene_id").set_index("gene_id")["gene_name"]
    table = scores(of_symbols(vst[list(samples.index)], names), gene_sets, *sizes)
    models = models_of(samples, contrasts, design)
    tests, notes = {}, []
    for model in models:
        for contrast in model.contrasts:
            weights = (
                contrast_weights(model.coding, contrast) if contrast.has_change else np.zeros(0)
            )
            tests[contrast.id] = score_tests(table, model.matrix, weights)
            why = _why_none(model, contrast.has_change, len(table))
            if why:
                notes.append(f'Contrast "{contrast.id}": scores were not compared, since {why}.')
    judged = aberrant(table, _arms(samples, models))
    apart = judged[judged["status"] == "aberrant"]
    notes += [
        f'Sample "{row.sample}" lies {row.ratio:.1f} times as far from its replicates over '
        f"{row.n_sets:,} gene sets as they lie from each other."
        for row in apart.itertuples()
    ]
    return Scored(table, {str(key): tests[key] for key in contrasts["id"]}, judged, notes)


def _why_none(model: Model, has_change: bool, n_sets: int) -> str:
    if n_sets == 0:
        return "no gene set has a size in the range"
    if not has_change:
        return "a likelihood-ratio test without a fold change compares no arms"
    if model.residual_df <= 0:
        return "the design leaves no residual degrees of freedom"
    return ""


def _arms(samples: pd.DataFrame, models: Iterable[Model]) -> pd.Series:
    """Return the arm of each sample: its levels of the variables that contrasts compare."""
    compared = {
        variable
        for model in models
        for contrast in model.contrasts
        for variable in compared_variables(contrast, model.coding)
    }
    return pd.Series(groups_of(samples, sorted(compared)), dtype=object)
