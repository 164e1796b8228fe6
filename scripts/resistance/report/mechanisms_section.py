"""Rows of the section on mechanisms."""

from __future__ import annotations

from typing import Any

import pandas as pd

from resistance.mechanisms.grades import evidence_of
from resistance.report import format as fmt
from resistance.report.words import GRADES, MECHANISM_ICONS
from resistance.wording import statuses
from resistance.wording.evidence import KINDS

GROUPS = {
    "mechanism": "Mechanisms, along the path of the drug",
    "cell_state": "Cell state",
    "outlook": "Outlook: other drugs",
    "check": "Checks by neighbours and sentinels",
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
