"""Find what is wrong with a table of functional assays before any of it is used."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from resistance.functional.assays import ALONE, IC50, UNIT_NEEDED, UNITS
from resistance.functional.modulators import KNOWN, lost_pump, plain, pumps
from resistance.functional.tidy import tidy
from resistance.inputs.functional_numbers import check_values
from resistance.inputs.protein_conditions import compared_conditions
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped, cell, repeated_rows
from resistance.problems import Problem, did_you_mean

REQUIRED = ("assay", "condition", "replicate", "value")
#: What tells one measurement from another.
MEASUREMENT = ["assay", "gene", "modulator", "condition", "replicate"]


def check_functional(
    functional: pd.DataFrame,
    samples: pd.DataFrame,
    contrasts: pd.DataFrame,
    mechanisms: Collection[str],
    name: str,
) -> tuple[list[Problem], list[str]]:
    """Find measurements that cannot be compared.

    Parameters
    ----------
    functional : pandas.DataFrame
        The user's table, text, indexed by row.
    samples, contrasts : pandas.DataFrame
        Text; either may lack columns.
    mechanisms : collection of str
        Mechanisms of the catalogue; empty where it could not be read.
    name : str
        The functional table as the user named it.

    Returns
    -------
    problems : list of Problem
        Values that have no logarithm; conditions that the design lacks; units that an assay does
        not have, or several in one; duplicates; comparators that were not measured; mechanisms
        that the catalogue lacks.
    notes : list of str
        Arms without measurements, inhibitors in one arm only, inhibitors that name no pump, and
        toxicity that was not given.
    """
    if not set(REQUIRED) <= set(functional.columns) or functional.empty:
        return [], []
    table = tidy(functional)
    known = table[table["assay"].isin(UNITS)]
    problems = _check_conditions(table, samples, contrasts, name)
    problems += _check_units(known, name)
    fits = [
        unit in UNITS[assay] or not unit
        for assay, unit in zip(known["assay"], known["unit"], strict=True)
    ]
    problems += check_values(functional, known[np.array(fits, dtype=bool)], name)
    problems += _check_duplicates(table, name)
    problems += _check_modulators(table, name)
    problems += _check_mechanisms(table, mechanisms, name)
    return problems, _notes(known, samples, contrasts, name)


def _check_conditions(
    table: pd.DataFrame, samples: pd.DataFrame, contrasts: pd.DataFrame, name: str
) -> list[Problem]:
    variables = list(compared_conditions(contrasts, samples).variables)
    levels = sorted({level for v in variables for level in samples[v]} - {""})
    wrong = table["condition"][~table["condition"].isin([*levels, ""])]
    if not levels:
        return []
    return capped(
        [
            Problem(
                name,
                f"The design has no such condition ({(wrong == value).sum()} rows); levels of "
                f"{listing(variables)} are meant.",
                str(wrong.index[wrong == value][0]),
                "condition",
                value,
                listing(levels),
                did_you_mean(value, levels),
            )
            for value in wrong.unique()
        ],
        "unknown conditions",
    )


def _check_units(table: pd.DataFrame, name: str) -> list[Problem]:
    found = []
    for assay, rows in table.groupby("assay", sort=True):
        allowed = UNITS[str(assay)]
        units = [unit for unit in rows["unit"].unique() if unit]
        foreign = [unit for unit in units if unit not in allowed]
        for unit in foreign:
            row = rows.index[rows["unit"] == unit][0]
            message = f'The assay "{assay}" is not measured in this unit.'
            found.append(Problem(name, message, str(row), "unit", unit, listing(allowed)))
        needed = assay in UNIT_NEEDED or len(units) > 0
        empty = rows.index[rows["unit"] == ""]
        if len(empty) and needed and not foreign:
            why = (
                "it decides what a higher value means"
                if assay in UNIT_NEEDED
                else "other rows of this assay give one"
            )
            found.append(
                Problem(
                    name,
                    f'The assay "{assay}" needs a unit ({len(empty)} rows): {why}.',
                    str(empty[0]),
                    "unit",
                    allowed=listing(allowed),
                )
            )
        if len(units) > 1 and not foreign:
            row = rows.index[rows["unit"] == units[1]][0]
            found.append(
                Problem(
                    name,
                    f'The assay "{assay}" mixes several units: {listing(sorted(units))}.',
                    str(row),
                    "unit",
                    units[1],
                    "one unit in one assay",
                    "Convert the values to one unit.",
                )
            )
    return capped(found, "units that do not fit")


def _check_duplicates(table: pd.DataFrame, name: str) -> list[Problem]:
    found = [
        Problem(
            name,
            f"The same measurement stands in row {earlier}: same assay, gene, modulator, "
            "condition and replicate.",
            str(row),
            "replicate",
            cell(table, row, "replicate"),
            "one row for each independent replicate",
            "Number the replicates; average technical ones first.",
        )
        for row, earlier in repeated_rows(table, MEASUREMENT)
    ]
    return capped(found, "duplicate measurements")


def _check_modulators(table: pd.DataFrame, name: str) -> list[Problem]:
    """Find comparators that compare nothing, and viabilities without an inhibitor."""
    found = []
    measured = {
        assay: sorted(set(rows["modulator"]) - {""}) for assay, rows in table.groupby("assay")
    }
    against: dict[tuple[str, ...], tuple[str, int]] = {}
    for row, assay, gene, modulator, comparator in table[
        ["assay", "gene", "modulator", "comparator"]
    ].itertuples():
        if assay == ALONE and not modulator:
            message = 'A row of "inhibitor_alone" must name the inhibitor.'
            found.append(Problem(name, message, str(row), "modulator", allowed="the inhibitor"))
        earlier, place = against.get((assay, gene, modulator), (comparator, 0))
        wrong = ""
        if assay == ALONE and comparator:
            wrong = "Viability is relative to untreated cells: no comparator is needed."
        elif comparator and not modulator:
            wrong = "A row without a modulator has no comparator."
        elif comparator and comparator == modulator:
            wrong = "A modulator cannot be compared with itself."
        elif comparator and comparator not in measured[assay]:
            wrong = f'No row of the assay "{assay}" has this modulator.'
        elif comparator != earlier:
            wrong = f"Row {place} compares the same modulator with another comparator."
        if not wrong:
            against.setdefault((assay, gene, modulator), (comparator, int(row)))
        else:
            found.append(
                Problem(
                    name,
                    wrong,
                    str(row),
                    "comparator",
                    cell(table, row, "comparator"),
                    "a modulator of this assay, or empty: the rows without a modulator",
                    did_you_mean(comparator, measured[assay]),
                )
            )
    return capped(found, "modulators and comparators that do not fit")


def _check_mechanisms(table: pd.DataFrame, mechanisms: Collection[str], name: str) -> list[Problem]:
    found = []
    given = table[table["mechanism"] != ""]
    unknown = given[~given["mechanism"].isin(list(mechanisms))] if mechanisms else given[:0]
    for value in unknown["mechanism"].unique():
        row = unknown.index[unknown["mechanism"] == value][0]
        choices = sorted(mechanisms)
        message = "The catalogue has no such mechanism."
        hint = did_you_mean(value, choices)
        found.append(Problem(name, message, str(row), "mechanism", value, listing(choices), hint))
    for (assay, gene, modulator), rows in given.groupby(["assay", "gene", "modulator"]):
        several = list(rows["mechanism"].unique())
        if len(several) > 1:
            row = rows.index[rows["mechanism"] == several[1]][0]
            what = ", ".join(text for text in map(str, (assay, gene, modulator)) if text)
            message = f"The measurements of one series ({what}) name several mechanisms."
            allowed = "one mechanism for one assay, gene and modulator"
            found.append(Problem(name, message, str(row), "mechanism", several[1], allowed))
    return capped(found, "mechanisms that do not fit")


def _notes(
    table: pd.DataFrame, samples: pd.DataFrame, contrasts: pd.DataFrame, name: str
) -> list[str]:
    compared = compared_conditions(contrasts, samples)
    arms = dict.fromkeys((*compared.reference, *compared.target))
    used = table[table["condition"].isin(list(arms))]
    return [
        *_missing_arms(used, list(arms), name),
        *_unknown_modulators(table, name),
        *_without_toxicity(table, name),
    ]


def _missing_arms(used: pd.DataFrame, arms: list[str], name: str) -> Iterator[str]:
    for (assay, modulator), rows in used.groupby(["assay", "modulator"], sort=True):
        absent = [arm for arm in arms if arm not in set(rows["condition"])]
        what = f"{assay} with {modulator}" if modulator else str(assay)
        if absent:
            yield (
                f"{name}: {what} was not measured in {listing(absent)}; the arms cannot be "
                "compared there."
            )
    for key, rows in used[used["assay"] != ALONE].groupby("assay", sort=True):
        assay = str(key)
        needed = rows["comparator"].where(rows["modulator"] != "", "")
        for comparator in sorted(set(needed)):
            own = rows[(rows["modulator"] != "") & (rows["comparator"] == comparator)]
            have = set(rows["condition"][rows["modulator"] == comparator])
            lacking = [arm for arm in arms if arm in set(own["condition"]) - have]
            if lacking:
                yield (
                    f"{name}: {assay} has no measurement {_without(comparator)} in "
                    f"{listing(lacking)}, so nothing to compare its inhibitors with."
                )


def _without(comparator: str) -> str:
    return f"with {comparator}" if comparator else "without a modulator"


def _unknown_modulators(table: pd.DataFrame, name: str) -> Iterator[str]:
    efflux = table[table["assay"].isin(["dye_efflux", *IC50])]
    comparators = set(table["comparator"])
    for modulator in sorted(set(efflux["modulator"]) - {"", *comparators}):
        if not pumps(modulator):
            hint = did_you_mean(plain(modulator), KNOWN)
            yield (
                f'{name}: what the modulator "{modulator}" acts on is not known here, so it names '
                f"no pump. {hint}".rstrip()
            )


def _without_toxicity(table: pd.DataFrame, name: str) -> Iterator[str]:
    ic50 = table[table["assay"].isin(IC50)]
    given = {plain(text) for text in table["modulator"][table["assay"] == ALONE]}
    for modulator in sorted(set(ic50["modulator"]) - {""}):
        if pumps(modulator) and not lost_pump(modulator) and plain(modulator) not in given:
            yield (
                f"{name}: toxicity of {modulator} alone was not given (assay inhibitor_alone), so "
                "its effect on an IC50 is not ascribed to a pump."
            )
