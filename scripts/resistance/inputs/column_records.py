"""Account for the columns of a table of counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from resistance.inputs.count_scale import is_estimated
from resistance.inputs.counts_table import (
    FEATURECOUNTS,
    CountsTable,
    counts_matrix,
    sample_name,
)


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
    matched = table.matched([*samples, *parts])
    used = {position: sample for sample, found in matched.items() for position in found}
    said = f"samples of the sheet, each with one column of {table.name}"
    records = [_record("samples", "kept", "", len(samples), said)]
    values = counts_matrix(table, matched)
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
            said = f"column of sample {used[position]}"
            records.append(_record("counts", "renamed", column, 1, said))
        elif position and position not in used:
            text = table.data[position].dtype == object
            featurecounts = column in FEATURECOUNTS and table.columns[0] == FEATURECOUNTS[0]
            said = "column that the sample sheet does not name"
            if {column, sample_name(column)} & set(excluded):
                said = "column of a sample that exclude_samples leaves out"
            if text or featurecounts:
                said = "annotation beside the counts"
            action = "listed" if text or featurecounts else "not_used"
            records.append(_record("counts", action, column, 1, said))
    return records


def _record(source: str, action: str, item: str, n: int, detail: str) -> dict[str, object]:
    return {"source": source, "action": action, "item": item, "n": n, "detail": detail}
