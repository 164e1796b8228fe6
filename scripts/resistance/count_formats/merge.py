"""Join the files of single samples by the names of their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from resistance.count_formats.base import SampleCounts
from resistance.inputs.schema_words import listing
from resistance.problems import Problem


class Merged(NamedTuple):
    """Counts of several samples.

    Attributes
    ----------
    data : pandas.DataFrame
        Column 0 the ids, then one column a file, labelled by position; then symbols, if the files
        have any. Reads outside of genes are the last rows.
    columns : list of str
        Names of the columns.
    rows : tuple of int
        Row of each row in the first file, in which they stand in this order.
    problems : list of Problem
        Where there are any the frame is empty.
    """

    data: pd.DataFrame
    columns: list[str]
    rows: tuple[int, ...]
    problems: list[Problem]


def merge(samples: Mapping[str, SampleCounts], kind: str = "") -> Merged:
    """Join files by id.

    Parameters
    ----------
    samples : mapping of str to SampleCounts
        By file; all of genes.
    kind : str
        Which of a file's ways of counting to take; "" where it has one.

    Returns
    -------
    Merged
        Columns sorted by file: the order that files are found in plays no part.
    """
    names = sorted(samples)
    first = samples[names[0]]
    problems = check_same_ids({name: samples[name] for name in names})
    if problems:
        return Merged(pd.DataFrame(), [], (), problems)
    outside = sorted({row for sample in samples.values() for row in sample.outside.get(kind, {})})
    place = {identifier: i for i, identifier in enumerate(first.ids)}
    columns: dict[int, object] = {0: np.array([*first.ids, *outside], dtype=object)}
    for number, name in enumerate(names, start=1):
        sample = samples[name]
        values = sample.counts[kind]
        if sample.ids != first.ids:  # then no id stands there twice
            values = np.empty_like(values)
            values[[place[identifier] for identifier in sample.ids]] = sample.counts[kind]
        beyond = [sample.outside.get(kind, {}).get(row, 0.0) for row in outside]
        columns[number] = np.concatenate([values, beyond])
    labels = ["gene_id", *names]
    if first.symbols:
        columns[len(labels)] = np.array([*first.symbols, *[""] * len(outside)], dtype=object)
        labels.append("gene_name")
    last = int(first.rows[-1]) if len(first.rows) else 0
    rows = [*map(int, first.rows), *range(last + 1, last + 1 + len(outside))]
    return Merged(pd.DataFrame(columns), labels, tuple(rows), [])


def check_same_ids(samples: Mapping[str, SampleCounts]) -> list[Problem]:
    """Find files that do not list the same genes: counts of two annotations do not compare.

    Parameters
    ----------
    samples : mapping of str to SampleCounts
        By file.

    Returns
    -------
    list of Problem
    """
    first = next(iter(samples.values()))
    of_first = frozenset(first.ids)
    groups: dict[frozenset[str], list[str]] = {}
    for name, sample in samples.items():
        ids = of_first if sample.ids == first.ids else frozenset(sample.ids)
        groups.setdefault(ids, []).append(name)
    # most files are right, and the first of two kinds
    expected, usual = max(groups.items(), key=lambda group: len(group[1]))
    model = samples[usual[0]]
    problems = []
    for found, names in groups.items():
        if found == expected:
            continue
        more, fewer = found - expected, expected - found
        example = min(more or fewer)
        others = f" The same is true of {listing(names[1:], 6)}." if names[1:] else ""
        problems.append(
            Problem(
                samples[names[0]].name,
                f"This file and {model.name} do not list the same {model.level}s: {len(more)} "
                f"stand only here, {len(fewer)} only there.{others}",
                value=example,
                allowed="files that were counted with one annotation",
                hint=f"{listing(sorted(more or fewer), 4)} "
                f"{'are' if len(more or fewer) > 1 else 'is'} only in "
                f"{samples[names[0]].name if more else model.name}. "
                "Count all samples with one annotation, or copy a file that was cut short again.",
            )
        )
    return problems or _check_twice(samples)


def _check_twice(samples: Mapping[str, SampleCounts]) -> list[Problem]:
    """Rows of one id can be told apart only where all files have them in one order."""
    first = next(iter(samples.values()))
    differing = next((sample for sample in samples.values() if sample.ids != first.ids), None)
    if differing is None:
        return []
    twice = next((ids for ids in map(_twice, (s.ids for s in samples.values())) if ids), [])
    if not twice:
        return []
    return [
        Problem(
            differing.name,
            f"{len(twice)} id(s) stand in several rows ({listing(twice, 4)}), and the rows are in "
            f"another order than in {first.name}: which row is which cannot be told.",
            value=twice[0],
            allowed="each id once, or the same order of rows in all files",
            hint="Count with ids that are unique (Ensembl ids), or sort the files alike.",
        )
    ]


def _twice(ids: Sequence[str]) -> list[str]:
    if len(set(ids)) == len(ids):
        return []
    return sorted(identifier for identifier, n in Counter(ids).items() if n > 1)
