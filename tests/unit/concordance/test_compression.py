import numpy as np
import pytest

from resistance.concordance.compression import compression_slope


def moved(n: int, slope: float, seed: int = 0):
    rng = np.random.default_rng(seed)
    m = rng.uniform(1.05, 4, n) * rng.choice([-1, 1], n)
    return m, slope * m + rng.normal(0, 0.2, n)


@pytest.mark.parametrize("n", [50, 400, 5000])
def test_the_slope_is_recovered_despite_leverage(n: int) -> None:
    m, p = moved(n, 0.4)
    assert compression_slope(m, p) == pytest.approx(0.4, abs=0.05)
    # a gene deleted in one arm
    assert compression_slope(np.append(m, -12.2), np.append(p, -1.5)) == pytest.approx(
        0.4, abs=0.05
    )


def test_small_changes_do_not_count() -> None:
    m, p = moved(60, 0.4)
    small = np.random.default_rng(1).uniform(-1, 1, 500)
    with_small = compression_slope(np.append(m, small), np.append(p, 5 * small))
    assert with_small == compression_slope(m, p)


def test_row_order_does_not_matter() -> None:
    m, p = moved(3000, 0.6)
    order = np.random.default_rng(2).permutation(3000)
    assert compression_slope(m, p) == compression_slope(m[order], p[order])


def test_at_most_one_and_unknown_where_it_cannot_be_estimated() -> None:
    assert compression_slope(*moved(100, 1.7)) == 1.0
    assert np.isnan(compression_slope(*moved(49, 0.4)))
    assert np.isnan(compression_slope(*moved(100, -0.5)))
