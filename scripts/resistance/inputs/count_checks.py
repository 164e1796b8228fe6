"""Tell raw counts from everything else that is offered as counts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from resistance.inputs.count_scale import is_estimated, wrong_scale
from resistance.inputs.counts_table import CountsTable, counts_matrix
from resistance.inputs.id_checks import check_ids
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import EXAMPLES
from resistance.inputs.transcript_ids import check_transcripts
from resistance.problems import Problem, did_you_mean

#: Above it a number in a file need not be the number that was counted: digits are lost.
LARGEST = 2.0**53
_COUNTS = "whole numbers from 0 up: reads per gene, not normalised"
#: Rows with reads from which on one that equals the sum of all others is no chance.
_FEWEST_ADDED = 4
#: 1'234 or 1 234, 1.234.567 or 1.234,5; 1.234 alone may be a number with decimals.
_THOUSANDS = re.compile(
    r"\d{1,3}(([' \u00a0\u202f\u2019]\d{3})+([.,]\d+)?|(\.\d{3}){2,}(,\d+)?|\.\d{3},\d+)"
)
_NAME_IT = "Where its column has another name, give that in the sheet's column `column`."
_RAW = "Give the raw counts (featureCounts, STAR, HTSeq), or RSEM's expected_count."

#: Files whose format says that they hold counts, whatever decimals these have.
QUANTIFIED = ("salmon", "kallisto", "rsem")


def check_table(
    table: CountsTable, samples: Mapping[int, str], sheet: str, organism: str = "other"
) -> list[Problem]:
    """Find everything that keeps a table from being used as counts of these samples.

    Parameters
    ----------
    table : CountsTable
    samples : mapping of int to str
        Samples of the sheet by their row there.
    sheet : str
        The sample sheet as the user named it.
    organism : str
        ``human``, ``mouse`` or ``other``; Ensembl ids must be of it, those of ``other`` of any.

    Returns
    -------
    list of Problem
        Gene ids, then samples, then values.
    """
    names = [name for name in dict.fromkeys(samples.values()) if name]
    matched = table.matched(names)
    problems = check_ids(table, organism) + check_transcripts(table)
    problems += _check_columns(table, matched, samples, sheet)
    text = _text_columns(table, matched)
    usable = {sample: found for sample, found in matched.items() if sample not in text}
    problems += [
        Problem(
            table.name,
            "This column holds text, not counts.",
            str(table.rows[0]),
            table.columns[matched[sample][0]],
            table.cell(0, matched[sample][0]),
            _COUNTS,
            _value_hint(table.cell(0, matched[sample][0])),
        )
        for sample in text
    ]
    counts = counts_matrix(table, usable)
    if counts.empty:
        return problems
    scale = None if table.layout in QUANTIFIED else wrong_scale(counts)
    if scale is not None:
        return [*problems, Problem(table.name, scale, allowed=_COUNTS, hint=_RAW)]
    return problems + _check_totals(table, counts) + _check_values(table, counts, usable)


def _check_totals(table: CountsTable, counts: pd.DataFrame) -> list[Problem]:
    """Find a row that adds up all others, which would pass for the gene of most reads."""
    values, sums = counts.to_numpy(dtype=float), counts.sum(axis=0).to_numpy()
    # the first sample leaves few: all values need not be doubled in memory
    likely = np.flatnonzero((2 * values[:, 0] == sums[0]) & (values[:, 0] > 0))
    if np.count_nonzero(values[:, 0] > 0) < _FEWEST_ADDED:
        return []
    rows = [i for i in likely if (2 * values[i] == sums).all()]
    return [
        Problem(
            table.name,
            "This row is the sum of all others: it is no gene.",
            str(table.rows[i]),
            table.columns[0],
            str(table.data[0].iloc[i]),
            "genes only",
            "Take the row out of the table.",
        )
        for i in rows
    ]


def _check_columns(
    table: CountsTable, matched: Mapping[str, list[int]], samples: Mapping[int, str], sheet: str
) -> list[Problem]:
    columns = table.columns[1:]
    if matched and not any(matched.values()):
        hint = did_you_mean(next(iter(matched)), columns)
        if len(set(table.data[0]) & set(matched)) > 0.5 * len(matched):
            hint = "The samples stand in the rows: transpose the table, genes belong there."
        return [
            Problem(
                table.name,
                f"No column has the name of a sample of {sheet} ({listing(list(matched), 6)}).",
                str(table.header_row),
                allowed=f"columns named like the samples; this table has {listing(columns, 12)}",
                hint=hint or "Name each sample's column in the sheet's column `column`.",
            )
        ]
    problems = []
    for row, sample in samples.items():
        positions = matched.get(sample, [0])
        if not positions:
            problems.append(
                Problem(
                    sheet,
                    f"The counts ({table.name}) have no column for this sample.",
                    str(row),
                    "sample",
                    sample,
                    listing(columns),
                    f"{did_you_mean(sample, columns)} {_NAME_IT}".strip(),
                )
            )
        elif len(positions) > 1 and list(samples.values()).index(sample) == list(samples).index(
            row
        ):
            found = [table.columns[position] for position in positions]
            problems.append(
                Problem(
                    table.name,
                    f'{len(found)} columns belong to the sample "{sample}": {listing(found)}.',
                    str(table.header_row),
                    found[1],
                    allowed="one column for each sample",
                    hint="Write the one that it is into the sheet's column `column`."
                    if len(set(found)) > 1
                    else "Take one of them out of the table.",
                )
            )
    return problems


def _text_columns(table: CountsTable, matched: Mapping[str, list[int]]) -> list[str]:
    """Name samples most of whose cells are text: one problem says it, not one for each cell."""
    found = []
    for sample, positions in matched.items():
        if len(positions) != 1 or table.data[positions[0]].dtype != object:
            continue
        number = pd.to_numeric(table.data[positions[0]], errors="coerce")
        if number.isna().mean() > 0.5:
            found.append(sample)
    return found


def _check_values(
    table: CountsTable, counts: pd.DataFrame, matched: Mapping[str, list[int]]
) -> list[Problem]:
    values = counts.to_numpy(dtype=float)
    positions = [matched[sample][0] for sample in counts.columns]
    kinds = [
        (np.isnan(values), "This is not a count.", "cells that are no numbers"),
        (values < 0, "A count cannot be negative.", "negative counts"),
        (values > LARGEST, "No sample has so many reads.", "counts above any number of reads"),
    ]
    if table.layout not in QUANTIFIED and not is_estimated(counts):
        stray = (values > 0) & (values != np.floor(values))
        message = (
            f"This is not a whole number, where {100 * (1 - stray.mean()):.4g}% of the counts are."
        )
        kinds.append((stray, message, "counts that are not whole numbers"))
    problems = []
    for wrong, message, what in kinds:
        problems += _examples(table, wrong, positions, message, what)
    empty = (np.nan_to_num(values) == 0).all(axis=0)
    problems += [
        Problem(
            table.name,
            "The sample has no reads at all: every count is 0.",
            str(table.header_row),
            table.columns[positions[int(j)]],
            allowed="samples with reads",
            hint="Take the sample out of the sheet, or find out what happened to its file.",
        )
        for j in np.flatnonzero(empty & ~np.isnan(values).any(axis=0))
    ]
    return problems


def _examples(
    table: CountsTable, wrong: np.ndarray, positions: Sequence[int], message: str, what: str
) -> list[Problem]:
    rows, columns = np.nonzero(wrong)
    problems = []
    for i, j in list(zip(rows, columns, strict=True))[:EXAMPLES]:
        place = positions[int(j)]
        value = table.cell(int(i), place)
        problems.append(
            Problem(
                table.name,
                message if value else "The cell is empty.",
                str(table.rows[i]),
                table.columns[place],
                value,
                _COUNTS,
                _value_hint(value),
            )
        )
    if len(rows) > EXAMPLES:
        problems.append(Problem(table.name, f"And {len(rows) - EXAMPLES} more {what}."))
    return problems


def _value_hint(value: str) -> str:
    whole, comma, rest = value.partition(",")
    if comma and whole.isdigit() and rest.replace(",", "").isdigit():
        return "Write numbers without commas."
    if _THOUSANDS.fullmatch(value):
        return "Write numbers without marks between thousands."
    if value.lower() in ("na", "nan", "", "n/a"):
        return "A gene without reads has the count 0."
    return ""
