"""Whether the arms grow at different rates."""

from __future__ import annotations

from typing import Final

from resistance.checks.base import Context, Row, between_arms, row
from resistance.checks.markers import NO_CHANGE, markers, moved, told
from resistance.checks.words import OTHER_ORGANISM

#: Genes of cycling cells.
PROLIFERATION: Final = {
    "MKI67": "ENSG00000148773",
    "PCNA": "ENSG00000132646",
    "MCM2": "ENSG00000073111",
}
#: Genes of repair and checkpoints, and survivin: their mRNA rises and falls with the share of cells
#: in S phase. Where proliferation differs they read "follows proliferation".
FOLLOWERS: Final = (
    "ATM", "ATR", "BIRC5", "BRCA1", "BRCA2", "CHEK1", "CHEK2", "DNMT1", "ERCC1", "ERCC2", "ERCC4",
    "ERCC6", "ERCC8", "EZH2", "FANCA", "FANCD2", "FANCI", "H2AX", "LIG3", "PARP1", "POLK", "POLQ",
    "RAD18", "RAD51", "REV1", "REV3L", "WEE1", "XPA", "XPC", "XRCC1", "XRCC2", "XRCC3",
)  # fmt: skip
TOGETHER: Final = 2
_TITLE: Final = "Proliferation"


def _proliferation(context: Context, contrast: dict[str, str]) -> Row:
    touches = ";".join((*FOLLOWERS, *PROLIFERATION))
    threshold = (
        f"< {TOGETHER} of {len(PROLIFERATION)} shifted {context.thresholds.marker_fold:g}-fold"
    )

    def say(status: str, message: str, value: str = "") -> Row:
        return row(
            "proliferation", _TITLE, status, message,
            value=value, threshold=threshold, touches=touches,
        )  # fmt: skip

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    found = markers(context, contrast, PROLIFERATION)
    if len(found) < TOGETHER:
        return say("not_assessable", "Too few genes of cycling cells are expressed. " + NO_CHANGE)
    value = told(found)
    for direction, word in ((1, "higher"), (-1, "lower")):
        shifted = moved(found, direction)
        if len(shifted) >= TOGETHER:
            return say(
                "fail",
                f"Genes of cycling cells are {word} ({told(shifted)}): repair, checkpoints and "
                "survivin follow proliferation.",
                value,
            )
    if any(marker.direction for marker in found):
        return say("note", f"One gene of cycling cells differs ({value}).", value)
    return say("pass", "Genes of cycling cells do not differ between the arms.", value)


proliferation = between_arms(_proliferation, "proliferation", _TITLE)
