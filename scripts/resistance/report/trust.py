"""Can I trust it? Gates with their numbers, and what to know before quoting one."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from resistance.report import format as fmt
from resistance.report.data import StudyTables
from resistance.report.words import CHECK_STATUS, MATERIAL

ORDER = ("fail", "note", "pass", "not_assessable")


def gates(checks: pd.DataFrame) -> dict[str, Any]:
    """Sort the checks for reading: failures first, what could not be checked apart.

    Parameters
    ----------
    checks : pandas.DataFrame
        ``checks.tsv``.

    Returns
    -------
    dict
        ``counts`` (status to number, in words), ``rows`` (fail, note), ``passed``, ``unchecked``.
    """
    rank = checks["status"].map({status: i for i, status in enumerate(ORDER)}).fillna(len(ORDER))
    ordered = checks.assign(rank=rank).sort_values("rank", kind="stable")
    rows = []
    for _, row in ordered.iterrows():
        word, icon = CHECK_STATUS.get(row["status"], (row["status"], "dash"))
        touches = "" if row["touches"] in ("", "all") else row["touches"].replace(";", ", ")
        rows.append(
            {
                "title": row["title"] or row["check"],
                "item": row["item"],
                "scope": row["scope"],
                "status": row["status"],
                "word": word,
                "icon": icon,
                "value": _readable(row["value"]) or fmt.MISSING,
                "threshold": _readable(row["threshold"]) or fmt.MISSING,
                "touches": touches,
                "message": row["message"],
            }
        )
    counts = [
        {"n": n, "word": "notes" if s == "note" and n != 1 else CHECK_STATUS[s][0].lower()}
        | {"status": s}
        for s in ORDER
        for n in [int((checks["status"] == s).sum())]
    ]
    return {
        "counts": counts,
        "rows": [r for r in rows if r["status"] not in ("pass", "not_assessable")],
        "passed": [r for r in rows if r["status"] == "pass"],
        "unchecked": [r for r in rows if r["status"] == "not_assessable"],
    }


def _readable(text: str) -> str:
    """Group the digits of long whole numbers, and write comparisons as signs."""
    grouped = re.sub(r"(?<![\w.])\d{5,}(?![\w.])", lambda m: f"{int(m[0]):,}", text)
    return grouped.replace(">=", "\u2265").replace("<=", "\u2264")


def cautions(study: StudyTables, simulated: bool) -> list[str]:
    """List what a reader must know before quoting a number of this report.

    Parameters
    ----------
    study : StudyTables
    simulated : bool

    Returns
    -------
    list of str
        Full sentences.
    """
    out = []
    if simulated:
        out.append("The data are simulated: the sizes are invented and say nothing of real cells.")
    out.append(MATERIAL)
    derivations = sorted(set(study.verdicts["n_derivations"]) - {""})
    if study.verdicts.empty:
        found = study.checks[study.checks["check"] == "single_derivation"]
        unknown = found["status"] == "not_assessable"
        derivations = sorted(set(found["value"].mask(unknown, "unknown")))
    if any(d == "unknown" for d in derivations):
        out.append(
            "The number of independent derivations is unknown: fill the column "
            "\u201cderivation\u201d of the sample sheet."
        )
    if any("1" in d.replace("v", " ").split() for d in derivations):
        out.append(
            "An arm rests on one derivation: the inference is limited to this pair of lines, "
            "and replicates of it are not independent resistant lines."
        )
    if set(study.verdicts["function"]) <= {"", "not measured"}:
        out.append(
            "Functional validation is absent: no efflux assay with and without an inhibitor, no "
            "internalisation assay, no re-expression of the antigen, no payload-only sensitivity."
        )
    out += [
        "Expression is association. It cannot show that a change makes the cell resistant.",
        "\u201cNo significant change\u201d is not \u201cunchanged\u201d: only genes said to be "
        "unchanged within a stated fold passed a test of it.",
        "A protein that is absent from the table was not measured; it is not known to be absent "
        "from the cell.",
        "Gene counts cannot show an isoform switch or a coding mutation.",
    ]
    if any(_has_surface(contrast.protein) for contrast in study.contrasts):
        out.append(
            "A lower surface signal has several possible reasons, from uptake to a hidden "
            "epitope; the assays here cannot tell them apart."
        )
    return out


def _has_surface(protein: pd.DataFrame) -> bool:
    return bool((protein["compartment"] == "surface").any())


def sample_rows(study: StudyTables) -> list[dict[str, str]]:
    """Build the table of samples.

    Parameters
    ----------
    study : StudyTables

    Returns
    -------
    list of dict
    """
    return [
        {
            "sample": row["sample"],
            "name": row["display_name"] or row["sample"],
            "group": row["group"],
            "reads": fmt.number(row["library_size"]),
            "detected": fmt.number(row["detected_genes"]),
            "top": f"{row['top_gene']} ({fmt.decimal(100 * row['top_gene_share'], 1)}%)"
            if row["top_gene"]
            else fmt.MISSING,
            "size_factor": fmt.decimal(row["size_factor"], 3),
            "correlation": fmt.decimal(row["replicate_correlation"], 3),
        }
        for _, row in study.quality_samples.iterrows()
    ]


def input_rows(inputs: pd.DataFrame, limit: int = 40) -> dict[str, Any]:
    """Build the list of what was read, merged, renamed or left out.

    Parameters
    ----------
    inputs : pandas.DataFrame
        ``inputs.tsv``.
    limit : int
        Rows shown; the rest is counted. Totals (rows without an item) come first.

    Returns
    -------
    dict
        ``rows`` and ``more``.
    """
    ordered = pd.concat([inputs[inputs["item"] == ""], inputs[inputs["item"] != ""]])
    rows = [
        {
            "source": row["source"].replace("_", " "),
            "action": row["action"].replace("_", " "),
            "item": row["item"],
            "n": fmt.number(row["n"]),
            "detail": row["detail"],
        }
        for _, row in ordered.head(limit).iterrows()
    ]
    return {"rows": rows, "more": max(0, len(ordered) - limit)}
