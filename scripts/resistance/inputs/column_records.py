"""Account for the columns of a table of counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from resistance.inputs.count_scale import is_estimated
from resistance.inputs.counts_table import (
    FEATURECOUNTS,
    CountsTable,
    counts_matrix,
)
from resistance.inputs.sample_columns import CHOSEN, forms


def column_records(
    table: CountsTable, samples: Sequence[str], parts: Sequence[str], excluded: Collection[str]
) -> list[dict[str, object]]:
    """Account for the columns of a table of counts.

    Parameters
    ----------
    table : CountsTable
    samples, parts : sequence of str
        Samples of the study, and technical replicates that are added to one of them.
    excluded : collection of str
        Samples of the sheet that the study leaves out.

    Returns
    -------
    list of dict
        Rows of :data:`resistance.columns.INPUTS`: samples kept, counts rounded, columns renamed,
        listed or not used.
    """
    matches = table.matches([*samples, *parts])
    used = {position: sample for sample, found in matches.found.items() for position in found}
    said = f"samples of the sheet, each with one {_unit(table)} of {table.name}"
    records = [_record("samples", "kept", "", len(samples), said)]
    if table.why:
        records.append(_record("counts", "listed", "", 1, f"taken for {table.layout}: {table.why}"))
    records += table.records
    values = counts_matrix(table, matches.found)
    decimals = int((values.to_numpy() % 1 != 0).sum())
    if decimals:
        kind = "estimated counts" if is_estimated(values) else "counts"
        records.append(
            _record("counts", "converted", "", decimals, f"{kind} with decimals, rounded")
        )
    # by name: the order of the columns in the file changes no byte of ours
    for position in sorted(range(len(table.columns)), key=lambda i: (table.columns[i], i)):
        column = table.columns[position]
        if position in used and used[position] != column:
            if table.files:
                continue  # reading accounts for files
            how = matches.how.get(position, "")
            said = f"column of sample {used[position]}" + (f" ({how})" if how else "")
            records.append(_record("counts", "renamed", column, 1, said))
        elif position and position not in used:
            text = table.data[position].dtype == object
            featurecounts = column in FEATURECOUNTS and table.columns[0] == FEATURECOUNTS[0]
            said = f"{_unit(table)} that the sample sheet does not name"
            if {column, *forms(column)} & set(excluded):
                said = f"{_unit(table)} of a sample that exclude_samples leaves out"
            if text or featurecounts:
                said = "annotation beside the counts"
            action = "listed" if text or featurecounts else "not_used"
            records.append(_record("counts", action, column, 1, said))
    return records


def column_notes(table: CountsTable, samples: Sequence[str]) -> list[str]:
    """Say by which step of the rule columns that are not named like their samples were found.

    Parameters
    ----------
    table : CountsTable
    samples : sequence of str

    Returns
    -------
    list of str
        One note a step, with one example; what the sheet itself names is none.
    """
    matches = table.matches(samples)
    steps: dict[str, list[tuple[str, str]]] = {}
    for sample, found in matches.found.items():
        for position in found:
            how = matches.how.get(position, "")
            if how and how != CHOSEN:
                steps.setdefault(how, []).append((sample, table.columns[position]))
    return [
        f"{table.name}: the {_unit(table)}s of {len(pairs)} sample{'s' * (len(pairs) > 1)} were "
        f"found by their names, {how}: {pairs[0][0]} is {pairs[0][1]}."
        for how, pairs in sorted(steps.items())
    ]


def _unit(table: CountsTable) -> str:
    return "file" if table.files else "column"


def _record(source: str, action: str, item: str, n: int, detail: str) -> dict[str, object]:
    return {"source": source, "action": action, "item": item, "n": n, "detail": detail}
