import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from resistance.replication.pooled import partial_conjunction, random_effects


@pytest.mark.parametrize("seed", range(10))
def test_paule_mandel_and_hartung_knapp_are_those_of_statsmodels(seed: int) -> None:
    rng = np.random.default_rng(seed)
    k = int(rng.integers(3, 9))
    se = rng.uniform(0.1, 0.3, k)
    x = rng.normal(1.0, 1.5, k)
    ours = random_effects(x, se)
    assert ours.tau2 > 0
    theirs = combine_effects(x, se**2, method_re="iterated", use_t=True, atol=1e-13)
    if theirs.tau2 == 0:  # rounding of the processor decides for which seeds
        pytest.skip("the peer's search ends at 0, which does not solve the equation")
    assert ours.tau2 == pytest.approx(theirs.tau2, rel=1e-6, abs=1e-9)
    assert ours.estimate == pytest.approx(theirs.mean_effect_re, rel=1e-6)
    assert ours.se == pytest.approx(theirs.sd_eff_w_re_hksj, rel=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_the_variance_between_lines_solves_its_equation(seed: int) -> None:
    rng = np.random.default_rng(seed)
    se = rng.uniform(0.1, 0.3, 5)
    x = rng.normal(1.0, 1.0, 5)
    tau2 = random_effects(x, se).tau2
    weight = 1 / (se**2 + tau2)
    mean = weight @ x / weight.sum()
    q = weight @ (x - mean) ** 2
    assert q == pytest.approx(4) if tau2 > 0 else q <= 4


def test_lines_that_agree_by_chance_do_not_narrow_the_interval() -> None:
    pooled = random_effects(np.full(3, 1.0), np.full(3, 0.3))
    assert pooled.tau2 == 0
    assert pooled.se == pytest.approx(0.3 / np.sqrt(3))


def test_two_lines_are_not_pooled() -> None:
    pooled = random_effects(np.array([1.0, 2.0]), np.array([0.2, 0.2]))
    assert np.isnan([pooled.estimate, pooled.se, pooled.tau2]).all()
    assert pooled.q == pytest.approx(1.0 / (2 * 0.04))
    assert pooled.q_pvalue == pytest.approx(stats.chi2.sf(12.5, 1))


def test_one_line_gives_nothing() -> None:
    assert np.isnan(random_effects(np.array([1.0]), np.array([0.2])).q)


@given(st.lists(st.floats(1e-12, 1.0), min_size=2, max_size=6))
def test_more_lines_are_harder_to_show(p: list[float]) -> None:
    values = [partial_conjunction(np.array(p), r) for r in range(1, len(p) + 1)]
    assert values == sorted(values)
    assert values[0] == min(1.0, len(p) * min(p))
    assert values[-1] >= max(p)


def test_partial_conjunction_holds_its_level_with_one_true_line() -> None:
    """One of three lines moves for sure: "two of three" is a null hypothesis."""
    rng = np.random.default_rng(1)
    p = rng.uniform(size=(4000, 3))
    p[:, 0] = 0.0
    share = np.mean([partial_conjunction(row, 2) < 0.05 for row in p])
    assert share <= 0.05


def test_more_than_there_are() -> None:
    assert np.isnan(partial_conjunction(np.array([0.01]), 2))
