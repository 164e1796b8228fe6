import numpy as np
import pytest

from resistance.enrichment.camera import camera, variance_inflation


def by_hand(values: np.ndarray, places: np.ndarray, rho: float) -> float:
    """limma's cameraPR, from its code."""
    n, m = len(values), len(places)
    delta = n / (n - m) * (values[places].mean() - values.mean())
    pooled = ((n - 1) * values.var(ddof=1) - delta**2 * m * (n - m) / n) / (n - 2)
    return delta / np.sqrt(pooled * ((1 + (m - 1) * rho) / m + 1 / (n - m)))


@pytest.mark.parametrize("rho", [0, 0.01, 0.05, 0.5])
def test_t_is_that_of_limma(rho) -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(1, 2, 300)
    sets = [np.sort(rng.choice(300, size, replace=False)) for size in (1, 5, 40, 297)]
    t, pvalue = camera(values, sets, rho)
    np.testing.assert_allclose(t, [by_hand(values, places, rho) for places in sets], rtol=1e-10)
    assert ((pvalue > 0) & (pvalue <= 1)).all()
    turned, _ = camera(values, sets, rho, [-np.ones(len(places)) for places in sets])
    np.testing.assert_allclose(turned, -t)


def test_what_cannot_be_tested_is_nan() -> None:
    values = np.arange(10.0)
    t, pvalue = camera(values, [np.array([], dtype=int), np.arange(10), np.arange(9)], 0.05)
    assert np.isnan(t).all()
    assert np.isnan(pvalue).all()
    assert np.isnan(camera(np.ones(10), [np.arange(3)], 0.05)[0]).all()
    assert len(camera(values, [], 0.05)[0]) == 0


def test_variance_inflation() -> None:
    assert variance_inflation(1, 0.05) == 1.0
    assert variance_inflation(21, 0.05) == pytest.approx(2.0)
