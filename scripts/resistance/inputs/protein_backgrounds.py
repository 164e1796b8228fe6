"""The background of a flow measurement from the control stains of the same export."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

import pandas as pd

from resistance.inputs.protein_runs import Runs, RunTable
from resistance.inputs.run_names import match_runs
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped, cell
from resistance.problems import Problem, did_you_mean
from resistance.protein_formats.base import Export, record

#: Column of the table of runs.
COLUMN: Final = "background_run"
_KINDS: Final = ("isotype", "FMO", "unstained")
_SHOWN = 40


def with_backgrounds(
    export: Export, runs: Runs, table: RunTable | None, rows: pd.DataFrame
) -> tuple[pd.DataFrame, list[dict[str, object]], list[Problem]]:
    """Fill in the background of runs that name control stains.

    Nothing is taken for a background that the table of runs does not name. Every protein takes the
    value that the control stain has in the same column; a stain that leaves one antibody out (FMO)
    serves the antibody that its name names.

    Parameters
    ----------
    export : Export
    runs : Runs
    table : RunTable or None
    rows : pandas.DataFrame
        Rows of the export that are used, with ``run``, ``column``, ``background`` and
        ``background_type``.

    Returns
    -------
    rows : pandas.DataFrame
    records : list of dict
        Rows of :data:`resistance.columns.INPUTS`.
    problems : list of Problem
    """
    wanted = _wanted(runs, table)
    out, records, problems = rows, [], []
    named: set[str] = set()
    places = {str(run): int(place) for run, place in runs.about["place"].items()}
    if wanted and table is not None:
        found_runs = _found({name for names in wanted.values() for name in names}, export.runs)
        values = {run: of.set_index("column") for run, of in export.rows.groupby("run", sort=False)}
        for run, names in wanted.items():
            place = places[run]
            given = [(name, found_runs[name]) for name in names]
            wrong = [(name, found) for name, found in given if len(found) != 1 or found == [run]]
            problems += [_unknown(table.name, place, name, found, export) for name, found in wrong]
            if wrong:
                continue
            controls = [found[0] for _, found in given]
            named.update(controls)
            if "background" in table.rows and table.rows.at[place, "background"]:
                problems.append(_both(table.name, place))
                continue
            out, found_problems = _filled(export, out, run, controls, values, (table.name, place))
            problems += found_problems
            detail = f"Background of this run is that of {listing(controls)}."
            records.append(record("kept", len(controls), detail, run))
    left = [run for run in export.controls if run not in named and run not in runs.about.index]
    for run in left:
        kind = export.controls[run]
        detail = f"Taken for a control ({kind}) by its name, not used."
        if kind in _KINDS:
            detail += f" Name it as {COLUMN} of the runs that it belongs to (table of runs)."
        records.append(record("not_used", 1, detail, run))
    return out, records, capped(problems, "control stains that are not clear")


def _wanted(runs: Runs, table: RunTable | None) -> dict[str, list[str]]:
    """Return the control stains that the table names for each run."""
    if table is None or COLUMN not in table.rows:
        return {}
    cells = {str(run): cell(table.rows, int(at), COLUMN) for run, at in runs.about["place"].items()}
    split = {run: [name.strip() for name in text.split(";")] for run, text in cells.items()}
    return {run: [n for n in names if n] for run, names in split.items() if any(names)}


def _found(names: Collection[str], runs: Sequence[str]) -> dict[str, list[str]]:
    """Return the runs of each name; two spellings may mean one run."""
    found = match_runs(sorted(names), runs).found
    return {name: found[name] or match_runs([name], runs).found[name] for name in names}


def _filled(
    export: Export,
    rows: pd.DataFrame,
    run: str,
    controls: Sequence[str],
    values: dict[Any, pd.DataFrame],
    place: tuple[str, int],
) -> tuple[pd.DataFrame, list[Problem]]:
    mine = rows["run"] == run
    background, kind = rows["background"].copy(), rows["background_type"].copy()
    stains = _stains(rows[mine])
    filled: dict[Any, str] = {}
    problems = []
    for control in controls:
        what = export.controls.get(control, "")
        columns = list(stains)
        if what == "FMO" and len(columns) > 1:
            columns = [column for column in columns if _names(control, stains[column])]
            if len(columns) != 1:
                problems.append(_which_stain(place, control, len(columns), stains))
                continue
        for column in columns:
            if filled.setdefault(column, control) != control:
                problems.append(_twice(place, stains[column][0], filled[column], control))
                continue
            at = mine & (rows["column"] == column)
            background[at] = values[control].at[column, "value"]
            kind[at] = kind[at].where(kind[at] != "", what if what in _KINDS else "")
    return rows.assign(background=background, background_type=kind), problems


def _stains(rows: pd.DataFrame) -> dict[Any, tuple[str, str]]:
    """Return marker and fluorochrome of each column."""
    colours = rows.get("fluorochrome", pd.Series("", index=rows.index))
    return dict(zip(rows["column"], zip(rows["gene"], colours, strict=True), strict=True))


def _names(control: str, stain: tuple[str, str]) -> bool:
    """Tell whether a control's name holds the marker or the fluorochrome of a stain as a word."""
    text = f" {re.sub(r'[^a-z0-9]+', ' ', control.lower())} "
    words = [re.sub(r"[^a-z0-9]+", " ", word.lower()).strip() for word in stain]
    return any(word and f" {word} " in text for word in words)


def _unknown(file: str, place: int, name: str, found: list[str], export: Export) -> Problem:
    message = f"{export.name} has no such run."
    if len(found) > 1:
        message = f"The name means {len(found)} runs of {export.name}."
    elif found:
        message = "The run is named as its own control stain."
    choices = found if len(found) > 1 else list(export.controls) or export.runs
    hint = did_you_mean(name, export.runs)
    return Problem(file, message, str(place), COLUMN, name, listing(choices, _SHOWN), hint)


def _both(file: str, place: int) -> Problem:
    return Problem(
        file,
        f"The row has both background and {COLUMN}.",
        str(place),
        COLUMN,
        allowed="one of them",
        hint="Take the number out if the control stain was measured in this export.",
    )


def _which_stain(
    place: tuple[str, int], control: str, n: int, stains: dict[Any, tuple[str, str]]
) -> Problem:
    said = "several stains" if n else "none of the stains"
    return Problem(
        place[0],
        f'The name of the FMO control "{control}" names {said} of this export, so it is not clear '
        "which antibody was left out.",
        str(place[1]),
        COLUMN,
        control,
        listing([" ".join(stain) for stain in stains.values()], _SHOWN),
        'Name the tube after the stain that was left out, such as "FMO CD123" or "FMO PE".',
    )


def _twice(place: tuple[str, int], stain: str, one: str, other: str) -> Problem:
    return Problem(
        place[0],
        f'"{one}" and "{other}" would both be the background of {stain}.',
        str(place[1]),
        COLUMN,
        other,
        "one control stain for each antibody",
    )
