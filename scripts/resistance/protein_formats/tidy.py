"""The project's own table of protein, and tables that name its columns in other words."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from resistance.grid import Grid
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean
from resistance.protein.tidy import DEFAULTS
from resistance.protein_formats.base import Export, amounts, record, texts

_NEEDED: Final = ("gene", "condition", "replicate", "value")
#: Other words for a column, in small letters with single spaces.
_WORDS: Final = {
    "gene": ("genes", "gene name", "gene symbol", "symbol", "marker", "protein", "target"),
    "condition": ("cond", "group", "arm"),
    "replicate": ("rep", "repl", "biological replicate", "bio rep", "biorep"),
    "value": ("values", "mfi", "gmfi", "geomean", "geometric mean", "npx", "intensity", "signal",
              "abundance"),
    "protein_id": ("uniprot", "uniprot id", "accession"),
    "ensembl_id": ("ensembl", "ensembl gene id"),
    "sample": ("sample id", "sample name"),
    "batch": ("experiment", "plate", "blot", "gel", "day"),
    "n_events": ("events", "cells", "count"),
}  # fmt: skip
#: What the word for the value says of it.
_UNITS: Final = {"mfi": "MFI", "gmfi": "MFI", "geomean": "MFI", "geometric mean": "MFI",
                 "npx": "NPX", "intensity": "intensity"}  # fmt: skip
_NUMBERS: Final = ("value", "background", "loading_value", "lod")
_COLUMNS: Final = (*DEFAULTS, "simulated")


def _plain(name: str) -> str:
    return re.sub(r"[ ._-]+", " ", name).strip().lower()


def _found(grid: Grid) -> dict[str, list[str]]:
    """Return the headers that each column of ours may stand under; the exact name is the one."""
    found: dict[str, list[str]] = {}
    for column in _COLUMNS:
        own = [name for name in grid.header if name == column]
        alike = [name for name in grid.header if _plain(name) == _plain(column)]
        words = [name for name in grid.header if _plain(name) in _WORDS.get(column, ())]
        if own or alike or words:
            found[column] = own or alike or words
    return found


def recognise(grid: Grid) -> str:
    """Say why a table has one row a measurement; empty if it has not."""
    found = _found(grid)
    if not {"gene", "condition", "value"} <= set(found):
        return ""
    names = [found[column][0] for column in _NEEDED if column in found]
    return f"The table has the columns {listing(names)}: one row a measurement."


def parse(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read a table of one row a measurement.

    Parameters
    ----------
    grid : Grid
    quantity : str
        Column of the value, where several could be meant.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    found = _found(grid)
    if quantity in grid.header and quantity:
        found["value"] = [quantity]
    problems = _problems(grid, found, quantity)
    if problems:
        return None, problems
    names = {column: headers[0] for column, headers in found.items()}
    rows = pd.DataFrame({column: texts(grid, name) for column, name in names.items()}, dtype=object)
    for column in set(_NUMBERS) & set(names):
        rows[column] = amounts(grid, rows[column].to_numpy(object), False)
    unit = _UNITS.get(_plain(names["value"]), "")
    if unit:
        given = rows.get("unit", "")
        rows["unit"] = pd.Series(given, index=rows.index, dtype=object).replace("", unit)
    rows["run"] = _run_names(rows)
    rows = rows.assign(column=names["value"]).astype(object).rename_axis("row")
    renamed = {column: name for column, name in names.items() if name != column}
    said = [
        record("renamed", 1, f'Is read as "{column}".', name) for column, name in renamed.items()
    ]
    others = [name for name in grid.header if name and name not in names.values()]
    if others:
        detail = f"Other columns: {listing(others, 60)}."
        said.append(record("not_used", len(others), detail, "columns"))
    records = [
        record("read", len(rows), "Rows of the export."),
        *said,
        record("kept", len(rows), "Rows whose values are used."),
    ]
    return Export(grid.name, "tidy", recognise(grid), rows, {}, records), []


def _run_names(rows: pd.DataFrame) -> pd.Series:
    """Name the runs: by sample, else by condition and replicate."""
    name = rows["condition"] + " " + rows["replicate"]
    return rows["sample"].where(rows["sample"] != "", name) if "sample" in rows else name


def _problems(grid: Grid, found: dict[str, list[str]], quantity: str) -> list[Problem]:
    headers = [name for name in grid.header if name]
    problems = [
        Problem(
            grid.name,
            f'The column "{column}" is missing.',
            row="1",
            column=column,
            value=listing(headers, 12),
            allowed=f"{listing(list(_NEEDED))}, or {listing(list(_WORDS[column]))} for this one",
            hint=did_you_mean(column, headers)
            or ("Number the replicates of each condition." if column == "replicate" else ""),
        )
        for column in _NEEDED
        if column not in found
    ]
    if quantity and quantity not in grid.header:
        problems.append(
            Problem(
                grid.name,
                f'The table has no column "{quantity}".',
                row="1",
                column="quantity",
                value=quantity,
                allowed=listing(headers, 12),
                hint=did_you_mean(quantity, headers),
            )
        )
    problems += [
        Problem(
            grid.name,
            f'Several columns could be "{column}".',
            row="1",
            column=names[1],
            value=listing(names),
            allowed="one of them",
            hint=f'Name the one that is meant "{column}"'
            + (", or write it as quantity in this block." if column == "value" else "."),
        )
        for column, names in found.items()
        if len(names) > 1
    ]
    return problems
