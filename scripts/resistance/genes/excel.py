"""Gene names that a spreadsheet has turned into dates or numbers, and what they were.

MARCH1 becomes 1-Mar, SEPT2 2-Sep (Ziemann 2016, Genome Biology 17:177: a fifth of published gene
lists). 1-Mar may also have been MARC1: a name is given back only where one gene alone fits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from resistance.genes.gene_ids import Annotation, resolve_symbols

_MONTHS: Final = {
    "jan": 1, "feb": 2, "mar": 3, "mrz": 3, "mär": 3, "apr": 4, "may": 5, "mai": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12, "dez": 12,
}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
#: 1-Mar, 01-Mar-21, 2.Sep; Sep-02; 2021-03-01; 3/1/2021.
EXCEL_DATE: Final = re.compile(
    rf"(?P<day>\d{{1,2}})[-. ] ?(?P<month>{_MONTH})\.?(?:[-. ]\d{{2,4}})?"
    rf"|(?P<named>{_MONTH})-(?P<number>\d{{1,4}})"
    r"|\d{4}-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?:[ T]00:00(?::00)?)?"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}",
    re.IGNORECASE,
)
#: 2.31E+13 was the clone 2310009E13 of RIKEN.
EXCEL_NUMBER: Final = re.compile(r"\d(?:\.\d+)?E\+\d{1,2}", re.IGNORECASE)
#: Families of human symbols that dates hide, with their numbers; mouse and rat write March1.
_FAMILIES: Final = {
    3: (("MARCH", range(1, 12)), ("MARC", range(1, 3))),
    9: (("SEPT", range(1, 15)), ("SEP", range(15, 16))),
    12: (("DEC", range(1, 3)),),
}  # fmt: skip
_KNOWN: Final = ("symbol", "previous", "alias")


class Repair(NamedTuple):
    """What a damaged name was.

    Attributes
    ----------
    symbol : str
        Empty where it is not known.
    candidates : tuple of str
        Names that it may have been.
    """

    symbol: str
    candidates: tuple[str, ...]


def is_damaged(identifier: str) -> bool:
    """Tell whether an id looks like a date or a number that was a gene's name.

    Parameters
    ----------
    identifier : str

    Returns
    -------
    bool
    """
    return bool(EXCEL_DATE.fullmatch(identifier) or EXCEL_NUMBER.fullmatch(identifier))


def candidates(identifier: str) -> list[str]:
    """Return the names that a date may have been, in capitals.

    Parameters
    ----------
    identifier : str

    Returns
    -------
    list of str
        Empty for what is no date, and for dates whose day and month cannot be told apart.
    """
    match = EXCEL_DATE.fullmatch(identifier)
    if match is None:
        return []
    parts = match.groupdict()
    if parts["month"]:
        month, day = _MONTHS[parts["month"].lower()], int(parts["day"])
    elif parts["named"]:
        month, day = _MONTHS[parts["named"].lower()], int(parts["number"])
    elif parts["iso_month"]:
        month, day = int(parts["iso_month"]), int(parts["iso_day"])
    else:
        return []
    return [f"{family}{day}" for family, numbers in _FAMILIES.get(month, ()) if day in numbers]


def repairs(
    damaged: Iterable[str], annotation: Annotation, others: Collection[str]
) -> dict[str, Repair]:
    """Find what damaged names were, each only where one gene alone fits.

    Parameters
    ----------
    damaged : iterable of str
        Ids for which :func:`is_damaged` is true.
    annotation : Annotation
        Of the study's organism; for organisms without one the families alone decide.
    others : collection of str
        All ids of the table: a gene that has a row of its own is no candidate.

    Returns
    -------
    dict of str to Repair
        Names in the spelling of the table: ``March3`` where it writes ``Actb``.
    """
    titled = _writes_titles(others)
    found: dict[str, Repair] = {}
    for identifier in damaged:
        names = [name.capitalize() if titled else name for name in candidates(identifier)]
        if annotation.organism != "other" and names:
            matches = resolve_symbols(names, annotation)
            known = matches[matches["matched_by"].isin(_KNOWN)]
            genes: Mapping[str, str] = dict(zip(known["name"], known["ensembl_id"], strict=True))
            names = [name for name in names if name in genes]
        free = [name for name in names if name not in others]
        one = len(names) == 1 and len(free) == 1
        found[identifier] = Repair(free[0] if one else "", tuple(names))
    return found


def _writes_titles(ids: Iterable[str]) -> bool:
    """Tell whether symbols are written Actb, as of mouse and rat, rather than ACTB."""
    titles = capitals = 0
    for identifier in ids:
        if identifier[1:2].isalpha() and not identifier.startswith("ENS"):
            titles += identifier[1:2].islower()
            capitals += identifier[1:2].isupper()
    return titles > capitals
