"""``lowess(x, y, f = share)$y`` of R 4.2.2."""

import numpy as np
import pytest
from pydeseq2.utils import lowess as stock_lowess
from statsmodels.nonparametric.smoothers_lowess import lowess as statsmodels_lowess

from resistance.engine.lowess import lowess

I_50 = np.arange(50)
X = np.linspace(0.1, 0.95, 50)
WAVES = np.floor(300 + 3 * I_50 - 0.0009 * I_50**3 * 1.82 + 12 * np.sin(I_50 * 82 * 0.37))
#: most of the points are on their lines after the first round, where R stops
STEPS = 15.0 + (I_50 > 12) * 3 - (I_50 > 45) * 10
SILENT_END = np.array(
    [80, 86, 83, 78, 82, 89, 87, 80, 81, 111, 84, 75, 72, 75, 72, 60, 51, 50, 45, 30, 15, 7]
    + [0] * 28,
    dtype=float,
)
AT = [0, 1, 9, 13, 24, 39, 49]
R = {
    "waves": (
        WAVES,
        [
            *(293.96485485134423, 298.62638226632902, 325.14924194928312, 334.78894892955987),
            *(348.32639499411590, 318.37451605458779, 248.24615341990298),
        ],
    ),
    "steps": (STEPS, [15, 15, 15.060228755756372, 16.759128051657779, 18, 18, 6.088756869317498]),
    "silent end": (
        SILENT_END,
        [81.013327650534364, 82.005558809738829, 84.749999999999929, 69.6, 0, 0, 0],
    ),
}
#: uneven, with ties
UNEVEN = np.array([0, 1, 1.5, 2, 3, 4.2, 5, 6, 6.1, 7, 8.5, 9, 9, 9, 10])
WITH_OUTLIER = np.cos(UNEVEN) + 3 * (UNEVEN == 1.5)


@pytest.mark.parametrize("curve", R)
def test_the_smooth_of_fifty_cuts_is_that_of_r(curve):
    y, expected = R[curve]
    np.testing.assert_allclose(lowess(X, y, 0.2)[AT], expected, rtol=1e-11, atol=1e-11)


def test_other_smoothers_are_not_rs():
    """Remedy 5; statsmodels goes on where R stops."""
    assert np.abs(stock_lowess(X, WAVES, frac=0.2) - lowess(X, WAVES, 0.2)).max() > 0.1
    for y, differs in ((WAVES, False), (STEPS, True), (SILENT_END, True)):
        other = statsmodels_lowess(y, X, frac=0.2, it=3, delta=0.0085, return_sorted=False)
        assert (np.abs(other - lowess(X, y, 0.2)).max() > 0.1) == differs


def test_uneven_and_tied_points_are_smoothed_as_in_r():
    # lowess(u, v, f = .4, delta = 0)$y
    expected = [
        *(1.06957041949642684, 0.37881134482218581, 0.03554216729025067, -0.31331489976838112),
        *(-0.65760830911345203, -0.33686336560016072, 0.19631518973293177, 0.71020310488113880),
        *(0.75623885116971079, 0.55266370339573889, -0.60201190268482485),
        *[-0.83044859428218665] * 3,
        -0.90647279925870905,
    ]
    np.testing.assert_allclose(lowess(UNEVEN, WITH_OUTLIER, 0.4), expected, rtol=1e-12, atol=1e-13)


def test_two_neighbours_at_least_make_a_line():
    tied = UNEVEN == 9
    expected = np.where(tied, np.cos(9), WITH_OUTLIER)
    found = lowess(UNEVEN, WITH_OUTLIER, 0.05)
    np.testing.assert_allclose(found[UNEVEN < 8], expected[UNEVEN < 8], rtol=1e-12)
    np.testing.assert_allclose(found[tied], np.cos(9), rtol=1e-12)


def test_points_on_a_line_stay_there():
    np.testing.assert_allclose(lowess(X, 3 - 2 * X, 0.2), 3 - 2 * X, rtol=1e-12)
    np.testing.assert_allclose(lowess(X, X * 0, 0.2), 0, atol=0)


def test_points_at_one_place_get_their_mean():
    np.testing.assert_allclose(lowess(np.zeros(5), np.arange(5.0), 0.2), 2.0)


@pytest.mark.parametrize("scale", [1 / 3, 0.1, 7e5])
@pytest.mark.parametrize("curve", R)
def test_the_smooth_scales_and_shifts(curve, scale):
    """Rounding error of points on their lines is nothing, too."""
    y, expected = R[curve]
    found = lowess(X, y * scale + 1 / 3, 0.2)[AT]
    np.testing.assert_allclose((found - 1 / 3) / scale, expected, rtol=1e-9, atol=1e-9)
