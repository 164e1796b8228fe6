"""Rows of the section on mRNA against protein."""

from __future__ import annotations

from typing import Any

import pandas as pd

from resistance.report import format as fmt
from resistance.report.layers import lacks_counts
from resistance.report.words import (
    COMPARTMENTS,
    NAIVE,
    call_words,
)
from resistance.wording.concordance import why

#: the order in which calls are listed
CALLS = (
    "posttranscriptional_loss",
    "posttranscriptional_gain",
    "opposite",
    "transcript_only_up",
    "transcript_only_down",
    "concordant_up",
    "concordant_down",
    "unchanged",
    "inconclusive",
    "not_measured",
    "not_detected",
    "not_measurable",
    "not_applicable",
)


def call_counts(concordance: pd.DataFrame) -> list[dict[str, str]]:
    """Count the calls, one a gene x assay x compartment.

    Parameters
    ----------
    concordance : pandas.DataFrame

    Returns
    -------
    list of dict
    """
    counts = concordance["call"].value_counts()
    order = [*[c for c in CALLS if c in counts], *sorted(set(counts.index) - set(CALLS))]
    rows = []
    for call in order:
        words = call_words(call, "A" if call == "unchanged" else "")
        rows.append(
            {"label": _general(call, words.label), "icon": words.icon, "tone": words.tone}
            | {"n": f"{counts[call]:,}"}
        )
    return rows


def _general(call: str, label: str) -> str:
    """Return a label that holds for tiers A and B together."""
    return {
        "transcript_only_up": "Higher mRNA, protein follows only in part",
        "transcript_only_down": "Lower mRNA, protein follows only in part",
    }.get(call, label)


def _layer(row: pd.Series) -> str:
    name = COMPARTMENTS.get(row["compartment"], row["compartment"])
    assay = row["assay_id"]
    if row["combined_from"]:
        assay = f"combined: {row['combined_from'].replace(';', ', ')}"
    return f"{name.removeprefix('Protein, ')} ({assay})" if assay else "none"


def protein_rows(concordance: pd.DataFrame, panel: list[str], limit: int = 40) -> dict[str, Any]:
    """List the measured pairs: genes of interest first, then by call.

    Parameters
    ----------
    concordance : pandas.DataFrame
    panel : list of str
        Gene ids listed first.
    limit : int
        Rows shown; inconclusive ones come last.

    Returns
    -------
    dict
        ``rows`` and ``more`` (not shown).
    """
    measured = concordance[concordance["assay_id"] != ""]
    measured = measured.assign(
        first=~measured["gene_id"].isin(panel),
        rank=measured["call"].map({c: i for i, c in enumerate(CALLS)}).fillna(len(CALLS)),
        size=-measured["protein_log2FoldChange"].abs(),
    ).sort_values(["first", "rank", "size", "gene_id", "assay_id", "compartment"], kind="stable")
    rows = []
    for _, row in measured.head(limit).iterrows():
        words = call_words(
            row["call"], row["tier"], row["compartment"], no_counts=lacks_counts(row)
        )
        rows.append(
            {
                "gene": row["gene_name"] or row["gene_id"],
                "layer": _layer(row),
                "rna": fmt.signed(row["rna_log2FoldChange"]),
                "rna_ci": fmt.interval(row["rna_ci_low"], row["rna_ci_high"]),
                "protein": fmt.signed(row["protein_log2FoldChange"]),
                "protein_ci": fmt.interval(row["protein_ci_low"], row["protein_ci_high"]),
                "label": words.label,
                "icon": words.icon,
                "tone": words.tone,
                "tier": row["tier"],
                "reason": why(row["reason"], row["rna_status"], row["protein_status"]),
            }
        )
    return {"rows": rows, "more": max(0, len(measured) - limit)}


def misleading_rows(concordance: pd.DataFrame, panel: list[str], limit: int = 30) -> dict[str, Any]:
    """List genes where "significant in one layer only" would have read another verdict.

    Parameters
    ----------
    concordance : pandas.DataFrame
    panel : list of str
        Gene ids listed first.
    limit : int

    Returns
    -------
    dict
        ``rows``, ``more``, ``compared``: how many pairs have both readings, and ``silent``: how
        many read "no change" although neither a change nor its absence is shown.
    """
    measured = concordance[(concordance["assay_id"] != "") & (concordance["naive_reading"] != "")]
    same = measured["naive_reading"].map({code: call for code, (_, call) in NAIVE.items()})
    differs = measured[same != measured["call"]]
    # "no change" where nothing was settled is the commonest slip: counted, not listed
    silent = (differs["naive_reading"] == "neither") & (differs["call"] == "inconclusive")
    listed = differs[~silent].assign(
        first=lambda d: ~d["gene_id"].isin(panel),
        open=lambda d: d["call"] == "inconclusive",
        plain=lambda d: ~d["naive_reading"].str.contains("only"),
    )
    listed = listed.sort_values(
        ["first", "open", "plain", "naive_reading", "gene_id", "assay_id", "compartment"],
        kind="stable",
    )
    rows = []
    for _, row in listed.head(limit).iterrows():
        words = call_words(
            row["call"], row["tier"], row["compartment"], no_counts=lacks_counts(row)
        )
        rows.append(
            {
                "gene": row["gene_name"] or row["gene_id"],
                "layer": _layer(row),
                "rna": f"{fmt.signed(row['rna_log2FoldChange'])}, "
                f"FDR {fmt.probability(row['rna_padj'])}",
                "protein": f"{fmt.signed(row['protein_log2FoldChange'])}, "
                f"FDR {fmt.probability(row['protein_padj'])}",
                "naive": NAIVE.get(row["naive_reading"], (row["naive_reading"], ""))[0],
                "label": words.label,
                "icon": words.icon,
                "tone": words.tone,
                "reason": why(row["reason"], row["rna_status"], row["protein_status"]),
            }
        )
    return {
        "rows": rows,
        "more": max(0, len(listed) - limit),
        "compared": f"{len(measured):,}",
        "silent": int(silent.sum()),
    }
