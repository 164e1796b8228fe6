import numpy as np
import pandas as pd
import pytest

from resistance.protein.background import TARGET, background_sd, shared_background_variance


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
