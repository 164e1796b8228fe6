import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.inputs.counts_table import match_columns, sample_name


@pytest.mark.parametrize(
    ("column", "sample"),
    [
        ("HBR_1", "HBR_1"),
        ("/home/x/mapping/HBR_1/HBR_1.bam", "HBR_1"),
        ("alignment/WT_1A.sorted.bam", "WT_1A"),
        (r"C:\runs\WT 1.bam", "WT 1"),
        ("map/S1Aligned.sortedByCoord.out.bam", "S1"),
        ("map/S1_Aligned.sortedByCoord.out.markdup.bam", "S1"),
        ("S1.sorted.dedup.cram", "S1"),
        ("S1_sorted", "S1_sorted"),
        ("S1_presorted.bam", "S1_presorted"),
        ("bam", "bam"),
    ],
)
def test_sample_name(column, sample) -> None:
    assert sample_name(column) == sample


def test_exact_names_come_first() -> None:
    columns = ["gene_id", "x/S1.bam", "S1", "S2.bam"]
    assert match_columns(columns, ["S1", "S2", "S3"]) == {"S1": [2], "S2": [3], "S3": []}


def test_a_column_that_a_sample_has_exactly_is_no_one_elses() -> None:
    assert match_columns(["g", "S1.bam"], ["S1", "S1.bam"]) == {"S1": [], "S1.bam": [1]}


def test_ambiguous_columns_are_all_named() -> None:
    assert match_columns(["g", "a/S1.bam", "b/S1.bam"], ["S1"]) == {"S1": [1, 2]}


def test_the_column_of_ids_is_no_sample() -> None:
    assert match_columns(["S1", "S2"], ["S1"]) == {"S1": []}


@given(names=st.lists(st.text(min_size=1, max_size=6), unique=True, max_size=6), data=st.data())
def test_exact_names_of_any_kind_in_any_order(names, data) -> None:
    columns = ["id", *data.draw(st.permutations(names))]
    matched = match_columns(columns, names)
    assert all(columns[position] == name for name, (position,) in matched.items())
