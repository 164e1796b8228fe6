"""Rows of the sections on mRNA against protein and on mechanisms."""

from __future__ import annotations

from typing import Any

import pandas as pd

from resistance.mechanisms.grades import evidence_of
from resistance.report import format as fmt
from resistance.report.words import (
    COMPARTMENTS,
    GRADES,
    MECHANISM_ICONS,
    NAIVE,
    call_words,
)
from resistance.wording import statuses
from resistance.wording.concordance import why
from resistance.wording.evidence import KINDS

GROUPS = {
    "mechanism": "Mechanisms, along the path of the drug",
    "cell_state": "Cell state",
    "outlook": "Outlook: other drugs",
    "check": "Checks by neighbours and sentinels",
}

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
        "transcript_only_up": "Higher mRNA, protein follows by less than half",
        "transcript_only_down": "Lower mRNA, protein follows by less than half",
    }.get(call, label)


def _layer(row: pd.Series) -> str:
    name = COMPARTMENTS.get(row["compartment"], row["compartment"])
    return f"{name.removeprefix('Protein, ')} ({row['assay_id']})" if row["assay_id"] else "none"


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
        words = call_words(row["call"], row["tier"], row["compartment"])
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
        words = call_words(row["call"], row["tier"], row["compartment"])
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


def mechanism_groups(mechanisms: pd.DataFrame, genes: pd.DataFrame) -> list[dict[str, Any]]:
    """Build the scorecard: mechanisms by group, each with its genes.

    Parameters
    ----------
    mechanisms, genes : pandas.DataFrame
        ``mechanisms.tsv`` and ``mechanism_genes.tsv``.

    Returns
    -------
    list of dict
        ``title``, ``rows`` (in scope) and ``outside`` (``not_applicable``).
    """
    groups = []
    known = [g for g in GROUPS if g in set(mechanisms["group"])]
    for group in [*known, *sorted(set(mechanisms["group"]) - set(GROUPS))]:
        rows = [
            _mechanism(row, genes) for _, row in mechanisms[mechanisms["group"] == group].iterrows()
        ]
        groups.append(
            {
                "title": GROUPS.get(group, group),
                "code": fmt.slug(group),
                "rows": [r for r in rows if r["verdict"] != "not_applicable"],
                "outside": [r for r in rows if r["verdict"] == "not_applicable"],
            }
        )
    return groups


def _mechanism(row: pd.Series, genes: pd.DataFrame) -> dict[str, Any]:
    mine = genes[(genes["group"] == row["group"]) & (genes["mechanism"] == row["mechanism"])]
    set_test = ""
    if not fmt.is_missing(row["set_pvalue"]):
        set_test = (
            f"t {fmt.signed(row['set_nes_stat'])}, p {fmt.probability(row['set_pvalue'])}, "
            f"FDR {fmt.probability(row['set_padj'])}"
        )
    title = row["title"] or row["mechanism"]
    label = row["label"] or row["verdict"].replace("_", " ") or "no verdict"
    # title and verdict stand beside the sentence
    rest = row["sentence"].removeprefix(f"{title}: {label}; ")
    return {
        "code": fmt.slug(row["mechanism"]),
        "title": title,
        "verdict": row["verdict"],
        "label": label.removeprefix(f"{title.lower()}: "),
        "icon": MECHANISM_ICONS.get(row["verdict"], "ring"),
        "confidence": row["confidence"],
        "effectors": row["effectors"].replace(";", ", "),
        "expected": fmt.number(row["n_expected"]),
        "against": fmt.number(row["n_against"]),
        "n": fmt.number(row["n_genes"]),
        "set_test": set_test,
        "function": row["function"],
        "next": row["next_experiment"],
        "reason": row["reason"],
        "sentence": rest if rest == row["sentence"] else rest[:1].upper() + rest[1:],
        "genes": [_mechanism_gene(gene) for _, gene in mine.iterrows()],
    }


def _mechanism_gene(row: pd.Series) -> dict[str, str]:
    estimate = fmt.signed(row["rna_log2FoldChange"])
    if row["rna_status"] == "not_converged":
        estimate += f" ({statuses.label('not_converged')})"
    elif row["rna_status"] not in ("tested", "no_replicates"):
        estimate = statuses.label(row["rna_status"]) or "not in the counts"
    grade = GRADES.get(row["grade"], row["grade"].replace("_", " "))
    if found := evidence_of(row["grade"], row):
        grade = KINDS[found].label.replace("consistent", "as expected", 1)
    if row["grade"] == "not_measured" and row["rna_status"] == "all_zero":
        grade = "no reads; protein not measured"
    protein = "not measured"
    if row["protein_assay_id"]:
        protein = f"{fmt.signed(row['protein_log2FoldChange'])} ({row['protein_assay_id']})"
    return {
        "gene": row["gene_name"],
        "role": row["role"],
        "kind": row["evidence_class"],
        "expected": {"up": "higher", "down": "lower", "either": "either way"}.get(
            row["expected_direction"], row["expected_direction"]
        ),
        "rna": estimate,
        "fdr": fmt.probability(row["rna_padj"]),
        "protein": protein,
        "grade": grade,
        "rationale": row["rationale"],
        "source": row["source"],
    }
