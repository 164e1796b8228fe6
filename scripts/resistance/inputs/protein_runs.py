"""Which condition and replicate each run of a protein export is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from resistance.inputs.run_names import RULE, match_runs
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped
from resistance.problems import Problem, did_you_mean
from resistance.protein_formats.base import Export

#: Columns of a table of runs that say something of a measurement.
ABOUT: Final = (
    "condition",
    "replicate",
    "sample",
    "rna_sample",
    "line",
    "derivation",
    "timepoint",
    "replicate_type",
    "batch",
    "background",
    "background_type",
    "n_events",
    "clone",
    "clone_competes_with_drug",
    "washout_days",
    "cell_size_value",
    "simulated",
)
#: Columns that mean the same in the sample sheet.
_OF_SHEET: Final = ("line", "derivation", "timepoint")
_SHOWN = 40


@dataclass(frozen=True)
class RunTable:
    """A table of runs as the user gives it.

    Attributes
    ----------
    name : str
        The file as the user named it.
    rows : pandas.DataFrame
        Text, indexed by row.
    """

    name: str
    rows: pd.DataFrame


@dataclass(frozen=True)
class Runs:
    """What is known of the runs of one export.

    Attributes
    ----------
    about : pandas.DataFrame
        Index: runs that are used; columns :data:`ABOUT`, text, empty where nothing is said, and
        ``place``, the row of the table of runs (0 without one).
    how : str
        Where that comes from, a sentence.
    unused : tuple of str
        Runs that are not used.
    unmatched : tuple of int
        Rows of the table of runs that name no run of this export.
    found_by : dict of str to str
        The step of the rule that found each run; empty for the exact name.
    """

    about: pd.DataFrame
    how: str
    unused: tuple[str, ...] = ()
    unmatched: tuple[int, ...] = ()
    found_by: dict[str, str] = field(default_factory=dict)


def resolve_runs(
    export: Export,
    table: RunTable | None,
    assay_id: str,
    sheet: pd.DataFrame,
    variables: Sequence[str],
) -> tuple[Runs, list[Problem]]:
    """Find condition and replicate of every run.

    Parameters
    ----------
    export : Export
    table : RunTable or None
        None where the configuration names none: then the export says it itself, or its runs are
        named as the samples of the sheet.
    assay_id : str
        Of the block; rows of the table that name another one are passed over.
    sheet : pandas.DataFrame
        Sample sheet, text.
    variables : sequence of str
        Columns of the sheet whose levels are conditions.

    Returns
    -------
    runs : Runs
    problems : list of Problem
    """
    if table is not None:
        return _from_table(export, table, assay_id, sheet, variables)
    if {"condition", "replicate"} <= set(export.rows.columns):
        own = pd.DataFrame("", index=export.runs, columns=list(ABOUT), dtype=object)
        return Runs(own.assign(place=0), "The export names condition and replicate itself."), []
    return _from_sheet(export, sheet, variables)


def _conditions(sheet: pd.DataFrame, variables: Sequence[str]) -> dict[Any, dict[Any, str]]:
    """Return what the sheet says of samples; a condition only where one variable is compared."""
    if "sample" not in sheet:
        return {}
    rows = sheet.drop_duplicates("sample")
    said = {name: name for name in _OF_SHEET if name in rows}
    if len(variables) == 1 and variables[0] in rows:
        said["condition"] = variables[0]
    columns = {name: rows[source].to_numpy() for name, source in said.items()}
    return pd.DataFrame(columns, index=rows["sample"], dtype=object).to_dict("index")


def _from_table(
    export: Export,
    table: RunTable,
    assay_id: str,
    sheet: pd.DataFrame,
    variables: Sequence[str],
) -> tuple[Runs, list[Problem]]:
    rows = table.rows
    if "assay_id" in rows:
        rows = rows[rows["assay_id"].isin(["", assay_id])]
    matched, found_by = match_runs(list(rows["run"]), export.runs)
    of_samples = _conditions(sheet, variables)
    about: dict[str, dict[str, object]] = {}
    problems, unmatched = [], []
    for row, cells in zip(rows.index, rows.to_dict("records"), strict=True):
        runs = matched[cells["run"]]
        if not runs:
            unmatched.append(int(row))
        elif len(runs) > 1:
            problems.append(
                Problem(
                    table.name,
                    f"The name means {len(runs)} runs of {export.name}.",
                    str(row),
                    "run",
                    cells["run"],
                    listing(runs, _SHOWN),
                    "Write the whole name as the export has it.",
                )
            )
        elif runs[0] in about:
            problems.append(
                Problem(
                    table.name,
                    f"Row {about[runs[0]]['place']} is about the same run of {export.name}, "
                    f'"{runs[0]}".',
                    str(row),
                    "run",
                    cells["run"],
                    "each run once",
                    "Take one of the rows out; assay_id tells the runs of two exports apart.",
                )
            )
        else:
            said = {name: cells.get(name, "") for name in ABOUT}
            for name, value in of_samples.get(said["rna_sample"], {}).items():
                said[name] = said[name] or value
            said["replicate"] = said["replicate"] or said["sample"] or cells["run"]
            about[runs[0]] = {**said, "place": int(row)}
            if not said["condition"]:
                problems.append(_no_condition(table.name, row, variables))
    used = [run for run in export.runs if run in about]
    frame = pd.DataFrame([about[run] for run in used], index=used, columns=[*ABOUT, "place"])
    unused = tuple(run for run in export.runs if run not in about)
    if not used and not problems:
        problems.append(
            Problem(
                table.name,
                f"No row names a run of {export.name}.",
                column="run",
                allowed=listing(export.runs, _SHOWN),
                hint=f"{RULE}.",
            )
        )
        unmatched = []
    runs_used = Runs(
        frame,
        f"{table.name} says which runs are used. {RULE}.",
        unused,
        tuple(unmatched),
        found_by,
    )
    return runs_used, capped(problems, "runs that are not clear")


def _no_condition(name: str, row: int, variables: Sequence[str]) -> Problem:
    return Problem(
        name,
        "Neither the row nor the sample sheet says which condition the run is.",
        str(row),
        "condition",
        allowed=f"a level of {listing(list(variables))}" if variables else "a level of a contrast",
        hint="Fill in condition, or rna_sample where one variable is compared.",
    )


def unmatched_rows(
    table: RunTable, rows: Sequence[int], exports: Sequence[Export]
) -> list[Problem]:
    """Say which rows of a table of runs name no run of any export that uses it.

    Parameters
    ----------
    table : RunTable
    rows : sequence of int
    exports : sequence of Export

    Returns
    -------
    list of Problem
    """
    runs = list(dict.fromkeys(run for export in exports for run in export.runs))
    return capped(
        [
            Problem(
                table.name,
                f"{listing([export.name for export in exports], 6)} has no such run.",
                str(row),
                "run",
                str(table.rows.at[row, "run"]),
                listing(runs, _SHOWN),
                did_you_mean(str(table.rows.at[row, "run"]), runs)
                or "Take the row out, or write the name as the export has it.",
            )
            for row in rows
        ],
        "rows of runs that no export has",
    )


def _from_sheet(
    export: Export, sheet: pd.DataFrame, variables: Sequence[str]
) -> tuple[Runs, list[Problem]]:
    samples = list(dict.fromkeys(sheet["sample"])) if "sample" in sheet else []
    measured = [run for run in export.runs if run not in export.controls or run in samples]
    found, found_by = match_runs(samples, measured)
    matched = {name: runs for name, runs in found.items() if runs}
    of_samples = _conditions(sheet, variables)
    several = [name for name, runs in matched.items() if len(runs) > 1]
    about = {
        runs[0]: {"sample": name, "rna_sample": name, "replicate": name, **of_samples[name]}
        for name, runs in matched.items()
        if len(runs) == 1
    }
    unused = [run for run in measured if run not in about]
    why = ""
    if several:
        why = f"several runs have the name of one sample ({listing(several, 6)})"
    elif len(variables) != 1:
        why = "the contrasts compare several variables" if variables else "no contrast is readable"
    elif unused and (not about or export.format != "wide"):
        why = f"{len(unused)} of {len(measured)} runs are named as no sample of the sheet"
    frame = pd.DataFrame([about[run] for run in about], index=list(about), dtype=object)
    frame = frame.reindex(columns=list(ABOUT)).fillna("").assign(place=0)
    how = f"Runs are named as samples of the sheet, which says their condition. {RULE}."
    runs = Runs(frame, how, tuple(r for r in export.runs if r not in about), (), found_by)
    if not why:
        return runs, []
    example = (unused or export.runs or ["run"])[0]
    return runs, [
        Problem(
            export.name,
            f"Nothing says which condition and replicate the runs are: {why}.",
            column="run",
            value=listing(unused or export.runs, _SHOWN),
            allowed="a table of samples, with tabs between the columns run, condition, replicate",
            hint="Write config/protein_samples.tsv with one row a run, such as "
            f'"{example}", "{_level(sheet, variables)}", "1", and name it in this block of '
            "protein_files as samples: config/protein_samples.tsv. Runs that it does not name are "
            "not used.",
        )
    ]


def _level(sheet: pd.DataFrame, variables: Sequence[str]) -> str:
    for variable in variables:
        levels = [level for level in sheet.get(variable, []) if level]
        if levels:
            return str(levels[0])
    return "parental"
