"""Hold the contrasts table against the sample sheet."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from resistance.design.contrast_rows import (
    LEVELS,
    excluded_names,
    faults_of,
    value_faults,
)
from resistance.design.formula import FormulaError
from resistance.design.selections import ALLOWED_SUBSET, check_subset, select
from resistance.inputs.schema_words import listing
from resistance.inputs.study_checks import duplicates
from resistance.problems import Problem, did_you_mean


def check_contrasts(contrasts: pd.DataFrame, samples: pd.DataFrame, name: str) -> list[Problem]:
    """Find contrasts that the sample sheet cannot give.

    Parameters
    ----------
    contrasts, samples : pandas.DataFrame
        Text, indexed by row.
    name : str
        The contrasts file as the user named it.

    Returns
    -------
    list of Problem
        Ids that are taken; rows that say nothing, or two things at once; variables, levels and
        samples that the sheet lacks; subsets without samples of an arm.
    """
    problems = []
    if "id" in contrasts:
        problems += duplicates(contrasts["id"].rename("id"), name)
        problems += _same_folder(contrasts["id"], name)
    problems += _incomplete(contrasts, name)
    variables = [column for column in samples.columns if column and column != "sample"]
    for row, contrast in contrasts.iterrows():
        cells = {str(column): str(value) for column, value in contrast.items()}
        problems += _faults(cells, str(row), name)
        problems += _selection(cells, samples, str(row), name)
        variable = cells.get("variable", "")
        if not variable:
            continue
        if variable not in variables:
            problems.append(
                Problem(
                    name,
                    "This variable is no column of the sample sheet.",
                    str(row),
                    "variable",
                    variable,
                    listing(variables),
                    did_you_mean(variable, variables),
                )
            )
            continue
        levels = sorted(set(samples[variable]) - {""})
        arms = [arm for arm in ("reference", "target") if cells.get(arm, "")]
        for arm in arms:
            level = cells[arm]
            if level not in levels:
                problems.append(
                    Problem(
                        name,
                        f'This is no level of "{variable}" in the sample sheet.',
                        str(row),
                        arm,
                        level,
                        listing(levels),
                        did_you_mean(level, levels),
                    )
                )
        if len(arms) == 2 and cells["reference"] == cells["target"]:
            message = "Reference and target are the same level."
            others = [level for level in levels if level != cells["reference"]]
            allowed = f"two levels; the others are {listing(others)}"
            problems.append(Problem(name, message, str(row), "target", cells["target"], allowed))
    return problems


def _incomplete(contrasts: pd.DataFrame, name: str) -> list[Problem]:
    """Two of variable, reference and target without the third: say it once, not in every row."""
    given = [column for column in LEVELS if column in contrasts]
    return [
        Problem(
            name,
            f'The column "{column}" is missing.',
            column=column,
            hint=did_you_mean(column, [c for c in contrasts.columns if c not in LEVELS]),
        )
        for column in LEVELS
        if given and column not in given
    ]


def _faults(cells: Mapping[str, str], row: str, name: str) -> list[Problem]:
    if value_faults(cells):
        return []  # the schema's concern
    return [
        Problem(
            name, fault.message, row, fault.column, cells.get(fault.column, ""), hint=fault.hint
        )
        for fault in faults_of(cells)
        # one of these columns that is absent is said once for the table
        if fault.column in cells
        or fault.column not in LEVELS
        or not any(column in cells for column in LEVELS)
    ]


def _selection(
    cells: Mapping[str, str], samples: pd.DataFrame, row: str, name: str
) -> list[Problem]:
    subset = cells.get("subset", "")
    excluded = excluded_names(cells.get("exclude_samples", ""))
    if "sample" not in samples or not (subset or excluded):
        return []
    known = list(samples["sample"])
    problems = [
        Problem(
            name,
            "The sample sheet has no such sample.",
            row,
            "exclude_samples",
            sample,
            listing(known),
            did_you_mean(sample, known),
        )
        for sample in excluded
        if sample not in known
    ]
    sheet = samples.set_index("sample")
    try:
        check_subset(sheet, subset)
    except FormulaError as error:
        hint = "" if error.hint.startswith("Allowed:") else error.hint
        said = Problem(name, error.message, row, "subset", subset, ALLOWED_SUBSET, hint)
        return [*problems, said]
    return problems or _left(cells, sheet.loc[select(sheet, subset, excluded)], row, name)


def _left(cells: Mapping[str, str], left: pd.DataFrame, row: str, name: str) -> list[Problem]:
    """Find what the samples of a row's model lack."""
    column = "subset" if cells.get("subset") else "exclude_samples"
    if left.empty:
        return [Problem(name, "No sample is left for this row.", row, column, cells[column])]
    variable = cells.get("variable", "")
    return [
        Problem(
            name,
            f'No sample with "{variable}" = "{cells[arm]}" is left for this row.',
            row,
            column,
            cells[column],
            hint="Choose the samples so that both arms have some.",
        )
        for arm in ("reference", "target")
        if variable in left and cells.get(arm) and not (left[variable] == cells[arm]).any()
    ]


def _same_folder(ids: pd.Series, name: str) -> list[Problem]:
    """Ids that differ in case only are one folder on the file systems of macOS and Windows."""
    first: dict[str, str] = {}
    problems = []
    for row, value in ids.items():
        other = first.setdefault(value.lower(), value)
        if other != value:
            message = f'This id differs from "{other}" in upper and lower case only.'
            allowed = "ids that are different folder names everywhere"
            problems.append(Problem(name, message, str(row), "id", value, allowed))
    return problems
