"""Write tables: same rows, same bytes, and simulated data marked as such in every file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from resistance.columns import Columns

#: Twelve significant digits: enough for every comparison with R, free of noise in the last bits.
FLOAT_FORMAT = "%.12g"


def _write(frame: pd.DataFrame, path: str | Path, simulated: bool) -> None:
    text = frame.select_dtypes(include=["object", "string"]).columns
    # a tab or a line break inside a text would shift the columns of every reader
    frame = frame.assign(
        **{
            name: frame[name].fillna("").astype(str).str.replace(r"[\t\r\n]+", " ", regex=True)
            for name in text
        }
    )
    if simulated:
        frame = frame.assign(simulated="yes")
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    compression = {"method": "gzip", "mtime": 0} if path.suffix == ".gz" else None
    frame.to_csv(
        path,
        sep="\t",
        index=False,
        float_format=FLOAT_FORMAT,
        lineterminator="\n",
        quoting=3,
        quotechar="\x00",
        escapechar=None,
        compression=compression,
    )


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
