"""MaxQuant's proteinGroups.txt: one row a protein group, columns of quantities by experiment."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from resistance.grid import Grid
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean
from resistance.protein_formats.base import (
    Export,
    absent_columns,
    melted,
    row_records,
    texts,
)
from resistance.protein_formats.spectrometry import values_are

_KEY: Final = "Majority protein IDs"
#: Quantities in the order in which they are preferred, and the assay that each is of.
_QUANTITIES: Final = {
    "LFQ intensity": "lfq_ms",
    "Reporter intensity corrected": "tmt",
    "Intensity": "lfq_ms",
}
#: Those that are taken only where the configuration asks for them.
_FURTHER: Final = {"iBAQ": "lfq_ms", "Reporter intensity": "tmt", "Ratio H/L normalized": "lfq_ms"}
#: A "+" in one of these columns marks a row that is no protein of the sample.
_MARKED: Final = {
    "Reverse": "A hit of the reversed (decoy) sequences.",
    "Potential contaminant": "A potential contaminant.",
    "Contaminant": "A potential contaminant.",
    "Only identified by site": "Identified by a modified peptide only.",
}
_PEPTIDES: Final = ("Razor + unique peptides", "Peptides")
_GENE: Final = re.compile(r"\bGN=(\S+)")


def recognise(grid: Grid) -> str:
    """Say why a table is MaxQuant's; empty if it is not."""
    if _KEY in grid.header and any(_columns(grid, quantity) for quantity in _all()):
        return (
            f'The table has the column "{_KEY}" and intensities, as proteinGroups.txt of MaxQuant.'
        )
    return ""


def _all() -> dict[str, str]:
    return {**_QUANTITIES, **_FURTHER}


def _columns(grid: Grid, quantity: str) -> dict[str, int]:
    """Return the column of each run of a quantity; the one of all runs together is none."""
    lead = f"{quantity} "
    found = {
        name[len(lead) :]: at
        for at, name in enumerate(grid.header)
        if name.startswith(lead) and name[len(lead) :]
    }
    if quantity == "Reporter intensity":
        found = {run: at for run, at in found.items() if not run.startswith(("corrected", "count"))}
    if quantity.startswith("Reporter"):
        # "1 Plex2" is channel 1 of one plex; "1" alone is its sum over all of them
        of_plexes = {run: at for run, at in found.items() if " " in run}
        return of_plexes or found
    if quantity == "iBAQ":
        found.pop("peptides", None)
    return found


def parse(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read proteinGroups.txt.

    Rows marked "+" as decoy, contaminant or identified by site only are listed and left out; a
    quantity of 0 is missing. Genes are those of ``Gene names``, or of ``GN=`` in ``Fasta headers``.

    Parameters
    ----------
    grid : Grid
    quantity : str
        ``LFQ intensity``, ``iBAQ``, ``Intensity``, ``Reporter intensity corrected``, ...; empty for
        the first of :data:`_QUANTITIES` that the table has.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    problems = absent_columns(grid, [_KEY], "MaxQuant")
    if problems:
        return None, problems
    present = {name: runs for name in _all() if (runs := _columns(grid, name))}
    silac = any(name.startswith("Ratio H/L") for name in grid.header)
    default = next((name for name in _QUANTITIES if name in present), "")
    chosen = quantity or default
    if chosen not in present or (silac and not quantity and chosen == "Intensity"):
        return None, [_no_quantity(grid, quantity, list(present), silac)]
    runs = present[chosen]
    accession = texts(grid, _KEY)
    dropped: dict[str, list[int]] = {}
    left = pd.Series(True, index=grid.cells.index)
    for column, why in _MARKED.items():
        marked = left & (texts(grid, column) == "+")
        if marked.any():
            dropped[why] = dropped.get(why, []) + list(grid.cells.index[marked])
        left &= ~marked
    kept = grid.cells.index[left]
    gene, said = _genes(grid)
    beside = next(
        ({"n_peptides": found} for name in _PEPTIDES if (found := _columns(grid, name))), {}
    )
    shared = {"gene": gene, "protein_id": accession, "scale": "linear", "unit": "intensity"}
    if chosen.startswith("Ratio"):
        shared["unit"] = "ratio"
    if not beside:
        shared["n_peptides"] = texts(grid, *_PEPTIDES)
    rows = melted(grid, kept, runs, shared, beside)
    records = row_records(grid, dropped, accession, len(kept))
    why = f"{recognise(grid)} {values_are(chosen, present)} {said}"
    notes = [f"Rows left out: {len(lost)}. {reason}" for reason, lost in dropped.items()]
    defaults = {"assay_type": _all()[chosen], "compartment": "total"}
    return Export(grid.name, "maxquant", why, rows, defaults, records, notes), []


def _no_quantity(grid: Grid, quantity: str, present: list[str], silac: bool) -> Problem:
    if quantity:
        message = f'The table has no quantity "{quantity}".'
    elif silac:
        message = "The table is of labelled samples (SILAC), and nothing says which ratio is meant."
    else:
        message = "The table has no intensities of single runs: its columns are sums of all runs."
    return Problem(
        grid.name,
        message,
        row="1",
        column="quantity" if quantity or silac else "Intensity",
        value=quantity,
        allowed=listing(present) or listing(list(_all())),
        hint=did_you_mean(quantity, present)
        or "Write quantity in this block of protein_files, or name the experiments in MaxQuant.",
    )


def _genes(grid: Grid) -> tuple[pd.Series, str]:
    """Return the genes of each group, ";" between several, and say where they come from."""
    for column in ("Gene names", "Gene name", "Genes"):
        if column in grid.header:
            return texts(grid, column), f'Genes are those of the column "{column}".'
    headers = texts(grid, "Fasta headers", "Fasta header")
    gene = headers.map(lambda text: ";".join(dict.fromkeys(_GENE.findall(text))).rstrip(";"))
    if (gene != "").any():
        return gene, "Genes are those that the Fasta headers name (GN=)."
    return gene, "It names no genes: proteins go by their accession."
