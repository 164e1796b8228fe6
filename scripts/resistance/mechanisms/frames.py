"""Walk over the rows of a table."""

from __future__ import annotations

from typing import Any

import pandas as pd


def rows_as_tuples(frame: pd.DataFrame) -> list[Any]:
    """Return the rows of a table as named tuples.

    Parameters
    ----------
    frame : pandas.DataFrame
        Column names are valid attribute names.

    Returns
    -------
    list of named tuple
        Typed ``Any``: the columns are known from :mod:`resistance.columns`, not to a type checker.
    """
    return list(frame.itertuples(index=False))
