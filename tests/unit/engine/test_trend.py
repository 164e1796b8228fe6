"""The trend against R's ``parametricDispersionFit``."""

import numpy as np
import pytest

from resistance.engine import trend
from resistance.engine.trend import mean_trend, parametric_trend

GENE = np.arange(40)
MEANS = 2 ** (GENE * 7 % 40 / 4 + 1)


def scattered(asymptotic, extra, spread=1):
    return (asymptotic + extra / MEANS) * np.exp(spread * np.sin(GENE * 1.7))


def with_outliers():
    dispersions = scattered(0.05, 3)
    dispersions[[4, 8, 20]] = [60, 2e-6, 9]
    return dispersions


def with_floor(value):
    dispersions = scattered(0.002, 0.3)
    dispersions[1::3] = value
    return dispersions


# attr(DESeq2:::parametricDispersionFit(means, disps), "coefficients"), of disps > 1e-6 as in
# estimateDispersionsFit
@pytest.mark.parametrize(
    ("dispersions", "expected"),
    [
        (scattered(0.05, 3), (0.063669308690742207, 3.871278554887569889)),
        (with_outliers(), (0.061340192223721626, 3.710573354387683764)),
        # the first steps would lead below zero and are halved
        (scattered(1e-4, 0.1, 3), (0.00053714115582750182, 0.49761028258317796524)),
        (with_floor(9e-7), (0.002379126588314674, 0.375796289500233693)),
    ],
)
def test_coefficients_are_those_of_r(dispersions, expected):
    assert parametric_trend(MEANS, dispersions) == pytest.approx(expected, rel=1e-8)


def test_genes_at_the_floor_do_not_matter(monkeypatch):
    """Remedy 1."""
    without = parametric_trend(MEANS[GENE % 3 != 1], with_floor(1)[GENE % 3 != 1])
    for value in (1e-8, 1e-7, 9e-7):
        assert parametric_trend(MEANS, with_floor(value)) == pytest.approx(without, rel=1e-12)
    monkeypatch.setattr(trend, "FLOOR", 0.0)
    # R's own number where they are not left out
    assert parametric_trend(MEANS, with_floor(9e-7)) == pytest.approx(
        (0.00098896620361743452, 0.40121282458512358415), rel=1e-8
    )


def test_planted_coefficients_are_recovered():
    rng = np.random.default_rng(0)
    means = rng.lognormal(5, 2, 4000)
    planted = 0.03 + 2.5 / means
    exact = parametric_trend(means, planted)
    assert exact == pytest.approx((0.03, 2.5), rel=1e-6)
    # a gamma variate of mean 1 around the curve, and a few genes far above it
    dispersions = planted * rng.gamma(4, 1 / 4, 4000)
    dispersions[:40] *= 1000
    assert parametric_trend(means, dispersions) == pytest.approx((0.03, 2.5), rel=0.05)


def test_the_order_of_genes_does_not_matter():
    dispersions = with_outliers()
    found = parametric_trend(MEANS, dispersions)
    assert parametric_trend(MEANS[::-1], dispersions[::-1]) == pytest.approx(found, rel=1e-10)


@pytest.mark.parametrize(
    "dispersions",
    [
        # R: "parametric dispersion fit failed"
        pytest.param(0.5 * MEANS / (MEANS + 20), id="rising"),
        pytest.param(3 / MEANS - 0.0005, id="below zero at large means"),
        pytest.param(np.full(40, 1e-8), id="all at the floor"),
        pytest.param(np.where(GENE == 0, 0.1, 1e-8), id="one gene"),
    ],
)
def test_no_curve_with_positive_coefficients_is_no_curve(dispersions):
    assert parametric_trend(MEANS, dispersions) is None


def test_no_genes_are_no_curve():
    assert parametric_trend(np.array([]), np.array([])) is None


def test_a_loop_that_does_not_end_is_no_curve(monkeypatch):
    monkeypatch.setattr(trend, "ROUNDS", 0)
    assert parametric_trend(MEANS, with_outliers()) is None


def test_the_mean_trend_is_trimmed_as_in_r():
    dispersions = np.tile(with_outliers(), 60)
    # mean(disps, trim = .001) of genes above 10 minDisp
    assert mean_trend(dispersions) == pytest.approx(2.0449857247916889, rel=1e-12)
    floor = np.array([1e-8, 1e-7])
    assert mean_trend(np.append(dispersions, floor)) == mean_trend(dispersions)
    assert mean_trend(np.array([1e-8, 2e-7, 4e-7])) == pytest.approx(3e-7)
