"""Entrez ids: whole numbers, which only a table of many of them tells from the numbers of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

_ENTREZ: Final = re.compile(r"(?:GeneID:|entrez:)?([1-9]\d{0,9})", re.IGNORECASE | re.ASCII)
#: Share of a table's ids that must be whole numbers, and of these that must be known genes.
MOSTLY: Final = 0.5
#: Numbers of rows follow each other; the ids of Entrez leave gaps.
IN_A_ROW: Final = 0.8


def entrez_genes(ids: Iterable[str], genes: Mapping[str, str]) -> dict[str, str]:
    """Find the Ensembl id of each Entrez id of a table.

    Parameters
    ----------
    ids : iterable of str
        All of a table, such as ``3563`` or ``GeneID:3563``.
    genes : mapping of str to str
        Entrez id -> Ensembl id.

    Returns
    -------
    dict of str to str
        Empty for unknown numbers; nothing where the numbers are no Entrez ids: where they are few,
        follow each other like the numbers of rows, or are mostly unknown.
    """
    everyone = set(ids)
    matches = {name: match[1] for name in everyone if (match := _ENTREZ.fullmatch(name))}
    if not matches or len(matches) < MOSTLY * len(everyone):
        return {}
    numbers = {int(number) for number in matches.values()}
    known = sum(number in genes for number in matches.values())
    span = max(numbers) - min(numbers) + 1
    in_a_row = len(numbers) > 2 and len(numbers) > IN_A_ROW * span
    if known < MOSTLY * len(matches) or in_a_row:
        return {}
    return {name: genes.get(number, "") for name, number in matches.items()}
