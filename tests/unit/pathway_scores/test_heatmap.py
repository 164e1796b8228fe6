import numpy as np
import pandas as pd
import pytest

from resistance.pathway_scores.heatmap import heatmap_order


def blocks():
    rng = np.random.default_rng(2)
    course = np.array([[0, 0, 0, 1, 1, 1], [1, 0, 1, 0, 1, 0]])
    values = np.repeat(course, 4, axis=0) + rng.normal(0, 0.05, (8, 6))
    names = [f"T{i}" for i in (0, 2, 4, 6, 1, 3, 5, 7)]
    return pd.DataFrame(values, index=names, columns=list("abcdef"))


def test_sets_of_one_course_and_samples_of_one_arm_stand_together():
    rows, columns = heatmap_order(blocks())
    assert {frozenset(rows[:4]), frozenset(rows[4:])} == {
        frozenset({"T0", "T2", "T4", "T6"}),
        frozenset({"T1", "T3", "T5", "T7"}),
    }
    assert {frozenset(columns[:3]), frozenset(columns[3:])} == {frozenset("abc"), frozenset("def")}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_the_table_changes_nothing_even_with_ties(seed):
    rng = np.random.default_rng(seed)
    for table in (blocks(), blocks().round(0)):
        turned = table.iloc[rng.permutation(8), rng.permutation(6)]
        assert heatmap_order(turned) == heatmap_order(table)


def test_a_row_without_scatter_and_shifted_rows():
    table = blocks()
    table.loc["flat"] = 3.0
    assert heatmap_order(table + 5) == heatmap_order(table)
    assert "flat" in heatmap_order(table)[0]


@pytest.mark.parametrize(("n_rows", "n_columns"), [(0, 6), (1, 6), (2, 2), (8, 1), (8, 0)])
def test_too_few_to_cluster_keep_the_order_of_names(n_rows, n_columns):
    table = blocks().iloc[:n_rows, :n_columns]
    rows, columns = heatmap_order(table)
    assert sorted(rows) == sorted(table.index)
    assert sorted(columns) == sorted(table.columns)
    if n_rows < 3:
        assert rows == sorted(table.index)
