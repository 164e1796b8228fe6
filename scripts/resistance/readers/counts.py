"""Read the counts of a study, whatever they are, and find what is wrong with them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from resistance.count_formats.detect import PER_SAMPLE, Detected
from resistance.inputs.count_checks import check_table
from resistance.inputs.counts_source import CountsSource
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.import_counts import counts_of, par_problems
from resistance.inputs.row_ids import settle
from resistance.inputs.sample_columns import match_columns
from resistance.inputs.sample_files import HINT
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean
from resistance.readers.h5ad import read_h5ad
from resistance.readers.matrix import read_matrix
from resistance.readers.raw_files import missing
from resistance.readers.resources import PAR
from resistance.readers.sample_files import read_sample_files
from resistance.readers.sniff import detect_file
from resistance.readers.tables import read_table

#: Formats of one table; any of them may be called a matrix.
_TABLES = ("matrix", "featurecounts")


def read_counts(source: CountsSource) -> tuple[CountsTable | None, list[Problem]]:
    """Read the counts of a study with all their columns.

    Parameters
    ----------
    source : CountsSource

    Returns
    -------
    table : CountsTable or None
        None if there are problems.
    problems : list of Problem
    """
    table, problems = _read(source)
    if table is None:
        return None, problems
    return replace(
        table,
        duplicate_ids=source.duplicate_ids,
        mixed=source.mixed,
        keep_spike_ins=source.keep_spike_ins,
    ), problems


def _read(source: CountsSource) -> tuple[CountsTable | None, list[Problem]]:
    path = source.base / source.path
    problems = missing(path, source.path)
    if problems:
        return None, problems
    if {os.path.normpath(file) for file in source.files.values()} == {
        os.path.normpath(source.path)
    }:
        source = replace(source, files={})  # one table, in which `column` names the samples
    if os.path.isdir(path) or source.files:
        return read_sample_files(source)
    found = detect_file(path)
    problems = _check_format(found, source)
    if problems:
        return None, problems
    if found.format == "h5ad":
        table, problems = read_h5ad(path, source.path)
    elif found.format in PER_SAMPLE or (found.variant == "headless" and len(found.columns) == 1):
        return read_sample_files(source, {source.path: found})
    else:
        layout = source.format if source.format in _TABLES else "auto"
        table, problems = read_matrix(path, source.path, layout, source.sheet)
    if table is None or problems:
        return None, problems
    return _with_columns(replace(table, why=table.why or found.why), source)


def _check_format(found: Detected, source: CountsSource) -> list[Problem]:
    """Compare what a file is with what it is said to be."""
    if found.refused:
        return [Problem(source.path, found.refused, allowed="counts of genes", hint=HINT)]
    wanted = source.format
    if wanted in ("auto", found.format) or not found.format:
        return []
    if wanted in _TABLES and found.format in _TABLES:
        return []  # its reader says what is missing
    looks = PER_SAMPLE.get(found.format, found.format)
    return [
        Problem(
            source.path,
            f"counts.format is {wanted}, but this file looks like {looks}: {found.why}.",
            column="counts.format",
            value=wanted,
            allowed=f"{found.format} or auto",
        )
    ]


def _with_columns(
    table: CountsTable, source: CountsSource
) -> tuple[CountsTable | None, list[Problem]]:
    """Find the columns of the samples; those that the sheet names must be there."""
    if not source.rows:
        return table, []
    chosen: dict[str, int] = {}
    problems = []
    for sample, column in source.columns.items():
        places = [i for i, name in enumerate(table.columns) if i and name == column]
        if len(places) == 1 and places[0] not in chosen.values():
            chosen[sample] = places[0]
            continue
        message = f"No column of {table.name} has this name."
        if len(places) > 1:
            message = f"{len(places)} columns of {table.name} have this name."
        if len(places) == 1:
            message = "The sheet names this column for several samples."
        row = str(source.rows.get(sample, ""))
        allowed = f"a column of {table.name}: {listing(table.columns[1:], 24)}"
        hint = "" if places else did_you_mean(column, table.columns[1:])
        problems.append(Problem(source.sample_sheet, message, row, "column", column, allowed, hint))
    if problems:
        return None, problems
    resolved = match_columns(table.columns, list(source.rows), chosen)
    return replace(table, chosen=chosen, resolved=resolved), []


def read_and_check(
    source: CountsSource,
    samples: dict[int, str],
    resources: Path | None = None,
    par_duplicates: str = "",
) -> tuple[CountsTable | None, list[Problem]]:
    """Read the counts and find everything that keeps them from being used.

    Parameters
    ----------
    source : CountsSource
    samples : dict of int to str
        Samples of the sheet by their row there.
    resources : Path, optional
        Folder of the embedded resources; without it X and Y copies are not compared.
    par_duplicates : str
        ``sum`` or ``x_only``; empty where the configuration has no choice.

    Returns
    -------
    table : CountsTable or None
        What was read, whatever is wrong with it.
    problems : list of Problem
    """
    table, problems = read_counts(source)
    if table is None:
        return None, problems
    problems = check_table(table, samples, source.sample_sheet, source.organism)
    if problems or source.organism != "human" or resources is None:
        return table, problems
    pairs = read_table(resources / "annotation/par_pairs.tsv", PAR)
    names = [sample for sample in dict.fromkeys(samples.values()) if sample]
    counts = settle(counts_of(table, names), table.duplicate_ids).counts
    return table, par_problems(counts, pairs, source.path, par_duplicates)
