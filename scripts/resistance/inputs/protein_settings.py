"""Hold what the configuration says of single assays against the table of protein."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.protein_conditions import Conditions
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean
from resistance.protein.tidy import tidy

#: Keys of the block ``concordance`` that are given by ``assay_id``.
BY_ASSAY = ("systematic_sd", "paired", "prior")


def check_settings(
    config: Mapping[str, Any], protein: pd.DataFrame, compared: Conditions
) -> list[Problem]:
    """Find settings of assays that the table lacks, and pairs that cannot be formed.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.
    protein : pandas.DataFrame
        The user's table, text, indexed by row.
    compared : Conditions
        Levels that contrasts compare.

    Returns
    -------
    list of Problem
    """
    block = config.get("concordance")
    given = {
        key: block[key]
        for key in BY_ASSAY
        if isinstance(block, Mapping) and isinstance(block.get(key), Mapping) and block[key]
    }
    if not given or protein.empty or not {"condition", "replicate"} <= set(protein.columns):
        return []
    table = tidy(protein)
    assays = sorted(table["assay_id"].unique())
    problems = [
        Problem(
            CONFIG_FILE,
            "The protein table has no such assay.",
            column=f"concordance.{key}.{assay}",
            allowed=listing(assays),
            hint=did_you_mean(str(assay), assays),
        )
        for key, settings in given.items()
        for assay in settings
        if assay not in assays
    ]
    for assay, column in given.get("paired", {}).items():
        if assay in assays and isinstance(column, str) and column in table:
            rows = table[table["assay_id"] == assay]
            problems += _check_pairs(rows, str(assay), column, column in protein, compared)
    return problems


def _check_pairs(
    rows: pd.DataFrame, assay: str, column: str, given: bool, compared: Conditions
) -> list[Problem]:
    place = f"concordance.paired.{assay}"
    if not given:
        return [
            Problem(
                CONFIG_FILE,
                f'The protein table has no column "{column}" to pair by.',
                column=place,
                value=column,
                allowed="a column of the protein table",
                hint="Add the column, or leave the assay unpaired.",
            )
        ]
    sides = [
        set(rows.loc[rows["condition"].isin(side), column]) - {""}
        for side in (compared.reference, compared.target)
    ]
    if not all(sides) or sides[0] & sides[1]:
        return []
    return [
        Problem(
            CONFIG_FILE,
            f'No value of column "{column}" occurs in both arms of a contrast: there is no pair.',
            column=place,
            value=column,
            allowed="a column whose values are the same for measurements that belong together",
            hint=f"The arms hold {listing(sorted(sides[0]), 4)} against "
            f"{listing(sorted(sides[1]), 4)}.",
        )
    ]
