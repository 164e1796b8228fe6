"""Read result tables as the text that stands in them, for files that show them as they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from resistance.readers.tables import read_sheet


def read_text_tables(paths: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Read tables without giving their columns types.

    Parameters
    ----------
    paths : iterable of str
        TSV, optionally gzip-compressed.

    Returns
    -------
    dict of str to pandas.DataFrame
        In the order of ``paths``; every cell is text.
    """
    return {path: read_sheet(path) for path in paths}


def read_text(path: str | Path) -> str:
    """Read a text file of this repository.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    str
    """
    return Path(path).read_text(encoding="utf-8")
