"""Fit a model once and ask every contrast that shares its samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resistance.columns import COOKS, FIT_GENES
from resistance.design.contrast_rows import Contrast
from resistance.design.contrasts import contrast_weights, describe
from resistance.design.interactions import interaction_note
from resistance.design.models import reduced_matrix
from resistance.differential import results, shrinkage, unreplicated
from resistance.differential.fit import (
    Fit,
    blind_trend,
    cooks_table,
    engine_name,
    fit,
    gene_table,
)
from resistance.differential.models import Model, Settings
from resistance.differential.normalisation import Divisors, divisors
from resistance.differential.trend import Trend


@dataclass(frozen=True)
class Fitted:
    """What a model's fit leaves.

    Attributes
    ----------
    tables : dict of str to pandas.DataFrame
        Of each contrast, index gene id.
    divisors : Divisors
    trend : Trend
    genes, cooks : pandas.DataFrame
        Columns of ``FIT_GENES`` and ``COOKS``.
    described : dict
        The model, ready for JSON.
    questions : dict of str to dict
        Of each contrast: how it was tested.
    """

    tables: dict[str, pd.DataFrame]
    divisors: Divisors
    trend: Trend
    genes: pd.DataFrame
    cooks: pd.DataFrame
    described: dict[str, Any]
    questions: dict[str, dict[str, Any]]


def run(model: Model, counts: pd.DataFrame, settings: Settings) -> Fitted:
    """Fit a model and test its contrasts.

    Parameters
    ----------
    model : Model
    counts : pandas.DataFrame
        Genes x samples, genes sorted; further samples are not used.
    settings : Settings

    Returns
    -------
    Fitted
    """
    counts = counts[list(model.samples.index)]
    divided = divisors(counts, settings.normalisation)
    return (_tested if model.residual_df else _untested)(model, counts, divided, settings)


def _tested(model: Model, counts: pd.DataFrame, divided: Divisors, settings: Settings) -> Fitted:
    fitted = fit(
        counts,
        model.matrix,
        divided,
        engine=settings.engine,
        two_groups=model.two_groups,
        prior_table=settings.prior_table,
        threads=settings.threads,
    )
    genes = gene_table(fitted, model.name)
    notes = [*model.coding.notes, *fitted.notes]
    tables, questions = {}, {}
    for contrast in model.contrasts:
        tables[contrast.id], asked, said = _ask(model, fitted, contrast, settings)
        questions[contrast.id] = asked
        notes += said
    replaced = int((genes["replaced"] == "yes").sum())
    if replaced:
        notes.append(f"Outlying counts of {replaced} genes were replaced before the refit.")
    described = {
        **_described(model, counts, divided, fitted.trend, settings),
        "prior_disp_var": _number(fitted.prior_variance),
        "n_outliers_replaced": replaced,
        "n_dispersion_outliers": int((genes["dispersion_outlier"] == "yes").sum()),
        "n_not_converged": int((genes["converged"] == "no").sum()),
        "notes": notes,
    }
    cooks = cooks_table(fitted, model.name)
    return Fitted(tables, divided, fitted.trend, genes, cooks, described, questions)


def _ask(
    model: Model, fitted: Fit, contrast: Contrast, settings: Settings
) -> tuple[pd.DataFrame, dict[str, Any], list[str]]:
    weights = contrast_weights(model.coding, contrast) if contrast.has_change else None
    reduced = (
        reduced_matrix(model.coding, contrast, model.samples) if contrast.test == "lrt" else None
    )
    tested = results.contrast_table(
        fitted,
        contrast,
        weights,
        model.in_contrast(contrast),
        settings.alpha,
        reduced,
        settings.threads,
    )
    shrunken, why_not = shrinkage.shrink(fitted, tested, model.coding, model.samples, contrast)
    notes = [_interaction(model, contrast)]
    if why_not and weights is not None:
        notes.append(f'Contrast "{contrast.id}": fold changes are not shrunk, since {why_not}.')
    asked = {
        **_question(model, contrast),
        "reduced_df": None if reduced is None else model.matrix.shape[1] - reduced.shape[1],
        "filter_cut": _number(tested.cut),
        "shrunken": not why_not,
    }
    return tested.table.join(shrunken), asked, [note for note in notes if note]


def _untested(model: Model, counts: pd.DataFrame, divided: Divisors, settings: Settings) -> Fitted:
    normalised = divided.normalise(counts)
    tables = {}
    for contrast in model.contrasts:
        size = model.matrix.shape[1]
        weights = contrast_weights(model.coding, contrast) if contrast.has_change else None
        table = unreplicated.fold_changes(
            normalised, model.matrix, np.zeros(size) if weights is None else weights
        )
        if weights is None:
            table["log2FoldChange"] = np.nan
        tables[contrast.id] = table.assign(**dict.fromkeys(shrinkage.COLUMNS, np.nan))
    empty = {name: (np.nan if kind is float else "") for name, kind in FIT_GENES.items()}
    genes = pd.DataFrame({**empty, "model": model.name, "gene_id": counts.index.astype(str)})
    genes[["dispersion_outlier", "replaced"]] = "no"
    trend = blind_trend(counts, divided)
    notes = [
        *model.coding.notes,
        *filter(None, (_interaction(model, contrast) for contrast in model.contrasts)),
        *divided.size_factors.notes,
        "The design leaves no residual degrees of freedom: fold changes are differences of "
        f"log2(normalised count + {unreplicated.PSEUDOCOUNT}), without standard error, p "
        "value or call.",
        "The variance-stabilising trend was fitted as if all samples were replicates.",
    ]
    described = {
        **_described(model, counts, divided, trend, settings),
        "prior_disp_var": None,
        "n_outliers_replaced": 0,
        "n_dispersion_outliers": 0,
        "n_not_converged": 0,
        "notes": notes,
    }
    questions = {
        contrast.id: {
            **_question(model, contrast),
            "reduced_df": None,
            "filter_cut": None,
            "shrunken": False,
        }
        for contrast in model.contrasts
    }
    cooks = pd.DataFrame(columns=list(COOKS))
    return Fitted(tables, divided, trend, genes[list(FIT_GENES)], cooks, described, questions)


def _interaction(model: Model, contrast: Contrast) -> str:
    if not contrast.variable:
        return ""
    return interaction_note(model.coding, contrast.id, contrast.variable)


def _question(model: Model, contrast: Contrast) -> dict[str, Any]:
    return {
        "model": model.name,
        "test": contrast.test,
        "reduced": contrast.reduced,
        "alternative": contrast.alternative,
        "lfc_threshold": contrast.lfc_threshold,
        "words": describe(contrast, model.coding),
    }


def _described(
    model: Model, counts: pd.DataFrame, divided: Divisors, trend: Trend, settings: Settings
) -> dict[str, Any]:
    factors = divided.size_factors
    return {
        "formula": model.coding.design.text,
        "coefficients": list(model.matrix.columns),
        "references": {name: levels[0] for name, levels in sorted(model.coding.levels.items())},
        "continuous": sorted(model.coding.scales),
        "samples": [str(name) for name in model.samples.index],
        "size_factors": {str(name): float(value) for name, value in factors.values.items()},
        "n_samples": int(model.matrix.shape[0]),
        "n_genes": len(counts),
        "residual_df": model.residual_df,
        "alpha": float(settings.alpha),
        "size_factor_method": factors.method,
        "size_factor_genes": factors.n_genes,
        "size_factor_notes": list(factors.notes),
        "offsets": divided.of_genes is not None,
        "trend": {"kind": trend.kind, "asympt": _number(trend.asympt), "extra": trend.extra},
        "trend_fallback_to_mean": trend.kind == "mean",
        "engine": engine_name(settings.engine),
    }


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
