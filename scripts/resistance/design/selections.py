"""Which samples the model of a contrast is fitted on.

The grammar of ``subset`` is::

    subset    = condition { ";" condition }
    condition = variable "=" level { "|" level }

Names that are more than letters, digits, ``_`` and ``.`` may stand in quotes; without quotes they
reach to the next sign of the grammar, so that ``line = MOLM-13`` needs none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from resistance.design.formula import MOST_SIGNS, FormulaError
from resistance.problems import did_you_mean

ALLOWED_SUBSET = (
    'conditions such as line = A or line = A|B, with ";" between them; names that hold one of '
    "= | ; in quotes"
)
_TOKEN = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\"|`([^`]*)`|([=|;])|([^=|;'\"`]+)|(\S))")

#: Levels that each named variable may have.
Subset = dict[str, tuple[str, ...]]


class SelectionError(FormulaError):
    """Raised where ``subset`` or ``exclude_samples`` cannot be read or fits no sample."""

    def __init__(self, message: str, hint: str = f"Allowed: {ALLOWED_SUBSET}.") -> None:
        super().__init__(message, hint)


def parse_subset(text: str) -> Subset:
    """Parse a subset.

    Parameters
    ----------
    text : str
        For instance ``line = A|B; batch = 1``; the empty text is every sample.

    Returns
    -------
    dict of str to tuple of str

    Raises
    ------
    SelectionError
    """
    if len(text) > MOST_SIGNS:
        raise SelectionError(f"The subset has more than {MOST_SIGNS} signs.")
    if not text.strip():
        return {}
    found: Subset = {}
    for words in _split(_tokens(text), ";"):
        if len(words) < 3 or words[1] != ("sign", "=") or words[0][0] != "name":
            raise SelectionError(f'The subset "{text}" holds something else than variable = level.')
        variable = words[0][1]
        levels = []
        for choice in _split(words[2:], "|"):
            if len(choice) != 1 or choice[0][0] != "name":
                raise SelectionError(f'The subset "{text}" lacks a level of "{variable}".')
            levels.append(choice[0][1])
        if variable in found:
            raise SelectionError(
                f'The subset "{text}" names "{variable}" twice.',
                'Several levels of a variable have "|" between them.',
            )
        found[variable] = tuple(dict.fromkeys(levels))
    return found


def _tokens(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _TOKEN.finditer(text):
        *quoted, sign, name, other = match.groups()
        inside = next((part for part in quoted if part is not None), None)
        if inside is not None:
            found.append(("name", inside))
        elif sign is not None:
            found.append(("sign", sign))
        elif other is not None:
            raise SelectionError(f'A quotation mark ({other}) is not closed in "{text}".')
        elif name.strip():
            found.append(("name", name.strip()))
    return found


def _split(words: Sequence[tuple[str, str]], sign: str) -> list[list[tuple[str, str]]]:
    parts: list[list[tuple[str, str]]] = [[]]
    for word in words:
        if word == ("sign", sign):
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def select(samples: pd.DataFrame, subset: str, excluded: Sequence[str]) -> list[str]:
    """Return the samples that a subset and exclusions leave.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    subset : str
    excluded : sequence of str

    Returns
    -------
    list of str
        In the order of the sheet. Names that the sheet lacks are :func:`check_selection`'s concern.

    Raises
    ------
    SelectionError
        If ``subset`` is not in the grammar or names no column of the sheet.
    """
    keep = ~samples.index.isin(list(excluded))
    for variable, levels in parse_subset(subset).items():
        keep &= samples[_column(variable, samples)].astype(str).isin(levels).to_numpy()
    return [str(name) for name in samples.index[keep]]


def _column(variable: str, samples: pd.DataFrame) -> str:
    if variable not in samples.columns:
        known = [str(column) for column in samples.columns]
        raise SelectionError(
            f'"{variable}" of the subset is no column of the sample sheet.',
            f"{did_you_mean(variable, known)} The columns are {', '.join(known)}.".strip(),
        )
    return variable


def check_subset(samples: pd.DataFrame, subset: str) -> None:
    """Refuse a subset that the sample sheet does not know.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text.
    subset : str

    Raises
    ------
    SelectionError
        Outside the grammar; a variable that is no column; a level that no sample has.
    """
    for variable, levels in parse_subset(subset).items():
        known = sorted(set(samples[_column(variable, samples)].astype(str)) - {""})
        for level in levels:
            if level not in known:
                raise SelectionError(
                    f'No sample has "{variable}" = "{level}".',
                    f"{did_you_mean(level, known)} The levels are {', '.join(known)}.".strip(),
                )
