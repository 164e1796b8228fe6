"""Hold the design and the contrasts' formulas against the samples of each model."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from resistance.design.coding import DesignError
from resistance.design.combinations import ALLOWED_COMBINATION
from resistance.design.contrast_rows import Contrast, contrast_of, faults_of
from resistance.design.contrasts import (
    contrast_arms,
    contrast_weights,
    model_coding,
    model_samples,
    reduced_matrix,
)
from resistance.design.formula import ALLOWED, Design, FormulaError, parse_design
from resistance.design.matrix import confounded, explain
from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.contrast_checks import check_contrasts
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean


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
        of the model matrix, or of that of one row's samples, that are combinations of others, with
        the variables concerned; formulas and reduced designs that the model does not have.
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
    wrong = {problem.row for problem in check_contrasts(contrasts, samples, name)}
    asked = _asked(contrasts, wrong)
    try:
        code = model_coding(sheet, design, list(asked.values()))
    except DesignError as error:
        said = Problem(CONFIG_FILE, error.message, "", "design", text, hint=error.hint)
        return [said], []
    names = confounded(code.matrix(sheet))
    if names:
        why = " ".join(explain(code, sheet))
        message = f"The design is not of full rank: {listing(names)}. {why}"
        hint = "Leave one of the variables out of the design, or add samples that tell them apart."
        allowed = "a design whose coefficients can all be estimated from these samples"
        return [Problem(CONFIG_FILE, message, "", "design", text, allowed, hint)], []
    notes: dict[str, None] = {}
    for row, contrast in asked.items():
        found, words = _check_model(contrast, list(asked.values()), design, sheet)
        problems += [replace(problem, file=name, row=row) for problem in found]
        notes.update(dict.fromkeys(words))
    return problems, list(notes)


def _asked(contrasts: pd.DataFrame, wrong: Collection[str]) -> dict[str, Contrast]:
    """Return the questions of the rows that have no problem of their own."""
    rows = {
        str(row): {str(column): str(value) for column, value in cells.items()}
        for row, cells in contrasts.iterrows()
    }
    return {
        row: contrast_of(cells)
        for row, cells in rows.items()
        if row not in wrong and not faults_of(cells)
    }


def _check_model(
    contrast: Contrast, contrasts: list[Contrast], design: Design, sheet: pd.DataFrame
) -> tuple[list[Problem], list[str]]:
    """Find what one contrast's model cannot answer; file and row are left to the caller."""
    column = "subset" if contrast.subset else "exclude_samples"
    chosen = contrast.subset or ";".join(contrast.exclude_samples)
    hint = "Choose the samples so that the design's effects can be told apart in them."
    rows = sheet.loc[model_samples(sheet, contrast)]
    try:
        code = model_coding(sheet, design, contrasts, contrast)
    except DesignError as error:
        message = f"In the samples of this row: {error.message}"
        return [Problem("", message, "", column, chosen, hint=error.hint)], []
    names = confounded(code.matrix(rows))
    if names:
        message = (
            f"In the samples of this row the design is not of full rank: {listing(names)}. "
            f"{' '.join(explain(code, rows))}"
        )
        return [Problem("", message, "", column, chosen, hint=hint)], []
    problems = []
    notes: list[str] = []
    if contrast.has_change:
        try:
            contrast_weights(code, contrast)
            notes = _small_arms(contrast, contrast_arms(sheet, contrast, code))
        except FormulaError as error:
            problems.append(_formula_problem(error, contrast))
    if contrast.test == "lrt":
        try:
            reduced_matrix(code, contrast, rows)
        except (FormulaError, DesignError) as error:
            problems.append(_refused(error, "reduced", contrast.reduced, ALLOWED))
    return problems, notes


def _formula_problem(error: FormulaError, contrast: Contrast) -> Problem:
    if contrast.formula:
        return _refused(error, "formula", contrast.formula, ALLOWED_COMBINATION)
    return _refused(error, "variable", contrast.variable, "")


def _refused(error: FormulaError | DesignError, column: str, value: str, allowed: str) -> Problem:
    if error.hint.startswith("Allowed:"):
        return Problem("", error.message, "", column, value, allowed)
    return Problem("", error.message, "", column, value, hint=error.hint)


def _small_arms(contrast: Contrast, arms: pd.DataFrame) -> list[str]:
    notes = []
    for arm in ("reference", "target"):
        if int((arms["arm"] == arm).sum()) != 1:
            continue
        level = getattr(contrast, arm)
        what = f'{contrast.variable} "{level}"' if level else f'the {arm} of "{contrast.id}"'
        notes.append(f"{what} has one sample: its scatter cannot be seen.")
    return notes


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
