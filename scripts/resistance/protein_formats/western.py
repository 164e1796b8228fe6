"""Densitometry of western blots in a table of our own: one row a lane, target and exposure."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from resistance.grid import Grid
from resistance.inputs.protein_numbers import numbers
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped
from resistance.problems import Problem
from resistance.protein_formats.base import Export, absent_columns, amounts, record, texts

_NEEDED: Final = ("blot_id", "lane", "target_signal")
_GENE: Final = ("gene", "target", "protein")
_ABOUT: Final = ("sample", "rna_sample", "condition", "replicate", "replicate_type", "clone")
_KNOWN: Final = frozenset(
    {*_NEEDED, *_GENE, *_ABOUT, "background", "loading_signal", "loading_background",
     "loading_control", "exposure", "saturated"}
)  # fmt: skip
_SECONDS: Final = {"s": 1.0, "sec": 1.0, "": 1.0, "m": 60.0, "min": 60.0, "ms": 0.001}
_TIME: Final = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|sec|m|min)?", re.IGNORECASE)
_LANE: Final = ["blot_id", "lane", "gene"]


def recognise(grid: Grid) -> str:
    """Say why a table is the template of westerns; empty if it is not."""
    if set(_NEEDED) <= set(grid.header) and any(name in grid.header for name in _GENE):
        return 'The table has the columns "blot_id", "lane" and "target_signal" of our template.'
    return ""


def parse(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read the template of westerns.

    Of several exposures of a blot the longest in which no lane is saturated is taken (column
    ``saturated``), or the one that ``quantity`` names. The loading control loses its own
    background.

    Parameters
    ----------
    grid : Grid
    quantity : str
        An exposure as the table writes it; empty for the rule above.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    problems = absent_columns(grid, _NEEDED, "western")
    if not any(name in grid.header for name in _GENE):
        problems += absent_columns(grid, ["gene"], "western")
    if problems:
        return None, problems[:1]
    rows, problems = _lanes(grid)
    chosen, found, said = _exposures(grid, rows, quantity)
    problems += found
    if problems:
        return None, problems
    used = rows.loc[chosen]
    records = [record("read", len(rows), "Rows of the export."), *said]
    if len(rows) > len(used):
        left = len(rows) - len(used)
        records.append(record("not_used", left, "Rows of other exposures.", "exposures"))
    records.append(record("kept", len(used), "Rows whose values are used."))
    others = [name for name in grid.header if name and name not in _KNOWN]
    if others:
        detail = f"Other columns: {listing(others, 60)}."
        records.append(record("listed", len(others), detail, "columns"))
    controls = sorted(set(texts(grid, "loading_control")) - {""})
    notes = [f"several loading controls: {listing(controls)}."] if len(controls) > 1 else []
    if (used["loading_value"] == "").any():
        lanes = int((used["loading_value"] == "").sum())
        notes.append(f"lanes without a loading control: {lanes}. Their loading is not corrected.")
    again = used.duplicated(["run", "gene"], keep=False) & (texts(grid, "sample") != "")[used.index]
    if again.any() and "replicate_type" not in used:
        used = used.assign(replicate_type=again.map({True: "technical", False: ""}))
        names = listing(sorted(used.loc[again, "run"].unique()), 12)
        notes.append(
            f"samples that stand in several lanes ({names}): their values count as technical "
            "replicates and are averaged."
        )
    why = f'{recognise(grid)} Values are "target_signal".'
    if controls:
        why += f" Loading controls: {listing(controls)}."
    defaults = {"assay_type": "western", "compartment": "total"}
    drop = ["blot_id", "lane", "exposure", "saturated", "blank"]
    rows = used.drop(columns=drop).astype(object)
    return Export(grid.name, "western", why, rows, defaults, records, notes), []


def _lanes(grid: Grid) -> tuple[pd.DataFrame, list[Problem]]:
    def number(column: str) -> pd.Series:
        given = texts(grid, column)
        cells = amounts(grid, given.to_numpy(object), False)
        return pd.Series(cells, index=given.index, dtype=object)

    gene = texts(grid, *_GENE)
    columns = {name: texts(grid, name) for name in _ABOUT if name in grid.header}
    columns = {name: cells for name, cells in columns.items() if (cells != "").any()}
    lane = texts(grid, "blot_id") + " lane " + texts(grid, "lane")
    saturated = texts(grid, "saturated").str.lower()
    cells: dict[str, pd.Series] = {}
    rows = pd.DataFrame(
        cells
        | columns
        | {
            "run": texts(grid, "sample").where(texts(grid, "sample") != "", lane),
            "gene": gene,
            "value": number("target_signal"),
            "background": number("background"),
            "batch": texts(grid, "blot_id"),
            "blot_id": texts(grid, "blot_id"),
            "lane": texts(grid, "lane"),
            "exposure": texts(grid, "exposure"),
            "saturated": saturated,
            "censored": saturated.map(lambda text: "right" if text == "yes" else "none"),
        },
        dtype=object,
    )
    rows = rows.assign(column="target_signal", scale="linear", unit="AU").rename_axis("row")
    loading, blank = number("loading_signal"), number("loading_background")
    rows["blank"] = blank
    rows["loading_value"] = [
        _difference(one, other) for one, other in zip(loading, blank, strict=True)
    ]
    problems = []
    for column, allowed in (("blot_id", "name of the blot"), ("lane", "number of the lane")):
        empty = rows.index[rows[column] == ""]
        problems += [
            Problem(grid.name, "The cell is empty.", str(row), column, "", allowed) for row in empty
        ]
    odd = rows.index[~saturated.isin(["yes", "no", ""])]
    problems += [
        Problem(
            grid.name, "This value is not allowed here.", str(row), "saturated",
            str(saturated[row]), "yes, no",
        )
        for row in odd
    ]  # fmt: skip
    low = rows.index[(numbers(rows["loading_value"]) <= 0) & (blank != "")]
    problems += [
        Problem(
            grid.name,
            "The loading control is no stronger than its background.",
            str(row),
            "loading_signal",
            str(loading[row]),
            f"more than loading_background ({blank[row]})",
            "Leave the lane out: nothing shows how much was loaded.",
        )
        for row in low
    ]
    return rows, capped(problems, "cells of lanes that cannot be used")


def _difference(signal: str, blank: str) -> str:
    """Return the signal without its background; as it is where either is no number."""
    if not blank:
        return signal
    pair = numbers(pd.Series([signal, blank], dtype=object))
    return signal if pair.isna().any() else repr(float(pair[0] - pair[1]))


def _seconds(exposure: str) -> float:
    match = _TIME.fullmatch(exposure.strip())
    return float(match[1]) * _SECONDS[(match[2] or "").lower()] if match else float("nan")


def _exposures(
    grid: Grid, rows: pd.DataFrame, quantity: str
) -> tuple[pd.Index, list[Problem], list[dict[str, object]]]:
    """Choose the exposure of each blot and target; rows are those of the table that are used."""
    if quantity and quantity not in set(rows["exposure"]):
        return rows.index, [_no_exposure(grid, quantity, sorted(set(rows["exposure"]) - {""}))], []
    chosen: list[int] = []
    problems, said = [], []
    for (blot, gene), lanes in rows.groupby(["blot_id", "gene"], sort=True):
        exposures = sorted(set(lanes["exposure"]), key=lambda text: (_seconds(text), text))
        if len(exposures) == 1:
            chosen += list(lanes.index)
            continue
        if quantity in exposures:
            pick, why = quantity, "as quantity says"
        else:
            pick, why = _longest(lanes, exposures)
        if not pick:
            problems.append(_which(grid, lanes, str(blot), str(gene), exposures, why))
            continue
        chosen += list(lanes.index[lanes["exposure"] == pick])
        detail = f"Exposure {pick} of {listing(exposures)} is used: {why}."
        said.append(record("kept", 1, detail, f"{blot}, {gene}"))
    return (
        pd.Index(sorted(chosen), name="row"),
        capped(problems, "blots of several exposures"),
        said,
    )


def _longest(lanes: pd.DataFrame, exposures: list[str]) -> tuple[str, str]:
    """Return the longest exposure without a saturated lane, or why there is no telling."""
    if any(pd.isna(_seconds(text)) for text in exposures):
        return "", "exposure is no time in all of its rows"
    if not lanes["saturated"].isin(["yes", "no"]).all():
        return "", "saturated is not filled in for all of its rows"
    sets = {text: set(lanes.loc[lanes["exposure"] == text, "lane"]) for text in exposures}
    if len({frozenset(names) for names in sets.values()}) > 1:
        return "", "its exposures do not have the same lanes"
    clean = [t for t in exposures if (lanes.loc[lanes["exposure"] == t, "saturated"] == "no").all()]
    if clean:
        return clean[-1], "the longest in which no lane is saturated"
    return exposures[0], "the shortest, as each has a saturated lane; these lanes are bounds"


def _which(
    grid: Grid, lanes: pd.DataFrame, blot: str, gene: str, exposures: list[str], why: str
) -> Problem:
    return Problem(
        grid.name,
        f'Blot "{blot}" has {len(exposures)} exposures of {gene}, and nothing says which of them '
        f"is meant: {why}.",
        str(lanes.index[0]),
        "exposure",
        exposures[0],
        "one exposure; or exposure in seconds (30, 30 s, 2 min) and saturated (yes, no) in all "
        "rows",
        "Fill in the column saturated, keep the rows of one exposure, or write it as quantity in "
        "this block of protein_files.",
    )


def _no_exposure(grid: Grid, quantity: str, present: list[str]) -> Problem:
    return Problem(
        grid.name,
        f'The table has no exposure "{quantity}".',
        column="quantity",
        value=quantity,
        allowed=listing(present, 20) or "no quantity: the table names no exposures",
    )
