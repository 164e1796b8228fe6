import numpy as np
import pytest
from scipy import stats

from resistance.concordance import tests

M = (np.array([-0.10]), np.array([0.15]), np.array([12.0]))
P = (np.array([-1.60]), np.array([0.20]), np.array([4.0]))


def test_up_and_down_are_mirrored_upper_tails() -> None:
    margin = np.log2(1.25)
    expected = stats.t.sf((1.60 - margin) / 0.20, 4)
    assert tests.down(*P, margin)[0] == pytest.approx(expected)
    assert tests.up(-P[0], P[1], P[2], margin)[0] == pytest.approx(expected)
    assert tests.up(*P, margin)[0] > 0.999


def test_direct_difference_of_the_design_s_first_vector() -> None:
    d, se, df = tests.linear_estimate(*P, *M, 1.0)
    assert d[0] == pytest.approx(-1.50)
    assert se[0] == pytest.approx(0.25)
    assert df[0] == pytest.approx(8.83, abs=0.005)
    p = tests.difference(*P, *M)[0]
    assert p == pytest.approx(2 * stats.t.sf(1.50 / 0.25, df[0]))


def test_welch_df_lies_between_the_smaller_df_and_their_sum() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.uniform(0.01, 3, (2, 500))
    _, _, df = tests.linear_estimate(a, a, np.full(500, 12.0), b, b, np.full(500, 4.0), 0.5)
    assert (df >= 4.0 - 1e-9).all()
    assert (df <= 16.0 + 1e-9).all()


def test_equivalence_is_the_larger_of_two_one_sided_p() -> None:
    margin = np.log2(1.5)
    p = tests.equivalent(*M, margin)[0]
    assert p == pytest.approx(stats.t.sf((margin - 0.10) / 0.15, 12))


@pytest.mark.parametrize("x", [0.0, 0.3, -0.7])
def test_confidence_bound_is_the_smallest_margin_that_passes(x: float) -> None:
    se, df = np.array([0.2]), np.array([5.0])
    bound = tests.confidence_bound(np.array([x]), se, df)
    assert tests.equivalent(np.array([x]), se, df, bound)[0] == pytest.approx(0.05)


def test_infinite_df_is_the_normal_distribution() -> None:
    assert tests.t_tail(np.array([1.96]), np.array([np.inf]))[0] == pytest.approx(
        stats.norm.sf(1.96)
    )


def test_missing_estimates_give_missing_p() -> None:
    nan = np.array([np.nan])
    assert np.isnan(tests.up(nan, nan, nan, 0.3)[0])
    assert np.isnan(tests.linear(*M, nan, nan, nan, 0.5)[0])
