import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resistance.mechanisms.rules import (
    antigen,
    background_share,
    effector_and_set,
    efflux,
    expression_only,
    without_expected_change,
)

NO_TEST = {"size": 3, "t": np.nan, "padj": np.nan}
PASSES = {"size": 9, "t": 4.0, "padj": 0.001}
FAILS = {"size": 9, "t": 1.0, "padj": 0.4}
TURNED = {"size": 9, "t": -4.0, "padj": 0.001}


def graded(changes: dict[str, float] | None = None, **grades: str) -> pd.DataFrame:
    """Genes with a grade each; ``changes`` are their log2 fold changes, SE 0.2."""
    change = [(changes or {}).get(gene, 0.0) for gene in grades]
    return pd.DataFrame(
        {
            "gene_id": list(grades),
            "gene_name": list(grades),
            "grade": list(grades.values()),
            "reason": "a reason",
            "expected_direction": "up",
            "protein_assay_id": "wb",
            "rna_log2FoldChange": change,
            "rna_lfcSE": 0.2,
            "protein_log2FoldChange": change,
            "protein_lfcSE": 0.2,
        }
    )


@pytest.mark.parametrize(
    ("grades", "verdict"),
    [
        (["no_change_shown", "no_change_shown"], "no_change_shown"),
        (["no_change_shown", "expected_change_excluded"], "expected_change_excluded"),
        (["expected_change_excluded"], "expected_change_excluded"),
        (["no_change_shown", "inconclusive"], "undetermined"),
        (["layers_conflict", "inconclusive"], "layers_conflict"),
        (["against_expected"], "undetermined"),
        (["not_measured", "not_measured"], "undetermined"),
        ([], "undetermined"),
    ],
)
def test_without_expected_change(grades: list[str], verdict: str) -> None:
    decision = without_expected_change(graded(**{f"g{i}": g for i, g in enumerate(grades)}))
    assert decision.verdict == verdict
    assert decision.reason


@pytest.mark.parametrize(
    ("genes", "detail"),
    [
        (["A"], "A moves against the expected direction"),
        (["A", "B"], "A, B move against the expected direction"),
    ],
)
def test_genes_that_move_against_are_counted_in_the_verb(genes: list[str], detail: str) -> None:
    decision = without_expected_change(graded(**dict.fromkeys(genes, "against_expected")))
    assert decision.detail == detail


@pytest.mark.parametrize(
    ("grade", "verdict"),
    [
        ("consistent_both", "consistent_both"),
        ("consistent_protein_only", "consistent_protein_only"),
        ("transcript_only_protein_unmeasured", "consistent_transcript_only"),
        ("layers_conflict", "layers_conflict"),
        ("no_change_shown", "no_change_shown"),
        ("expected_change_excluded", "expected_change_excluded"),
        ("inconclusive", "undetermined"),
        ("against_expected", "undetermined"),
    ],
)
def test_antigen_is_the_target_alone(grade: str, verdict: str) -> None:
    assert antigen(graded(OTHER="consistent_both", IL3RA=grade), "IL3RA").verdict == verdict


def test_antigen_without_its_target_is_undetermined() -> None:
    assert antigen(graded(OTHER="consistent_both"), "IL3RA").verdict == "undetermined"


def normal(n: int = 1000, seed: int = 0) -> tuple[pd.Series, pd.Series]:
    rng = np.random.default_rng(seed)
    index = [f"g{i}" for i in range(n)]
    return pd.Series(rng.normal(size=n), index=index), pd.Series(0.2, index=index)


def backgrounds(**pumps: float) -> dict[str, tuple[pd.Series, pd.Series]]:
    change, se = normal()
    extra = pd.Series(pumps, dtype=float)
    return {
        "": (pd.concat([change, extra]), pd.concat([se, pd.Series(0.2, index=extra.index)])),
        "wb": (pd.Series({"A": 3.0, "B": 0.1}), pd.Series({"A": 0.2, "B": 0.2})),
    }


def test_one_pump_that_rises_far_is_enough_and_a_falling_one_does_not_contradict() -> None:
    decision = efflux(
        graded(
            {"A": 6.0, "B": -3.0},
            A="consistent_both",
            B="against_expected",
            C="layers_conflict",
            D="not_measured",
        ),
        backgrounds(A=6.0, B=-3.0),
    )
    assert decision.verdict == "consistent_both"
    assert list(decision.genes["gene_name"]) == ["A"]


def test_pump_within_the_background_is_compatible_with_its_share() -> None:
    pumps = graded({"A": 1.6}, A="consistent_both", B="inconclusive")
    decision = efflux(pumps, backgrounds(A=1.6))
    assert decision.verdict == "compatible"
    assert "% of all genes move as far" in decision.detail


def test_limit_tightens_with_the_number_of_pumps() -> None:
    # about 2.3% of standard normal genes lie beyond 2
    one = graded({"A": 2.0}, A="consistent_both")
    assert efflux(one, backgrounds(A=2.0)).verdict == "consistent_both"
    others = dict.fromkeys("BCD", "inconclusive")
    four = graded({"A": 2.0}, A="consistent_both", **others)
    assert efflux(four, backgrounds(A=2.0)).verdict == "compatible"


def test_best_grade_of_the_pumps_that_pass() -> None:
    grades = {"A": "transcript_only_protein_unmeasured", "B": "consistent_both"}
    for b, verdict in ((6.0, "consistent_both"), (0.5, "consistent_transcript_only")):
        changes = {"A": 7.0, "B": b}
        assert efflux(graded(changes, **grades), backgrounds(**changes)).verdict == verdict


def test_pump_in_protein_only_is_held_against_its_own_assay() -> None:
    small = efflux(graded(A="consistent_protein_only"), backgrounds(A=0.0))
    assert small.verdict == "compatible"
    many = backgrounds(A=0.0)
    change, se = normal(200, 3)
    change["A"], se["A"] = 5.0, 0.2
    many["wb"] = (change, se)
    far = graded({"A": 5.0}, A="consistent_protein_only")
    assert efflux(far, many).verdict == "consistent_protein_only"


def test_pump_outside_the_tested_genes_is_ranked_by_its_own_change() -> None:
    """The FDR's filter may leave out a pump whose call is concordant all the same."""
    pumps = {"A": 6.0}
    decision = efflux(graded(pumps, A="consistent_both"), backgrounds())
    assert decision.verdict == "consistent_both"
    decision = efflux(graded({"A": 1.0}, A="consistent_both"), backgrounds())
    assert decision.verdict == "compatible"
    assert "100%" not in decision.detail


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 4))
def test_random_genes_in_place_of_the_pumps_rarely_pass(seed: int, k: int) -> None:
    """Even if each random gene were graded as risen, 5% of draws of k pumps pass at most."""
    rng = np.random.default_rng(seed)
    n = 4000
    index = [f"g{i}" for i in range(n)]
    change = pd.Series(rng.standard_t(3, n), index=index)
    se = pd.Series(rng.uniform(0.05, 1.5, n), index=index)
    distance = change - se
    limit = 0.05 / k
    passing = distance.rank(ascending=False, method="max") / n <= limit
    some = rng.choice(n, 25, replace=False)
    for place in some:
        own = (change.iloc[place], se.iloc[place])
        share = background_share(change, se, index[place], own, 1)
        assert (share <= limit) == passing.iloc[place]
    assert 1 - (1 - passing.mean()) ** k <= 0.05 + 1e-12


def test_background_of_a_gene_outside_it() -> None:
    change, se = normal(999)
    assert background_share(change, se, "absent", (np.nan, np.nan), 1) == 1.0
    own = (change["g5"], se["g5"])
    without = background_share(change.drop("g5"), se.drop("g5"), "g5", own, 1)
    assert without == background_share(change, se, "g5", own, 1)
    assert background_share(change, se, "", (9.0, 0.2), 1) == 1 / 1000


def test_background_swaps_with_the_arms() -> None:
    change, se = normal(300, 8)
    x, error = change["g5"], se["g5"]
    there = background_share(change, se, "g5", (x, error), 1)
    assert there == background_share(-change, se, "g5", (-x, error), -1)


@pytest.mark.parametrize(
    ("grades", "test", "verdict"),
    [
        ({"A": "consistent_both"}, PASSES, "consistent_both"),
        ({"A": "transcript_only_protein_unmeasured"}, PASSES, "consistent_transcript_only"),
        ({"A": "consistent_both"}, FAILS, "compatible"),
        ({"A": "consistent_both"}, TURNED, "compatible"),
        ({"A": "consistent_both"}, NO_TEST, "compatible"),
        ({"A": "consistent_both", "B": "against_expected"}, PASSES, "compatible"),
        ({"A": "consistent_both", "B": "against_expected"}, FAILS, "undetermined"),
        ({"A": "inconclusive"}, PASSES, "undetermined"),
        ({"A": "no_change_shown"}, PASSES, "no_change_shown"),
    ],
)
def test_effector_and_set(grades: dict[str, str], test: dict, verdict: str) -> None:
    assert effector_and_set(graded(**grades), test).verdict == verdict


@pytest.mark.parametrize(
    ("grades", "test", "verdict"),
    [
        ({"A": "consistent_both", "B": "inconclusive"}, PASSES, "compatible"),
        ({"A": "inconclusive", "B": "inconclusive"}, PASSES, "undetermined"),
        ({"A": "consistent_both", "B": "inconclusive"}, FAILS, "undetermined"),
        ({"A": "consistent_both", "B": "inconclusive"}, TURNED, "undetermined"),
        ({"A": "consistent_both", "B": "consistent_both"}, NO_TEST, "compatible"),
        ({"A": "consistent_both", "B": "against_expected"}, NO_TEST, "undetermined"),
        ({}, NO_TEST, "undetermined"),
    ],
)
def test_expression_alone_is_compatible_at_most(
    grades: dict[str, str], test: dict, verdict: str
) -> None:
    assert expression_only(graded(**grades), test).verdict == verdict
