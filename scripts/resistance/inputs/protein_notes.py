"""What the owner of a table of protein should know, though the run goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from resistance.inputs.protein_numbers import numbers
from resistance.inputs.schema_words import listing
from resistance.protein.saturation import saturated_lanes

#: Events of a flow measurement below which its mean is uncertain.
FEW_EVENTS = 500
_NAMED = 6


def protein_notes(table: pd.DataFrame, name: str, drug_target: str) -> list[str]:
    """List what weakens a table of protein.

    Parameters
    ----------
    table : pandas.DataFrame
        Result of :func:`resistance.protein.tidy.tidy`, indexed by row.
    name : str
        The protein table as the user named it.
    drug_target : str
        Symbol of the drug's target; empty where there is none.

    Returns
    -------
    list of str
        Assays with technical replicates only, replicates that are passages, flow with few events
        or without background, saturated westerns, groups of genes, and a surface stain of the
        drug's target that may compete with the drug.
    """
    return [f"{name}: {note}" for note in _notes(table, drug_target)]


def _notes(table: pd.DataFrame, drug_target: str) -> Iterator[str]:
    kinds = table["replicate_type"].groupby(table["assay_id"])
    technical = kinds.agg(lambda kind: bool((kind == "technical").all()))
    for assay in technical.index[technical]:
        yield (
            f'all replicates of assay "{assay}" are technical. They are averaged to one value of '
            "each sample, and do not show how cultures differ."
        )
    passages = sorted(table.loc[table["replicate_type"] == "passage", "assay_id"].unique())
    if passages:
        yield (
            f"replicates of {listing(passages, _NAMED)} are passages of one culture. They count "
            "as replicates, but differ less than independent cultures."
        )
    flow = table[table["assay_type"] == "flow"]
    few = flow[numbers(flow["n_events"]) < FEW_EVENTS]
    if len(few):
        yield f"flow measurements on fewer than {FEW_EVENTS} events: {len(few)}{_rows(few)}."
    bare = flow[(flow["background"] == "") & (flow["unit"] != "ratio")]
    for assay in sorted(bare["assay_id"].unique()):
        rows = bare[bare["assay_id"] == assay]
        yield (
            f'measurements of assay "{assay}" without background: {len(rows)}{_rows(rows)}. '
            "Without it a fall looks smaller than it is."
        )
    lanes = table[saturated_lanes(table, numbers(table["value"]))]
    for assay in sorted(lanes["assay_id"].unique()):
        rows = lanes[lanes["assay_id"] == assay]
        yield (
            f'lanes of assay "{assay}" look saturated{_rows(rows)}: the largest value stands '
            "there more than once, or is marked so. Changes may come out too small."
        )
    groups = table.loc[table["gene"].str.contains(";", regex=False), "gene"].unique()
    if len(groups):
        yield (
            f"groups of genes: {len(groups)} ({listing(sorted(groups), 3)}). "
            "They are not split, and belong to no gene."
        )
    yield from _stains(table, drug_target)


def _stains(table: pd.DataFrame, drug_target: str) -> Iterator[str]:
    surface = table[(table["compartment"] == "surface") & (table["is_surface_control"] != "yes")]
    if not drug_target or surface.empty:
        return
    same = surface["gene"].str.upper() == drug_target.upper()
    # under another name of the target (CD123): then any surface protein may be it
    rows = surface[same] if same.any() else surface
    unstated = rows[~rows["clone_competes_with_drug"].isin(["yes", "no"])]
    if len(unstated):
        yield (
            "clone_competes_with_drug is not stated for surface "
            f"{listing(sorted(unstated['gene'].unique()), _NAMED)}. If the stain competes with "
            f"the drug for {drug_target}, a lower signal may be bound drug."
        )


def _rows(rows: pd.DataFrame) -> str:
    """Name the first rows, as a spreadsheet counts them."""
    return f" (row {listing([str(row) for row in rows.index], _NAMED)})"
