"""Find cells of a protein table that hold no usable number."""

from __future__ import annotations

import re
from collections.abc import Hashable

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
#: log2 intensities of mass spectrometry lie below this, linear ones far above: 2^64 is no count.
HIGHEST_LOGARITHM = 64.0
_FEWEST = 3
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
    problems += _logarithms(protein, table, value.where(linear & spectrometry), name)
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


def _logarithms(
    protein: pd.DataFrame, table: pd.DataFrame, linear: pd.Series, name: str
) -> list[Problem]:
    """Find assays of mass spectrometry whose values are called linear and look like logarithms.

    Taken for linear they would be logged again, and their differences would vanish with a small
    error: every protein would seem unchanged. Ratios are small numbers by nature.
    """
    positive = linear.where((linear > 0) & (table["unit"] != "ratio")).dropna()
    assays = table.loc[positive.index, "assay_id"]
    found = []
    for assay, values in positive.groupby(assays, sort=True):
        if len(values) < _FEWEST or values.max() >= HIGHEST_LOGARITHM:
            continue
        given = "scale" in protein and (protein.loc[values.index, "scale"] != "").any()
        row = values.index[0]
        found.append(
            Problem(
                name,
                f'The assay "{assay}" counts as linear{"" if given else ", the default"}, but all '
                f"its {len(values)} values lie below {HIGHEST_LOGARITHM:g} (up to "
                f"{values.max():g}): intensities are larger, these look like logarithms.",
                str(row),
                "value",
                cell(table, row, "value"),
                "linear intensities, or logarithms with scale = log2 (log10, ln)",
                "Write log2 in the column scale if these are logarithms to base 2; if they are "
                "ratios or shares, write unit = ratio.",
            )
        )
    return found


def comma_hint(text: str) -> str:
    """Say what to write in place of a number with commas.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Names both readings of ``1,120``; empty where commas are not the trouble.
    """
    text = text.strip()
    plain = text.replace(",", "")
    if re.fullmatch(r"-?[1-9]\d{0,2},\d{3}", text):
        return (
            f"Write {plain} if the comma separates thousands, or {text.replace(',', '.')} if it "
            "is the decimal point."
        )
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text) and not text.startswith(("0", "-0")):
        return f"Write {plain}: no commas between thousands."
    if re.fullmatch(r"-?\d+,\d+", text):
        return "Write the decimal point as a point, not as a comma."
    return ""


def _not_a_number(name: str, row: Hashable, column: str, value: str, missing: bool) -> Problem:
    message = "There is no value." if missing else "This is not a number."
    if missing:
        hint = (
            "Leave the row out if nothing was measured; if the protein was below the limit of "
            "detection, write censored = left and the limit in lod."
        )
    else:
        hint = comma_hint(value)
    allowed = "a number, such as 1520 or 12.7"
    return Problem(name, message, str(row), column, value, allowed, hint)
