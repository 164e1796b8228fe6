"""Read the tables that the workflow itself wrote."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from resistance.columns import Columns


def read_table(path: str | Path, columns: Columns) -> pd.DataFrame:
    """Read a TSV of ours with the types it was written with.

    Text stays text: a gene called ``NA`` or a level called ``None`` is not a missing value.

    Parameters
    ----------
    path : str or Path
        TSV, optionally gzip-compressed.
    columns : Columns
        Column names and types, from :mod:`resistance.columns`.

    Returns
    -------
    pandas.DataFrame
        Exactly ``columns``, in that order. ``float`` columns hold NaN where the file is empty;
        ``int`` columns are pandas ``Int64``.
    """
    raw = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3)
    frame = pd.DataFrame(index=raw.index)
    for name, kind in columns.items():
        if kind is str:
            frame[name] = raw[name]
        else:
            number = raw[name].replace("", "nan").astype(float)
            frame[name] = number.astype("Int64") if kind is int else number
    return frame


def read_matrix(path: str | Path, samples: list[str] | None = None) -> pd.DataFrame:
    """Read a genes x samples matrix of ours.

    Parameters
    ----------
    path : str or Path
        TSV whose first column is ``gene_id``.
    samples : list of str, optional
        Columns to return, in this order; all numeric columns otherwise.

    Returns
    -------
    pandas.DataFrame
        Genes x samples, index ``gene_id``.
    """
    header = pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3, nrows=0)
    text = {"gene_id", "gene_name", "simulated"}
    wanted = samples if samples is not None else [c for c in header.columns if c not in text]
    frame = pd.read_csv(
        path,
        sep="\t",
        usecols=["gene_id", *wanted],
        dtype={"gene_id": str},
        keep_default_na=False,
        na_values={column: [""] for column in wanted},
        quoting=3,
    )
    return frame.set_index("gene_id")[wanted]


def read_sheet(path: str | Path) -> pd.DataFrame:
    """Read a TSV of ours whose columns differ from study to study, such as the sample sheet.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    pandas.DataFrame
        Every column as text; an empty cell is the empty text.
    """
    return pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False, quoting=3)
