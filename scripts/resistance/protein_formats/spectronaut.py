"""Spectronaut: the protein report with a column for each run, and the long one."""

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

_KEYS: Final = ("PG.ProteinGroups", "PG.ProteinAccessions", "PG.UniProtIds")
#: Quantities in the order in which they are preferred.
_QUANTITIES: Final = ("PG.Quantity", "PG.Log2Quantity", "PG.MS2Quantity", "PG.MS1Quantity")
#: "[1] run.raw.PG.Quantity": number, run and quantity.
_COLUMN: Final = re.compile(r"(?:\[\d+\] ?)?(?P<run>.+)\.(?P<quantity>PG\.\w+)(?: \(.*\))?")
_RUN: Final = ("R.FileName", "R.Raw File Name", "R.Run")
_PEPTIDES: Final = (
    "PG.NrOfStrippedSequencesIdentified (Experiment-wide)",
    "PG.NrOfStrippedSequencesIdentified",
)
_FOREIGN: Final = "All proteins of the group are marked as contaminants or decoys."


def recognise(grid: Grid) -> str:
    """Say why a table is Spectronaut's; empty if it is not."""
    key = next((name for name in _KEYS if name in grid.header), "")
    if not key:
        return ""
    if _long(grid):
        run = next(name for name in _RUN if name in grid.header)
        return f'The table has the columns "{key}" and "{run}", as a long Spectronaut report.'
    return f'The table has the column "{key}", as a Spectronaut report with a column for each run.'


def _long(grid: Grid) -> bool:
    return any(name in grid.header for name in _RUN)


def parse(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read a protein report.

    ``Filtered`` and ``NaN`` are missing, and so is a quantity of 1 and less: the program writes 1
    for signals that are noise.

    Parameters
    ----------
    grid : Grid
    quantity : str
        Such as ``PG.Quantity``; empty for the first that the table has.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    if not any(name in grid.header for name in _KEYS):
        return None, absent_columns(grid, [_KEYS[0]], "Spectronaut")
    return _report(grid, quantity) if _long(grid) else _pivot(grid, quantity)


def _accessions(grid: Grid) -> pd.Series:
    return texts(grid, *_KEYS)


def _scale(chosen: str) -> dict[str, str]:
    return {"scale": "log2" if "Log2" in chosen else "linear", "unit": "intensity"}


def _without_noise(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    number = pd.to_numeric(rows["value"], errors="coerce")
    noise = (number <= 1) & (number > 0) & (rows["scale"] == "linear")
    if not noise.any():
        return rows, []
    said = "Values of 1 and less count as missing: Spectronaut writes 1 for noise."
    return (
        rows.assign(value=rows["value"].where(~noise, "")),
        [record("not_used", int(noise.sum()), said, "values")],
    )


def _pivot(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    present: dict[str, dict[str, int]] = {}
    for at, name in enumerate(grid.header):
        found = _COLUMN.fullmatch(name)
        if found:
            present.setdefault(found["quantity"], {})[found["run"]] = at
    chosen = quantity or next((name for name in _QUANTITIES if name in present), "")
    if chosen not in present:
        return None, [no_quantity(grid, quantity, list(present), _QUANTITIES)]
    accession = _accessions(grid)
    foreign = not_of_sample(accession)
    kept = grid.cells.index[~foreign]
    beside = next(({"n_peptides": present[name]} for name in _PEPTIDES if name in present), {})
    shared = {"gene": texts(grid, "PG.Genes"), "protein_id": accession, **_scale(chosen)}
    if not beside:
        shared["n_peptides"] = texts(grid, *_PEPTIDES)
    rows, said = _without_noise(melted(grid, kept, present[chosen], shared, beside))
    dropped = {_FOREIGN: list(grid.cells.index[foreign])} if foreign.any() else {}
    records = [*row_records(grid, dropped, accession, len(kept)), *said]
    return _export(grid, chosen, list(present), rows, records), []


def _export(
    grid: Grid,
    chosen: str,
    present: list[str],
    rows: pd.DataFrame,
    records: list[dict[str, object]],
) -> Export:
    why = (
        f"{recognise(grid)} {values_are(chosen, [name for name in present if 'Quantity' in name])}"
    )
    defaults = {"assay_type": "dia_ms", "compartment": "total"}
    return Export(grid.name, "spectronaut", why, rows, defaults, records)


def _report(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    present = [name for name in grid.header if name in _QUANTITIES]
    chosen = quantity or next((name for name in _QUANTITIES if name in present), "")
    if chosen not in grid.header:
        return None, [no_quantity(grid, quantity, present, _QUANTITIES)]
    accession = _accessions(grid)
    foreign = not_of_sample(accession)
    kept = grid.cells.index[~foreign]
    frame = pd.DataFrame(
        {
            "run": texts(grid, *_RUN),
            "gene": texts(grid, "PG.Genes"),
            "protein_id": accession,
            "value": amounts(grid, texts(grid, chosen).to_numpy(object), True),
            "n_peptides": texts(grid, *_PEPTIDES),
        },
        dtype=object,
    ).loc[kept]
    if {"R.Condition", "R.Replicate"} <= set(grid.header):
        frame["condition"] = texts(grid, "R.Condition").loc[kept]
        frame["replicate"] = texts(grid, "R.Replicate").loc[kept]
    rows = frame.assign(column=chosen, **_scale(chosen))
    # a report of precursors states the quantity of the protein in each of their rows
    number = pd.to_numeric(rows["value"], errors="coerce").fillna(-np.inf)
    rows = rows.assign(number=number, row=rows.index).reset_index(drop=True)
    rows["row"] = rows.groupby(["protein_id", "run"])["row"].transform("min")
    rows = rows.sort_values(["row", "number"], kind="stable").drop_duplicates("row", keep="last")
    merged = len(kept) - len(rows)
    rows, said = _without_noise(rows.set_index("row").drop(columns="number").astype(object))
    records = [record("read", len(grid.cells), "Rows of the export."), *said]
    left = ((int(foreign.sum()), _FOREIGN), (merged, "Rows that repeat a protein of their run."))
    records += [record("not_used", count, why) for count, why in left if count]
    records.append(record("kept", len(rows), "Rows whose values are used."))
    return _export(grid, chosen, present, rows, records), []
