"""Which of a mechanism's clauses are about one pump: an assay of P-gp says nothing of ABCG2."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from resistance.wording.conclusions import BETWEEN, CLAUSES

_ANY: Final = "a pump"
_NAMING: Final = [
    re.compile(re.escape(text).replace(re.escape("{pump}"), "(?P<pumps>.+)"))
    for text in CLAUSES.values()
    if "{pump}" in text
]


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
        A clause that names several pumps (``P-gp and/or ABCG2``) is of each of them.
    """
    return BETWEEN.join(part for part in text.split(BETWEEN) if _may_be(part, names))


def _may_be(part: str, names: Collection[str]) -> bool:
    found = next(filter(None, (pattern.fullmatch(part) for pattern in _NAMING)), None)
    if found is None or found["pumps"] == _ANY:
        return True
    return bool(set(re.split(r", | and/or ", found["pumps"])) & set(names))
