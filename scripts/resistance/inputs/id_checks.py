"""Judge the gene ids of a table of counts: once each, of the right organism, no dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from resistance.genes.excel import is_damaged
from resistance.genes.spellings import parse_ensembl
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.schema_words import listing
from resistance.inputs.set_apart import is_mouse, is_spike_in
from resistance.inputs.tables import EXAMPLES
from resistance.problems import Problem

#: How the Ensembl gene ids of an organism begin.
PREFIXES: Final = {"human": "ENSG", "mouse": "ENSMUSG"}
#: Above this share of foreign Ensembl ids the organism must be wrong; below it they may be of a
#: second genome, such as stroma or a transgene.
FOREIGN_SHARE: Final = 0.5


def check_ids(table: CountsTable, organism: str = "other") -> list[Problem]:
    """Find gene ids that are missing, repeated, row numbers, or another organism's.

    Parameters
    ----------
    table : CountsTable
    organism : str
        ``human``, ``mouse`` or ``other``.

    Returns
    -------
    list of Problem
    """
    ids = table.data[0]
    column = table.columns[0]
    if len(ids) > 1:
        for first in (0, 1):
            if list(ids[:50]) == [str(first + i) for i in range(len(ids[:50]))]:
                return [
                    Problem(
                        table.name,
                        "The first column numbers the rows; gene ids are expected there.",
                        str(table.rows[0]),
                        column,
                        ids.iloc[0],
                        "a gene id or symbol in each row",
                        "Leave the row numbers out when you write the table.",
                    )
                ]
    problems = [
        Problem(table.name, "The gene has no id.", str(table.rows[i]), column, allowed="a gene id")
        for i in np.flatnonzero((ids == "").to_numpy())[:EXAMPLES]
    ]
    again = ids.duplicated() & (ids != "")
    # what a spreadsheet made one name of were two genes: their rows are kept apart
    again &= ~ids.where(again, "").map(is_damaged)
    repeated = np.flatnonzero(again.to_numpy() & (table.duplicate_ids == ""))
    for i in repeated[:EXAMPLES]:
        gene = ids.iloc[i]
        first_row = table.rows[int(np.flatnonzero((ids == gene).to_numpy())[0])]
        problems.append(
            Problem(
                table.name,
                f"This gene id stands in row {first_row} already.",
                str(table.rows[i]),
                column,
                gene,
                "each gene id once",
                "Use ids instead of symbols, or set counts.duplicate_ids in the config: sum adds "
                "such rows, highest_mean takes the one with the most reads, keep_apart keeps all.",
            )
        )
    if len(repeated) > EXAMPLES:
        problems.append(Problem(table.name, f"And {len(repeated) - EXAMPLES} more gene ids twice."))
    return problems + _check_species(table, organism)


def _foreign(ids: Sequence[str], organism: str) -> tuple[list[int], int]:
    """Return the positions of other organisms' Ensembl ids, and how many Ensembl ids there are."""
    parsed = [(i, parse_ensembl(identifier)) for i, identifier in enumerate(ids)]
    prefixes = [(i, found[0].rstrip("0123456789")) for i, found in parsed if found is not None]
    own = PREFIXES.get(organism)
    return [i for i, prefix in prefixes if own is not None and prefix != own], len(prefixes)


def _check_species(table: CountsTable, organism: str) -> list[Problem]:
    ids = table.data[0]
    foreign, total = _foreign(list(ids), organism)
    if table.mixed:
        return _check_mixed(table)
    if not foreign or len(foreign) <= FOREIGN_SHARE * total:
        return []
    first = ids.iloc[foreign[0]]
    found = parse_ensembl(first)
    bare = found[0] if found else ""
    named = [name for name, prefix in PREFIXES.items() if re.match(rf"{prefix}\d", bare)]
    return [
        Problem(
            table.name,
            f"{len(foreign):,} of {total:,} Ensembl ids are not of study.organism ({organism}).",
            str(table.rows[foreign[0]]),
            table.columns[0],
            first,
            f"mostly ids that begin with {PREFIXES[organism]}",
            f"If the ids are right, set study.organism: {named[0] if named else 'other'}.",
        )
    ]


def _check_mixed(table: CountsTable) -> list[Problem]:
    """Find a table that does not say which of its genes are of the mouse."""
    mouse = int(sum(map(is_mouse, table.data[0])))
    if 0 < mouse < len(table.data):
        return []
    what = "No row is" if not mouse else "Every row is"
    return [
        Problem(
            table.name,
            f"{what} a mouse gene by its id, but study.organism is mixed.",
            str(table.rows[0]),
            table.columns[0],
            str(table.data[0].iloc[0]),
            "human genes, and mouse genes as ENSMUSG... or after their genome (mm10_Actb)",
            "Count against both genomes at once, or set study.organism to human or mouse.",
        )
    ]


def id_notes(table: CountsTable) -> list[str]:
    """Say before a run which rows are no ordinary genes.

    Parameters
    ----------
    table : CountsTable

    Returns
    -------
    list of str
        Names that are dates, spike-ins, and rows of one id.
    """
    ids = list(table.data[0])
    notes = []
    damaged = sorted({name for name in ids if is_damaged(name)})
    if damaged:
        notes.append(
            f"{table.name}: {len(damaged)} names of genes are dates or numbers that a spreadsheet "
            f"made of them ({listing(damaged, 6)}). They are given back where one gene alone "
            "fits; results/tables/inputs.tsv lists each."
        )
    spikes = [name for name in ids if is_spike_in(name)]
    if spikes:
        where = (
            "stay among the genes, as size factors need them"
            if table.keep_spike_ins
            else ("are set apart: no size factors come from them, and none is tested")
        )
        notes.append(f"{table.name}: {len(spikes)} spike-ins ({listing(spikes, 2)}) {where}.")
    if len(set(ids)) < len(ids) and table.duplicate_ids:
        n = len(ids) - len(set(ids))
        said = f"{n} rows have the id of another one: {table.duplicate_ids}"
        notes.append(f"{table.name}: {said} (counts.duplicate_ids).")
    return notes


def odd_ids(ids: Sequence[str], organism: str) -> list[dict[str, object]]:
    """List ids that are counted as they are but may not be what they seem.

    Parameters
    ----------
    ids : sequence of str
        As they stand in the file.
    organism : str
        ``human``, ``mouse`` or ``other``.

    Returns
    -------
    list of dict
        Rows of :data:`resistance.columns.INPUTS`: one for the Ensembl ids of other organisms
        together.
    """
    odd: list[tuple[str, int, str]] = []
    foreign = sorted(ids[i] for i in _foreign(ids, organism)[0])
    if foreign:
        said = f"Ensembl ids that are not of {organism}, such as {foreign[0]}; they are kept"
        odd.append(("", len(foreign), said))
    return [
        {"source": "counts", "action": "listed", "item": item, "n": n, "detail": detail}
        for item, n, detail in odd
    ]
