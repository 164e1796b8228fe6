"""Read the user's protein, table and exports, and bring it to one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from resistance.inputs.protein_conditions import compared_conditions
from resistance.inputs.protein_import import Source, combine
from resistance.inputs.protein_inputs import ProteinInputs
from resistance.inputs.protein_runs import RunTable
from resistance.inputs.schema_words import Schema
from resistance.inputs.tables import check_table
from resistance.problems import Problem
from resistance.protein_formats.detect import parse
from resistance.readers.delimited import read_delimited
from resistance.readers.grids import read_grid
from resistance.readers.raw_files import missing

_PARQUET = b"PAR1"


def blocks_of(config: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the blocks of ``protein_files`` that can be read.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.

    Returns
    -------
    list of dict
        Those with texts where texts belong; others are problems of the configuration already.
    """
    given = config.get("protein_files")
    listed = given if isinstance(given, list) else []
    blocks = [block for block in listed if isinstance(block, Mapping)]
    keys = ("path", "format", "sheet", "samples", "assay_id", "assay_type", "compartment")
    filled = [{key: block.get(key) or "" for key in (*keys, "quantity")} for block in blocks]
    return [
        {**block, "format": block["format"] or "auto"}
        for block in filled
        if block["path"] and all(isinstance(value, str) for value in block.values())
    ]


def absent_files(config: Mapping[str, Any], base: Path) -> list[Problem]:
    """Find exports and tables of samples that do not exist; nothing is opened.

    Parameters
    ----------
    config : mapping
        With defaults, problems and all.
    base : Path
        The folder that paths of the configuration are relative to.

    Returns
    -------
    list of Problem
    """
    blocks = blocks_of(config)
    names = [block[key] for block in blocks for key in ("path", "samples") if block[key]]
    return [fault for name in dict.fromkeys(names) for fault in missing(base / name, name)]


def read_protein_inputs(
    table: pd.DataFrame | None,
    config: Mapping[str, Any],
    base: Path,
    schemas: tuple[Schema, Schema],
    sheet: pd.DataFrame,
    contrasts: pd.DataFrame,
) -> tuple[ProteinInputs, list[Problem]]:
    """Read all exports and bring them and the protein table together.

    Parameters
    ----------
    table : pandas.DataFrame or None
        The user's protein table, text, indexed by row.
    config : mapping
        With ``protein`` and ``protein_files``.
    base : Path
        The folder that paths of the configuration are relative to.
    schemas : tuple of mapping
        Of the protein table and of the table of samples.
    sheet, contrasts : pandas.DataFrame
        As the user wrote them, text.

    Returns
    -------
    inputs : ProteinInputs
        Without the exports that cannot be read.
    problems : list of Problem
    """
    problems: list[Problem] = []
    sources = []
    run_tables: dict[str, RunTable | None] = {}
    for block in blocks_of(config):
        runs_name = block["samples"]
        if runs_name and runs_name not in run_tables:
            run_tables[runs_name], found = _read_runs(base, runs_name, schemas[1])
            problems += found
        export, found = _read_export(base, block)
        problems += found
        runs = run_tables.get(runs_name)
        if export is not None and (runs is not None or not runs_name):
            sources.append(Source(block, export, runs))
    variables = compared_conditions(contrasts, sheet).variables
    inputs, found = combine(table, str(config.get("protein", "")), sources, sheet, variables)
    problems += found
    if sources:
        problems += inputs.located(check_table(inputs.table, schemas[0], inputs.name))
    return inputs, list(dict.fromkeys(problems))


def _read_runs(base: Path, name: str, schema: Schema) -> tuple[RunTable | None, list[Problem]]:
    frame, problems, _ = read_delimited(base / name, name, schema["required"])
    if frame is not None:
        problems += check_table(frame, schema, name)
    return (RunTable(name, frame), []) if frame is not None and not problems else (None, problems)


def _read_export(base: Path, block: Mapping[str, str]) -> tuple[Any, list[Problem]]:
    name = block["path"]
    path = base / name
    problems = missing(path, name) or _parquet(path, name)
    if problems:
        return None, problems
    grid, problems = read_grid(path, name, block["sheet"])
    if grid is None or problems:
        return None, problems
    export, problems = parse(grid, block["format"], block["quantity"])
    if export is not None:
        export.notes.extend(grid.notes)
    return export, problems


def _parquet(path: Path, name: str) -> list[Problem]:
    if not path.is_file():
        return []
    with path.open("rb") as stream:
        if stream.read(len(_PARQUET)) != _PARQUET:
            return []
    return [
        Problem(
            name,
            "This is a Parquet file, which is not read.",
            allowed="a text table or a workbook",
            hint="Of DIA-NN, give report.pg_matrix.tsv, which stands in the same folder; else "
            "export a text table.",
        )
    ]


def input_files(config: Mapping[str, Any]) -> Sequence[str]:
    """List the files that the protein of a study is read from.

    Parameters
    ----------
    config : mapping
        With defaults.

    Returns
    -------
    sequence of str
        Each once, as the configuration names it.
    """
    names = [str(config.get("protein") or "")]
    names += [block[key] for block in blocks_of(config) for key in ("path", "samples")]
    return list(dict.fromkeys(name for name in names if name))
