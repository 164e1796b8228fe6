"""Bring the functional table to one log2 value per measurement."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from resistance.functional.modulators import is_none, plain

COLUMNS: Final = [
    "assay",
    "mechanism",
    "gene",
    "condition",
    "replicate",
    "value",
    "unit",
    "comparator",
    "modulator",
]

#: ``>1000``: the true value lies above; ``<0.1``: below.
BOUND: Final = re.compile(r"^\s*(?P<side>[<>])=?\s*(?P<number>.*)$")


def tidy(table: pd.DataFrame) -> pd.DataFrame:
    """Give every column, and one spelling to each modulator.

    Parameters
    ----------
    table : pandas.DataFrame
        The user's table, all text; assay, condition, replicate and value at least.

    Returns
    -------
    pandas.DataFrame
        Rows x :data:`COLUMNS`, text, index and order of the input. Words for "no modulator" (none,
        vehicle, DMSO, ...) are empty; spellings that differ in case, spaces and dashes are one.
    """
    out = pd.DataFrame(index=table.index)
    for name in COLUMNS:
        text = table[name].astype(str).str.strip() if name in table else ""
        out[name] = text
    out = out.astype(object)
    for name in ("comparator", "modulator"):
        out[name] = [("" if is_none(text) else text) for text in out[name]]
    spellings: dict[str, str] = {}
    for text in sorted({*out["modulator"], *out["comparator"]}, reverse=True):
        spellings.setdefault(plain(text), text)
    for name in ("comparator", "modulator"):
        out[name] = [spellings[plain(text)] for text in out[name]]
    return out


def bound(value: str) -> tuple[str, str]:
    """Split a value into what it is a bound of and its number.

    Parameters
    ----------
    value : str

    Returns
    -------
    censored, number : str
        ``right`` for ``>1000`` (the true value is higher), ``left`` for ``<0.1``, else ``none``.
    """
    found = BOUND.match(value)
    if not found:
        return "none", value
    return ("right" if found["side"] == ">" else "left"), found["number"]


def linear(number: float, unit: str) -> float:
    """Return a value on the scale whose logarithm is taken.

    A percentage becomes a fraction. A fraction of dye that was pumped out becomes the fraction
    that stays: it is what the intensity of the cells shows, so that all units of dye efflux give
    one quantity. The logarithm of the fraction pumped out would call 5% against 10% two-fold,
    which is noise, and 80% against 95% nothing, which is a four-fold difference of the dye inside.

    Parameters
    ----------
    number : float
    unit : str

    Returns
    -------
    float
    """
    share = number / 100.0 if unit.startswith("percent") else number
    return 1.0 - share if unit.endswith("_effluxed") else share


def log2_values(rows: pd.DataFrame) -> pd.DataFrame:
    """Take logarithms.

    Parameters
    ----------
    rows : pandas.DataFrame
        Result of :func:`tidy`; values were checked (:mod:`resistance.inputs.functional_checks`).

    Returns
    -------
    pandas.DataFrame
        ``rows`` with ``log2_value`` and ``censored`` (none, left, right); dye efflux as dye that
        stays in the cell.
    """
    split = [bound(value) for value in rows["value"]]
    numbers = [
        np.log2(linear(float(number), unit))
        for (_, number), unit in zip(split, rows["unit"], strict=True)
    ]
    return rows.assign(
        log2_value=np.array(numbers, dtype=float),
        censored=np.array([side for side, _ in split], dtype=object),
    )
