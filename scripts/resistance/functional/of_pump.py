"""Which of a mechanism's clauses are about one pump: an assay of P-gp says nothing of ABCG2."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from resistance.functional.modulators import TARGET_OF
from resistance.wording.conclusions import BETWEEN, CLAUSES, clause, without

_ANY: Final = "a pump"
_NAMING: Final = {
    re.compile(re.escape(clause(code, "PUMP", assay)).replace("PUMP", "(?P<pumps>.+)")): code
    for code, text in CLAUSES.items()
    if "{pump}" in text
    for assay in ("adc_ic50", "payload_ic50")
}


def of_pump(text: str, names: Collection[str]) -> str:
    """Keep the clauses that name this pump, or none.

    Parameters
    ----------
    text : str
        Clauses of a mechanism, with ``BETWEEN`` between them; may be empty.
    names : collection of str
        Symbol of the pump, and its name to show.

    Returns
    -------
    str
        A clause that names several pumps (``P-gp and/or ABCG2``) is of each of them. Where another
        pump limits the drug, the place of the block says nothing of this one.
    """
    parts = text.split(BETWEEN)
    kept = BETWEEN.join(part for part in parts if _may_be(part, names))
    others = [part for part in parts if not _may_be(part, names)]
    limits = any(_naming(part)[0] == "pump_limits_drug" for part in others)
    return without(kept, "block_before_payload") if limits else kept


def _naming(part: str) -> tuple[str, str]:
    """Return the conclusion of a clause and the pumps in it; empty where it is about none."""
    for pattern, code in _NAMING.items():
        found = pattern.fullmatch(part)
        if found:
            return code, found["pumps"]
    return "", ""


def _may_be(part: str, names: Collection[str]) -> bool:
    code, pumps = _naming(part)
    if not code or pumps == _ANY or pumps.startswith(TARGET_OF):
        return True
    return bool(set(re.split(r", | and/or ", pumps)) & set(names))
