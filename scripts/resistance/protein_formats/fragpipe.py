"""FragPipe: combined_protein.tsv (label-free), and the reports of TMT-Integrator."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from resistance.grid import Grid
from resistance.inputs.schema_words import listing
from resistance.problems import Problem
from resistance.protein_formats.base import (
    Export,
    amounts,
    melted,
    record,
    row_records,
    texts,
)
from resistance.protein_formats.spectrometry import no_quantity, not_of_sample, values_are

#: Quantities in the order in which they are preferred; told by the longest of these endings.
_QUANTITIES: Final = ("MaxLFQ Intensity", "Intensity")
_QUANTITY: Final = re.compile(
    r"(?P<run>.+?) (?P<quantity>(?:MaxLFQ )?(?:Unique |Total |Razor )?Intensity)"
)
_COMBINED: Final = ("Protein", "Protein ID", "Combined Total Peptides")
_TMT: Final = ("Index", "ReferenceIntensity")
#: Columns of a TMT report that are no sample.
_ABOUT: Final = frozenset(
    {
        "Index", "NumberPSM", "Gene", "ProteinID", "Protein", "Protein ID", "Entry Name", "Peptide",
        "MaxPepProb", "ReferenceIntensity", "Organism", "Protein Description", "Description",
        "Indistinguishable Proteins", "Proteins", "Mapped Genes", "Mapped Proteins",
    }
)  # fmt: skip
_FOREIGN: Final = "The protein is marked as a contaminant or a decoy."


def recognise(grid: Grid) -> str:
    """Say why a table is FragPipe's; empty if it is not."""
    if set(_COMBINED) <= set(grid.header):
        return f'The table has the columns "{_COMBINED[1]}" and "{_COMBINED[2]}", as ' + (
            "combined_protein.tsv of FragPipe."
        )
    if set(_TMT) <= set(grid.header):
        return f'The table has the columns "{_TMT[0]}" and "{_TMT[1]}", as the reports of ' + (
            "TMT-Integrator in FragPipe."
        )
    return ""


def parse(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read combined_protein.tsv, or a gene or protein report of TMT-Integrator.

    Parameters
    ----------
    grid : Grid
    quantity : str
        Such as ``MaxLFQ Intensity`` or ``Intensity``; empty for the first that the table has.
        TMT reports have one quantity.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    if not recognise(grid):
        return None, [
            Problem(
                grid.name,
                "This is no combined_protein.tsv and no TMT report of FragPipe.",
                row="1",
                value=listing([name for name in grid.header if name], 12),
                allowed=f"the columns {listing(list(_COMBINED))}, or {listing(list(_TMT))}",
                hint="Leave the format to be told (auto), or give combined_protein.tsv.",
            )
        ]
    return _combined(grid, quantity) if set(_COMBINED) <= set(grid.header) else _tmt(grid, quantity)


def _combined(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    present: dict[str, dict[str, int]] = {}
    for at, name in enumerate(grid.header):
        found = _QUANTITY.fullmatch(name)
        if found and found["run"] != "Combined":
            present.setdefault(found["quantity"], {})[found["run"]] = at
    filled = [name for name in _QUANTITIES if name in present and _any(grid, present[name])]
    chosen = quantity or next(iter(filled), "")
    if chosen not in present:
        return None, [no_quantity(grid, quantity, list(present), _QUANTITIES)]
    accession = texts(grid, "Protein ID")
    foreign = not_of_sample(texts(grid, "Protein"))
    kept = grid.cells.index[~foreign]
    alike = texts(grid, "Indistinguishable Proteins")
    shared = {
        "gene": texts(grid, "Gene"),
        "protein_id": accession,
        "n_peptides": texts(grid, "Combined Total Peptides"),
        "scale": "linear",
        "unit": "intensity",
    }
    rows = melted(grid, kept, present[chosen], shared)
    dropped = {_FOREIGN: list(grid.cells.index[foreign])} if foreign.any() else {}
    records = row_records(grid, dropped, accession, len(kept))
    notes = []
    shares = int((alike[kept] != "").sum())
    if shares:
        said = "Proteins that share all their peptides with others (Indistinguishable Proteins)"
        records.append(
            record("kept", shares, f"{said} go by the gene that FragPipe names.", "groups")
        )
        notes.append(f"{said}: {shares}. They go by the gene that FragPipe names.")
    why = f"{recognise(grid)} {values_are(chosen, present)}"
    defaults = {"assay_type": "lfq_ms", "compartment": "total"}
    return Export(grid.name, "fragpipe", why, rows, defaults, records, notes), []


def _any(grid: Grid, runs: dict[str, int]) -> bool:
    """Tell whether a quantity was calculated: columns of zeros stand for one that was not."""
    cells = grid.cells[list(runs.values())].to_numpy(dtype=object)
    return bool((amounts(grid, cells, True) != "").any())


def _tmt(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    runs = {name: at for at, name in enumerate(grid.header) if name and name not in _ABOUT}
    if quantity or not runs:
        return None, [no_quantity(grid, quantity, [], ["leave it out: the report has one"])]
    index = texts(grid, "Index")
    if "Peptide" in grid.header or index.str.contains("%", regex=False).any():
        return None, [
            Problem(
                grid.name,
                "This report is of peptides or sites, not of genes or proteins.",
                row="1",
                column="Index",
                allowed="abundance_gene_MD.tsv or abundance_protein_MD.tsv",
                hint="Give the report of genes, which stands in the same folder (tmt-report).",
            )
        ]
    gene = texts(grid, "Gene") if "Gene" in grid.header else index
    accession = texts(grid, "ProteinID", "Protein ID", "Proteins") if gene is index else index
    foreign = not_of_sample(index)
    kept = grid.cells.index[~foreign]
    cells = grid.cells[list(runs.values())].to_numpy(dtype=object)
    values = pd.to_numeric(pd.Series(amounts(grid, cells, False)), errors="coerce").dropna()
    ratio = bool(values.median() < 5)
    shared = {
        "gene": gene,
        "protein_id": accession,
        "scale": "log2",
        "unit": "ratio" if ratio else "intensity",
    }
    rows = melted(grid, kept, runs, shared, zero_is_missing=False)
    dropped = {_FOREIGN: list(grid.cells.index[foreign])} if foreign.any() else {}
    records = row_records(grid, dropped, index, len(kept))
    kind = "ratios to the reference" if ratio else "abundances"
    why = f"{recognise(grid)} Its values are log2 {kind} (median {values.median():.3g})."
    defaults = {"assay_type": "tmt", "compartment": "total"}
    return Export(grid.name, "fragpipe", why, rows, defaults, records), []
