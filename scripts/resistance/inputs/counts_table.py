"""A table of counts as it stands in the file, and which of its columns belong to which sample."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from resistance.inputs.sample_columns import Matches, match_columns

FEATURECOUNTS = ("Geneid", "Chr", "Start", "End", "Strand", "Length")


@dataclass(frozen=True)
class CountsTable:
    """A table of counts as it stands in the file.

    Attributes
    ----------
    name : str
        The file as the user named it.
    layout : str
        The format: ``matrix``, ``featurecounts``, ``star`` and so on.
    columns : list of str
        Names of all columns, duplicates included; the first holds the gene ids.
    data : pandas.DataFrame
        Rows x columns, labelled by position. Column 0 is text; the others are numbers, or text if
        a cell of theirs is no number.
    header_row : int
        Row of the header, as a spreadsheet counts.
    text : str
        The whole file, for messages.
    separator : str
    why : str
        What the file was detected to be, and why.
    files : tuple of str
        File of each column but the first, where every sample has its own.
    records : tuple of dict
        Rows of :data:`resistance.columns.INPUTS` that reading gave.
    notes : tuple of str
        What the owner should know of how the file was read.
    chosen : mapping of str to int
        Column of each sample for which the sheet names it.
    resolved : Matches or None
        Columns of all samples of the sheet, where they are known already.
    row_numbers : tuple of int
        Row of each row of ``data``, where there is no text to count them in.
    lengths : pandas.DataFrame or None
        Average transcript lengths, genes (as in column 0) x samples, if the fit is to have them.
    order : tuple of int
        Column of the file of each column of ``data``; empty where they are the same.
    duplicate_ids : str
        ``counts.duplicate_ids``: what becomes of rows of one id.
    mixed : bool
        Whether the table holds mouse genes beside human ones, as ``study.organism`` says.
    keep_spike_ins : bool
        Whether spike-ins stay among the genes, as size factors come from them.
    """

    name: str
    layout: str
    columns: list[str]
    data: pd.DataFrame
    header_row: int
    text: str
    separator: str
    why: str = ""
    files: tuple[str, ...] = ()
    records: tuple[dict[str, object], ...] = ()
    notes: tuple[str, ...] = ()
    chosen: Mapping[str, int] = field(default_factory=dict)
    resolved: Matches | None = None
    row_numbers: tuple[int, ...] = ()
    lengths: pd.DataFrame | None = None
    order: tuple[int, ...] = ()
    duplicate_ids: str = ""
    mixed: bool = False
    keep_spike_ins: bool = False

    @cached_property
    def rows(self) -> list[int]:
        """Row of each row of ``data``, as a spreadsheet counts; blank lines count."""
        if self.row_numbers:
            return list(self.row_numbers)
        lines = self.text.split("\n")
        return [
            number
            for number, line in enumerate(lines[self.header_row :], start=self.header_row + 1)
            if line.strip()
        ]

    def cell(self, position: int, column: int) -> str:
        """Return a cell as it stands in the file.

        Parameters
        ----------
        position : int
            Row of ``data``.
        column : int
            Column of ``data``.

        Returns
        -------
        str
        """
        if not self.text:
            value = self.data[column].to_numpy()[position]
            return value if isinstance(value, str) else f"{float(value):.15g}"
        line = self.text.split("\n")[self.rows[position] - 1]
        cells = next(csv.reader([line], delimiter=self.separator))
        column = self.order[column] if self.order else column
        return cells[column] if column < len(cells) else ""

    def matches(self, samples: Sequence[str]) -> Matches:
        """Find the columns of each sample: those that the sheet names, else by their names.

        Parameters
        ----------
        samples : sequence of str

        Returns
        -------
        Matches
        """
        if self.resolved is not None and set(samples) <= set(self.resolved.found):
            found = {name: self.resolved.found[name] for name in samples}
            return Matches(found, self.resolved.how)
        return match_columns(self.columns, samples, self.chosen)

    def matched(self, samples: Sequence[str]) -> dict[str, list[int]]:
        """Return the positions of the columns of each sample (:meth:`matches`).

        Parameters
        ----------
        samples : sequence of str

        Returns
        -------
        dict of str to list of int
            Empty where there is none, more than one where it is not clear which.
        """
        return self.matches(samples).found


def counts_matrix(table: CountsTable, matched: dict[str, list[int]]) -> pd.DataFrame:
    """Return the counts of the samples that have one column of numbers.

    Parameters
    ----------
    table : CountsTable
    matched : dict of str to list of int
        As :meth:`CountsTable.matched` returns it.

    Returns
    -------
    pandas.DataFrame
        Rows of the file x samples, float; a cell that is no finite number is NaN.
    """
    values = {}
    for sample, positions in matched.items():
        if len(positions) == 1:
            column = table.data[positions[0]]
            if column.dtype == bool:
                column = column.astype(str)
            number = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
            values[sample] = np.where(np.isfinite(number), number, np.nan)
    return pd.DataFrame(values, index=table.data.index)
