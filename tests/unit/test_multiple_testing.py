import numpy as np
from scipy import stats

from resistance.multiple_testing import benjamini_hochberg


def test_benjamini_hochberg_against_scipy() -> None:
    p = np.random.default_rng(0).uniform(size=50) ** 3
    np.testing.assert_allclose(benjamini_hochberg(p), stats.false_discovery_control(p))
    with_nan = np.insert(p, 7, np.nan)
    q = benjamini_hochberg(with_nan)
    assert np.isnan(q[7])
    np.testing.assert_allclose(np.delete(q, 7), benjamini_hochberg(p))


def test_nothing_tested_is_nothing_adjusted() -> None:
    assert np.isnan(benjamini_hochberg(np.full(3, np.nan))).all()
    assert len(benjamini_hochberg(np.array([]))) == 0
