"""Find cells of a protein table that hold no usable number."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from resistance.inputs.tables import capped, cell
from resistance.problems import Problem
from resistance.protein.tidy import MASS_SPECTROMETRY

NUMBERS = (
    "background",
    "loading_value",
    "lod",
    "n_events",
    "n_peptides",
    "washout_days",
    "cell_size_value",
)
#: How software writes a value that is not there.
MISSING = ("", "na", "n/a", "nan", "null", "filtered", "#n/a")


def numbers(text: pd.Series) -> pd.Series:
    """Convert text to finite numbers.

    Parameters
    ----------
    text : pandas.Series of str

    Returns
    -------
    pandas.Series of float
        NaN where there is no finite number.
    """
    number = pd.to_numeric(text, errors="coerce").astype(float)
    return number.where(np.isfinite(number))


def check_numbers(protein: pd.DataFrame, table: pd.DataFrame, name: str) -> list[Problem]:
    """Find cells that are no numbers, and numbers that have no logarithm.

    Parameters
    ----------
    protein : pandas.DataFrame
        The user's table, text, indexed by row.
    table : pandas.DataFrame
        The same with the defaults of :func:`resistance.protein.tidy.tidy`.
    name : str
        The file as the user named it.

    Returns
    -------
    list of Problem
    """
    problems = []
    value = numbers(table["value"])
    missing = table["value"].str.lower().isin(MISSING)
    spectrometry = table["assay_type"].isin(MASS_SPECTROMETRY)
    censored = table["censored"].isin(["left", "right"])
    text = value.isna() & ~(missing & (spectrometry | (censored & (table["lod"] != ""))))
    problems += capped(
        [
            _not_a_number(name, row, "value", cell(table, row, "value"), missing[row])
            for row in table.index[text]
        ],
        'cells of column "value" that are no numbers',
    )
    linear = table["scale"] == "linear"
    # zero is how mass spectrometry software writes a missing value
    wrong = linear & ((value < 0) | ((value == 0) & ~spectrometry)) & ~censored
    problems += capped(
        [
            Problem(
                name,
                "A linear value must be greater than zero: it has no logarithm.",
                str(row),
                "value",
                cell(table, row, "value"),
                "a number above 0, or censored = left with the limit of detection in lod",
                "If the values are logarithms, say so in the column scale (log2, log10, ln).",
            )
            for row in table.index[wrong]
        ],
        "linear values that are not above zero",
    )
    for column in [column for column in NUMBERS if column in protein]:
        number = numbers(protein[column])
        text = number.isna() & ~protein[column].str.lower().isin([*MISSING, "unknown"])
        problems += capped(
            [
                _not_a_number(name, row, column, cell(protein, row, column), False)
                for row in protein.index[text]
            ],
            f'cells of column "{column}" that are no numbers',
        )
        low = number <= 0 if column == "loading_value" else number < 0
        if column in ("background", "lod"):
            low &= linear
        least = "greater than 0" if column == "loading_value" else "0 or greater"
        problems += capped(
            [
                Problem(
                    name,
                    "This number is too small.",
                    str(row),
                    column,
                    cell(protein, row, column),
                    least,
                )
                for row in protein.index[low]
            ],
            f'cells of column "{column}" that are too small',
        )
    return problems


def _not_a_number(name: str, row: int, column: str, value: str, missing: bool) -> Problem:
    message = "There is no value." if missing else "This is not a number."
    hint = ""
    if missing:
        hint = (
            "Leave the row out if nothing was measured; if the protein was below the limit of "
            "detection, write censored = left and the limit in lod."
        )
    elif re.fullmatch(r"-?\d+,\d+", value):
        hint = "Write the decimal point as a point, not as a comma."
    allowed = "a number, such as 1520 or 12.7"
    return Problem(name, message, str(row), column, value, allowed, hint)
