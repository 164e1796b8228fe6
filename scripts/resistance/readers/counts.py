"""Read the counts of a study, and find what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from resistance.inputs.count_checks import check_table
from resistance.inputs.import_counts import counts_of, par_problems
from resistance.problems import Problem
from resistance.readers.matrix import read_matrix
from resistance.readers.resources import PAR
from resistance.readers.tables import read_table

#: Until the sources of counts are read by one function.
read_counts = read_matrix


def check_counts_file(
    path: Path,
    name: str,
    layout: str = "auto",
    samples: Mapping[int, str] | None = None,
    sheet: str = "",
    resources: Path | None = None,
    organism: str = "other",
    par_duplicates: str = "",
) -> list[Problem]:
    """Find everything that keeps a file from being used as the counts of these samples.

    Parameters
    ----------
    path : Path
    name, sheet : str
        Counts and sample sheet as the user named them.
    layout : {"auto", "matrix", "featurecounts"}
    samples : mapping of int to str, optional
        Samples of the sheet by their row there; without them only the file itself is read.
    resources : Path, optional
        Folder of the embedded resources; without it X and Y copies are not compared.
    organism : str
        ``human``, ``mouse`` or ``other``.
    par_duplicates : str
        ``sum`` or ``x_only``; empty where the configuration has no choice.

    Returns
    -------
    list of Problem
    """
    table, problems = read_matrix(path, name, layout)
    if table is None or samples is None:
        return problems
    problems = check_table(table, samples, sheet, organism)
    if problems or organism != "human" or resources is None:
        return problems
    pairs = read_table(resources / "annotation/par_pairs.tsv", PAR)
    names = [sample for sample in dict.fromkeys(samples.values()) if sample]
    return par_problems(counts_of(table, names), pairs, name, par_duplicates)
