"""From counts, sheet and contrasts to every table of the differential stage, with one fit."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from resistance.columns import DIFFERENTIAL, FIT_GENES
from resistance.design import contrasts as contrast_tools
from resistance.design.coding import Coding, DesignError, coding
from resistance.design.formula import FormulaError, parse_design
from resistance.design.matrix import confounded, explain_confounding
from resistance.differential import results, shrinkage, size_factors, unreplicated, vst
from resistance.differential.fit import blind_trend, factor_notes, fit, gene_table
from resistance.differential.trend import Trend
from resistance.problems import InputError, Problem, did_you_mean

_TESTS = ["baseMean", "log2FoldChange", "lfcSE", "stat", "pvalue", "padj"]
_SHRUNKEN = ["log2FoldChange_shrunken", "lfcSE_shrunken"]


@dataclass(frozen=True)
class Analysis:
    """Results of the differential stage.

    Attributes
    ----------
    tables : dict of str to pandas.DataFrame
        Columns of ``DIFFERENTIAL`` for each contrast id, in the order of the contrasts.
    size_factors : pandas.Series
        Index ``sample``.
    normalised, vst : pandas.DataFrame
        Genes x samples.
    fit_genes : pandas.DataFrame
        Columns of ``FIT_GENES``.
    model : dict
        What the model was, ready for JSON.
    """

    tables: dict[str, pd.DataFrame]
    size_factors: pd.Series
    normalised: pd.DataFrame
    vst: pd.DataFrame
    fit_genes: pd.DataFrame
    model: dict[str, Any]


def analyse(
    counts: pd.DataFrame,
    genes: pd.DataFrame,
    samples: pd.DataFrame,
    contrasts: pd.DataFrame,
    design: str,
    alpha: float,
    threads: int = 1,
) -> Analysis:
    """Fit the design once and test every contrast.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, whole numbers, in any order; samples that the sheet lacks are not used.
    genes : pandas.DataFrame
        Columns of ``GENES``; names for the rows of ``counts``.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``; its order is that of all outputs.
    contrasts : pandas.DataFrame
        ``id, variable, reference, target``, text.
    design : str
        Formula, for :func:`resistance.design.formula.parse_design`.
    alpha : float
        Level of independent filtering.
    threads : int
        Worker processes; the numbers do not depend on it.

    Returns
    -------
    Analysis
        Rows are sorted by gene id. Designs without residual degrees of freedom get fold changes
        only, status ``no_replicates``.

    Raises
    ------
    InputError
        If the design is not in the grammar, does not fit the sheet or is not of full rank, if a
        contrast names a level that no sample has, or if a sample has no counts.
    """
    counts = counts[list(samples.index)].sort_index(kind="stable")
    code, matrix = _coded(samples, contrasts, design)
    if matrix.shape[0] > matrix.shape[1]:
        tables, factors, trend, per_gene, model = _tested(
            counts, samples, contrasts, code, matrix, alpha, threads
        )
    else:
        tables, factors, trend, per_gene, model = _untested(
            counts, contrasts, code, matrix, threads
        )
    notes = [
        *code.notes,
        *(
            note
            for row in contrasts.itertuples()
            if (note := contrast_tools.interaction_note(code, str(row.id), str(row.variable)))
        ),
        *model.pop("notes"),
    ]
    normalised = counts / factors.values
    named = {key: _named(table, genes) for key, table in tables.items()}
    described = {
        "formula": code.design.text,
        "coefficients": list(matrix.columns),
        "references": {name: levels[0] for name, levels in sorted(code.levels.items())},
        "continuous": sorted(code.scales),
        "n_samples": int(matrix.shape[0]),
        "n_genes": len(counts),
        "residual_df": int(matrix.shape[0] - matrix.shape[1]),
        "alpha": float(alpha),
        "size_factor_method": factors.method,
        "size_factor_genes": factors.n_genes,
        "trend": {"kind": trend.kind, "asympt": _number(trend.asympt), "extra": trend.extra},
        "trend_fallback_to_mean": trend.kind == "mean",
        "engine": f"pydeseq2 {version('pydeseq2')}",
        "notes": list(dict.fromkeys(notes)),
        **model,
    }
    return Analysis(
        named,
        factors.values.rename_axis("sample"),
        normalised,
        vst.transform(normalised, trend),
        per_gene,
        described,
    )


def _coded(
    samples: pd.DataFrame, contrasts: pd.DataFrame, design: str
) -> tuple[Coding, pd.DataFrame]:
    references = contrast_tools.references(contrasts)
    try:
        parsed = parse_design(design)
        code = coding(samples, parsed, references)
    except (FormulaError, DesignError) as error:
        raise InputError(
            [Problem("design", error.message, value=design, hint=error.hint)]
        ) from None
    problems = [
        Problem(
            "contrasts",
            f'Contrast "{row["id"]}": "{row["variable"]}" is no variable of the design.',
            value=row["variable"],
            hint=did_you_mean(row["variable"], code.levels),
        )
        if row["variable"] not in code.levels
        else Problem(
            "contrasts",
            f'Contrast "{row["id"]}": no sample has "{row["variable"]}" = "{row[arm]}".',
            value=row[arm],
            hint=did_you_mean(row[arm], code.levels[row["variable"]]),
        )
        for row in contrasts.to_dict("records")
        for arm in ("reference", "target")
        if row["variable"] not in code.levels or row[arm] not in code.levels[row["variable"]]
    ]
    if problems:
        raise InputError(list(dict.fromkeys(problems)))
    matrix = code.matrix(samples)
    if confounded(matrix):
        sentences = explain_confounding(samples, parsed, references)
        hint = "Leave one of the variables out of the design."
        raise InputError([Problem("design", text, value=design, hint=hint) for text in sentences])
    return code, matrix


_Parts = tuple[
    dict[str, pd.DataFrame], size_factors.SizeFactors, Trend, pd.DataFrame, dict[str, Any]
]


def _tested(
    counts: pd.DataFrame,
    samples: pd.DataFrame,
    contrasts: pd.DataFrame,
    code: Coding,
    matrix: pd.DataFrame,
    alpha: float,
    threads: int,
) -> _Parts:
    model = fit(counts, matrix, threads)
    per_gene = gene_table(model)
    notes = list(model.notes)
    tables = {}
    for row in contrasts.to_dict("records"):
        levels = (row["variable"], row["reference"], row["target"])
        in_contrast = samples[row["variable"]].isin([row["reference"], row["target"]]).to_numpy()
        weights = contrast_tools.weights(code, *levels)
        table, stats = results.contrast_table(model, weights, in_contrast, alpha, threads)
        shrunken, reason = shrinkage.shrink(model, stats, code, samples, *levels)
        if reason:
            notes.append(f'Contrast "{row["id"]}": fold changes are not shrunk, since {reason}.')
        tables[row["id"]] = table.join(shrunken)
    replaced = int((per_gene["replaced"] == "yes").sum())
    if replaced:
        notes.append(f"Outlying counts of {replaced} genes were replaced before the refit.")
    described = {
        "prior_disp_var": _number(model.prior_variance),
        "n_outliers_replaced": replaced,
        "n_not_converged": int((per_gene["converged"] == "no").sum()),
        "notes": notes,
    }
    return tables, model.size_factors, model.trend, per_gene, described


def _untested(
    counts: pd.DataFrame,
    contrasts: pd.DataFrame,
    code: Coding,
    matrix: pd.DataFrame,
    threads: int,
) -> _Parts:
    factors = size_factors.estimate(counts)
    normalised = counts / factors.values
    tables = {}
    for row in contrasts.to_dict("records"):
        weights = contrast_tools.weights(code, row["variable"], row["reference"], row["target"])
        tables[row["id"]] = unreplicated.fold_changes(normalised, matrix, weights).assign(
            **dict.fromkeys(_SHRUNKEN, np.nan)
        )
    empty = {name: (np.nan if kind is float else "") for name, kind in FIT_GENES.items()}
    per_gene = pd.DataFrame({**empty, "gene_id": counts.index.astype(str)})[list(FIT_GENES)]
    per_gene[["dispersion_outlier", "replaced"]] = "no"
    described = {
        "prior_disp_var": None,
        "n_outliers_replaced": 0,
        "n_not_converged": 0,
        "notes": [
            *factor_notes(factors),
            "The design leaves no residual degrees of freedom: fold changes are differences of "
            f"log2(normalised count + {unreplicated.PSEUDOCOUNT}), without standard error, p "
            "value or call.",
            "The variance-stabilising trend was fitted as if all samples were replicates.",
        ],
    }
    return tables, factors, blind_trend(counts, factors, threads), per_gene, described


def _named(table: pd.DataFrame, genes: pd.DataFrame) -> pd.DataFrame:
    known = genes.drop_duplicates("gene_id").set_index("gene_id").reindex(table.index)
    out = table[[*_TESTS, *_SHRUNKEN, "status"]].copy()
    out["gene_id"] = table.index.astype(str)
    out["ensembl_id"] = known["ensembl_id"].fillna("").to_numpy()
    out["gene_name"] = known["gene_name"].fillna(out["gene_id"]).to_numpy()
    return out[list(DIFFERENTIAL)].reset_index(drop=True)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
