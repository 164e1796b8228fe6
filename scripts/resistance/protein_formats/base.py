"""What every reader of a protein export gives back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from resistance.grid import Grid
from resistance.inputs.protein_numbers import MISSING
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean

#: How software writes a value that is not there, in small letters.
NO_VALUE: Final = frozenset({*MISSING, "no data", "missing value", "inf", "-inf", "#div/0!"})


@dataclass(frozen=True)
class Export:
    """Measurements of one export, brought to the columns of the tidy protein table.

    Attributes
    ----------
    name : str
        The file as the user named it.
    format : str
        Such as ``maxquant``.
    why : str
        How the format was told, a sentence.
    rows : pandas.DataFrame
        One row a measurement, all text, columns of the tidy protein table that the export fills
        (``gene``, ``protein_id``, ``value``, ``scale``, ``unit``, ``n_peptides``, ...) and ``run``,
        the name of the run or sample as the export writes it, which the table of samples resolves
        to condition and replicate. Exports that name condition and replicate themselves have these
        columns, too. ``column``, where it is there, names the column of the file that holds the
        value. The index ``row`` is the row of the file, as a spreadsheet counts; a row of a
        wide table gives several measurements.
    defaults : dict of str to str
        ``assay_id``, ``assay_type``, ``compartment`` where neither rows nor config say them.
    records : list of dict
        Rows of :data:`resistance.columns.INPUTS` (source ``protein``, see :func:`record`): every
        row of the file is read, and kept, listed or not used.
    notes : list of str
        What the owner should know; the run goes on.
    controls : dict of str to str
        Runs that are control stains or control samples by their name or kind, and what they are
        (``isotype``, ``FMO``, ...). They are no measurements unless the study names them.
    """

    name: str
    format: str
    why: str
    rows: pd.DataFrame
    defaults: dict[str, str] = field(default_factory=dict)
    records: list[dict[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    controls: dict[str, str] = field(default_factory=dict)

    @property
    def runs(self) -> list[str]:
        """Names of the runs, each once, in the order of the export."""
        return list(dict.fromkeys(self.rows["run"])) if "run" in self.rows else []


def record(action: str, n: int, detail: str, item: str = "") -> dict[str, object]:
    """Make a row of :data:`resistance.columns.INPUTS` about an export.

    Parameters
    ----------
    action : str
        read, kept, renamed, listed, not_used, converted, scaled.
    n : int
        Rows, columns or runs concerned.
    detail : str
        One sentence.
    item : str
        The protein, column or run concerned; empty for a total of the file, which is then named.

    Returns
    -------
    dict
    """
    return {"source": "protein", "action": action, "item": item, "n": n, "detail": detail}


def absent_columns(grid: Grid, needed: Sequence[str], format_name: str) -> list[Problem]:
    """Find columns that a format has and a table lacks.

    Parameters
    ----------
    grid : Grid
    needed : sequence of str
    format_name : str
        As people call it: MaxQuant.

    Returns
    -------
    list of Problem
    """
    return [
        Problem(
            grid.name,
            f'The column "{column}" is missing: this is no {format_name} export.',
            row="1",
            column=column,
            allowed=listing(list(needed)),
            hint=did_you_mean(column, grid.header)
            or "Export it again with its own headers, or leave the format to be told (auto).",
        )
        for column in needed
        if column not in grid.header
    ]


def texts(grid: Grid, *columns: str) -> pd.Series:
    """Return the first of the named columns that a table has; empty texts where it has none.

    Parameters
    ----------
    grid : Grid
    *columns : str

    Returns
    -------
    pandas.Series of str
    """
    for column in columns:
        if column in grid.header:
            return grid.cells[grid.header.index(column)]
    return pd.Series("", index=grid.cells.index, dtype=object)


def amounts(grid: Grid, cells: np.ndarray, zero_is_missing: bool) -> np.ndarray:
    """Bring the texts of values to one spelling; what is missing becomes the empty text.

    Parameters
    ----------
    grid : Grid
        Which the cells are of.
    cells : numpy.ndarray of str
    zero_is_missing : bool
        Whether zero stands for "not seen", as in mass spectrometry.

    Returns
    -------
    numpy.ndarray of str
        A text that is no number stays as it is, to be shown to its owner.
    """
    flat = pd.Series(cells.ravel(), dtype=object)
    if grid.decimal_comma:
        flat = flat.str.replace(",", ".", regex=False)
    gone = flat.str.lower().isin(NO_VALUE)
    if zero_is_missing:
        gone |= pd.to_numeric(flat, errors="coerce") == 0
    flat[gone] = ""
    return flat.to_numpy(dtype=object)


def melted(
    grid: Grid,
    kept: pd.Index,
    runs: Mapping[str, int],
    shared: Mapping[str, Any],
    beside: Mapping[str, Mapping[str, int]] | None = None,
    zero_is_missing: bool = True,
) -> pd.DataFrame:
    """Turn a table with a column for each run into one row a measurement.

    Parameters
    ----------
    grid : Grid
    kept : pandas.Index
        Rows of the file that are used.
    runs : mapping of str to int
        Position of the column of values of each run.
    shared : mapping of str to pandas.Series or str
        Columns that all runs of a row share.
    beside : mapping of str to mapping of str to int
        Further columns by run, such as ``n_peptides``: position of each run's.
    zero_is_missing : bool

    Returns
    -------
    pandas.DataFrame
        As :attr:`Export.rows`, row by row.
    """
    cells = grid.cells.loc[kept]
    times = len(runs)
    names = list(runs)
    columns: dict[str, Any] = {
        "run": np.tile(np.array(names, dtype=object), len(kept)),
        "column": np.tile(np.array([grid.header[at] for at in runs.values()], object), len(kept)),
        "value": amounts(grid, cells[list(runs.values())].to_numpy(dtype=object), zero_is_missing),
    }
    for name, given in shared.items():
        columns[name] = (
            np.repeat(given.loc[kept].to_numpy(dtype=object), times)
            if isinstance(given, pd.Series)
            else given
        )
    for name, positions in (beside or {}).items():
        if all(run in positions for run in names):
            wanted = cells[[positions[run] for run in names]].to_numpy(dtype=object)
            columns[name] = amounts(grid, wanted, False)
    index = pd.Index(np.repeat(kept.to_numpy(), times), name="row")
    return pd.DataFrame(columns, index=index, dtype=object)


def row_records(
    grid: Grid, dropped: Mapping[str, Collection[int]], names: pd.Series, n_kept: int
) -> list[dict[str, object]]:
    """Account for every row of an export.

    Parameters
    ----------
    grid : Grid
    dropped : mapping of str to collection of int
        Why rows are left out, a sentence, and which; a row stands under its first reason.
    names : pandas.Series of str
        What each row is called in the list.
    n_kept : int

    Returns
    -------
    list of dict
        Rows read, rows of each reason with each of them listed, and rows kept.
    """
    out = [record("read", len(grid.cells), "Rows of the export.")]
    for why, rows in dropped.items():
        out += [record("listed", 1, f"Row {row}: {why}", str(names[row])) for row in sorted(rows)]
    return [*out, record("kept", n_kept, "Rows whose values are used.")]
