import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import polygamma

from resistance.protein.moderation import fit_prior, moderate, trigamma_inverse


@given(st.floats(1e-5, 1e6))
def test_trigamma_inverse_inverts(y: float) -> None:
    assert polygamma(1, float(trigamma_inverse(y))) == pytest.approx(y, rel=1e-6)


def simulated(targets: int, s0: float, d0: float, df: float, seed: int = 0):
    rng = np.random.default_rng(seed)
    true = s0**2 * d0 / rng.chisquare(d0, targets)
    return true * rng.chisquare(df, targets) / df, np.full(targets, df)


def test_prior_is_recovered() -> None:
    prior = fit_prior(*simulated(20_000, 0.3, 4.0, 4.0))
    assert prior.method == "ebayes"
    assert np.sqrt(prior.prior_variance) == pytest.approx(0.3, rel=0.03)
    assert prior.prior_df == pytest.approx(4.0, rel=0.1)


@pytest.mark.parametrize(
    ("targets", "method"),
    [(1, "none"), (2, "none"), (3, "pooled"), (9, "pooled"), (10, "ebayes")],
)
def test_method_by_number_of_targets(targets: int, method: str) -> None:
    variance, df = simulated(targets, 0.2, 8.0, 4.0)
    prior = fit_prior(variance, df)
    assert prior.method == method
    v, total = moderate(variance, df, prior)
    if method == "none":
        np.testing.assert_array_equal(v, variance)
        np.testing.assert_array_equal(total, df)
    if method == "pooled":
        assert np.allclose(v, variance.mean())
        assert (total == 4.0 * targets).all()


def test_equal_variances_share_all_degrees_of_freedom() -> None:
    variance, df = np.full(20, 0.04), np.full(20, 4.0)
    prior = fit_prior(variance, df)
    assert np.isinf(prior.prior_df)
    v, total = moderate(variance, df, prior)
    assert np.allclose(v, 0.04)
    assert (total == 80.0).all()


def test_moderated_variance_lies_between_own_and_prior() -> None:
    variance, df = simulated(200, 0.3, 4.0, 4.0)
    prior = fit_prior(variance, df)
    v, total = moderate(variance, df, prior)
    low = np.minimum(variance, prior.prior_variance)
    assert ((v >= low) & (v <= np.maximum(variance, prior.prior_variance))).all()
    assert np.allclose(total, 4.0 + prior.prior_df)


def test_targets_without_own_variance_take_the_prior() -> None:
    variance, df = simulated(50, 0.3, 4.0, 4.0)
    variance[0], df[0] = np.nan, 0.0
    prior = fit_prior(variance, df)
    v, total = moderate(variance, df, prior)
    assert v[0] == pytest.approx(prior.prior_variance)
    assert total[0] == pytest.approx(prior.prior_df)
