"""Read what size factors are made with beside the counts: control genes and offsets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from resistance.columns import INPUTS
from resistance.genes.gene_ids import Annotation
from resistance.inputs.config import CONFIG_FILE
from resistance.inputs.control_genes import find_controls
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.import_counts import Imported
from resistance.inputs.offsets import match_offsets, of_lengths
from resistance.inputs.size_factor_checks import KEY
from resistance.inputs.tables import capped
from resistance.problems import Problem
from resistance.readers.delimited import read_delimited
from resistance.readers.matrix import read_matrix
from resistance.readers.raw_files import missing

#: Header of a table of control genes.
GENE = "gene"


class SizeFactorInputs(NamedTuple):
    """Control genes and offsets, joined to the genes of the counts.

    Attributes
    ----------
    control : pandas.DataFrame or None
        ``gene_id, name``; None where the study names no control genes.
    offsets : pandas.DataFrame or None
        Genes x samples; None where the study has none.
    inputs : pandas.DataFrame
        Columns of ``INPUTS``: the rows of the counts, and those of what was read here.
    """

    control: pd.DataFrame | None
    offsets: pd.DataFrame | None
    inputs: pd.DataFrame


class Lengths(NamedTuple):
    """Average transcript lengths that came with the counts.

    Attributes
    ----------
    of_genes : pandas.DataFrame or None
        Ids of the counts x samples; None where the counts have none.
    parts : mapping of str to str
        Technical replicates, and the sample that each is added to.
    counts : str
        The counts as the user named them.
    """

    of_genes: pd.DataFrame | None
    parts: Mapping[str, str]
    counts: str


def lengths_of(table: CountsTable, parts: Mapping[str, str], wanted: str) -> Lengths | None:
    """Return the lengths that came with the counts, if the fit is to have them.

    Parameters
    ----------
    table : CountsTable
    parts : mapping of str to str
        Technical replicates, and the sample that each is added to.
    wanted : str
        ``counts.from_abundance``.

    Returns
    -------
    Lengths or None
    """
    return Lengths(table.lengths, parts, table.name) if wanted == "offsets" else None


def check_files(control_genes: list[str] | str, offsets: str, base: Path) -> list[Problem]:
    """Look whether the files are there, and read the table of control genes.

    Parameters
    ----------
    control_genes : list of str or str
        Names, or the path of a table.
    offsets : str
        Path of a table, or empty.
    base : Path
        The folder that paths are relative to.

    Returns
    -------
    list of Problem
    """
    problems = _read_names(control_genes, base)[1] if isinstance(control_genes, str) else []
    return problems + (missing(base / offsets, offsets) if offsets else [])


def read_size_factor_inputs(
    control_genes: list[str] | str,
    offsets: str,
    base: Path,
    imported: Imported,
    annotation: Annotation,
    lengths: Lengths | None = None,
) -> tuple[SizeFactorInputs, list[Problem]]:
    """Read control genes and offsets and join them to the counts' genes.

    Parameters
    ----------
    control_genes, offsets, base
        As for :func:`check_files`.
    imported : Imported
        Counts and genes of the study.
    annotation : Annotation
        Of the study's organism.
    lengths : Lengths, optional
        Given where the configuration wants the counts' own lengths in the fit.

    Returns
    -------
    inputs : SizeFactorInputs
        Usable only if there are no problems.
    problems : list of Problem
    """
    control, values = None, None
    records: list[dict[str, object]] = []
    problems: list[Problem] = []
    if control_genes:
        file, column = CONFIG_FILE, f"{KEY}.control_genes"
        if isinstance(control_genes, str):
            names, problems = _read_names(control_genes, base)
            file, column = control_genes, GENE
        else:
            names = dict.fromkeys(control_genes, "")
        controls = find_controls(names, imported.genes, annotation, file, column)
        problems = problems + capped(controls.problems, "control genes that were not found")
        control = controls.names.rename("name").reset_index()
        detail = "genes that the size factors come from"
        records.append(_record("control_genes", len(control), detail))
    if offsets:
        table, wrong = read_matrix(base / offsets, offsets, "matrix")
        problems = problems + wrong
        if table is not None:
            matched = match_offsets(table, imported.genes, list(imported.counts.columns))
            values = matched.values
            records += matched.records
            problems = problems + matched.problems
    if lengths is not None and lengths.of_genes is None:
        problems = [*problems, _no_lengths(lengths)]
    elif lengths is not None and lengths.of_genes is not None:
        samples = list(imported.counts.columns)
        made = of_lengths(lengths.of_genes, imported.genes, samples, lengths.parts, lengths.counts)
        values = made.values
        records += made.records
    inputs = imported.inputs
    if records:
        inputs = pd.concat([inputs, pd.DataFrame(records, columns=list(INPUTS))], ignore_index=True)
    return SizeFactorInputs(control, values, inputs), problems


def _no_lengths(lengths: Lengths) -> Problem:
    return Problem(
        CONFIG_FILE,
        f"{lengths.counts} holds counts without transcript lengths; there are no offsets to make.",
        column="counts.from_abundance",
        value="offsets",
        allowed="files of salmon, kallisto or RSEM where this is set",
        hint=f"Take the line out; a table of lengths is given as {KEY}.offsets.",
    )


def _record(source: str, n: int, detail: str) -> dict[str, object]:
    return {"source": source, "action": "kept", "item": "", "n": n, "detail": detail}


def _read_names(path: str, base: Path) -> tuple[dict[str, str], list[Problem]]:
    """Read a table of the one column ``gene``: names, and the row of each."""
    if not path:
        return {}, []
    absent = missing(base / path, path)
    if absent:
        hint = absent[0].hint
        if not Path(path).suffix:
            hint = f"{KEY}.control_genes is a path; names of genes are a list: [{path}]."
        return {}, [Problem(path, absent[0].message, hint=hint)]
    frame, problems, _ = read_delimited(base / path, path, [GENE])
    if frame is None or problems:
        return {}, problems
    if list(frame.columns) != [GENE]:
        message = "A table of control genes has one column."
        value = ", ".join(frame.columns)[:60]
        return {}, [Problem(path, message, "1", value=value, allowed=f'the header "{GENE}"')]
    first = frame[~frame[GENE].duplicated()]
    return {name: str(row) for row, name in first[GENE].items()}, []
