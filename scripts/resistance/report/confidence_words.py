"""What the confidence of a verdict rests on and what caps it, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from resistance.mechanisms.confidence import SINGLE_DERIVATION
from resistance.report import format as fmt
from resistance.report.words import CAPS


def confidence_reasons(
    checks: pd.DataFrame, level: str, capped_by: str, n_derivations: str
) -> list[str]:
    """Say what caps the confidence of a verdict, by the names of the checks.

    Parameters
    ----------
    checks : pandas.DataFrame
        The checks that concern the verdict (``mechanisms.confidence.relevant_checks``).
    level : str
        low, moderate, high; empty where there is no verdict.
    capped_by : str
        Codes of checks and of :data:`resistance.report.words.CAPS`, ``;`` between.
    n_derivations : str
        Per arm, as ``1 v 1``; ``unknown`` or empty where the sheet does not tell.

    Returns
    -------
    list of str
        Sentences.
    """
    codes = [code for code in capped_by.split(";") if code]
    reasons = _failed(checks, level)
    reasons += [CAPS[code] for code in ("tier_c", "prior_based") if code in codes]
    if derivations_unknown(n_derivations):
        reasons.append("The sample sheet does not tell how many independent derivations there are.")
        reasons += [CAPS["derivation_unknown"]] if SINGLE_DERIVATION in codes else []
    else:
        reasons.append(f"Independent derivations per arm: {n_derivations}.")
        reasons += [CAPS[SINGLE_DERIVATION]] if SINGLE_DERIVATION in codes else []
    if noted := _titles(checks, codes, "note"):
        reasons.append(f"Capped by what is noted: {', '.join(noted)} (section 2).")
    # a check that could not be made says nothing of the samples
    if n_open := len(_titles(checks, codes, "not_assessable")):
        reasons.append(
            f"{fmt.plural(n_open, 'relevant check')} could not be made, "
            "which rules out \u201chigh\u201d."
        )
    reasons += [CAPS["function"]] if "function" in codes else []
    return reasons


def derivations_unknown(n_derivations: str) -> bool:
    """Tell whether the number of derivations is not known.

    Parameters
    ----------
    n_derivations : str

    Returns
    -------
    bool
    """
    return n_derivations in ("", "unknown")


def listed(checks: pd.DataFrame, status: str) -> list[dict[str, str]]:
    """List the checks of a status.

    Parameters
    ----------
    checks : pandas.DataFrame
    status : str

    Returns
    -------
    list of dict
        ``title`` and ``message``.
    """
    chosen = checks[checks["status"] == status]
    return [
        {"title": row["title"] or row["check"], "message": row["message"]}
        for row in chosen.to_dict("records")
    ]


def _failed(checks: pd.DataFrame, level: str) -> list[str]:
    opening = "Capped by a failed check" if level else "A failed check"
    messages: dict[str, list[str]] = {}
    for check in listed(checks, "fail"):
        messages.setdefault(check["title"], []).append(check["message"])
    return [
        f"{opening}: {title}. {found[0]}"
        if len(found) == 1
        else f"{opening}: {title}, in {len(found)} places (section 2)."
        for title, found in messages.items()
    ]


def _titles(checks: pd.DataFrame, codes: Iterable[str], status: str) -> list[str]:
    """Name the checks of a status that cap, each once."""
    found = checks[(checks["status"] == status) & checks["check"].isin(list(codes))]
    found = found[found["check"] != SINGLE_DERIVATION]
    return list(dict.fromkeys(found["title"].where(found["title"] != "", found["check"])))
