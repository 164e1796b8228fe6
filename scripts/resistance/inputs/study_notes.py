"""The notes of a study as a table: of which input each one speaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from resistance.columns import NOTES

#: Keys of the configuration that name the tables which notes are about.
_TABLES: Final = ("samples", "contrasts", "protein", "functional")


def note_rows(notes: Sequence[str], config: Mapping[str, Any]) -> pd.DataFrame:
    """Say of which input each note speaks.

    Parameters
    ----------
    notes : sequence of str
        A note on a table begins with its name; the others are about the configuration.
    config : mapping
        With defaults.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.columns.NOTES`, in the order given, each note once.
    """
    sources = {str(config[key]): key for key in _TABLES if config.get(key)}
    mechanisms = config.get("mechanisms")
    if isinstance(mechanisms, Mapping):
        sources |= {str(path): "mechanisms" for path in mechanisms.values() if path}
    rows = []
    for note in dict.fromkeys(notes):
        named = [file for file in sources if note.startswith(f"{file}: ")]
        rows.append((sources[max(named, key=len)] if named else "config", note))
    return pd.DataFrame(rows, columns=list(NOTES), dtype=object)
