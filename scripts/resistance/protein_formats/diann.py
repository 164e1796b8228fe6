"""DIA-NN: the matrix of protein groups, and the long report of precursors."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from resistance.grid import Grid
from resistance.problems import Problem
from resistance.protein_formats.base import (
    Export,
    absent_columns,
    amounts,
    melted,
    record,
    row_records,
    texts,
)
from resistance.protein_formats.spectrometry import no_quantity, not_of_sample, values_are

_KEY: Final = "Protein.Group"
#: Columns of the matrix that are no run; those of older and newer versions.
_ABOUT: Final = frozenset(
    {
        "Protein.Group", "Protein.Ids", "Protein.Names", "Genes", "First.Protein.Description",
        "Protein.Description", "N.Sequences", "N.Proteotypic.Sequences", "Protein.Q.Value",
        "Global.PG.Q.Value", "Lib.PG.Q.Value", "Global.Q.Value", "Organism", "Species",
    }
)  # fmt: skip
_RUN: Final = ("Run", "File.Name")
_RUN_FILE: Final = re.compile(r"\.(raw|d|mzml|wiff2?|dia)$", re.IGNORECASE)
#: Quantities of protein groups in the long report, in the order in which they are preferred.
_QUANTITIES: Final = ("PG.MaxLFQ", "PG.Normalised", "PG.Quantity")
#: What the program's own matrices are filtered by, as far as the report has the columns: precursor
#: in its run and over all runs, protein over all runs, protein in its run.
_FILTERS: Final = (
    (("Q.Value",), 0.01),
    (("Lib.Q.Value", "Global.Q.Value"), 0.01),
    (("Lib.PG.Q.Value", "Global.PG.Q.Value"), 0.01),
    (("PG.Q.Value",), 0.05),
)
_CONTAMINANT: Final = "All proteins of the group are marked as contaminants or decoys."


def recognise(grid: Grid) -> str:
    """Say why a table is DIA-NN's; empty if it is not."""
    if _KEY not in grid.header:
        return _of_genes(grid)
    if _long(grid):
        return f'The table has the columns "{_KEY}" and "Run", as the report of DIA-NN.'
    return f'The table has the column "{_KEY}", as report.pg_matrix.tsv of DIA-NN.'


def _of_genes(grid: Grid) -> str:
    """Say why a table is the matrix of genes: it has one column beside paths of runs."""
    others = [name for name in grid.header if name != "Genes"]
    if len(others) == len(grid.header) - 1 and others and all(map(_RUN_FILE.search, others)):
        return 'The table has "Genes" and columns named as runs, as the gene matrices of DIA-NN.'
    return ""


def _long(grid: Grid) -> bool:
    return any(column in grid.header for column in _RUN)


def parse(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read the matrix of protein groups or the long report.

    Parameters
    ----------
    grid : Grid
    quantity : str
        ``PG.MaxLFQ``, ``PG.Normalised`` or ``PG.Quantity`` of the long report; empty for the first
        that it has. The matrix has one quantity.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    if not recognise(grid):
        return None, absent_columns(grid, [_KEY], "DIA-NN")
    return _report(grid, quantity) if _long(grid) else _matrix(grid, quantity)


def _matrix(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    if "Precursor.Id" in grid.header or "Stripped.Sequence" in grid.header:
        return None, [
            Problem(
                grid.name,
                "This is the matrix of precursors: one protein stands in many rows.",
                row="1",
                column="Precursor.Id",
                allowed="report.pg_matrix.tsv, the matrix of protein groups",
                hint="Give report.pg_matrix.tsv, which stands in the same folder.",
            )
        ]
    runs = {name: at for at, name in enumerate(grid.header) if name and name not in _ABOUT}
    if quantity or not runs:
        return None, [no_quantity(grid, quantity, [], ["leave it out: the matrix has one"])]
    accession = texts(grid, _KEY)
    label = accession if _KEY in grid.header else texts(grid, "Genes")
    foreign = not_of_sample(label)
    kept = grid.cells.index[~foreign]
    shared = {
        "gene": texts(grid, "Genes"),
        "protein_id": accession,
        "n_peptides": texts(grid, "N.Sequences"),
        "scale": "linear",
        "unit": "intensity",
    }
    rows = melted(grid, kept, runs, shared)
    dropped = {_CONTAMINANT: list(grid.cells.index[foreign])} if foreign.any() else {}
    records = row_records(grid, dropped, label, len(kept))
    why = f"{recognise(grid)} Every column that does not describe the protein is a run."
    return Export(grid.name, "diann", why, rows, _defaults(), records), []


def _defaults() -> dict[str, str]:
    return {"assay_type": "dia_ms", "compartment": "total"}


def _report(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    present = [name for name in _QUANTITIES if name in grid.header]
    chosen = quantity or next(iter(present), "")
    if chosen not in present:
        return None, [no_quantity(grid, quantity, present, _QUANTITIES)]
    if "Q.Value" not in grid.header:
        return None, absent_columns(grid, ["Q.Value"], "long DIA-NN")
    left = pd.Series(True, index=grid.cells.index)
    records = [record("read", len(grid.cells), "Rows of the export: precursors in runs.")]
    said = []
    for columns, limit in _FILTERS:
        column = next((name for name in columns if name in grid.header), "")
        if not column:
            continue
        said.append(f"{column} <= {limit:g}")
        text = amounts(grid, texts(grid, column).to_numpy(dtype=object), False)
        number = pd.Series(pd.to_numeric(text, errors="coerce"), index=left.index)
        # zeros stand in columns of a library that a search without one did not fill
        passed = number <= limit
        lost = int((left & ~passed).sum())
        if lost:
            why = f"Precursors without {column} <= {limit:g}."
            records.append(record("not_used", lost, why))
        left &= passed
    foreign = left & not_of_sample(texts(grid, _KEY))
    if foreign.any():
        records.append(record("not_used", int(foreign.sum()), _CONTAMINANT))
    kept = grid.cells.index[left & ~foreign]
    records.append(record("kept", len(kept), "Precursors that pass."))
    rows = _groups(grid, kept, chosen)
    why = f"{recognise(grid)} {values_are(chosen, present)} Of precursors with {', '.join(said)}."
    detail = "Values of protein groups in runs, from their precursors."
    records.append(record("converted", len(rows), detail, "values"))
    return Export(grid.name, "diann", why, rows, _defaults(), records), []


def _groups(grid: Grid, kept: pd.Index, chosen: str) -> pd.DataFrame:
    """Bring precursors to protein groups: each states the quantity of its group in its run."""
    frame = pd.DataFrame(
        {
            "run": texts(grid, *_RUN),
            "protein_id": texts(grid, _KEY),
            "gene": texts(grid, "Genes"),
            "sequence": texts(grid, "Stripped.Sequence", "Precursor.Id"),
            "value": amounts(grid, texts(grid, chosen).to_numpy(object), True),
        },
        dtype=object,
    ).loc[kept]
    frame["row"] = frame.index
    keys = ["protein_id", "run"]
    # one spelling of one number; of several the largest, whatever the order of the rows
    number = pd.to_numeric(frame["value"], errors="coerce").fillna(-np.inf)
    ordered = frame.assign(number=number).sort_values([*keys, "number"], kind="stable")
    out = ordered.groupby(keys, sort=False).last()
    out["n_peptides"] = frame.groupby(keys)["sequence"].nunique().astype(str)
    out["row"] = frame.groupby(keys)["row"].min()
    out = out.reset_index().sort_values("row", kind="stable").set_index("row")
    wanted = ["run", "gene", "protein_id", "value", "n_peptides"]
    return out[wanted].assign(column=chosen, scale="linear", unit="intensity").astype(object)
