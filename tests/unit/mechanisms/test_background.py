import numpy as np
import pandas as pd
import pytest

from resistance.mechanisms import background
from resistance.mechanisms.background import backgrounds, scored, set_tests

GENES = [f"g{i}" for i in range(300)]


@pytest.fixture
def de(differential_frame) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    change = pd.Series(rng.normal(0, 0.5, len(GENES)), index=GENES)
    change[GENES[:8]] += 3.0
    return differential_frame(change)


def graded(mechanism: str, genes: list[str], direction: str = "up", **others) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": "mechanism",
            "mechanism": mechanism,
            "gene_id": genes,
            "expected_direction": direction,
            "grade": "inconclusive",
        }
        | others
    )


def test_sets_move_as_they_are_expected_to(de) -> None:
    sets = pd.concat([graded("rising", GENES[:8]), graded("falling", GENES[:8], "down")])
    tests = set_tests(sets, de)
    assert tests["mechanism", "rising"]["t"] > 3
    assert tests["mechanism", "falling"]["t"] == pytest.approx(-tests["mechanism", "rising"]["t"])


def test_sets_of_one_group_are_one_family(de) -> None:
    one = set_tests(graded("rising", GENES[:8]), de)["mechanism", "rising"]
    both = pd.concat([graded("rising", GENES[:8]), graded("noise", GENES[100:110])])
    two = set_tests(both, de)["mechanism", "rising"]
    assert one["padj"] == one["pvalue"]
    assert two["padj"] == pytest.approx(2 * one["pvalue"])
    state = graded("noise", GENES[100:110], group="cell_state")
    apart = set_tests(pd.concat([graded("rising", GENES[:8]), state]), de)
    assert apart["mechanism", "rising"]["padj"] == one["pvalue"]


def test_set_without_a_ranked_gene_has_no_test(de) -> None:
    test = set_tests(graded("absent", ["x1", "x2", "x3", "x4", "x5"]), de)["mechanism", "absent"]
    assert test["size"] == 0
    assert np.isnan(test["padj"])


def test_empty_differential_table(differential_frame) -> None:
    empty = differential_frame(pd.Series(dtype=float))
    tests = set_tests(graded("rising", GENES[:8]), empty)
    assert np.isnan(tests["mechanism", "rising"]["t"])


def test_what_is_not_scored_or_not_tested_does_not_count(de) -> None:
    genes = graded("rising", GENES[:3], grade=["inconclusive", "not_scored", "not_applicable"])
    assert list(scored(genes)["gene_id"]) == ["g0"]
    de.loc[de["gene_id"] == "g5", "status"] = "low_count"
    assert "g5" not in background.tested(de).index


def test_backgrounds_by_layer_and_assay(de, concordance_frame) -> None:
    table = concordance_frame(
        ("A", "unchanged", (0.1, 0.1), (0.2, 0.1)), ("B", "not_measured", (0.1, 0.1))
    )
    found = backgrounds(de, table)
    assert set(found) == {"", "flow1"}
    assert list(found["flow1"][0].index) == ["id_A"]
    assert len(found[""][0]) == len(GENES)
