import numpy as np
import pandas as pd
import pytest

from resistance.protein.background import (
    TARGET,
    background_limit,
    background_sd,
    shared_background_variance,
)


def rows(conditions: str) -> pd.DataFrame:
    frame = pd.DataFrame({"condition": list(conditions)})
    return frame.assign(**dict.fromkeys(TARGET, "x"))


def test_sd_is_pooled_within_conditions() -> None:
    background = pd.Series([90.0, 100, 110, 210, 200, 190])
    sd = background_sd(rows("ppprrr"), background)
    np.testing.assert_allclose(sd, 10.0)


def test_one_background_a_condition_scatters_between_conditions() -> None:
    sd = background_sd(rows("ppprrr"), pd.Series([100.0] * 3 + [120.0] * 3))
    np.testing.assert_allclose(sd, np.std([100, 120], ddof=1))


def test_without_backgrounds_there_is_none() -> None:
    none = pd.Series([np.nan] * 6)
    assert background_sd(rows("ppprrr"), none).isna().all()
    assert (shared_background_variance(rows("ppprrr"), none, none, none) == 0).all()


def test_only_a_shared_background_adds_variance() -> None:
    table = rows("ppprrr")
    background = pd.Series([100.0, 100, 100, 90, 100, 110])
    signal = pd.Series([900.0, 900, 900, 200, 200, 200])
    sd = background_sd(table, background)
    variance = shared_background_variance(table, background, signal, sd)
    assert variance[0] == pytest.approx((sd[0] / (900 * np.log(2))) ** 2)
    assert (variance[3:] == 0).all()


def limits(values, backgrounds):
    table, value, background = rows("ppprrr"), pd.Series(values), pd.Series(backgrounds)
    return background_limit(table, value, background, background_sd(table, background))


def test_two_sd_are_needed_to_be_seen() -> None:
    least, limit = limits([9e3, 1e4, 8e3, 205, 230, 300], [190.0, 200, 210, 190, 200, 210])
    np.testing.assert_allclose(least, 20.0)
    np.testing.assert_allclose(limit, 20.0)


def test_a_shortfall_below_the_background_is_an_error_of_it() -> None:
    least, limit = limits([9e3, 1e4, 8e3, 150, 180, 190], [200.0] * 3 + [205.0] * 3)
    np.testing.assert_allclose(least, 55.0)
    np.testing.assert_allclose(limit, 55.0)


def test_without_a_scatter_the_unsubtracted_value_is_the_limit() -> None:
    least, limit = limits([9e3, 1e4, 8e3, 150, 180, 60], [200.0] * 6)
    np.testing.assert_allclose(least, 140.0)
    np.testing.assert_allclose(limit[3:], [150, 180, 140])


def test_without_background_there_is_no_limit() -> None:
    least, limit = limits([9e3, 1e4, 8e3, 150, 180, 60], [np.nan] * 6)
    assert least.isna().all()
    assert limit.isna().all()
