"""Rows of one id: kept apart, summed or chosen from, as the study says; never merged in silence."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from resistance.genes.excel import is_damaged

CHOICES = ("sum", "highest_mean", "keep_apart")


class Settled(NamedTuple):
    """Rows with an id of their own.

    Attributes
    ----------
    counts : pandas.DataFrame
        The index is unique. Rows kept apart are called ``id#1``, ``id#2``, ... from the one with
        the most reads on: their order in the file does not matter.
    unused : pandas.DataFrame
        Rows that were passed over for another one of their id.
    records : list of dict
        Rows of :data:`resistance.columns.INPUTS`.
    """

    counts: pd.DataFrame
    unused: pd.DataFrame
    records: list[dict[str, object]]


def settle(counts: pd.DataFrame, choice: str) -> Settled:
    """Give each row an id of its own.

    Rows whose id is a date that a spreadsheet made of two genes' names are always kept apart.

    Parameters
    ----------
    counts : pandas.DataFrame
        Rows of the file x samples, index the ids; repeated ones are those that the study allows.
    choice : {"", "sum", "highest_mean", "keep_apart"}
        ``counts.duplicate_ids``.

    Returns
    -------
    Settled
    """
    again = counts.index.duplicated(keep=False)
    if not again.any():
        return Settled(counts, counts.iloc[:0], [])
    parts = [counts[~again]]
    unused = [counts.iloc[:0]]
    records = []
    for identifier, rows in counts[again].groupby(level=0, sort=True):
        name, n = str(identifier), len(rows)
        by_reads = rows.assign(**{"\0reads": -rows.sum(axis=1)})
        ordered = rows.loc[[name]].iloc[
            by_reads.reset_index(drop=True)
            .sort_values(["\0reads", *rows.columns], kind="stable")
            .index
        ]
        if choice == "sum" and not is_damaged(name):
            summed = ordered.sum().to_frame(name).T.astype(counts.dtypes.to_dict())
            parts.append(summed)
            said = f"{n} rows of one id, as counts.duplicate_ids: sum says"
            records.append(("summed", name, n, said))
        elif choice == "highest_mean" and not is_damaged(name):
            parts.append(ordered.iloc[:1])
            unused.append(ordered.iloc[1:])
            said = "rows of one id with fewer reads, as counts.duplicate_ids: highest_mean says"
            records.append(("not_used", name, n - 1, said))
        else:
            names = [f"{name}#{i}" for i in range(1, n + 1)]
            parts.append(ordered.set_axis(pd.Index(names, dtype=object), axis=0))
            reads = ", ".join(f"{total:,}" for total in ordered.sum(axis=1))
            said = f"{n} rows of one id, kept apart as {', '.join(names)} ({reads} reads)"
            records.append(("listed", name, n, said))
    settled = pd.concat(parts)
    settled.index.name = counts.index.name
    return Settled(
        settled,
        pd.concat(unused),
        [
            {"source": "counts", "action": action, "item": item, "n": n, "detail": detail}
            for action, item, n, detail in records
        ],
    )
