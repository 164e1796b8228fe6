"""The smallest fall that would have been called, against simulated studies."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, nct

from resistance.concordance import tests as t_tests
from resistance.concordance.smallest import both_below, noncentralities, smallest_callable

CHANGE, F = float(np.log2(1.25)), 0.5


def power(s_p, df_p, s_m, df_m, fall, level, draws=60_000) -> float:
    """Share of simulated studies in which the loss claim passes."""
    rng = np.random.default_rng(5)
    p, m = -fall + s_p * rng.standard_normal(draws), s_m * rng.standard_normal(draws)
    seen_p = s_p * np.sqrt(rng.chisquare(df_p, draws) / df_p)
    seen_m = s_m * np.sqrt(rng.chisquare(df_m, draws) / df_m)
    loss = np.maximum(
        t_tests.down(p, seen_p, df_p, CHANGE), t_tests.linear(m, seen_m, df_m, p, seen_p, df_p, F)
    )
    return float(np.mean(loss < level))


def smallest(s_p, df_p, s_m, df_m, level) -> float:
    s_p, df_p, s_m, df_m = (np.array([float(x)]) for x in (s_p, df_p, s_m, df_m))
    _, se, df = t_tests.linear_estimate(s_m, s_m, df_m, s_p, s_p, df_p, F)
    return float(smallest_callable((s_p, df_p), (se, df), CHANGE, F, np.array([level]))[0])


@pytest.mark.parametrize(
    ("s_p", "df_p", "s_m", "df_m", "level"),
    [
        (0.163, 4, 0.15, 12, 0.025),
        (0.163, 4, 0.30, 12, 0.025),
        (0.408, 4, 0.15, 12, 0.025),
        (0.163, 12, 0.15, 12, 0.05 / 48),
        (0.245, 8, 0.15, 12, 0.05 / 4000),
        (0.115, 10, 0.10, 18, 0.025),
    ],
)
def test_the_fall_has_80_percent_power(s_p, df_p, s_m, df_m, level) -> None:
    fall = smallest(s_p, df_p, s_m, df_m, level)
    assert power(s_p, df_p, s_m, df_m, fall, level) == pytest.approx(0.80, abs=0.02)


def test_one_flow_target_as_the_design_study_simulated_it() -> None:
    # SD 0.2, n = 3, no moderation: 51% at a 2-fold fall, 95% over falls of 1.2 to 3 log2
    s_p, s_m = 0.2 * np.sqrt(2 / 3), 0.2
    assert power(s_p, 4, s_m, 12, 1.0, 0.025) == pytest.approx(0.51, abs=0.05)
    assert 1.0 < smallest(s_p, 4, s_m, 12, 0.025) < 1.5


def test_noncentralities_are_those_of_the_noncentral_t() -> None:
    for level in (0.025, 1e-3, 1e-5):
        for df in (3.0, 7.5, 40.0):
            critical = -nct_quantile(df, level)
            low, high = noncentralities(np.array([df]), np.array([level]))[:, 0]
            assert nct.sf(critical, df, low) == pytest.approx(0.80, abs=0.003)
            assert nct.sf(critical, df, high) == pytest.approx(0.95, abs=0.003)


def nct_quantile(df: float, level: float) -> float:
    from scipy.stats import t

    return float(t.ppf(level, df))


def test_two_scores_together() -> None:
    a, b, r = (
        np.array([0.5, -0.3, 2.0, 0.0]),
        np.array([1.0, 0.7, -1.0, 0.4]),
        np.array([0.3, 0.6, 0.9, 0.0]),
    )
    expected = [
        multivariate_normal([0, 0], [[1, c], [c, 1]]).cdf([x, y])
        for x, y, c in zip(a, b, r, strict=True)
    ]
    np.testing.assert_allclose(both_below(a, b, r), expected, atol=1e-6)


def test_it_grows_with_error_family_and_few_degrees_of_freedom() -> None:
    base = smallest(0.2, 4, 0.15, 12, 0.025)
    assert smallest(0.3, 4, 0.15, 12, 0.025) > base
    assert smallest(0.2, 4, 0.30, 12, 0.025) > base
    assert smallest(0.2, 4, 0.15, 12, 0.025 / 24) > base
    assert smallest(0.2, 8, 0.15, 12, 0.025) < base
    assert base > CHANGE


def test_rows_without_an_error_have_none() -> None:
    nan, one = np.array([np.nan, 0.0]), np.array([4.0, 4.0])
    assert np.isnan(smallest_callable((nan, one), (nan, one), CHANGE, F, np.full(2, 0.025))).all()


def test_levels_between_the_ends_are_interpolated() -> None:
    df, level = np.array([4.0, 6.0, 12.0]), np.array([0.025, 0.035, 0.046]) / 20
    together = noncentralities(df, level)
    for i in range(3):
        alone = noncentralities(df[i : i + 1], level[i : i + 1])[:, 0]
        np.testing.assert_allclose(together[:, i], alone, rtol=2e-3)
