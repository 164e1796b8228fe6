import numpy as np
import pytest

from resistance.enrichment import screen as module
from resistance.enrichment.running_sum import enrichment_scores
from resistance.enrichment.screen import FIRST, LAST, Null, compare, order_digest, random_scores

WEIGHTS = np.abs(np.sort(np.random.default_rng(1).normal(size=500))[::-1])


@pytest.mark.parametrize("size", [1, 7, 60, 249, 251, 499])
def test_random_sets_are_simple_random_samples(size) -> None:
    drawn = random_scores(WEIGHTS, size, 3000, np.random.default_rng(2))
    rng = np.random.default_rng(3)
    plain = [
        float(enrichment_scores(WEIGHTS, np.sort(rng.choice(500, size, replace=False))))
        for _ in range(3000)
    ]
    assert len(drawn) == 3000
    for share in (0.1, 0.5, 0.9):
        cut = np.quantile(plain, share)
        assert np.mean(drawn < cut) == pytest.approx(share, abs=0.04)


def test_sets_of_one_gene_in_more_than_65_536() -> None:
    weights = np.arange(70_000, 0, -1.0)
    drawn = random_scores(weights, 1, 70_000, np.random.default_rng(5))
    # each gene once, but for a score of 0 and ties of rounding
    assert len(np.unique(drawn)) > 69_900


def test_draws_do_not_depend_on_how_many_are_held_at_once(monkeypatch) -> None:
    whole = random_scores(WEIGHTS, 20, 999, np.random.default_rng(4))
    monkeypatch.setattr(module, "_BLOCK", 1)
    np.testing.assert_array_equal(random_scores(WEIGHTS, 20, 999, np.random.default_rng(4)), whole)


def test_comparison_counts_draws_of_the_sign() -> None:
    null = np.array([-0.5, -0.4, -0.1, 0.0, 0.1, 0.2, 0.3])
    found = compare(np.array([0.2, -0.4, 0.9]), null)
    assert list(found.more_extreme) == [2, 2, 0]
    assert list(found.of_sign) == [4, 4, 4]
    np.testing.assert_allclose(found.mean, [0.15, 0.25, 0.15])
    np.testing.assert_allclose(found.pvalue, [3 / 5, 3 / 5, 1 / 5])


def test_no_draw_of_the_sign_leaves_no_mean() -> None:
    found = compare(np.array([-0.5]), np.array([0.1, 0.2]))
    assert np.isnan(found.mean[0])
    assert found.of_sign[0] == 0


def test_a_set_gets_the_same_whatever_is_screened_beside_it() -> None:
    scores = {10: np.array([0.3, 0.9]), 30: np.array([-0.2])}
    for n_jobs in (1, 2):
        together = Null(WEIGHTS, 42, 7, n_jobs).screen(scores)
        alone = Null(WEIGHTS, 42, 7).screen({10: scores[10][:1]})
        assert together[10].more_extreme[0] == alone[10].more_extreme[0]
        assert together[10].of_sign[0] == alone[10].of_sign[0]


def test_more_is_drawn_where_little_is_beyond() -> None:
    found = Null(WEIGHTS, 42, 7).screen({30: np.array([0.05, 0.95])})[30]
    assert found.of_sign[0] < FIRST
    assert FIRST < found.of_sign[1] < LAST


def test_seed_and_ranking_choose_the_draws() -> None:
    score = {30: np.array([0.3])}
    results = {
        float(Null(WEIGHTS, seed, digest).screen(score)[30].mean[0])
        for seed, digest in ((1, 1), (2, 1), (1, 2), (1, 1))
    }
    assert len(results) == 3


def test_digest_tells_orders_apart() -> None:
    assert order_digest(["A", "B"]) != order_digest(["B", "A"])
    assert order_digest(["AB"]) != order_digest(["A", "B"])
