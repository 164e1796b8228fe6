"""Whether the cells answer the drug while they resist it, and whether p53 could show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from resistance.checks.base import UNKNOWN, Context, Row, between_arms, row
from resistance.checks.markers import NO_CHANGE, Marker, markers, moved, told
from resistance.checks.words import OTHER_ORGANISM

#: Targets of p53 that rise within hours of DNA damage.
P53_TARGETS: Final = {
    "CDKN1A": "ENSG00000124762",
    "MDM2": "ENSG00000135679",
    "GADD45A": "ENSG00000116717",
    "BBC3": "ENSG00000105327",
}
#: Targets that must move together; one alone has other reasons.
TOGETHER: Final = 2
_TITLE: Final = "Response to the drug"
_P53_TITLE: Final = "p53 can show a response"


def _presence(context: Context, contrast: Mapping[str, str]) -> dict[str, str]:
    """Return yes, no or unknown for each arm: yes where any sample had the drug."""
    out = {}
    for arm, names in context.arms(contrast).items():
        values = set()
        if "drug_at_harvest" in context.samples.columns:
            values = set(context.samples.loc[names, "drug_at_harvest"].astype(str))
        known = bool(values) and not values & UNKNOWN
        out[arm] = "yes" if "yes" in values else "no" if known else "unknown"
    return out


def _tp53(context: Context) -> str:
    return str(context.study.get("tp53") or "unknown")


def _responding(found: list[Marker], presence: Mapping[str, str]) -> tuple[str, list[Marker]]:
    """Return the arm that had the drug, or may have had it, and the targets higher in it."""
    for arm, direction in (("target", 1), ("reference", -1)):
        higher = moved(found, direction)
        if presence[arm] != "no" and len(higher) >= TOGETHER:
            return arm, higher
    return "", []


def _drug_response(context: Context, contrast: dict[str, str]) -> Row:
    threshold = (
        f"< {TOGETHER} of {len(P53_TARGETS)} p53 targets shifted "
        f"{context.thresholds.marker_fold:g}-fold"
    )

    def say(status: str, message: str, value: str = "") -> Row:
        return row("drug_response", _TITLE, status, message, value=value, threshold=threshold)

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    found = markers(context, contrast, P53_TARGETS)
    if len(found) < TOGETHER:
        return say("not_assessable", "Too few p53 targets are expressed. " + NO_CHANGE)
    presence = _presence(context, contrast)
    value = told(found)
    arm, responding = _responding(found, presence)
    if responding:
        # changes are of the target against the reference: below 0 where the reference is higher
        where = "" if arm == "target" else " in the reference arm"
        names = told(responding)
        if "yes" in presence.values():
            return say(
                "fail",
                f"p53 targets are higher{where} with the drug present ({names}): response and "
                "resistance are confounded.",
                value,
            )
        message = (
            f"p53 targets are higher{where} ({names}), and whether the drug was present is unknown."
        )
        return say("note", message, value)
    if "unknown" in presence.values():
        message = "It is not known whether the drug was present, so that silence tells nothing."
        return say("not_assessable", message, value)
    if _tp53(context) != "wild_type":
        known = "mutated" if _tp53(context) == "mutant" else "of unknown status"
        message = f"Not informative: TP53 is {known}, so that p53 targets may stay silent."
        return say("not_assessable", message, value)
    return say("pass", "p53 targets do not show a response to the drug.", value)


def _p53_informative(context: Context, contrast: dict[str, str]) -> Row:
    tp53 = _tp53(context)

    def say(status: str, message: str) -> Row:
        return row(
            "p53_informative", _P53_TITLE, status, message,
            value=tp53.replace("_", " "), threshold="wild type",
        )  # fmt: skip

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    if tp53 == "mutant":
        message = "TP53 is mutated: the check of the drug at harvest is not informative."
        return say("note", message)
    if tp53 != "wild_type":
        message = "TP53 status is unknown: the check of the drug at harvest is not informative."
        return say("not_assessable", message)
    presence = _presence(context, contrast)
    alone = set(presence.values()) == {"yes", "no"}
    found = markers(context, contrast, P53_TARGETS)
    if alone and found and not any(marker.direction for marker in found):
        return say(
            "note",
            "No p53 target responds although the drug was present: the line may be blind to it, "
            "and the check of the drug at harvest is not informative.",
        )
    return say("pass", "TP53 is stated to be wild type.")


drug_response = between_arms(_drug_response, "drug_response", _TITLE)
p53_informative = between_arms(_p53_informative, "p53_informative", _P53_TITLE)
