"""Curves against R 4.2.2: poly(x, 3), splines::bs(x, df = 3) and splines::bs(x, df = 5)."""

import numpy as np
import pytest

from resistance.design.curves import CurveError, fit_curve
from resistance.design.formula import Curve

X = np.array([0, 0, 0.5, 1, 1, 2, 5, 5, 10, 20])
# rows for x = 0, 0.5, 1, 2, 5, 10, 20, and the mean 4.45 (R's predict)
AT = np.array([0, 0.5, 1, 2, 5, 10, 20, 4.45])
POLY_3 = """
-0.235115935456511 0.263579344260912 -0.276830397302704
-0.2086984146187 0.178779975735014 -0.0811743342064532
-0.18228089378089 0.0985792498647291 0.07993209225257
-0.12944585210527 -0.0480262739089976 0.306398707945726
0.0290592729215912 -0.37747542149544 0.362076765588427
0.293234481299693 -0.558665921690382 -0.675878380713949
0.821584898055897 0.458545874603962 0.120297085898093
0.0 -0.329469753061472 0.409661701797157
"""
BS_3 = """
0 0 0
0.071296875 0.001828125 1.5625e-05
0.135375 0.007125 0.000125
0.243 0.027 0.001
0.421875 0.140625 0.015625
0.375 0.375 0.125
0 0 1
0.403507921875 0.115473328125 0.011015140625
"""
BS_5 = """
0 0 0 0 0
0.755 0.11875 0.00125 0 0
0.64 0.35 0.01 0 0
0.27 0.663157894736842 0.0661495844875346 0.000692520775623269 0
0 0.592105263157895 0.363573407202216 0.0443213296398892 0
0 0.175438596491228 0.458602646968298 0.328921719503437 0.037037037037037
0 0 0 0 1
0.00166375 0.657435855263158 0.312462981301939 0.028437413434903 0
"""


@pytest.mark.parametrize(
    ("curve", "golden"),
    [
        (Curve("poly", "x", 3), POLY_3),
        (Curve("bs", "x", 3), BS_3),
        (Curve("bs", "x", 5), BS_5),
    ],
)
def test_columns_are_those_of_r(curve, golden) -> None:
    expected = np.array([line.split() for line in golden.strip().splitlines()], dtype=float)
    assert fit_curve(curve, X).columns(AT) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("curve", [Curve("poly", "x", 5), Curve("bs", "x", 4)])
def test_order_of_samples_does_not_change_a_bit(curve) -> None:
    assert fit_curve(curve, X) == fit_curve(curve, X[::-1])


@pytest.mark.parametrize("curve", [Curve("poly", "x", 4), Curve("bs", "x", 4)])
def test_the_scale_of_the_variable_does_not_matter(curve) -> None:
    small, large = (fit_curve(curve, X * scale).columns(AT * scale) for scale in (1, 1e6))
    assert small == pytest.approx(large, abs=1e-9)


def test_columns_of_no_rows() -> None:
    for curve in (Curve("poly", "x", 3), Curve("bs", "x", 4)):
        assert fit_curve(curve, X).columns(np.array([])).shape == (0, curve.size)


def test_a_spline_whose_inner_knot_is_an_end_is_no_crash() -> None:
    zeros = np.array([0.0] * 6 + [1, 2, 3, 4, 5])
    assert np.isfinite(fit_curve(Curve("bs", "x", 5), zeros).columns(zeros)).all()


def test_too_few_different_values() -> None:
    with pytest.raises(CurveError, match="needs more than 3 different values; there are 3"):
        fit_curve(Curve("poly", "x", 3), np.array([1, 2, 2, 3]))
