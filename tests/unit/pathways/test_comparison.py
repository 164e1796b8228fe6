import numpy as np
import pandas as pd
import pytest

from resistance import columns
from resistance.pathways.comparison import compare, comparison_columns

from .conftest import enrichment

#: NES of significant sets in three contrasts; 0: tested, not called; NaN: not tested.
NES = {
    "ALL_UP": (2, 2, 2),
    "ALL_DOWN": (-2, -2, -2),
    "PRIVATE": (0, 2, 0),
    "SOME": (2, 0, 2),
    "TWO_OF_TWO": (2, 2, np.nan),
    "OPPOSITE": (2, -2, 0),
    "NONE": (0, 0, 0),
}
EDGES = {"a": ["A", "B", "C"], "b": ["C", "B", "D"], "c": ["E", "C", "B"]}


def contrasts(ids="abc") -> dict[str, pd.DataFrame]:
    return {
        of: enrichment(
            *(
                {
                    "term": term,
                    "nes": float(nes["abc".index(of)]) or 0.3,
                    "padj": 0.01 if nes["abc".index(of)] else 0.5,
                    "leading_edge": EDGES[of],
                }
                for term, nes in NES.items()
                if not np.isnan(nes["abc".index(of)])
            )
        )
        for of in ids
    }


def test_patterns() -> None:
    table = compare(contrasts()).set_index("term")
    assert table["pattern"].to_dict() == {
        "ALL_UP": "all_up",
        "ALL_DOWN": "all_down",
        "PRIVATE": "private_b",
        "SOME": "some",
        "TWO_OF_TWO": "some",
        "OPPOSITE": "opposite",
        "NONE": "none",
    }
    assert table.loc["OPPOSITE", ["n_up", "n_down"]].tolist() == [1, 1]
    assert table.loc["ALL_DOWN", ["n_up", "n_down"]].tolist() == [0, 3]


def test_columns_of_each_contrast() -> None:
    table = compare(contrasts())
    assert list(table) == list(comparison_columns(["a", "b", "c"]))
    assert list(table)[: len(columns.PATHWAY_COMPARISON)] == list(columns.PATHWAY_COMPARISON)
    row = table.set_index("term").loc["TWO_OF_TWO"]
    assert row["nes_a"] == 2
    assert np.isnan(row["nes_c"])
    assert np.isnan(row["padj_c"])
    assert row["call_c"] == ""
    assert row["call_a"] == "gene_permutation_only"


def test_common_leading_edge_is_of_the_contrasts_that_call_it() -> None:
    table = compare(contrasts()).set_index("term")["common_leading_edge"]
    assert table["ALL_UP"] == "B;C"
    assert table["SOME"] == "B;C"
    assert table["TWO_OF_TWO"] == "B;C"
    assert table["PRIVATE"] == ""
    assert table["NONE"] == ""


def test_one_contrast() -> None:
    table = compare(contrasts("a")).set_index("term")
    assert table.loc["ALL_UP", "pattern"] == "only_contrast"
    assert table.loc["PRIVATE", "pattern"] == "none"
    assert (table["common_leading_edge"] == "").all()


def test_a_contrast_without_ranks_does_not_count() -> None:
    tables = contrasts()
    tables["c"] = tables["c"].iloc[:0]
    table = compare(tables).set_index("term")
    assert table.loc["TWO_OF_TWO", "pattern"] == "all_up"
    assert table.loc["PRIVATE", "pattern"] == "private_b"
    assert table["nes_c"].isna().all()


def test_no_contrast_has_ranks() -> None:
    table = compare({of: frame.iloc[:0] for of, frame in contrasts().items()})
    assert table.empty
    assert list(table) == list(comparison_columns(["a", "b", "c"]))


def test_order_of_rows_changes_nothing() -> None:
    shuffled = {of: table.sample(frac=1, random_state=1) for of, table in contrasts().items()}
    pd.testing.assert_frame_equal(compare(shuffled), compare(contrasts()))


def test_swapped_arms_swap_the_directions() -> None:
    turned = {of: table.assign(nes=-table["nes"]) for of, table in contrasts().items()}
    forth, back = compare(contrasts()), compare(turned)
    pd.testing.assert_series_equal(forth["n_up"], back["n_down"], check_names=False)
    names = {"all_up": "all_down", "all_down": "all_up"}
    pd.testing.assert_series_equal(forth["pattern"].replace(names), back["pattern"])
    np.testing.assert_array_equal(forth["nes_a"], -back["nes_a"])


def test_order_of_contrasts_changes_no_pattern() -> None:
    forth = compare(contrasts())
    back = compare(contrasts("cba"))
    pd.testing.assert_frame_equal(forth, back[list(forth)])


@pytest.mark.parametrize("ids", [["x"], ["x", "y"]])
def test_columns_are_written_once(ids: list[str]) -> None:
    found = list(comparison_columns(ids))
    assert len(found) == len(set(found)) == 6 + 3 * len(ids)
