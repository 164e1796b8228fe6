"""Find the run of an export that a table means, by the rule that finds the columns of counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from resistance.inputs.sample_columns import match_columns

#: Endings of files that instruments and searches write, and of tables and plots made of them.
_ENDINGS: Final = re.compile(
    r"\.(raw|mzml|mzxml|wiff2?|scan|d|dia|htrms|fcs|lmd|txt|tsv|csv|gz)$", re.IGNORECASE
)
RULE: Final = (
    "A run is the one of exactly this name; else the one whose name it is without folders and "
    "endings such as .raw or .d; else without a start and an end that several runs have in common; "
    "else as R spells it"
)
_CUT: Final = "without folders and endings"


class RunMatches(NamedTuple):
    """Which runs names mean.

    Attributes
    ----------
    found : dict of str to list of str
        Runs of each name; empty where there is none, more than one where it is ambiguous.
    how : dict of str to str
        The step of the rule that found each run; empty for the exact name.
    """

    found: dict[str, list[str]]
    how: dict[str, str]


def file_stem(name: str) -> str:
    """Cut folders and known endings off the name of a run.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
    """
    stem = re.split(r"[/\\]", name)[-1]
    while (shorter := _ENDINGS.sub("", stem)) != stem and shorter:
        stem = shorter
    return stem


def match_runs(names: Sequence[str], runs: Sequence[str]) -> RunMatches:
    """Find the runs that names mean.

    Each step of the rule (:data:`RULE`) looks only at names and runs that the steps before it have
    not brought together; nothing is ever matched by its place.

    Parameters
    ----------
    names : sequence of str
        As a table writes them.
    runs : sequence of str
        All runs of the export.

    Returns
    -------
    RunMatches
    """
    wanted = list(dict.fromkeys(names))
    every = set(runs)
    found = {name: [name] if name in every else [] for name in wanted}
    taken = set(wanted) & every
    left = [run for run in runs if run not in taken]
    stems = {name: file_stem(name) for name in wanted if name not in taken}
    # the first column of a table of counts holds no counts
    matches = match_columns(["", *map(file_stem, left)], list(stems.values()))
    for name, stem in stems.items():
        found[name] = [left[position - 1] for position in matches.found[stem]]
    how = dict.fromkeys(taken, "")
    how |= {left[position - 1]: said or _CUT for position, said in matches.how.items()}
    return RunMatches(found, how)
