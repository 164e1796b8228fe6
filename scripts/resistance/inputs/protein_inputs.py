"""All protein of a study in one table, and where each of its rows came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd

from resistance.columns import INPUTS
from resistance.inputs.protein_notes import protein_notes
from resistance.inputs.protein_runs import ABOUT
from resistance.problems import Problem
from resistance.protein.tidy import DEFAULTS, tidy
from resistance.protein_formats.base import record

#: Columns of the combined table, all text.
COLUMNS: Final = (*DEFAULTS, "simulated")


@dataclass(frozen=True)
class ProteinInputs:
    """All measurements of a study.

    Attributes
    ----------
    table : pandas.DataFrame
        :data:`COLUMNS`, text; the index tells rows apart as a reader would say it: "12", or
        "12 (LFQ intensity A1) of proteinGroups.txt".
    places : pandas.DataFrame
        For each row ``file``, ``row`` and ``column`` of the value, and ``runs_file`` and
        ``runs_row`` of what is said of its run.
    name : str
        All files, for messages.
    records : list of dict
        Rows of :data:`resistance.columns.INPUTS`.
    notes : list of str
    """

    table: pd.DataFrame
    places: pd.DataFrame
    name: str
    records: list[dict[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def located(self, problems: Sequence[Problem]) -> list[Problem]:
        """Say of problems of the combined table where they are in the user's files.

        Parameters
        ----------
        problems : sequence of Problem
            Whose ``row`` is a label of the table.

        Returns
        -------
        list of Problem
        """
        places = self.places.loc[self.places.index.isin([problem.row for problem in problems])]
        known: dict[Any, dict[Any, Any]] = places.to_dict("index")
        return [
            _placed(problem, known[problem.row]) if problem.row in known else problem
            for problem in problems
        ]


def _placed(problem: Problem, place: Mapping[str, str]) -> Problem:
    if problem.column in ABOUT and place["runs_file"]:
        return replace(problem, file=place["runs_file"], row=place["runs_row"])
    column = place["column"] if problem.column == "value" else ""
    return replace(problem, file=place["file"], row=place["row"], column=column or problem.column)


def sorted_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Bring measurements to an order that does not depend on that of files, rows or columns.

    Parameters
    ----------
    table : pandas.DataFrame
        Of :class:`ProteinInputs`.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.protein.tidy.DEFAULTS`, sorted by all of them.
    """
    out = table[list(DEFAULTS)].reset_index(drop=True)
    telling = [column for column in DEFAULTS if out[column].nunique() > 1]
    return out.sort_values(telling, kind="stable", ignore_index=True) if telling else out


def account(inputs: ProteinInputs) -> pd.DataFrame:
    """Return the account of all rows and runs.

    Parameters
    ----------
    inputs : ProteinInputs

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.columns.INPUTS`; with exports, also what weakens their
        measurements (action ``noted``).
    """
    notes = list(inputs.notes)
    if (inputs.places["column"] != "").any():
        rows = tidy(inputs.table).set_index(inputs.table.index)
        notes += protein_notes(rows, inputs.name, "", {})
    noted = [record("noted", 1, note) for note in notes]
    return pd.DataFrame([*inputs.records, *noted], columns=list(INPUTS))
