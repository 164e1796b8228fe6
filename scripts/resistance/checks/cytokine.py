"""Whether the cells show a different cytokine signal, whatever the sheet says of the medium."""

from __future__ import annotations

from typing import Final

from resistance.checks.base import Context, Row, between_arms, row
from resistance.checks.markers import NO_CHANGE, markers, told
from resistance.checks.words import OTHER_ORGANISM

#: Target of STAT5 that follows IL-3 within hours. It follows other cytokines and hormones, too (in
#: MCF7 oestrogen), so that it is read only where CD123 is the drug's target.
CISH: Final = {"CISH": "ENSG00000114737"}
_TITLE: Final = "Cytokine signal (CISH)"


def _cytokine_response(context: Context, contrast: dict[str, str]) -> Row:
    threshold = f"< {context.thresholds.marker_fold:g}-fold"

    def say(status: str, message: str, value: str = "") -> Row:
        return row(
            "cytokine_response", _TITLE, status, message,
            value=value, threshold=threshold, touches="IL3RA",
        )  # fmt: skip

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    if context.named_target != "IL3RA":
        message = "This check is about CD123, which the study does not name as the drug's target."
        return say("not_assessable", message)
    found = markers(context, contrast, CISH)
    if not found:
        return say("not_assessable", "CISH is too low to be read. " + NO_CHANGE)
    if found[0].direction:
        word = "higher" if found[0].direction > 0 else "lower"
        message = (
            f"CISH is {word}: IL-3, medium or stroma may differ, and IL-3 itself lowers CD123."
        )
        return say("fail", message, told(found))
    return say("pass", "CISH, which follows IL-3, does not differ between the arms.", told(found))


cytokine_response = between_arms(_cytokine_response, "cytokine_response", _TITLE)
