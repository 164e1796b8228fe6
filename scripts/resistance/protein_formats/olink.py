"""Olink's NPX files: one row a sample and an assay, values that are logarithms already."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from resistance.grid import Grid
from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean
from resistance.protein_formats.base import Export, absent_columns, amounts, record, texts

_NEEDED: Final = ("SampleID", "OlinkID", "UniProt", "Assay")
#: Quantities in the order in which they are preferred, and the limit of detection of each.
_QUANTITIES: Final = {
    "NPX": ("LOD", "LODNPX"),
    "PCNormalizedNPX": ("PCNormalizedLOD",),
}
_SAMPLE_QC: Final = ("SampleQC", "QC_Warning")
_ASSAY_QC: Final = ("AssayQC", "Assay_Warning")
_FAILED: Final = frozenset({"fail", "failed", "excluded", "manual_fail"})
_WARNED: Final = frozenset({"warn", "warning", "manual_warn"})
#: Control samples where no column says so; "control_1" alone may be a culture of the study.
_CONTROL: Final = re.compile(
    r"(control[ _-]sample.*|(sample|plate|negative|neg|inter[ _-]?plate)[ _-]?(control|ctrl).*|"
    r"neg|(ipc|nc|sc|pc)[ _-]?\d*)",
    re.IGNORECASE,
)
_INTERNAL: Final = re.compile(
    r"(inc(ubation)?|ext(ension)?|amp(lification)?|det(ection)?)[ _-]?(control|ctrl)[ _-]?\d*",
    re.IGNORECASE,
)


def recognise(grid: Grid) -> str:
    """Say why a table is Olink's; empty if it is not."""
    quantity = next((name for name in _QUANTITIES if name in grid.header), "")
    if quantity and set(_NEEDED) <= set(grid.header):
        return f'The table has the columns "SampleID", "OlinkID" and "{quantity}", as Olink\'s.'
    return ""


def parse(grid: Grid, quantity: str) -> tuple[Export | None, list[Problem]]:
    """Read an NPX file in its long form.

    Rows that failed quality control and internal controls are left out and listed; warnings are
    noted. An assay that stands in several panels stays apart in each of them.

    Parameters
    ----------
    grid : Grid
    quantity : str
        ``NPX`` or ``PCNormalizedNPX``; empty for the first that the table has.

    Returns
    -------
    export : Export or None
        None if there are problems.
    problems : list of Problem
    """
    problems = absent_columns(grid, _NEEDED, "Olink")
    if problems:
        return None, problems[:1]
    present = [name for name in _QUANTITIES if name in grid.header]
    chosen = quantity or (present[0] if present else "NPX")
    if chosen not in present:
        return None, [_no_quantity(grid, quantity, present)]
    assay, sample = texts(grid, "Assay"), texts(grid, "SampleID")
    qc = {name: texts(grid, *columns).str.lower() for name, columns in _qc_columns().items()}
    kind = texts(grid, "AssayType").str.lower()
    internal = ~kind.isin(["assay", ""]) | assay.map(lambda text: bool(_INTERNAL.fullmatch(text)))
    failed = qc["sample"].isin(_FAILED) | qc["assay"].isin(_FAILED)
    lost = {
        "Internal controls of the assay.": internal,
        "Rows that failed quality control.": ~internal & failed,
        "Rows without a sample.": ~internal & ~failed & (sample == ""),
    }
    kept = grid.cells.index[~(internal | failed | (sample == ""))]
    rows, notes = _rows(grid, kept, chosen)
    records = [record("read", len(grid.cells), "Rows of the export.")]
    for why, marked in lost.items():
        if marked.any():
            records.append(record("not_used", int(marked.sum()), why, _named(grid, marked, why)))
    records.append(record("kept", len(kept), "Rows whose values are used."))
    for name, said in (("sample", "sample"), ("assay", "assay")):
        warned = qc[name][kept].isin(_WARNED)
        if warned.any():
            who = sample if name == "sample" else assay
            names = listing(sorted(who[kept][warned].unique()), 12)
            notes.append(f"values with a warning of the {said}, kept: {warned.sum()} ({names}).")
    notes.append(
        "proteins count as secreted; write compartment: total in this block of protein_files "
        "for lysates."
    )
    why = f'{recognise(grid)} Values are "{chosen}", logarithms to base 2.'
    defaults = {"assay_type": "olink", "compartment": "secreted"}
    controls = _controls(grid, kept)
    return Export(grid.name, "olink", why, rows, defaults, records, notes, controls), []


def _qc_columns() -> dict[str, tuple[str, ...]]:
    return {"sample": _SAMPLE_QC, "assay": _ASSAY_QC}


def _named(grid: Grid, marked: pd.Series, why: str) -> str:
    """Name the samples, or assays, whose rows are left out."""
    names = texts(grid, "Assay" if why.startswith("Internal") else "SampleID")[marked]
    return listing(sorted(names.unique()), 20)


def _rows(grid: Grid, kept: pd.Index, chosen: str) -> tuple[pd.DataFrame, list[str]]:
    def column(*names: str) -> pd.Series:
        return texts(grid, *names).loc[kept]

    rows = pd.DataFrame(
        {
            "run": column("SampleID"),
            "gene": column("Assay"),
            "protein_id": column("UniProt"),
            "value": amounts(grid, column(chosen).to_numpy(object), False),
            "lod": amounts(grid, column(*_QUANTITIES[chosen]).to_numpy(object), False),
            "batch": column("PlateID"),
            "oid": column("OlinkID"),
            "panel": column("Panel", "Block"),
        },
        dtype=object,
    )
    notes = []
    several = rows.groupby("gene")["oid"].nunique()
    names = sorted(several.index[several > 1])
    if names:
        apart = rows["gene"].isin(names)
        marks = rows["panel"] + " " + rows["oid"]
        rows["protein_id"] = rows["protein_id"].where(
            ~apart, rows["protein_id"] + " (" + marks.str.strip() + ")"
        )
        notes.append(
            f"proteins measured by several assays, kept apart by panel: {len(names)} "
            f"({listing(names, 12)})."
        )
    again = rows.duplicated(["run", "oid"], keep=False)
    if again.any():
        rows["replicate_type"] = pd.Series("", index=rows.index).where(~again, "technical")
        samples = listing(sorted(rows.loc[again, "run"].unique()), 12)
        notes.append(
            f"samples that were measured on several plates ({samples}): their values count as "
            "technical replicates and are averaged."
        )
    rows = rows.assign(column=chosen, scale="log2", unit="NPX").astype(object)
    return rows.drop(columns=["oid", "panel"]).rename_axis("row"), notes


def _controls(grid: Grid, kept: pd.Index) -> dict[str, str]:
    """Return control samples: as the table says, else as they are usually called."""
    sample = texts(grid, "SampleID").loc[kept]
    if "SampleType" in grid.header:
        kind = texts(grid, "SampleType").loc[kept]
        marked = sample[~kind.str.lower().isin(["sample", ""])]
    else:
        marked = sample[sample.map(lambda text: bool(_CONTROL.fullmatch(text)))]
    return dict.fromkeys(marked, "control sample")


def _no_quantity(grid: Grid, quantity: str, present: list[str]) -> Problem:
    return Problem(
        grid.name,
        f'The table has no quantity "{quantity}".'
        if quantity
        else "The table has no column NPX: other quantities of Olink are not read.",
        row="1",
        column="quantity" if quantity else "NPX",
        value=quantity,
        allowed=listing(present or list(_QUANTITIES)),
        hint=did_you_mean(quantity, present) or "Export NPX values in the long form.",
    )
