"""Rows of the table of functional assays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.report import format as fmt
from resistance.report.layers import bounded
from resistance.report.words import FUNCTIONAL_ASSAYS

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


def _row(row: Mapping[Any, Any], reference: str, target: str) -> dict[str, str]:
    words = {"modulator": row["modulator"], "reference": reference, "target": target}
    known = QUANTITIES.get(row["quantity"])
    compared = known.format_map(words) if known else row["quantity"].replace("_", " ")
    icon = {"": "dash", "undetermined": "question"}.get(row["conclusion"], "disc")
    return {
        "assay": FUNCTIONAL_ASSAYS.get(row["assay"], row["assay"].replace("_", " ")),
        "detail": ", ".join(text for text in (row["gene"], row["unit"]) if text),
        "compared": compared,
        "n": f"{fmt.number(row['n_reference'])} v {fmt.number(row['n_target'])}",
        "estimate": bounded(row["log2FoldChange"], row["ci_low"], row["ci_high"]),
        "interval": fmt.interval(row["ci_low"], row["ci_high"]),
        "fdr": fmt.probability(row["padj"]),
        "icon": icon,
        "sentence": row["sentence"],
    }
