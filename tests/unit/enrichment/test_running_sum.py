import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.enrichment.running_sum import enrichment_scores, leading_edge, running_sum


def by_definition(weights: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Subramanian et al. 2005 (doi:10.1073/pnas.0506580102): weighted Kolmogorov-Smirnov."""
    member = np.isin(np.arange(len(weights)), places)
    weight = np.where(member, weights, 0)
    return np.cumsum(weight / weight.sum() - (~member) / (~member).sum())


@given(seed=st.integers(0, 10_000), size=st.integers(1, 39))
def test_score_and_leading_edge_follow_their_definition(seed, size) -> None:
    rng = np.random.default_rng(seed)
    weights = np.abs(np.sort(rng.normal(size=40))[::-1])
    places = np.sort(rng.choice(40, size, replace=False))
    running = by_definition(weights, places)
    peak = int(np.argmax(np.abs(running)))
    score = float(enrichment_scores(weights, places))
    assert abs(score) == pytest.approx(np.abs(running).max(), abs=1e-12)
    if np.isclose(running.max(), -running.min()):
        return
    assert score == pytest.approx(running[peak], abs=1e-12)
    edge = leading_edge(weights, places)
    if score > 0:
        assert list(edge) == [p for p in places if p <= peak]
    else:
        assert list(edge) == [p for p in places[::-1] if p > peak]


@given(seed=st.integers(0, 10_000), size=st.integers(1, 39))
def test_a_ranking_turned_round_has_the_opposite_score(seed, size) -> None:
    rng = np.random.default_rng(seed)
    weights = np.abs(np.sort(rng.normal(size=40))[::-1])
    places = np.sort(rng.choice(40, size, replace=False))
    turned = np.sort(39 - places)
    score = enrichment_scores(weights, places)
    assert enrichment_scores(weights[::-1], turned) == pytest.approx(-score, abs=1e-12)


def test_sets_of_one_size_are_scored_at_once() -> None:
    weights = np.array([3.0, 2, 1, 0, 1, 2])
    places = np.array([[0, 1], [4, 5], [2, 3]])
    each = [float(enrichment_scores(weights, row)) for row in places]
    np.testing.assert_array_equal(enrichment_scores(weights, places), each)
    assert each[0] == 1.0
    assert each[1] == -1.0


def test_statistics_of_zero_count_alike() -> None:
    assert enrichment_scores(np.zeros(6), np.array([0, 1])) == 1.0
    assert list(leading_edge(np.zeros(6), np.array([0, 1]))) == [0, 1]


def test_as_far_up_as_down_is_zero_without_an_edge() -> None:
    weights = np.ones(6)
    places = np.array([0, 5])
    assert enrichment_scores(weights, places) == 0
    assert len(leading_edge(weights, places)) == 0


def test_the_line_to_draw_starts_and_ends_at_zero() -> None:
    weights = np.array([3.0, 2, 1, 0, 1, 2])
    x, y = running_sum(weights, np.array([1, 3]))
    assert list(x) == [0, 1, 1, 3, 3, 6]
    np.testing.assert_allclose(y, [0, -0.25, 0.75, 0.5, 0.5, 0], atol=1e-12)
