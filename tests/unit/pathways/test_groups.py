import numpy as np
import pandas as pd
import pytest

from resistance import columns
from resistance.pathways.groups import (
    likeness,
    pathway_groups,
    said_of,
    shared_genes,
)

from .conftest import enrichment, genes


def story(**other):
    """Three stories that rise: one of three sets, one of a small set in a large one, one alone."""
    return enrichment(
        {"term": "A_ONE", "leading_edge": genes(0, 20), "padj": 0.001, **other},
        {"term": "A_TWO", "leading_edge": genes(4, 24), "padj": 0.002, **other},
        {"term": "A_THREE", "leading_edge": genes(2, 16), "padj": 0.0001, **other},
        {"term": "B_LARGE", "leading_edge": genes(100, 180), "padj": 0.02, **other},
        {"term": "B_SMALL", "leading_edge": genes(100, 110), "padj": 0.03, **other},
        {"term": "C_ALONE", "leading_edge": genes(300, 320), "padj": 0.04, **other},
    )


def members(table: pd.DataFrame) -> list[set[str]]:
    return [set(part["term"]) for _, part in table.groupby("group")]


def test_shared_genes_counts() -> None:
    found = shared_genes([["A", "B", "C"], ["B", "C"], [], ["D"]])
    assert found.tolist() == [[3, 2, 0, 0], [2, 2, 0, 0], [0, 0, 0, 0], [0, 0, 0, 1]]


def test_likeness_by_hand() -> None:
    alike = likeness(np.array([[8, 4, 2], [4, 4, 1], [2, 1, 2]]))
    assert alike[0, 1] == pytest.approx((4 / 8 + 1) / 2)
    assert alike[0, 2] == pytest.approx((2 / 8) / 2)  # two shared genes: Jaccard alone
    assert np.diag(alike).tolist() == [1, 1, 1]
    np.testing.assert_array_equal(alike, alike.T)


def test_stories_are_told_apart() -> None:
    table = pathway_groups(story())
    assert list(table) == list(columns.PATHWAY_GROUPS)
    assert members(table) == [{"A_ONE", "A_TWO", "A_THREE"}, {"B_LARGE", "B_SMALL"}, {"C_ALONE"}]
    assert list(table["term"]) == ["A_THREE", "A_ONE", "A_TWO", "B_LARGE", "B_SMALL", "C_ALONE"]
    assert list(table["label"].unique()) == ["A_THREE", "B_LARGE", "C_ALONE"]
    assert list(table["is_best"]) == ["yes", "no", "no", "yes", "no", "yes"]
    small = table.set_index("term").loc["B_SMALL"]
    assert small["n_shared"] == 10
    assert small["overlap_with_best"] == pytest.approx((10 / 80 + 1) / 2)
    assert (table.loc[table["is_best"] == "yes", "overlap_with_best"] == 1).all()


def test_robust_sets_come_first() -> None:
    frame = story()
    frame.loc[frame["term"].isin(["A_TWO", "C_ALONE"]), "call"] = "robust"
    table = pathway_groups(frame)
    assert list(table["label"].unique()) == ["A_TWO", "C_ALONE", "B_LARGE"]


def test_equal_sets_by_nes_then_name() -> None:
    sets = [
        {"term": term, "nes": nes, "leading_edge": genes(i * 30, i * 30 + 10)}
        for i, (term, nes) in enumerate([("Z", 2.5), ("B", 2.0), ("A", 2.0)])
    ]
    assert list(pathway_groups(enrichment(*sets))["term"]) == ["Z", "A", "B"]


@pytest.mark.parametrize("collection", ["resistance", "bpdcn"])
def test_our_own_sets_do_not_give_the_name(collection: str) -> None:
    frame = story()
    frame.loc[frame["term"].isin(["A_THREE", "C_ALONE"]), "collection"] = collection
    table = pathway_groups(frame)
    # they rank the group, and name one that has nothing else
    assert list(table["label"].unique()) == ["A_ONE", "B_LARGE", "C_ALONE"]
    assert list(table["term"])[:3] == ["A_ONE", "A_THREE", "A_TWO"]


def test_our_own_set_gives_the_name_where_it_alone_is_robust() -> None:
    frame = story()
    frame.loc[frame["term"] == "A_THREE", ["collection", "call"]] = ["resistance", "robust"]
    table = pathway_groups(frame)
    first = table[table["is_best"] == "yes"].iloc[0]
    assert (first["label"], first["call"]) == ("A_THREE", "robust")


def test_order_of_rows_changes_nothing() -> None:
    frame = story()
    for seed in range(5):
        pd.testing.assert_frame_equal(
            pathway_groups(frame.sample(frac=1, random_state=seed)), pathway_groups(frame)
        )


def test_swapped_arms_swap_the_directions() -> None:
    up = pathway_groups(story())
    down = pathway_groups(story(nes=-2.0))
    assert set(up["direction"]) == {"up"}
    assert set(down["direction"]) == {"down"}
    unsigned = ["direction", "nes"]
    pd.testing.assert_frame_equal(up.drop(columns=unsigned), down.drop(columns=unsigned))


def test_directions_are_grouped_apart() -> None:
    frame = story()
    frame.loc[frame["term"] == "A_TWO", "nes"] = -2.0
    table = pathway_groups(frame)
    assert list(table.loc[table["direction"] == "down", "group"]) == [1]
    assert table["direction"].iloc[-1] == "down"


def test_sets_of_two_collections_may_have_one_name() -> None:
    frame = enrichment(
        {"term": "T", "collection": "x", "leading_edge": genes(0, 10)},
        {"term": "T", "collection": "y", "leading_edge": genes(0, 10)},
    )
    table = pathway_groups(frame)
    assert list(table["collection"]) == ["x", "y"]
    assert list(table["is_best"]) == ["yes", "no"]


def test_only_significant_sets() -> None:
    frame = story()
    frame.loc[frame["term"] != "A_ONE", "padj"] = [0.05, np.nan, 0.2, 0.9, 1.0]
    table = pathway_groups(frame)
    assert list(table["term"]) == ["A_ONE"]
    assert said_of(table) == "Significant gene sets: 1 sets up in 1 groups."


def test_nothing_significant() -> None:
    for frame in (story(padj=0.5), story().iloc[:0]):
        table = pathway_groups(frame)
        assert table.empty
        assert list(table) == list(columns.PATHWAY_GROUPS)
    assert "nothing to group" in said_of(table)
