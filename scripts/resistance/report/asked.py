"""What a contrast asks, as its headings, counts and figures need it.

``asked`` is always what ``model.json`` says of the contrast, from
:func:`resistance.fit_tables.question`; empty it stands for a two-sided Wald test of no change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from resistance.report import format as fmt

Asked = Mapping[str, Any]

#: where ``words`` of model.json pass from the fold change to the test and the samples
_PARTS: Final = re.compile(r"; (?=tested: |fitted on the samples with |fitted without )")
#: of a likelihood ratio, which the headings have no room for
_LRT_NOTE: Final = ", which is about all terms that the second lacks at once"

#: kinds whose FDR says nothing of the direction, with the words for what it does say
UNDIRECTED: Final = {"terms": "terms matter", "within": "within the threshold"}


def kind(asked: Asked) -> str:
    """Name what a small p value says.

    Parameters
    ----------
    asked : mapping

    Returns
    -------
    str
        ``terms`` (likelihood ratio), ``within`` (less than the threshold), ``up`` or ``down``
        (one-sided), otherwise ``change``.
    """
    if asked.get("test") == "lrt":
        return "terms"
    named = {"lessAbs": "within", "greater": "up", "less": "down"}
    return named.get(str(asked.get("alternative")), "change")


def threshold(asked: Asked) -> float:
    """Return the log2 fold change that the test is against; 0 where it is against no change.

    Parameters
    ----------
    asked : mapping

    Returns
    -------
    float
    """
    return 0.0 if kind(asked) == "terms" else float(asked.get("lfc_threshold") or 0)


def bounds(asked: Asked) -> list[float]:
    """Return the log2 fold changes at which figures draw the threshold.

    Parameters
    ----------
    asked : mapping

    Returns
    -------
    list of float
        Of one-sided tests one, of others two, of tests against no change none.
    """
    size = threshold(asked)
    sides = {"up": (1,), "down": (-1,)}.get(kind(asked), (-1, 1))
    return [side * size for side in sides] if size else []


def details(asked: Asked) -> str:
    """Return what tells a contrast from another of the same two levels: its test, its samples.

    Parameters
    ----------
    asked : mapping

    Returns
    -------
    str
        Empty for a two-sided test against no change on all samples.
    """
    first, *rest = _PARTS.split(str(asked.get("words") or ""))
    # without a fold change the heading names both designs already
    parts = ["tested: likelihood ratio", *rest] if first.startswith("tested: ") else rest
    return "; ".join(parts).replace(_LRT_NOTE, "")


def whose(asked: Asked) -> str:
    """Return which samples a contrast was fitted on.

    Parameters
    ----------
    asked : mapping

    Returns
    -------
    str
        Empty for all samples.
    """
    parts = _PARTS.split(str(asked.get("words") or ""))
    return ", ".join(part for part in parts if part.startswith("fitted "))


def sign(asked: Asked, target: str) -> str:
    """Say what a positive fold change means.

    Parameters
    ----------
    asked : mapping
    target : str
        Used where ``asked`` has no words.

    Returns
    -------
    str
        A sentence; empty without a fold change.
    """
    first = _PARTS.split(str(asked.get("words") or ""))[0]
    if first.startswith("tested: "):
        return ""
    first = first or f"positive log2FoldChange = higher in {target}"
    first = first.replace("positive log2FoldChange = ", "Positive: ", 1)
    return first.replace("log2FoldChange = ", "log2FC: ", 1) + "."


def counted(asked: Asked, target: str) -> list[tuple[int, str]]:
    """Say what genes that pass the FDR are counted as.

    Parameters
    ----------
    asked : mapping
    target : str

    Returns
    -------
    list of tuple of int and str
        Sign of the fold changes counted (0: whatever it is) and the words that follow "genes".
    """
    size = fmt.fold(threshold(asked))
    beyond = f", by more than {size}" if threshold(asked) else ""
    up, down = (1, f"higher in {target}{beyond}"), (-1, f"lower in {target}{beyond}")
    return {
        "terms": [(0, "in which the terms under test matter")],
        "within": [(0, f"whose change is shown to be within the threshold ({size})")],
        "up": [up],
        "down": [down],
    }.get(kind(asked), [up, down])


def footnote(asked: Asked, alpha: str, tested: bool) -> str:
    """Say what the counts rest on.

    Parameters
    ----------
    asked : mapping
    alpha : str
        FDR threshold.
    tested : bool
        Whether any gene was.

    Returns
    -------
    str
        A sentence.
    """
    if not tested:
        return "No gene was tested, so none is called."
    of = {"up": "Higher: ", "down": "Lower: ", "change": "Higher and lower: "}.get(kind(asked), "")
    other = {"up": "; lower was not tested", "down": "; higher was not tested"}.get(kind(asked), "")
    return f"{of}FDR below {alpha}{other}."


def none_called(asked: Asked, alpha: str) -> str:
    """Say what it means that no gene passes the FDR.

    Parameters
    ----------
    asked : mapping
    alpha : str

    Returns
    -------
    str
        Two sentences.
    """
    meaning = (
        "For none is the change shown to be within the threshold; more replicates may show it."
        if kind(asked) == "within"
        else "That is not the same as no change: it may also mean too few replicates."
    )
    return f"No gene passes an FDR of {alpha}. {meaning}"
