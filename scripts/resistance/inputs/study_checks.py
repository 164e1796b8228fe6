"""Find what is wrong with a sample sheet, and made-up data beside real data."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.tables import capped, cell
from resistance.problems import Problem

#: Names that tables of ours give to columns beside the samples.
RESERVED_SAMPLES = ("gene_id", "gene_name", "simulated", "collection", "term", "n_genes")


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
    problems = duplicates(samples["sample"], name)
    for row, sample in samples["sample"].items():
        if sample in RESERVED_SAMPLES:
            message = "This name is taken by a column of the results."
            problems.append(Problem(name, message, str(row), "sample", sample, "any other name"))
        elif any(sign in sample for sign in "\t\n\r"):
            message = "The name holds a tab or a line break."
            problems.append(Problem(name, message, str(row), "sample", sample, "one line of text"))
    return problems


def duplicates(values: pd.Series, name: str) -> list[Problem]:
    """Find names that stand in a column twice.

    Parameters
    ----------
    values : pandas.Series of str
        The column, with its name, indexed by row.
    name : str
        The file as the user named it.

    Returns
    -------
    list of Problem
    """
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
