"""The smallest fall that would have been called, against simulated studies."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, nct
from scipy.stats import t as student

from resistance.concordance import tests as t_tests
from resistance.concordance.calls import discordance_p
from resistance.concordance.claims import Layer, claims, rna_tests
from resistance.concordance.smallest import (
    both_below,
    lower_side,
    noncentralities,
    single_discovery,
    smallest_callable,
)

CHANGE, F = float(np.log2(1.25)), 0.5


def power(s_p, df_p, s_m, df_m, fall, family, linked=0.0, draws=60_000) -> float:
    """Share of simulated studies in which the rule calls the loss as its family's only one."""
    rng = np.random.default_rng(5)
    no, equal = np.zeros(draws, dtype=bool), np.full(draws, 0.585)
    seen = [se * np.sqrt(rng.chisquare(df, draws) / df) for se, df in ((s_m, df_m), (s_p, df_p))]
    m = s_m * rng.standard_normal(draws)
    p = -fall + s_p * rng.standard_normal(draws)
    rna = Layer(m, seen[0], np.full(draws, float(df_m)), equal, no, no, no)
    protein = Layer(p, seen[1], np.full(draws, float(df_p)), equal, no, no, no)
    claimed = claims(rna, protein, rna_tests(rna, protein, CHANGE, F, F), CHANGE)
    weighted, _ = discordance_p(claimed | {"dependent": np.full(draws, linked)})
    return float(np.mean((weighted < 0.05 / family) & (claimed["loss"] < claimed["gain"])))


def smallest(s_p, df_p, s_m, df_m, family, linked=False) -> float:
    s_p, df_p, s_m, df_m = (np.full(family, float(x)) for x in (s_p, df_p, s_m, df_m))
    _, se, df = t_tests.linear_estimate(s_m, s_m, df_m, s_p, s_p, df_p, F)
    level = single_discovery((s_m, df_m), np.full(family, linked), CHANGE, 0.05)
    return float(smallest_callable((s_p, df_p), (se, df), CHANGE, F, level)[0])


@pytest.mark.parametrize(
    ("s_p", "df_p", "s_m", "df_m", "family"),
    [
        (0.163, 4, 0.15, 12, 1),
        (0.163, 4, 0.30, 12, 1),
        (0.408, 4, 0.15, 12, 1),
        (0.163, 12, 0.15, 12, 24),
        (0.408, 12, 0.15, 12, 24),
        (0.245, 8, 0.15, 12, 2000),
        (0.115, 10, 0.10, 18, 1),
    ],
)
@pytest.mark.parametrize("linked", [False, True])
def test_the_fall_has_80_percent_power(s_p, df_p, s_m, df_m, family, linked: bool) -> None:
    fall = smallest(s_p, df_p, s_m, df_m, family, linked)
    reached = power(s_p, df_p, s_m, df_m, fall, family, float(linked))
    assert reached == pytest.approx(0.80, abs=0.03)


def test_one_flow_target_as_the_design_study_simulated_it() -> None:
    # SD 0.2, n = 3, no moderation, two tests: 51% at a 2-fold fall, 95% over 1.2 to 3 log2
    s_p, s_m = 0.2 * np.sqrt(2 / 3), 0.2
    assert power(s_p, 4, s_m, 12, 1.0, 1, linked=1.0) == pytest.approx(0.51, abs=0.05)
    assert 1.0 < smallest(s_p, 4, s_m, 12, 1, linked=True) < 1.5


def test_noncentralities_are_those_of_the_noncentral_t() -> None:
    for level in (0.025, 1e-3, 1e-5):
        for df in (3.0, 7.5, 40.0):
            critical = -t_quantile(df, level)
            low, high = noncentralities(np.array([df]), np.array([level]))[:, 0]
            assert nct.sf(critical, df, low) == pytest.approx(0.80, abs=0.003)
            assert nct.sf(critical, df, high) == pytest.approx(0.95, abs=0.003)


def t_quantile(df: float, level: float) -> float:
    return float(student.ppf(level, df))


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
    base = smallest(0.2, 4, 0.15, 12, 1)
    assert smallest(0.3, 4, 0.15, 12, 1) > base
    assert smallest(0.2, 4, 0.30, 12, 1) > base
    assert smallest(0.2, 4, 0.15, 12, 24) > base
    assert smallest(0.2, 4, 0.15, 12, 1, linked=True) > base
    assert smallest(0.2, 8, 0.15, 12, 1) < base
    assert base > CHANGE


def test_both_sides_share_the_level() -> None:
    level, df = np.full(3, 0.02), np.array([4.0, 4.0, np.inf])
    gap = np.array([0.0, 50.0, 1.0])
    share = lower_side(level, gap, df)
    assert share[0] == pytest.approx(0.01, rel=0.02)
    assert share[1] == pytest.approx(0.02, rel=0.02)
    t = -t_quantile(np.inf, share[2])
    assert share[2] + t_tests.t_tail(t + 1.0, np.inf) == pytest.approx(0.02, rel=0.02)


def test_rows_without_an_error_have_none() -> None:
    nan, one = np.array([np.nan, 0.0]), np.array([4.0, 4.0])
    assert np.isnan(smallest_callable((nan, one), (nan, one), CHANGE, F, np.full(2, 0.025))).all()


def test_levels_between_the_ends_are_interpolated() -> None:
    df, level = np.array([4.0, 6.0, 12.0]), np.array([0.025, 0.035, 0.046]) / 20
    together = noncentralities(df, level)
    for i in range(3):
        alone = noncentralities(df[i : i + 1], level[i : i + 1])[:, 0]
        np.testing.assert_allclose(together[:, i], alone, rtol=2e-3)
