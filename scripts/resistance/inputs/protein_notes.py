"""What the owner of a table of protein should know, though the run goes on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from resistance.inputs.protein_numbers import numbers
from resistance.inputs.schema_words import listing
from resistance.protein.saturation import saturated_lanes

#: Events of a flow measurement below which its mean is uncertain.
FEW_EVENTS = 500
_NAMED = 6


def protein_notes(
    table: pd.DataFrame, name: str, drug_target: str, symbols: Mapping[str, str]
) -> list[str]:
    """List what weakens a table of protein.

    Parameters
    ----------
    table : pandas.DataFrame
        Result of :func:`resistance.protein.tidy.tidy`, indexed by row.
    name : str
        The protein table as the user named it.
    drug_target : str
        The drug's target as the user names it; empty where there is none.
    symbols : mapping of str to str
        Symbol of each clinical name and Ensembl id (lower case): CD123 is IL3RA.

    Returns
    -------
    list of str
        Assays whose technical replicates come from one sample an arm, replicates that are
        passages, flow with few events or without background, values that are no larger than their
        background, saturated westerns, groups of genes, and a surface stain of the drug's target
        that may compete with the drug.
    """
    return [f"{name}: {note}" for note in _notes(table, drug_target, symbols)]


def _notes(table: pd.DataFrame, drug_target: str, symbols: Mapping[str, str]) -> Iterator[str]:
    for assay, rows in table.groupby("assay_id", sort=True):
        samples = rows.groupby("condition")["sample"].nunique()
        if (rows["replicate_type"] != "technical").any() or (samples >= 2).any():
            continue
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
    yield from _no_signal(table)
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
    yield from _stains(table, drug_target, symbols)


def _no_signal(table: pd.DataFrame) -> Iterator[str]:
    """Count the values that are no larger than their background, on whatever scale."""
    value, background = numbers(table["value"]), numbers(table["background"])
    compared = table[value.notna() & background.notna() & (table["censored"] == "none")]
    for assay, rows in compared.groupby("assay_id", sort=True):
        low = rows[value[rows.index] <= background[rows.index]]
        if len(low) == len(rows):
            yield (
                f'no value of assay "{assay}" lies above its background{_rows(low)}. Nothing can '
                "be compared there: check the column background."
            )
        elif len(low):
            yield (
                f'values of assay "{assay}" at or below their background: {len(low)}{_rows(low)}. '
                "They count as too low to be seen, and a change as a bound."
            )


def _stains(table: pd.DataFrame, drug_target: str, symbols: Mapping[str, str]) -> Iterator[str]:
    surface = table[(table["compartment"] == "surface") & (table["is_surface_control"] != "yes")]
    if not drug_target or surface.empty:
        return
    wanted = _symbol(drug_target, symbols)
    same = [
        wanted in (_symbol(gene, symbols), _symbol(given, symbols))
        for gene, given in zip(surface["gene"], surface["ensembl_id"], strict=True)
    ]
    rows = surface[same]
    unstated = rows[~rows["clone_competes_with_drug"].isin(["yes", "no"])]
    if len(unstated):
        yield (
            "clone_competes_with_drug is not stated for surface "
            f"{listing(sorted(unstated['gene'].unique()), _NAMED)}. If the stain competes with "
            f"the drug for {drug_target}, a lower signal may be bound drug."
        )


def _symbol(name: str, symbols: Mapping[str, str]) -> str:
    """Return one spelling for the names of a gene."""
    stem = name.split(".")[0].lower() if name.upper().startswith("ENS") else name.lower()
    return symbols.get(stem, name).upper()


def _rows(rows: pd.DataFrame) -> str:
    """Name the first rows, as a spreadsheet counts them."""
    return f" (row {listing([str(row) for row in rows.index], _NAMED)})"
