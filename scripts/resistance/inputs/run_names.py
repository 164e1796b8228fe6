"""Find the run of an export that a table means, by one explicit rule."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Final

#: Endings of files that instruments and searches write, and of tables and plots made of them.
_ENDINGS: Final = re.compile(
    r"\.(raw|mzml|mzxml|wiff2?|scan|d|dia|htrms|fcs|lmd|txt|tsv|csv|gz)$", re.IGNORECASE
)
_MARKS: Final = "_-. :;+"
RULE: Final = (
    "A run is the one of exactly this name; else the one whose name it is without folders and "
    "endings such as .raw or .d; else the one whose name it is without what all names have in "
    "common at their start and end"
)


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


def _cores(stems: Sequence[str]) -> list[str]:
    """Cut off what all have in common at start and end, up to a mark between words."""
    if len(set(stems)) < 2:
        return list(stems)
    start = len(os.path.commonprefix(list(stems)))
    start = max((at + 1 for at in range(start) if stems[0][at] in _MARKS), default=0)
    turned = [stem[start:][::-1] for stem in stems]
    end = len(os.path.commonprefix(turned))
    end = max((at + 1 for at in range(end) if turned[0][at] in _MARKS), default=0)
    cores = [stem[start : len(stem) - end] for stem in stems]
    return cores if all(cores) else list(stems)


def match_runs(names: Sequence[str], runs: Sequence[str]) -> dict[str, list[str]]:
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
    dict of str to list of str
        Runs of each name; empty where there is none, more than one where it is ambiguous.
    """
    stems = [file_stem(run) for run in runs]
    wanted = list(dict.fromkeys(names))
    cores = dict(zip(runs, _cores(stems), strict=True))
    steps = (
        ({run: run for run in runs}, {name: name for name in wanted}),
        (dict(zip(runs, stems, strict=True)), {name: file_stem(name) for name in wanted}),
        (cores, {name: file_stem(name) for name in wanted}),
    )
    found: dict[str, list[str]] = {name: [] for name in wanted}
    taken: set[str] = set()
    for keys, cut in steps:
        by_key: dict[str, list[str]] = {}
        for run in runs:
            if run not in taken:
                by_key.setdefault(keys[run], []).append(run)
        for name in wanted:
            if not found[name]:
                found[name] = by_key.get(cut[name], [])
        taken.update(run for several in found.values() for run in several)
    return found
