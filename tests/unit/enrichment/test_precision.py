import numpy as np
import pytest
from scipy.special import polygamma

from resistance.enrichment.precision import multilevel_error, permutation_error


def test_permutation_error_is_fgseas() -> None:
    # 0.5 * pmax(crudeEstimator - left, right - crudeEstimator) in R, qbeta by R 4.2:
    # n <- 1000; k <- 10; l <- log2(qbeta(.025, k, n - k + 1)); r <- log2(qbeta(.975, k + 1, n - k))
    error = permutation_error(np.array([10]), np.array([1000]))[0]
    left, right = np.log2([0.0048055, 0.0183121])
    crude = np.log2(11 / 1001)
    assert error == pytest.approx(0.5 * max(crude - left, right - crude), rel=1e-4)


def test_no_draw_beyond_the_score_bounds_p_on_one_side_only() -> None:
    assert np.isinf(permutation_error(np.array([0]), np.array([500]))[0])
    assert np.isfinite(permutation_error(np.array([500]), np.array([500]))[0])


def test_error_falls_with_draws_and_with_the_sample() -> None:
    few, many = permutation_error(np.array([5, 500]), np.array([100, 10_000]))
    assert many < few / 5
    p = np.array([1e-8, 1e-2])
    assert (multilevel_error(p, 1001) < multilevel_error(p, 101) / 3).all()
    assert multilevel_error(p, 101)[0] > multilevel_error(p, 101)[1]


def test_multilevel_error_of_one_level() -> None:
    one = np.sqrt(polygamma(1, 51) - polygamma(1, 102)) / np.log(2)
    assert multilevel_error(np.array([0.6]), 101)[0] == pytest.approx(one)
    assert np.isnan(multilevel_error(np.array([np.nan]), 101)[0])
