"""Hold the RNA samples that a table of protein names against the sample sheet."""

from __future__ import annotations

import pandas as pd

from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped, cell
from resistance.problems import Problem, did_you_mean


def check_links(
    table: pd.DataFrame, samples: pd.DataFrame, variables: tuple[str, ...], name: str
) -> list[Problem]:
    """Find RNA samples that are unknown, of another condition, or of several cultures.

    Parameters
    ----------
    table : pandas.DataFrame
        Result of :func:`resistance.protein.tidy.tidy`, indexed by row.
    samples : pandas.DataFrame
        Sample sheet, text; may lack columns.
    variables : tuple of str
        Columns of the sheet whose levels are conditions.
    name : str
        The protein table as the user named it.

    Returns
    -------
    list of Problem
    """
    linked = table[table["rna_sample"] != ""]
    if linked.empty or "sample" not in samples:
        return []
    problems = _unknown(linked, list(samples["sample"]), name)
    known = linked[linked["rna_sample"].isin(samples["sample"])]
    problems += _other_condition(known, samples, variables, name)
    problems += _several(
        known,
        ["assay_id", "compartment", "sample"],
        "rna_sample",
        'The protein sample "{key}" names several RNA samples: {others}.',
        "one RNA sample for each protein sample",
        "Give protein of different cultures different names in the column sample.",
        name,
    )
    # technical replicates are averaged to one value of their culture; others count as cultures
    problems += _several(
        known[known["replicate_type"] != "technical"],
        ["assay_id", "compartment", "rna_sample"],
        "sample",
        'Several protein samples name the RNA sample "{key}" ({others}): one culture would count '
        "as several.",
        "one independent protein sample of an assay for each RNA sample",
        "If one culture was measured several times, write replicate_type = technical and one "
        "sample name; else correct rna_sample.",
        name,
    )
    return problems


def _unknown(linked: pd.DataFrame, known: list[str], name: str) -> list[Problem]:
    wrong = linked["rna_sample"][~linked["rna_sample"].isin(known)]
    return capped(
        [
            Problem(
                name,
                "The sample sheet has no such sample.",
                str(row),
                "rna_sample",
                value,
                listing(known),
                did_you_mean(value, known),
            )
            for row, value in wrong.items()
        ],
        "unknown samples in column rna_sample",
    )


def _other_condition(
    known: pd.DataFrame, samples: pd.DataFrame, variables: tuple[str, ...], name: str
) -> list[Problem]:
    sheet = samples.drop_duplicates("sample").set_index("sample")
    pairs = known[["rna_sample", "condition"]].drop_duplicates()
    found = []
    for row, sample, condition in pairs.itertuples():
        # a level may stand in several columns; one of them must agree
        columns = [column for column in variables if (sheet[column] == condition).any()]
        levels = [str(sheet.at[sample, column]) for column in columns]
        if columns and condition not in levels:
            rows = (known["rna_sample"] == sample) & (known["condition"] == condition)
            found.append(
                Problem(
                    name,
                    f'The RNA sample "{sample}" is "{levels[0]}" in column "{columns[0]}" of the '
                    f"sample sheet, not of this row's condition ({int(rows.sum())} rows).",
                    str(row),
                    "condition",
                    condition,
                    listing(levels),
                    "Correct the condition or rna_sample: both come from one culture.",
                )
            )
    return capped(found, "RNA samples of another condition")


def _several(
    known: pd.DataFrame,
    keys: list[str],
    column: str,
    message: str,
    allowed: str,
    hint: str,
    name: str,
) -> list[Problem]:
    """Find groups of rows that should agree in a column."""
    distinct = known[[*keys, column]].drop_duplicates()
    found = []
    for _, rows in distinct[distinct.duplicated(keys, keep=False)].groupby(keys, sort=False):
        row = rows.index[1]
        said = message.format(
            key=cell(rows, row, keys[-1]), others=listing(sorted(rows[column]), 6)
        )
        found.append(Problem(name, said, str(row), column, cell(rows, row, column), allowed, hint))
    return capped(found, f"values of column {column} that disagree")
