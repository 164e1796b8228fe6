"""Read the user's protein table as it was given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from resistance.readers.delimited import read_delimited, usable


def read_protein(given: str | Sequence[str]) -> pd.DataFrame:
    """Read the protein table of a rule's optional input.

    Parameters
    ----------
    given : str or sequence of str
        Path; no or an empty sequence where the study has no protein.

    Returns
    -------
    pandas.DataFrame
        Text; empty and without columns where there is no table.

    Raises
    ------
    InputError
        If the file cannot be read as a table.
    """
    paths = [given] if isinstance(given, str) else list(given)
    tables = [usable(read_delimited(Path(path), path, rows_needed=False)) for path in paths]
    return tables[0] if tables else pd.DataFrame()
