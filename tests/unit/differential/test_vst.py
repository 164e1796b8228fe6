import numpy as np
import pandas as pd
import pytest
from scipy.integrate import quad

from resistance.differential.trend import Trend
from resistance.differential.vst import transform

Q = pd.DataFrame({"a": [0.0, 1.0, 37.5], "b": [4.0, 1e3, 1e6]}, index=["g1", "g2", "g3"])


@pytest.mark.parametrize("trend", [Trend("parametric", 0.01, 3.6), Trend("mean", 0.1, 0.0)])
def test_is_the_integral_of_one_over_the_standard_deviation(trend):
    # the defining property (Anders & Huber 2010): d vst / d q = 1 / sqrt(q + a(q) q^2) in natural
    # units, up to a constant factor that makes it log2-like
    def slope(q):
        return 1 / np.sqrt(q + (trend.asympt + trend.extra / q) * q**2)

    vst = transform(pd.DataFrame({"x": [10.0, 50.0, 2000.0]}), trend)["x"].to_numpy()
    ratio = (vst[2] - vst[1]) / (vst[1] - vst[0])
    assert ratio == pytest.approx(quad(slope, 50, 2000)[0] / quad(slope, 10, 50)[0], rel=1e-6)


@pytest.mark.parametrize("trend", [Trend("parametric", 0.01, 3.6), Trend("mean", 0.1, 0.0)])
def test_is_log2_for_large_counts_and_grows(trend):
    vst = transform(Q, trend)
    assert vst.loc["g3", "b"] == pytest.approx(np.log2(1e6), abs=1e-3)
    assert (np.diff(np.sort(Q.to_numpy().ravel()).argsort()) > 0).all()
    assert (np.diff(vst.to_numpy().ravel()[Q.to_numpy().ravel().argsort()]) > 0).all()


def test_without_a_trend_it_is_a_plain_logarithm():
    vst = transform(Q, Trend("none", float("nan"), 0.0))
    assert vst.loc["g1", "a"] == 0
    assert vst.loc["g2", "b"] == pytest.approx(np.log2(1001))


def test_keeps_names():
    vst = transform(Q, Trend("mean", 0.1, 0.0))
    assert vst.index.equals(Q.index)
    assert vst.columns.equals(Q.columns)
