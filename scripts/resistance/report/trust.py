"""Can I trust it? Gates with their numbers, and what to know before quoting one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from resistance.checks.codes import CONFOUNDERS
from resistance.mechanisms.confidence import SINGLE_DERIVATION
from resistance.report import format as fmt
from resistance.report.data import ContrastTables, StudyTables
from resistance.report.words import CHECK_STATUS, FUNCTIONAL_ASSAYS, MATERIAL, VALIDATIONS
from resistance.wording.localisation import COUNTS_ARE_BLIND

ORDER = ("fail", "note", "pass", "not_assessable")

#: Titles of the two kinds of checks, and what a reader is told of each.
KINDS = {
    "confounder": (
        "What could mimic resistance",
        "Confounders. One that failed or is noted lowers the confidence of what it touches.",
    ),
    "gate": (
        "Quality of the data and of the fit",
        "Gates. One that failed lowers the confidence of what it touches.",
    ),
}


def check_groups(checks: pd.DataFrame) -> list[dict[str, Any]]:
    """Sort the checks for reading: confounders before gates, in each failures first.

    Parameters
    ----------
    checks : pandas.DataFrame
        ``checks.tsv``.

    Returns
    -------
    list of dict
        For each kind with a check: ``code``, ``title``, ``about``, ``counts`` (status to number, in
        words), ``rows`` (fail, note), ``passed``, ``unchecked``.
    """
    confounds = checks["check"].isin(CONFOUNDERS | {SINGLE_DERIVATION})
    groups = []
    for code, (title, about) in KINDS.items():
        mine = checks[confounds if code == "confounder" else ~confounds]
        if len(mine):
            groups.append({"code": code, "title": title, "about": about} | _by_status(mine))
    return groups


def _by_status(checks: pd.DataFrame) -> dict[str, Any]:
    rank = checks["status"].map({status: i for i, status in enumerate(ORDER)}).fillna(len(ORDER))
    ordered = checks.assign(rank=rank).sort_values("rank", kind="stable")
    rows = [_check(row) for row in ordered.to_dict("records")]
    counts = [
        {"n": n, "word": "notes" if s == "note" and n != 1 else CHECK_STATUS[s][0].lower()}
        | {"status": s, "icon": CHECK_STATUS[s][1]}
        for s in ORDER
        for n in [int((checks["status"] == s).sum())]
    ]
    return {
        "counts": counts,
        "rows": [r for r in rows if r["status"] not in ("pass", "not_assessable")],
        "passed": [r for r in rows if r["status"] == "pass"],
        "unchecked": [r for r in rows if r["status"] == "not_assessable"],
    }


def _check(row: Mapping[Any, Any]) -> dict[str, str]:
    word, icon = CHECK_STATUS.get(row["status"], (row["status"], "dash"))
    touched = row["touches"].replace(";", ", ")
    return {
        "title": row["title"] or row["check"],
        "item": row["item"],
        "scope": row["scope"],
        "status": row["status"],
        "word": word,
        "icon": icon,
        "value": _readable(row["value"]) or fmt.MISSING,
        "threshold": _readable(row["threshold"]) or fmt.MISSING,
        "touches": {"": "no gene", "all": "all genes"}.get(touched, touched),
        "message": row["message"],
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
    out += [*_derivations(study), function_statement(study.contrasts)]
    out += [
        "Expression is association. It cannot show that a change makes the cell resistant.",
        "\u201cNo significant change\u201d is not \u201cunchanged\u201d: only genes said to be "
        "unchanged within a stated fold passed a test of it.",
        "A protein that is absent from the table was not measured; it is not known to be absent "
        "from the cell.",
        COUNTS_ARE_BLIND,
    ]
    if any(_has_surface(contrast.protein) for contrast in study.contrasts):
        out.append(
            "A lower surface signal has several possible reasons, from uptake to a hidden "
            "epitope; the assays here cannot tell them apart."
        )
    return out


def _derivations(study: StudyTables) -> list[str]:
    """Say how many independent selections of resistant cells each contrast rests on."""
    found: dict[str, list[str]] = {}
    for contrast in study.contrasts:
        if contrast.sides.target:
            found.setdefault(contrast.sides.n_derivations, []).append(contrast.id)
    out = []
    for number, names in found.items():
        where = f" ({', '.join(names)})" if len(found) > 1 else ""
        if number == "unknown":
            out.append(
                f"The number of independent derivations is unknown{where}: fill the column "
                "\u201cderivation\u201d of the sample sheet."
            )
            continue
        text = f"Independent derivations, reference against target{where}: {number}."
        if "1" in number.replace("v", " ").split():
            text += (
                " An arm rests on one derivation: the inference is limited to this pair of lines, "
                "and replicates of it are not independent resistant lines."
            )
        out.append(text)
    return out


def function_statement(contrasts: Sequence[ContrastTables]) -> str:
    """Say which functions were measured, and that none was where there is no functional table.

    Parameters
    ----------
    contrasts : sequence of ContrastTables

    Returns
    -------
    str
        One sentence or two.
    """
    measured = {
        assay
        for contrast in contrasts
        for assay, status in zip(
            contrast.functional["assay"], contrast.functional["status"], strict=True
        )
        if status != "not_in_contrast"
    }
    scope = pd.concat([contrast.mechanisms for contrast in contrasts])
    scope = scope[scope["verdict"] != "not_applicable"]
    missing = [
        words
        for mechanism, (assay, words) in VALIDATIONS.items()
        if mechanism in set(scope["mechanism"]) and assay not in measured
    ]
    if not measured:
        listed = ", ".join(f"no {words}" for words in missing)
        return f"Functional validation is absent{': ' if listed else ''}{listed}."
    named = ", ".join(FUNCTIONAL_ASSAYS.get(assay, assay) for assay in sorted(measured))
    text = f"Functional assays given: {named}."
    return f"{text} Still absent: {', '.join(missing)}." if missing else text


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


#: Rows of a source that are shown before the rest of any other.
_FIRST = 12


def input_rows(inputs: pd.DataFrame, limit: int = 40) -> dict[str, Any]:
    """Build the list of what was read, merged, renamed or left out.

    Parameters
    ----------
    inputs : pandas.DataFrame
        ``inputs.tsv``.
    limit : int
        Rows shown; the rest is counted. Totals (rows without an item) come first, then the first
        rows of every source.

    Returns
    -------
    dict
        ``rows`` and ``more``.
    """
    later = inputs["item"] != ""
    rank = later.astype(int) + (later & (inputs.groupby("source").cumcount() >= _FIRST))
    ordered = inputs.assign(rank=rank).sort_values("rank", kind="stable")
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
