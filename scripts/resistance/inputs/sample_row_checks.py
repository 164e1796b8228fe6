"""Find exclusions and technical replicates of the sample sheet that cannot be followed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from resistance.design.formula import FormulaError, parse_design
from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.sample_rows import (
    MOUSE_FRACTION,
    SUMMED_FROM,
    SampleRows,
    chain,
    links,
    resolve,
)
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped, cell
from resistance.problems import Problem, did_you_mean

#: Columns of the workflow's own sheet.
_WRITTEN = {
    SUMMED_FROM: "sums technical replicates",
    MOUSE_FRACTION: "sets mouse genes apart (study.organism: mixed)",
}


def check_rows(
    samples: pd.DataFrame, exclude: Sequence[str], contrasts: pd.DataFrame, design: str, name: str
) -> list[Problem]:
    """Find exclusions and technical replicates that cannot be followed.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, indexed by row; each sample once.
    exclude : sequence of str
    contrasts : pandas.DataFrame
        Text; may lack columns.
    design : str
        The formula.
    name : str
        The sample sheet as the user named it.

    Returns
    -------
    list of Problem
        Unknown names; arms of contrasts that are left out; replicates of unknown or excluded
        samples, of themselves, in a circle, or with other values of the design's variables.
    """
    problems = _check_exclusions(samples, exclude)
    for column, where in _WRITTEN.items():
        if column in samples:
            message = f"This column is written by the workflow, where it {where}."
            problems.append(Problem(name, message, "1", column, "", "any other name"))
    variables = _variables(design, contrasts, samples)
    problems += capped(
        _check_replicates(samples, set(exclude), variables, name),
        "technical replicates that cannot be summed",
    )
    return problems or list(_check_arms(resolve(samples, exclude), contrasts))


def _check_exclusions(samples: pd.DataFrame, exclude: Sequence[str]) -> list[Problem]:
    names = list(samples["sample"])
    key = "exclude_samples"
    problems = [
        Problem(
            CONFIG_FILE,
            "The sample sheet has no such sample.",
            column=key,
            value=sample,
            allowed=listing(names),
            hint=did_you_mean(sample, names),
        )
        for sample in exclude
        if sample not in names
    ]
    if names and set(names) <= set(exclude):
        message = "Every sample of the sheet is left out."
        problems.append(Problem(CONFIG_FILE, message, column=key, allowed="some of the samples"))
    return problems


def _variables(design: str, contrasts: pd.DataFrame, samples: pd.DataFrame) -> list[str]:
    try:
        named = list(parse_design(design).variables)
    except FormulaError:
        named = []
    named += list(contrasts["variable"]) if "variable" in contrasts else []
    return [variable for variable in dict.fromkeys(named) if variable in samples.columns]


def _check_replicates(
    samples: pd.DataFrame, excluded: set[str], variables: Sequence[str], name: str
) -> Iterator[Problem]:
    marked = links(samples)
    rows = {str(sample): int(str(row)) for row, sample in samples["sample"].items()}
    others = [sample for sample in rows if sample not in marked and sample not in excluded]
    allowed = f"{listing(others)}; or empty, or unknown"
    told: set[str] = set()
    for sample in [sample for sample in marked if sample not in excluded]:
        found = chain(sample, marked)
        last, before = found[-1], found[-2]
        if last in found[:-1] or last not in rows:
            if told & set(found):
                continue
            told |= set(found)
            if before == last:
                message, hint = "The sample is a replicate of itself.", "Leave the cell empty."
            elif last in rows:
                circle = found[found.index(last) :]
                message = f"These are replicates of each other: {' -> '.join(circle)}."
                hint = "Leave the cell empty in the row of the sample that stays."
            else:
                message = "The sample sheet has no such sample."
                hint = did_you_mean(last, [other for other in rows if other != before])
            row = str(rows[before])
            yield Problem(name, message, row, "replicate_of", last, allowed, hint)
        elif last in excluded:
            message = f'exclude_samples leaves out "{last}", the sample of this replicate.'
            hint = f'Name "{sample}" there, too, or make it a sample of its own.'
            row = str(rows[sample])
            yield Problem(name, message, row, "replicate_of", marked[sample], allowed, hint)
        else:
            yield from _differences(samples, rows[sample], rows[last], variables, name)


def _differences(
    samples: pd.DataFrame, row: int, other: int, variables: Sequence[str], name: str
) -> Iterator[Problem]:
    sample, last = cell(samples, row, "sample"), cell(samples, other, "sample")
    for variable in variables:
        value, expected = cell(samples, row, variable), cell(samples, other, variable)
        if value != expected:
            message = (
                f'"{sample}" is a technical replicate of "{last}" (row {other}), but differs from '
                f'it in "{variable}"; one sample has one value.'
            )
            hint = "Leave replicate_of empty if they are different samples."
            yield Problem(name, message, str(row), variable, value, expected or "(empty)", hint)


def _check_arms(rows: SampleRows, contrasts: pd.DataFrame) -> Iterator[Problem]:
    """Name arms that exclusions emptied, where the sheet itself has their levels."""
    emptied: dict[tuple[str, str], None] = {}
    for _, contrast in contrasts.iterrows():
        variable = contrast.get("variable", "")
        if not variable or variable not in rows.sheet:
            continue
        for level in (contrast.get("reference", ""), contrast.get("target", "")):
            in_sheet = level in set(rows.sheet[variable])
            if level and in_sheet and level not in set(rows.kept[variable]):
                emptied[variable, level] = None
    for variable, level in emptied:
        yield Problem(
            CONFIG_FILE,
            f'Every sample whose {variable} is "{level}" is left out, but a contrast compares it.',
            column="exclude_samples",
            value=listing(rows.excluded, 12),
            allowed="samples without which each arm of the contrasts has one",
            hint=f'Keep a sample of "{level}", or take the contrast out.',
        )
