"""Find what is wrong with a table of protein measurements before any of it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from resistance.inputs.protein_conditions import Conditions, compared_conditions
from resistance.inputs.protein_links import check_links
from resistance.inputs.protein_notes import protein_notes
from resistance.inputs.protein_numbers import check_numbers, numbers
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped, cell, repeated_rows
from resistance.problems import Problem, did_you_mean
from resistance.protein.tidy import tidy

REQUIRED = ("gene", "condition", "replicate", "value")
#: What tells one measurement from another.
MEASUREMENT = [
    "assay_id",
    "gene",
    "protein_id",
    "compartment",
    "condition",
    "sample",
    "replicate",
    "line",
    "derivation",
    "timepoint",
    "batch",
]
_PERCENT = re.compile(r"%|percent|\bpct\b|freq(uency|\.)? of|fraction[_ ]positive", re.IGNORECASE)


def check_protein(
    protein: pd.DataFrame,
    samples: pd.DataFrame,
    contrasts: pd.DataFrame,
    name: str,
    drug_target: str = "",
    symbols: Mapping[str, str] | None = None,
) -> tuple[list[Problem], list[str]]:
    """Find measurements that cannot be compared.

    Parameters
    ----------
    protein : pandas.DataFrame
        The user's table, text, indexed by row.
    samples, contrasts : pandas.DataFrame
        Text; either may lack columns.
    name : str
        The protein table as the user named it.
    drug_target : str
        The drug's target as the user names it; empty where there is none.
    symbols : mapping of str to str, optional
        Symbol of each clinical name and Ensembl id, lower case.

    Returns
    -------
    problems : list of Problem
        Values that are no numbers or have no logarithm; duplicates; conditions that the design
        lacks; mixed scales or units; percentages offered as abundance; arms that are constant
        because everything was divided by them; RNA samples of another culture.
    notes : list of str
        Conditions of a contrast without protein, and what weakens the measurements.
    """
    percent = _percentages(protein, name)
    if not set(REQUIRED) <= set(protein.columns) or protein.empty:
        return percent, []
    table = tidy(protein).set_index(protein.index)
    compared = compared_conditions(contrasts, samples)
    conditions, notes = _check_conditions(table, samples, compared, name)
    problems = [*percent, *conditions]
    problems += check_numbers(protein, table, name)
    problems += _check_duplicates(table, name)
    problems += _check_mixtures(table, name)
    problems += _check_ratios(table, compared, name)
    problems += check_links(table, samples, compared.variables, name)
    return problems, notes + protein_notes(table, name, drug_target, symbols or {})


def _percentages(protein: pd.DataFrame, name: str) -> list[Problem]:
    found = []
    for column in ("unit", "assay_id"):
        if column not in protein:
            continue
        texts = [text for text in protein[column].unique() if _PERCENT.search(text)]
        rows = protein.index[protein[column].isin(texts)]
        if len(rows):
            found.append(
                Problem(
                    name,
                    f"{len(rows)} rows give a percentage of positive cells; that is no abundance.",
                    str(rows[0]),
                    column,
                    cell(protein, rows[0], column),
                    "the intensity: MFI, MESF, ABC",
                    "A gate hides a shift of the whole population: export the geometric mean.",
                )
            )
    return found


def _check_conditions(
    table: pd.DataFrame, samples: pd.DataFrame, compared: Conditions, name: str
) -> tuple[list[Problem], list[str]]:
    variables = list(compared.variables)
    levels = sorted({level for v in variables for level in samples[v]} - {""})
    if not levels:
        return [], []
    wrong = table["condition"][~table["condition"].isin([*levels, ""])]
    problems = []
    for value in wrong.unique():
        rows = wrong.index[wrong == value]
        problems.append(
            Problem(
                name,
                f"The design has no such condition ({len(rows)} rows); levels of "
                f"{listing(variables)} are meant.",
                str(rows[0]),
                "condition",
                value,
                listing(levels),
                did_you_mean(value, levels),
            )
        )
    present = set(table["condition"])
    arms = dict.fromkeys((*compared.reference, *compared.target))
    absent = [arm for arm in arms if arm in levels and arm not in present]
    return capped(problems, "unknown conditions"), [
        f'{name}: no protein was measured in condition "{arm}".' for arm in absent
    ]


def _check_duplicates(table: pd.DataFrame, name: str) -> list[Problem]:
    found = [
        Problem(
            name,
            f"The same measurement stands in row {earlier}: same assay, gene, compartment, "
            "condition, sample, replicate, line, derivation, timepoint and batch.",
            str(row),
            "replicate",
            cell(table, row, "replicate"),
            "one row per measurement",
            "Number the replicates, or tell the rows apart by sample, batch or timepoint.",
        )
        for row, earlier in repeated_rows(table, MEASUREMENT)
    ]
    return capped(found, "duplicate measurements")


def _check_mixtures(table: pd.DataFrame, name: str) -> Iterator[Problem]:
    for assay, rows in table.groupby("assay_id", sort=True):
        for column in ("scale", "unit", "assay_type"):
            values = sorted(rows[column].unique())
            if len(values) > 1:
                # the slip is the rarer value; of equally rare ones the one that came second
                counts = rows[column].value_counts(sort=False)
                rarest = counts.index[counts == counts.min()][-1]
                odd = rows.index[rows[column] == rarest][0]
                yield Problem(
                    name,
                    f'The assay "{assay}" mixes several values of {column}: {listing(values)}.',
                    str(odd),
                    column,
                    cell(rows, odd, column),
                    f"one {column} in one assay",
                    "Give measurements that cannot be compared an assay_id of their own.",
                )
    wrong = table.index[(table["unit"] == "NPX") & (table["scale"] != "log2")]
    if len(wrong):
        yield Problem(
            name,
            f"NPX values are logarithms to base 2 ({len(wrong)} rows say otherwise).",
            str(wrong[0]),
            "scale",
            cell(table, wrong[0], "scale"),
            "log2",
        )


def _check_ratios(table: pd.DataFrame, conditions: Conditions, name: str) -> Iterator[Problem]:
    """Refuse an arm that everything was divided by: it has no scatter for a two-sample test."""
    targets = set(conditions.target)
    compared = targets | set(conditions.reference)
    value = numbers(table["value"])
    neutral = value == np.where(table["scale"] == "linear", 1.0, 0.0)
    arms = table.assign(neutral=neutral)[table["condition"].isin(compared)]
    for (assay, condition), rows in arms.groupby(["assay_id", "condition"], sort=True):
        repeated = rows.groupby(["gene", "compartment"])["neutral"].agg(["size", "all"])
        # ratios to the reference go through a one-sample test; nothing serves ratios to the target
        served = set(rows["unit"]) == {"ratio"} and condition not in targets
        if (repeated["all"] & (repeated["size"] > 1)).any() and not served:
            row = rows.index[rows["neutral"]][0]
            yield Problem(
                name,
                f'Every replicate of condition "{condition}" in assay "{assay}" is exactly '
                f"{table.at[row, 'value']}: the values were divided by this condition, so its "
                "scatter is gone and the conditions cannot be compared by a two-sample test.",
                str(row),
                "value",
                cell(table, row, "value"),
                "values before division by a condition, or unit = ratio where it is the reference",
                "Give the signals as measured, with the loading control in loading_value.",
            )
