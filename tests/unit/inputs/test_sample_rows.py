import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.columns import INPUTS
from resistance.inputs.sample_rows import as_written, chain, notes, records, resolve, summed

SHEET = pd.DataFrame(
    [
        ("A", "p", "1", ""),
        ("A2", "p", "2", "A"),
        ("A3", "p", "1", "A2"),
        ("B", "p", "1", "unknown"),
        ("C", "r", "1", ""),
        ("C2", "r", "1", "C"),
    ],
    columns=["sample", "condition", "batch", "replicate_of"],
    index=range(2, 8),
)


def test_replicates_go_to_the_last_sample_of_their_chain() -> None:
    rows = resolve(SHEET, [])
    assert list(rows.kept["sample"]) == ["A", "B", "C"]
    assert list(rows.kept.index) == [2, 5, 6]
    assert rows.summed == {"A2": "A", "A3": "A", "C2": "C"}
    assert list(rows.table["summed_from"]) == ["A2;A3", "", "C2"]
    assert set(rows.counted.values()) == set(SHEET["sample"])


def test_excluded_samples_need_no_counts_and_chains_go_over_them() -> None:
    rows = resolve(SHEET, ["C2", "A2", "B"])
    assert rows.excluded == ("A2", "B", "C2")
    assert rows.summed == {"A3": "A"}
    assert list(rows.kept["sample"]) == ["A", "C"]
    assert rows.counted == {2: "A", 4: "A3", 6: "C"}


def test_a_sheet_without_replicates_stays_as_it_is() -> None:
    rows = resolve(SHEET.drop(columns="replicate_of"), [])
    assert rows.table is rows.kept
    assert rows.kept.equals(rows.sheet)
    assert (notes(rows), records(rows)) == ([], [])
    assert as_written(SHEET).kept is SHEET


def test_each_row_that_is_not_kept_is_accounted_for() -> None:
    rows = resolve(SHEET, ["B"])
    found = pd.DataFrame(records(rows), columns=list(INPUTS)).set_index("item")
    assert list(found.index) == ["B", "A2", "A3", "C2"]
    assert list(found["action"]) == ["not_used", "summed", "summed", "summed"]
    assert found.loc["A2", "detail"].endswith("to those of A; A keeps its own batch")
    assert found.loc["A3", "detail"].endswith("to those of A")
    assert notes(rows) == [
        "exclude_samples leaves out B.",
        "A: the counts of A2, A3 are added (replicate_of).",
        "C: the counts of C2 are added (replicate_of).",
    ]


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ({}, ["a"]),
        ({"a": "a"}, ["a", "a"]),
        ({"a": "b", "b": "c"}, ["a", "b", "c"]),
        ({"a": "b", "b": "c", "c": "b"}, ["a", "b", "c", "b"]),
    ],
)
def test_chains_end(links, expected) -> None:
    assert chain("a", links) == expected


@given(st.permutations(range(6)), st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_sums_do_not_depend_on_the_order_of_rows(order, values) -> None:
    counts = pd.DataFrame([values[:6], values[6:]], ["g", "h"], list(SHEET["sample"]))
    one, other = resolve(SHEET, []), resolve(SHEET.iloc[order], [])
    total = summed(counts, one.summed)
    assert list(total.columns) == ["A", "B", "C"]
    assert total.loc["g"].to_list() == [sum(values[:3]), values[3], values[4] + values[5]]
    assert total.equals(summed(counts.iloc[:, order], other.summed)[total.columns])
    assert set(other.kept["sample"]) == set(one.kept["sample"])
    assert counts.shape == (2, 6)
