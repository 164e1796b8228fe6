"""Write tables: same rows, same bytes, and simulated data marked as such in every file."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import numpy as np
import pandas as pd

from resistance.columns import Columns

#: Twelve significant digits: enough for every comparison with R, free of noise in the last bits.
FLOAT_FORMAT = "%.12g"
_BREAKS = re.compile(r"[\t\r\n]+")


#: Rows that are turned into text at once: a large matrix takes several times its size as text.
_ROWS = 4000
#: As the program gzip has it: 9 takes four times as long for a tenth of the size.
_LEVEL = 6


def _write(frame: pd.DataFrame, path: str | Path, simulated: bool) -> None:
    """Write without pandas' formatter, which takes 2 us a number: most of a small study's fit."""
    if simulated:
        frame = frame.assign(simulated="yes")
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw:
        # an empty name and no time: the same rows are the same bytes
        out = gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) if path.suffix == ".gz" else raw
        out.write(("\t".join(_clean(str(name)) for name in frame.columns) + "\n").encode())
        for start in range(0, len(frame), _ROWS):
            rows = frame.iloc[start : start + _ROWS]
            columns = [_text(rows.iloc[:, i]) for i in range(rows.shape[1])]
            lines = ["\t".join(cells) for cells in zip(*columns, strict=True)]
            out.write(("\n".join(lines) + "\n").encode())
        if out is not raw:
            out.close()


def _text(column: pd.Series) -> list[str]:
    if pd.api.types.is_float_dtype(column.dtype):
        values = column.to_numpy(dtype=float, na_value=np.nan).tolist()
        return ["" if value != value else FLOAT_FORMAT % value for value in values]
    values = column.tolist()
    if all(type(value) is str for value in values):
        # one search for all of them: names of gene sets and their members fill millions of cells
        return values if not _BREAKS.search("".join(values)) else [_clean(text) for text in values]
    missing = column.isna().tolist()
    return ["" if gone else _clean(str(value)) for value, gone in zip(values, missing, strict=True)]


def _clean(text: str) -> str:
    # a tab or a line break inside a text would shift the columns of every reader
    return _BREAKS.sub(" ", text) if _BREAKS.search(text) else text


def write_table(frame: pd.DataFrame, path: str | Path, columns: Columns, simulated: bool) -> None:
    """Write ``frame`` with exactly ``columns``; an empty frame is a file with a header.

    Parameters
    ----------
    frame : pandas.DataFrame
        Holds every column of ``columns``; further ones are a programming error.
    path : str or Path
        TSV, gzip-compressed (without a time stamp) if it ends in ``.gz``.
    columns : Columns
    simulated : bool
        Adds a last column ``simulated`` holding ``yes``.

    Raises
    ------
    KeyError
        If the columns of ``frame`` are not those of ``columns``.
    """
    if set(frame.columns) != set(columns):
        difference = sorted(set(frame.columns) ^ set(columns))
        raise KeyError(f"{path}: columns differ from the table's definition: {difference}")
    typed = {}
    for name, kind in columns.items():
        typed[name] = (
            frame[name].astype("Int64")
            if kind is int
            else frame[name].astype(float if kind is float else object)
        )
    _write(pd.DataFrame(typed, index=frame.index), path, simulated)


def write_matrix(
    frame: pd.DataFrame, path: str | Path, gene_names: pd.Series | None, simulated: bool
) -> None:
    """Write a genes x samples matrix.

    Parameters
    ----------
    frame : pandas.DataFrame
        Genes x samples, index ``gene_id``.
    path : str or Path
    gene_names : pandas.Series or None
        Symbols indexed by gene id, written as second column ``gene_name``.
    simulated : bool
        Adds a last column ``simulated`` holding ``yes``.
    """
    out = frame.copy()
    if gene_names is not None:
        out.insert(0, "gene_name", gene_names.reindex(frame.index).to_numpy())
    out.insert(0, "gene_id", frame.index.to_numpy())
    _write(out, path, simulated)
