import math

import numpy as np
import pandas as pd
import pytest

from resistance.inputs.replicate_look import (
    RUNS,
    groups_of,
    informative,
    look_alike,
    sentence,
    variation,
)

MEANS = np.random.default_rng(3).lognormal(5, 2, 3000)
RNG = np.random.default_rng(4)


@pytest.fixture(autouse=True)
def _the_same_numbers_in_any_order_of_tests() -> None:
    RNG.bit_generator.state = np.random.default_rng(4).bit_generator.state


def culture(cv: float) -> np.ndarray:
    return MEANS * RNG.gamma(1 / cv**2, cv**2, len(MEANS))


def runs(mean: np.ndarray, *depths: float, twice: int = 1) -> list[np.ndarray]:
    return [twice * RNG.poisson(depth * mean / twice) for depth in depths]


@pytest.mark.parametrize(("cv", "low", "high"), [(0.05, 0.03, 0.07), (0.3, 0.25, 0.35)])
def test_variation_between_cultures_is_found_at_any_depth(cv, low, high) -> None:
    for depth in (0.5, 1, 20):
        one, other = (runs(culture(cv), size)[0] for size in (1, depth))
        assert low < variation(one, other) < high


@pytest.mark.parametrize("twice", [1, 2])
def test_runs_have_none_even_where_fragments_are_counted_twice(twice) -> None:
    one, other = runs(culture(0.2), 1, 3, twice=twice)
    assert variation(one, other) < RUNS / 2
    assert variation(one, one) == 0


def test_too_few_genes_tell_nothing() -> None:
    assert math.isnan(variation(np.full(150, 50.0), np.full(150, 60.0)))
    few = pd.DataFrame(RNG.poisson(50, (150, 3)), columns=list("abc"))
    assert look_alike(few, dict.fromkeys("abc", "x")).runs == ()


@pytest.fixture
def counts() -> pd.DataFrame:
    """Two cultures in three runs each, one culture of its own, and an arm of one culture."""
    columns = {}
    for name in ("p1", "p2"):
        for letter, run in zip("ABC", runs(culture(0.1), 1, 0.7, 1.4), strict=True):
            columns[name + letter] = run
    columns["p3"] = runs(culture(0.1), 1)[0]
    columns["r1"], columns["r2"] = runs(culture(0.1), 1, 1)
    return pd.DataFrame(columns)


GROUPS = {name: "parental" if name[0] == "p" else "resistant" for name in ["p1A", "p1B", "p1C"]}
GROUPS |= dict.fromkeys(("p2A", "p2B", "p2C", "p3"), "parental")
GROUPS |= {"r1": "resistant", "r2": "resistant"}


def test_runs_are_grouped_by_sample_whatever_the_order(counts) -> None:
    for order in (list(counts), list(counts)[::-1]):
        look = look_alike(counts[order], GROUPS)
        assert {frozenset(found.samples) for found in look.runs} == {
            frozenset({"p1A", "p1B", "p1C"}),
            frozenset({"p2A", "p2B", "p2C"}),
            frozenset({"r1", "r2"}),
        }
        assert look.smallest < RUNS
    assert [found.alone for found in look_alike(counts, GROUPS).runs] == [False, False, True]


def test_genes_that_were_chosen_before_give_the_same(counts) -> None:
    large = pd.concat([counts] * 3, ignore_index=True)
    large.iloc[0] = 0
    genes = informative(large.to_numpy().sum(axis=1))
    assert 3000 < len(genes) <= 4000
    assert 0 not in genes
    part = look_alike(large.iloc[genes], GROUPS, np.arange(len(genes)))
    assert part == look_alike(large, GROUPS)
    assert len(part.runs) == 3


def test_samples_of_other_groups_are_not_compared(counts) -> None:
    apart = {name: name[-1] for name in counts}  # A with A, B with B
    assert look_alike(counts.drop(columns=["r1", "r2", "p3"]), apart).runs == ()


def test_summed_runs_are_silent(counts) -> None:
    summed = pd.DataFrame(
        {
            name: counts[[c for c in counts if c.startswith(name)]].sum(axis=1)
            for name in ("p1", "p2", "p3")
        }
    )
    look = look_alike(summed, dict.fromkeys(summed, "parental"))
    assert look.runs == ()
    assert look.smallest > 3 * RUNS


def test_the_sentence_names_columns_and_remedy(counts) -> None:
    said = sentence(look_alike(counts, GROUPS).runs)
    assert said.startswith("8 columns look like technical replicates of 3 samples (p1A, p1B, p1C; ")
    assert "replicate_of" in said
    assert said.endswith("No biological replicate is left then in resistant.")


def test_groups_are_levels_of_what_is_compared() -> None:
    sheet = pd.DataFrame(
        {"line": ["x", "y"], "day": ["1", "2"]}, index=pd.Index(["a", "b"], name="sample")
    )
    assert groups_of(sheet, ["day", "line", "absent"]) == {"a": "1, x", "b": "2, y"}
    assert groups_of(sheet, []) == {"a": "", "b": ""}


def test_scatter_far_above_that_of_sequencing_is_no_run() -> None:
    # genes of one mean and a dispersion of 1: all that tells the bins apart is the scatter itself
    rng = np.random.default_rng(3)
    counts = pd.DataFrame(rng.negative_binomial(1, 0.005, (5000, 3)), columns=list("abc"))
    assert look_alike(counts, dict.fromkeys("abc", "x")).runs == ()
