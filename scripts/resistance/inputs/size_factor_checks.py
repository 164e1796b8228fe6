"""Find size-factor settings that do not fit each other or the sample sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.sample_rows import SampleRows
from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped, cell
from resistance.problems import Problem, did_you_mean

KEY = "differential.size_factors"


def check_size_factors(block: Mapping[str, Any], rows: SampleRows, name: str) -> list[Problem]:
    """Hold ``differential.size_factors`` against itself and the sample sheet.

    Parameters
    ----------
    block : mapping
        With its defaults; the types are the schema's.
    rows : SampleRows
    name : str
        The sample sheet as the user named it.

    Returns
    -------
    list of Problem
        Keys that the method does not use; a column that is missing, or holds anything but one
        positive number for each sample.
    """
    problems = list(_check_method(block))
    column = block["column"]
    if column and block["method"] == "given":
        problems += _check_column(column, rows, name)
    return problems


def check_lengths(config: Mapping[str, Any]) -> list[Problem]:
    """Hold ``counts.from_abundance`` against what the fit does with offsets.

    Parameters
    ----------
    config : mapping
        With its defaults, problems and all.

    Returns
    -------
    list of Problem
    """
    counts, differential = config.get("counts"), config.get("differential")
    if not (isinstance(counts, Mapping) and isinstance(differential, Mapping)):
        return []
    if counts.get("from_abundance") != "offsets":
        return []
    given = differential.get("size_factors")
    block = given if isinstance(given, Mapping) else {}
    table, method, engine = block.get("offsets"), block.get("method"), differential.get("engine")
    against = [
        (table, f"{KEY}.offsets", table, "this table are both to be the offsets of the fit"),
        (method == "iterative", f"{KEY}.method", method, "a method without offsets are set"),
        (engine == "pydeseq2", "differential.engine", engine, "an engine without them are set"),
    ]
    return [
        Problem(
            CONFIG_FILE,
            f"The transcript lengths (counts.from_abundance: offsets) and {why}.",
            column=key,
            value=str(value),
            allowed="one of the two",
            hint="Take one of the lines out; lengthScaledTPM, the default, needs no offsets.",
        )
        for clash, key, value, why in against
        if clash
    ]


def _check_method(block: Mapping[str, Any]) -> Iterator[Problem]:
    method = block["method"]
    if method == "given" and not block["column"]:
        message = "The method given needs the column that holds the size factors."
        allowed = "a column of numbers in the sample sheet"
        yield Problem(CONFIG_FILE, message, column=f"{KEY}.column", allowed=allowed)
    unused = {
        "column": ("given",),
        "control_genes": ("auto", "ratio", "poscounts"),
        "offsets": ("auto", "ratio", "poscounts", "given"),
    }
    for key, methods in unused.items():
        if block[key] and method not in methods:
            yield Problem(
                CONFIG_FILE,
                f"{KEY}.{key} is set, but the method {method} does not use it.",
                column=f"{KEY}.method",
                value=method,
                allowed=listing(methods),
                hint=f"Take {key} out, or choose such a method.",
            )


def _check_column(column: str, rows: SampleRows, name: str) -> list[Problem]:
    columns = [other for other in rows.sheet.columns if other and other != "sample"]
    if column not in columns:
        return [
            Problem(
                CONFIG_FILE,
                "The sample sheet has no such column.",
                column=f"{KEY}.column",
                value=column,
                allowed=listing(columns),
                hint=did_you_mean(column, columns),
            )
        ]
    numbers = pd.to_numeric(rows.kept[column], errors="coerce").to_numpy(dtype=float)
    wrong = rows.kept.index[~(np.isfinite(numbers) & (numbers > 0))]
    problems = [
        Problem(
            name,
            "This is no size factor.",
            str(row),
            column,
            cell(rows.sheet, row, column),
            "a number greater than 0 for each sample",
        )
        for row in wrong
    ]
    replicates = rows.sheet["sample"].isin(list(rows.summed)) & (rows.sheet[column] != "")
    problems += [
        Problem(
            name,
            "This technical replicate is summed; the sum has one size factor.",
            str(row),
            column,
            cell(rows.sheet, row, column),
            "an empty cell",
            f"Give the size factor of the sum to {rows.summed[cell(rows.sheet, row, 'sample')]}.",
        )
        for row in rows.sheet.index[replicates]
    ]
    return capped(problems, f"cells of column {column}")
