"""What the exports of mass spectrometry share."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

import pandas as pd

from resistance.grid import Grid
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean

#: How databases of contaminants and decoys mark their sequences.
_NO_SAMPLE: Final = re.compile(
    r"(?:>?(?:CON__|contam_|Cont_|cRAP|REV__|rev_|DECOY_|decoy_)|\S*##)", re.IGNORECASE
)


def not_of_sample(accessions: pd.Series) -> pd.Series:
    """Find groups of which every protein is marked as a contaminant or a decoy.

    Parameters
    ----------
    accessions : pandas.Series of str
        With ";" between the proteins of a group.

    Returns
    -------
    pandas.Series of bool
    """
    marked = {
        text: bool(parts := [part for part in text.split(";") if part.strip()])
        and all(_NO_SAMPLE.match(part.strip()) for part in parts)
        for text in accessions.unique()
    }
    return accessions.map(marked).astype(bool)


def no_quantity(grid: Grid, quantity: str, present: Sequence[str], known: Sequence[str]) -> Problem:
    """Say that a table lacks the quantity that is asked for, or any.

    Parameters
    ----------
    grid : Grid
    quantity : str
        As the configuration asks for it; empty where it does not.
    present : sequence of str
        Quantities of the table.
    known : sequence of str
        Quantities that the format may have.

    Returns
    -------
    Problem
    """
    return Problem(
        grid.name,
        f'The table has no quantity "{quantity}".'
        if quantity
        else "The table has no quantity of single runs.",
        row="1",
        column="quantity",
        value=quantity,
        allowed=listing(list(present) or list(known)),
        hint=did_you_mean(quantity, present)
        or "Write one of them as quantity in this block of protein_files, or export it again.",
    )


def values_are(chosen: str, present: Collection[str]) -> str:
    """Say which of an export's quantities is taken.

    Parameters
    ----------
    chosen : str
    present : collection of str
        Quantities that the table has.

    Returns
    -------
    str
        One or two sentences.
    """
    others = [name for name in present if name != chosen]
    return f"Values are {chosen}." + (f" Not used: {listing(others)}." if others else "")
