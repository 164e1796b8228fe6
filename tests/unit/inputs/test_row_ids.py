"""Rows of one id, as the study wants them."""

import pandas as pd
import pytest

from resistance.inputs.row_ids import settle

COUNTS = pd.DataFrame(
    {"S1": [1, 5, 3, 7], "S2": [2, 50, 4, 8]}, index=pd.Index(["A", "B", "A", "1-Mar"], name="id")
)


@pytest.mark.parametrize(
    ("choice", "rows", "action"),
    [
        ("sum", {"A": [4, 6]}, "summed"),
        ("highest_mean", {"A": [3, 4]}, "not_used"),
        ("keep_apart", {"A#1": [3, 4], "A#2": [1, 2]}, "listed"),
    ],
)
def test_choices(choice, rows, action) -> None:
    for order in ([0, 1, 2, 3], [2, 3, 0, 1]):
        found = settle(COUNTS.iloc[order], choice)
        assert {name: found.counts.loc[name].tolist() for name in rows} == rows
        assert found.counts.index.is_unique
        assert found.counts.loc["B"].tolist() == [5, 50]
        assert [record["action"] for record in found.records] == [action]
        kept = found.counts.sum() + found.unused.sum()
        assert kept.tolist() == COUNTS.sum().tolist()


@pytest.mark.parametrize("choice", ["", "sum", "highest_mean"])
def test_what_a_spreadsheet_made_one_is_never_merged(choice) -> None:
    counts = COUNTS.set_axis(pd.Index(["1-Mar", "B", "C", "1-Mar"]))
    found = settle(counts, choice)
    assert found.counts.loc[["1-Mar#1", "1-Mar#2"], "S1"].tolist() == [7, 1]
    assert "(15, 3 reads)" in str(found.records[0]["detail"])


def test_nothing_to_settle() -> None:
    counts = COUNTS.iloc[1:3]
    found = settle(counts, "")
    assert found.counts is counts
    assert found.records == []
