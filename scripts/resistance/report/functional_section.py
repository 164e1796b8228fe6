"""Rows of functional assays: their table, and what a card shows of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.functional.conclusions import mechanism_of
from resistance.functional.modulators import pumps, spoken
from resistance.report import format as fmt
from resistance.report.data import ContrastTables
from resistance.report.layers import bounded, empty_row
from resistance.report.words import FUNCTIONAL_ASSAYS
from resistance.wording.conclusions import clause

#: What a row compares, with the names of the arms.
QUANTITIES = {
    "difference": "{target} against {reference}",
    "effect_reference": "{modulator} against none, in {reference}",
    "effect_target": "{modulator} against none, in {target}",
    "interaction": "effect of {modulator}, {target} against {reference}",
}


def functional_rows(functional: pd.DataFrame, reference: str, target: str) -> list[dict[str, str]]:
    """Build the table of functional assays of one contrast.

    Parameters
    ----------
    functional : pandas.DataFrame
        ``functional.tsv``.
    reference, target : str
        Names of the arms.

    Returns
    -------
    list of dict
        Every row of the table, in its order; ``icon`` tells conclusions from open rows by shape.
    """
    return [_row(row, reference, target) for row in functional.to_dict("records")]


def function_rows(contrast: ContrastTables, verdict: pd.Series) -> list[dict[str, str]]:
    """Build the rows of a card that functional assays conclude something in.

    Parameters
    ----------
    contrast : ContrastTables
    verdict : pandas.Series
        A row of ``verdicts.tsv``.

    Returns
    -------
    list of dict
        As :func:`resistance.report.layers.protein_row`: the assays of the mechanisms that the gene
        is an effector of, without those whose inhibitor acts on other pumps alone. One row of words
        where there is none.
    """
    gene = verdict["gene_name"]
    own = verdict["clinical_name"] or gene
    effectors = contrast.mechanisms["effectors"].str.split(";")
    mine = {
        mechanism
        for mechanism, symbols in zip(contrast.mechanisms["mechanism"], effectors, strict=True)
        if gene and gene in symbols
    }
    rows = []
    for row in contrast.functional.to_dict("records"):
        acts_on = pumps(row["modulator"])
        concludes = row["conclusion"] not in ("", "undetermined")
        if concludes and mechanism_of(row) in mine and (not acts_on or gene in acts_on):
            name = own if len(acts_on) == 1 else spoken(row["modulator"])
            assay = FUNCTIONAL_ASSAYS.get(row["assay"], row["assay"])
            rows.append(
                {
                    "layer": "Function",
                    "detail": ", ".join(text for text in (assay, row["modulator"]) if text),
                    "estimate": bounded(row["log2FoldChange"], row["ci_low"], row["ci_high"]),
                    "interval": fmt.interval(row["ci_low"], row["ci_high"]),
                    "call": clause(row["conclusion"], name, row["assay"]),
                    "fdr": _fdr(row),
                }
            )
    return rows or [empty_row("Function", verdict["function"] or "not measured")]


def _row(row: Mapping[Any, Any], reference: str, target: str) -> dict[str, str]:
    words = {"modulator": row["modulator"], "reference": reference, "target": target}
    known = QUANTITIES.get(row["quantity"])
    compared = known.format_map(words) if known else row["quantity"].replace("_", " ")
    icon = {"": "dash", "undetermined": "question"}.get(row["conclusion"], "disc")
    # a plain estimate says no more than its numbers
    plain = row["conclusion"] == "" and row["status"] in ("estimated", "bound")
    return {
        "assay": FUNCTIONAL_ASSAYS.get(row["assay"], row["assay"].replace("_", " ")),
        "detail": ", ".join(filter(None, (row["gene"], row["unit"].replace("_", " ")))),
        "compared": compared,
        "n": _replicates(row),
        "estimate": bounded(row["log2FoldChange"], row["ci_low"], row["ci_high"]),
        "interval": fmt.interval(row["ci_low"], row["ci_high"]),
        "fdr": _fdr(row),
        "icon": icon,
        "sentence": "No conclusion of its own." if plain else row["sentence"],
    }


def _fdr(row: Mapping[Any, Any]) -> str:
    """Write the FDR; of a bound, which has no two-sided one, that of the change it shows."""
    found = row["q_changed"] if fmt.is_missing(row["padj"]) else row["padj"]
    return fmt.probability(found)


def _replicates(row: Mapping[Any, Any]) -> str:
    """Write the replicates of both arms, or of the one that an effect is of."""
    both = {arm: fmt.number(row[f"n_{arm}"]) for arm in ("reference", "target")}
    arm = row["quantity"].removeprefix("effect_")
    return both[arm] if arm in both else f"{both['reference']} v {both['target']}"
