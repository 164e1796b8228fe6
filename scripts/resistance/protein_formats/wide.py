"""Any table with one row a gene or protein and a column of numbers for each run."""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import pandas as pd

from resistance.grid import Grid
from resistance.inputs.protein_numbers import HIGHEST_LOGARITHM
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean
from resistance.protein_formats.base import (
    Export,
    amounts,
    melted,
    record,
    row_records,
    texts,
)

_GENES: Final = ("gene", "genes", "gene name", "gene names", "gene symbol", "symbol", "pg.genes")
_PROTEINS: Final = (
    "protein", "proteins", "protein id", "protein ids", "accession", "accession number",
    "accessions", "uniprot", "uniprot id", "uniprotid", "majority protein ids", "protein group",
    "protein groups", "protein accession", "protein accessions", "master protein accessions",
)  # fmt: skip
_ENSEMBL: Final = ("ensembl", "ensembl id", "ensembl gene id", "gene id")
_GENE_OF_HEADER: Final = re.compile(r"\bGN=(\S+)")
#: Columns of numbers that are no measurement of a run, in small letters.
_NO_RUN: Final = re.compile(
    r"(#.*|.*\b(p[ ._-]?val(ue)?|q[ ._-]?val(ue)?|fdr|fold[ ._-]?change|log2?fc|score|coverage|"
    r"molecular weight|mw|length|mass|peptides?|psms?|spectral count|counts?|std dev|sd|cv|"
    r"number|index)\b.*)",
    re.IGNORECASE,
)
#: Values from which small numbers are taken for logarithms: a panel's can be small by nature.
_MANY: Final = 100
_SCALES: Final = ("linear", "log2", "log10", "ln")
_COMMENT: Final = "#!{"
_TIDY: Final = {"condition", "value"}


def _plain(name: str) -> str:
    return re.sub(r"[ ._-]+", " ", name).strip().lower()


def _named(grid: Grid, choices: tuple[str, ...]) -> str:
    return next((n for choice in choices for n in grid.header if _plain(n) == _plain(choice)), "")


def _annotation_rows(grid: Grid) -> pd.Series:
    """Find further header rows, as Perseus writes them, and the line that Scaffold ends with."""
    first = grid.cells[0] if grid.cells.shape[1] else pd.Series("", index=grid.cells.index)
    return first.str.startswith(_COMMENT) | (first == "END OF FILE")


def _number_columns(grid: Grid, body: pd.DataFrame) -> dict[str, int]:
    """Return columns most of whose cells are numbers."""
    found = {}
    for at, name in enumerate(grid.header):
        if not name or _NO_RUN.fullmatch(name):
            continue
        values = pd.Series(amounts(grid, body[at].to_numpy(), False), dtype=object)
        filled = values[values != ""]
        if len(filled) and pd.to_numeric(filled, errors="coerce").notna().mean() >= 0.5:
            found[name] = at
    return found


def recognise(grid: Grid) -> str:
    """Say why a table has one row a gene and one column a run; empty if it has not."""
    if _TIDY.issubset(map(_plain, grid.header)):
        return ""  # one row a measurement: its numbers are no runs
    names = _label_column(grid)
    runs = _runs(grid, grid.cells[~_annotation_rows(grid)])
    if not names or len(runs) < 2:
        return ""
    return f'The column "{names}" names genes or proteins, and {len(runs)} columns hold numbers.'


def _label_column(grid: Grid) -> str:
    return _named(grid, _GENES) or _named(grid, _PROTEINS) or _named(grid, _ENSEMBL)


def _runs(grid: Grid, body: pd.DataFrame) -> dict[str, int]:
    labels = {_named(grid, choices) for choices in (_GENES, _PROTEINS, _ENSEMBL)}
    return {name: at for name, at in _number_columns(grid, body).items() if name not in labels}


def parse(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read a table of one row a gene or protein.

    Values below zero are logarithms, and so are values that all lie below 64 where there are many.

    Parameters
    ----------
    grid : Grid
    quantity : str
        ``linear``, ``log2``, ``log10`` or ``ln``: the scale, where the numbers do not tell.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    extra = _annotation_rows(grid)
    body = grid.cells[~extra]
    runs = _runs(grid, body)
    problems = _problems(grid, runs, quantity)
    if problems:
        return None, problems
    gene = texts(grid, _named(grid, _GENES))
    accession = texts(grid, _named(grid, _PROTEINS))
    said = f'Rows go by the column "{_label_column(grid)}".'
    if not _named(grid, _GENES):
        gene, said = _genes_of_texts(grid, said)
    shared: dict[str, object] = {
        "gene": gene,
        "protein_id": accession,
        "ensembl_id": texts(grid, _named(grid, _ENSEMBL)),
    }
    scale, why = _scale(grid, body, runs, quantity)
    shared["scale"] = scale
    rows = melted(grid, body.index, runs, shared, zero_is_missing=False)
    label = texts(grid, _label_column(grid))
    dropped = {"A further header, or the mark of the end.": list(grid.cells.index[extra])}
    records = row_records(grid, dropped if extra.any() else {}, label, len(body))
    others = [name for name in grid.header if name and name not in runs]
    records.append(
        record("listed", len(others), f"Other columns: {listing(others, 60)}.", "columns")
    )
    because = f"{recognise(grid)} {said} {why}".strip()
    return Export(grid.name, "wide", because, rows, {"compartment": "total"}, records), []


def _problems(grid: Grid, runs: dict[str, int], quantity: str) -> list[Problem]:
    problems = []
    if not _label_column(grid):
        problems.append(
            Problem(
                grid.name,
                "No column names the genes or proteins.",
                row="1",
                value=listing([name for name in grid.header if name], 12),
                allowed="a column gene, or protein, accession, uniprot, ensembl_id",
                hint=did_you_mean("gene", grid.header) or "Name the column gene.",
            )
        )
    if not runs:
        problems.append(
            Problem(
                grid.name,
                "No column holds the numbers of a run.",
                row="1",
                value=listing([name for name in grid.header if name], 12),
                allowed="a column of numbers for each run, each with a name of its own",
            )
        )
    if quantity and quantity not in _SCALES:
        problems.append(
            Problem(
                grid.name,
                "A table of no program has one quantity; only its scale may be given.",
                column="quantity",
                value=quantity,
                allowed=listing(list(_SCALES)),
                hint=did_you_mean(quantity, _SCALES),
            )
        )
    return problems


def _genes_of_texts(grid: Grid, said: str) -> tuple[pd.Series, str]:
    """Take genes from the headers of a sequence database (GN=), if a column holds them."""
    for at, name in enumerate(grid.header):
        found = grid.cells[at].str.extract(_GENE_OF_HEADER, expand=False).fillna("")
        if len(found) and (found != "").mean() > 0.5:
            return found, f'{said} Genes are those that the column "{name}" names (GN=).'
    return pd.Series("", index=grid.cells.index, dtype=object), said


def _scale(grid: Grid, body: pd.DataFrame, runs: dict[str, int], quantity: str) -> tuple[str, str]:
    if quantity:
        return quantity, f"The configuration says that values are {quantity}."
    cells = amounts(grid, body[list(runs.values())].to_numpy(dtype=object), False)
    values = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce").to_numpy(dtype=float)
    values = values[np.isfinite(values)]
    if not len(values):
        return "", "There is no number."
    low, high = f"{values.min():g}", f"{values.max():g}"
    if values.min() < 0:
        return "log2", f"Values are taken for log2: the smallest is {low}, below zero."
    if len(values) >= _MANY and values.max() < HIGHEST_LOGARITHM:
        return "log2", f"Values are taken for log2: all {len(values)} lie between {low} and {high}."
    return "linear", f"Values are taken for linear: they lie between {low} and {high}."
