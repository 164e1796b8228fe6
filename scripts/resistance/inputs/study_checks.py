"""Hold sample sheet, contrasts and design against each other."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from resistance.design.coding import DesignError
from resistance.design.formula import ALLOWED, Design, FormulaError, parse_design
from resistance.design.matrix import build, confounded, explain_confounding
from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped, cell
from resistance.problems import Problem, did_you_mean

#: Names that tables of ours give to columns beside the samples.
RESERVED_SAMPLES = ("gene_id", "gene_name", "simulated")


def check_samples(samples: pd.DataFrame, name: str) -> list[Problem]:
    """Find duplicate samples and names that no table of counts can hold.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, indexed by row.
    name : str
        The file as the user named it.

    Returns
    -------
    list of Problem
    """
    if "sample" not in samples:
        return []
    problems = _duplicates(samples["sample"], name)
    for row, sample in samples["sample"].items():
        if sample in RESERVED_SAMPLES:
            message = "This name is taken by a column of the results."
            problems.append(Problem(name, message, str(row), "sample", sample, "any other name"))
        elif any(sign in sample for sign in "\t\n\r"):
            message = "The name holds a tab or a line break."
            problems.append(Problem(name, message, str(row), "sample", sample, "one line of text"))
    return problems


def _duplicates(values: pd.Series, name: str) -> list[Problem]:
    first: dict[str, int] = {}
    found = []
    for row, value in values.items():
        if value and value in first:
            message = f"This {values.name} stands in row {first[value]} already."
            found.append(
                Problem(name, message, str(row), str(values.name), value, "each name once")
            )
        first.setdefault(value, int(str(row)))
    return capped(found, f"duplicates in column {values.name}")


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
    """
    problems = []
    if "id" in contrasts:
        problems += _duplicates(contrasts["id"].rename("id"), name)
        problems += _same_folder(contrasts["id"], name)
    variables = [column for column in samples.columns if column and column != "sample"]
    for row, contrast in contrasts.iterrows():
        variable = contrast.get("variable", "")
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
        arms = [arm for arm in ("reference", "target") if contrast.get(arm, "")]
        for arm in arms:
            level = contrast[arm]
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
        if len(arms) == 2 and contrast["reference"] == contrast["target"]:
            message = "Reference and target are the same level."
            others = [level for level in levels if level != contrast["reference"]]
            allowed = f"two levels; the others are {listing(others)}"
            problems.append(Problem(name, message, str(row), "target", contrast["target"], allowed))
    return problems


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


def check_design(
    text: str, samples: pd.DataFrame, contrasts: pd.DataFrame, samples_name: str, name: str
) -> tuple[list[Problem], list[str]]:
    """Find designs that cannot be read, or that these samples cannot fit.

    Parameters
    ----------
    text : str
        The formula.
    samples, contrasts : pandas.DataFrame
        Text, indexed by row; either may lack columns.
    samples_name, name : str
        Sample sheet and contrasts file as the user named them.

    Returns
    -------
    problems : list of Problem
        Grammar; variables that are no columns; empty cells; contrasts outside the design; columns
        of the model matrix that are combinations of others, with the variables concerned.
    notes : list of str
        Arms with a single sample.
    """
    try:
        design = parse_design(text)
    except FormulaError as error:
        problem = Problem(CONFIG_FILE, error.message, "", "design", text, ALLOWED, error.hint)
        if error.hint.startswith("Allowed:"):
            problem = Problem(CONFIG_FILE, error.message, "", "design", text, ALLOWED)
        return [problem], []
    problems = _check_variables(design, samples, samples_name, text)
    known = set(design.variables) <= set(samples.columns)
    if "variable" in contrasts and known:  # a misspelt variable is said once
        for row, variable in contrasts["variable"].items():
            if variable in samples.columns and variable not in design.variables:
                problems.append(
                    Problem(
                        name,
                        f'The design "{text}" does not have this variable.',
                        str(row),
                        "variable",
                        variable,
                        listing(list(design.variables)),
                        f'Add "+ {variable}" to design in {CONFIG_FILE}.',
                    )
                )
    if problems or "sample" not in samples or samples["sample"].duplicated().any():
        return problems, []
    sheet = samples.set_index("sample")
    references = _references(contrasts, sheet, design)
    try:
        names = confounded(build(sheet, design, references))
    except DesignError as error:
        said = Problem(CONFIG_FILE, error.message, "", "design", text, hint=error.hint)
        return [said], []
    if names:
        why = " ".join(explain_confounding(sheet, design, references))
        message = f"The design is not of full rank: {listing(names)}. {why}"
        hint = "Leave one of the variables out of the design, or add samples that tell them apart."
        allowed = "a design whose coefficients can all be estimated from these samples"
        return [Problem(CONFIG_FILE, message, "", "design", text, allowed, hint)], []
    return [], _small_arms(contrasts, sheet)


def _check_variables(
    design: Design, samples: pd.DataFrame, samples_name: str, text: str
) -> list[Problem]:
    columns = [column for column in samples.columns if column and column != "sample"]
    problems = []
    for variable in design.variables:
        if variable not in columns:
            problems.append(
                Problem(
                    CONFIG_FILE,
                    f'The variable "{variable}" of the design is no column of the sample sheet.',
                    "",
                    "design",
                    text,
                    listing(columns),
                    did_you_mean(variable, columns),
                )
            )
            continue
        for row in samples.index[samples[variable] == ""]:
            message = f'The variable "{variable}" is in the design and must not be empty.'
            allowed = listing(sorted(set(samples[variable]) - {""}))
            problems.append(Problem(samples_name, message, str(row), variable, "", allowed))
    return problems


def _references(contrasts: pd.DataFrame, sheet: pd.DataFrame, design: Design) -> Mapping[str, str]:
    references: dict[str, str] = {}
    if {"variable", "reference"} <= set(contrasts.columns):
        for variable, level in zip(contrasts["variable"], contrasts["reference"], strict=True):
            if variable in design.variables and level in set(sheet[variable]):
                references.setdefault(variable, level)
    return references


def _small_arms(contrasts: pd.DataFrame, sheet: pd.DataFrame) -> list[str]:
    notes: dict[str, None] = {}
    for _, contrast in contrasts.iterrows():
        for arm in ("reference", "target"):
            variable, level = contrast.get("variable", ""), contrast.get(arm, "")
            if variable in sheet and int((sheet[variable] == level).sum()) == 1:
                notes[f'{variable} "{level}" has one sample: its scatter cannot be seen.'] = None
    return list(notes)


def check_simulated(declared: bool, tables: Mapping[str, pd.DataFrame | None]) -> list[Problem]:
    """Refuse made-up data beside real data.

    Parameters
    ----------
    declared : bool
        ``study.simulated`` of the configuration.
    tables : mapping of str to pandas.DataFrame or None
        Sample sheet and protein table by file name; text, indexed by row.

    Returns
    -------
    list of Problem
        One for each table that says otherwise than the configuration.
    """
    problems = []
    for name, frame in tables.items():
        if frame is None or frame.empty:
            continue
        marked = (
            frame["simulated"] == "yes"
            if "simulated" in frame
            else pd.Series(False, index=frame.index)
        )
        wrong = frame.index[~marked if declared else marked]
        if not len(wrong):
            continue
        row = str(wrong[0])
        value = cell(frame, wrong[0], "simulated") if "simulated" in frame else ""
        if declared:
            message = (
                f"{CONFIG_FILE} says study.simulated: true, but {len(wrong)} of {len(frame)} rows "
                'of this table are not marked as simulated ("yes").'
            )
            hint = "For real data set study.simulated: false and replace every simulated table."
            allowed = "yes in every row, as the study is simulated"
        else:
            message = (
                f"{len(wrong)} of {len(frame)} rows of this table are simulated, but "
                f"{CONFIG_FILE} does not say study.simulated: true."
            )
            hint = "Replace the example's table by your own (or leave its key out of the config)."
            allowed = "no simulated row in a real study"
        problems.append(Problem(name, message, row, "simulated", value, allowed, hint))
    return problems
