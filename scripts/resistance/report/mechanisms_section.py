"""Rows of the section on mechanisms."""

from __future__ import annotations

from typing import Any

import pandas as pd

from resistance.mechanisms.confidence import relevant_checks
from resistance.mechanisms.grades import evidence_of
from resistance.report import format as fmt
from resistance.report.confidence_words import confidence_reasons
from resistance.report.data import ContrastTables
from resistance.report.words import GRADES, MECHANISM_ICONS, RUNG_STATES, RUNGS
from resistance.wording import statuses
from resistance.wording.evidence import KINDS

GROUPS = {
    "mechanism": "Mechanisms, along the path of the drug",
    "cell_state": "Cell state",
    "outlook": "Outlook: other drugs",
    "check": "Checks by neighbours and sentinels",
}


def mechanism_groups(contrast: ContrastTables, checks: pd.DataFrame) -> list[dict[str, Any]]:
    """Build the scorecard: mechanisms by group, each with its genes and its evidence ladder.

    Parameters
    ----------
    contrast : ContrastTables
    checks : pandas.DataFrame
        ``checks.tsv``, to name what caps the confidence.

    Returns
    -------
    list of dict
        ``title``, ``rows`` (in scope) and ``outside`` (``not_applicable``).
    """
    mechanisms = contrast.mechanisms
    groups = []
    known = [g for g in GROUPS if g in set(mechanisms["group"])]
    for group in [*known, *sorted(set(mechanisms["group"]) - set(GROUPS))]:
        mine = mechanisms[mechanisms["group"] == group]
        rows = [_mechanism(row, contrast, checks) for _, row in mine.iterrows()]
        groups.append(
            {
                "title": GROUPS.get(group, group),
                "code": fmt.slug(group),
                "rows": [r for r in rows if r["verdict"] != "not_applicable"],
                "outside": [r for r in rows if r["verdict"] == "not_applicable"],
            }
        )
    return groups


def _mechanism(row: pd.Series, contrast: ContrastTables, checks: pd.DataFrame) -> dict[str, Any]:
    genes, ladder = contrast.mechanism_genes, contrast.ladder
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
    rest = row["sentence"].removeprefix(f"{title}: ")
    if not row["verdict"].startswith("function"):
        rest = rest.removeprefix(f"{label.split('; ')[0]}; ")
    return {
        "code": fmt.slug(row["mechanism"]),
        "title": title,
        "verdict": row["verdict"],
        "label": label.removeprefix(f"{title.lower()}: "),
        "icon": MECHANISM_ICONS.get(row["verdict"], "ring"),
        "confidence": row["confidence"],
        "confidence_reasons": _caps(row, contrast, checks),
        "effectors": row["effectors"].replace(";", ", "),
        "expected": fmt.number(row["n_expected"]),
        "against": fmt.number(row["n_against"]),
        "n": fmt.number(row["n_genes"]),
        "set_test": set_test,
        "function": row["function"] or "not measured",
        "next": row["next_experiment"],
        "would_change": fmt.sentence(row["would_change"]),
        "reason": row["reason"],
        "sentence": rest if rest == row["sentence"] else rest[:1].upper() + rest[1:],
        "genes": [_mechanism_gene(gene) for _, gene in mine.iterrows()],
        "ladder": _ladder(ladder[ladder["mechanism"] == row["mechanism"]]),
    }


def _caps(row: pd.Series, contrast: ContrastTables, checks: pd.DataFrame) -> list[str]:
    """Say what caps the confidence of a mechanism; nothing where it has no verdict."""
    if not row["confidence"]:
        return []
    effectors = row["effectors"].split(";")
    relevant = relevant_checks(checks, contrast.id, contrast.sides, effectors)
    relevant = relevant[relevant["check"].isin(row["capped_by"].split(";"))]
    return confidence_reasons(relevant, row["confidence"], row["capped_by"], row["n_derivations"])


def _ladder(rows: pd.DataFrame) -> list[dict[str, str]]:
    """Build the rungs of one mechanism; those that the table lacks are open."""
    said = {row["rung"]: row for row in rows.to_dict("records")}
    out = []
    for code, name in RUNGS.items():
        row = said.get(code, {"state": "open", "evidence": ""})
        word, icon = RUNG_STATES.get(row["state"], (row["state"].replace("_", " "), "question"))
        out.append(
            {"name": name, "state": fmt.slug(row["state"]), "word": word, "icon": icon}
            | {"evidence": row["evidence"]}
        )
    return out


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
