"""Find cells of a functional table that hold no usable number."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from resistance.functional.assays import BOUNDED
from resistance.functional.tidy import bound
from resistance.inputs.protein_numbers import comma_hint
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped, cell
from resistance.problems import Problem


def check_values(functional: pd.DataFrame, table: pd.DataFrame, name: str) -> list[Problem]:
    """Find values that are no numbers, that have no logarithm, or that are no bounds.

    Parameters
    ----------
    functional : pandas.DataFrame
        The user's table, text, indexed by row.
    table : pandas.DataFrame
        Result of :func:`resistance.functional.tidy.tidy`, same index.
    name : str
        The file as the user named it.

    Returns
    -------
    list of Problem
        At most one for a row.
    """
    found = []
    for row, value, assay, unit in zip(
        table.index, table["value"], table["assay"], table["unit"], strict=True
    ):
        wrong = _wrong(value, assay, unit)
        if wrong:
            message, allowed, hint = wrong
            shown = cell(functional, row, "value")
            found.append(Problem(name, message, str(row), "value", shown, allowed, hint))
    return capped(found, 'cells of column "value" that cannot be used')


def _wrong(value: str, assay: str, unit: str) -> tuple[str, str, str] | None:
    """Return message, what is allowed and a hint; None for a value that can be used."""
    side, text = bound(value)
    number = pd.to_numeric(text.strip(), errors="coerce")
    if not np.isfinite(number):
        return _no_number(value, text)
    if side != "none" and assay not in BOUNDED:
        return (
            "Only a concentration or a half-life may be a bound.",
            f'a number; ">" and "<" are for {listing(BOUNDED)}',
            "Leave the row out if nothing was measured.",
        )
    if unit.endswith("_effluxed"):
        most = 100.0 if unit.startswith("percent") else 1.0
        if not 0 <= number < most:
            return (
                "The share of the dye that was pumped out is out of range: the dye that stays "
                "inside has no logarithm.",
                f"from 0 to less than {most:g} ({unit})",
                _scale_hint(number, unit),
            )
        return None
    if number <= 0:
        return (
            "The value must be greater than zero: it has no logarithm.",
            "a number above 0",
            _low_hint(assay),
        )
    if unit.startswith("fraction") and number > 2:
        return (
            "This is no fraction.",
            "a number near or below 1",
            'Write unit = percent ("percent_retained" for a dye) if it is a percentage.',
        )
    return None


def _no_number(value: str, text: str) -> tuple[str, str, str]:
    if not value:
        return "There is no value.", "a number", "Leave the row out if nothing was measured."
    hint = comma_hint(text)
    if value.strip().endswith("%"):
        hint = "Leave the sign out and write unit = percent."
    elif re.match(r"\s*[~≥≤]", value):
        hint = 'Write ">1000" where the highest concentration was not enough.'
    return "This is not a number.", "a number, such as 12.7 (an IC50 may be >1000)", hint


def _scale_hint(number: float, unit: str) -> str:
    if unit.startswith("fraction") and 1 < number <= 100:
        return "Write unit = percent_effluxed if these are percentages."
    return "Give the intensity of the dye inside the cells (unit = MFI) in place of the share."


def _low_hint(assay: str) -> str:
    if assay in BOUNDED:
        return 'If these are logarithms, take them back; below the range, write "<0.1".'
    return "Leave the row out if nothing could be measured."
