"""Wald tests, likelihood ratios and adjustment against R's numbers and plain formulas."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import chi2, norm

from resistance.engine.testing import (
    ALTERNATIVES,
    _first_near_maximum,
    _rejections,
    adjust,
    contrast_errors,
    filter_and_adjust,
    likelihood_ratio,
    wald_p_values,
)

CHANGE = np.array([0, 0.3, -0.3, 1, -1, 2.5, -2.5, 40])
ERROR = np.array([0.2, 0.2, 0.2, 0.5, 0.5, 0.3, 0.3, 1])
ZEROS = [0.0] * 8
#: results(dds, lfcThreshold = T, altHypothesis = A) of DESeq2 1.38.3 on a data set whose changes
#: and errors were set to these: stat and pvalue
R = {
    ("two-sided", 0): (
        [0, 1.5, -1.5, 2, -2, 8.33333333333, -8.33333333333, 40],
        [1, *[1.33614402538e-01] * 2, *[4.55002638964e-02] * 2, *[7.85974686970e-17] * 2, 0],
    ),
    ("greaterAbs2014", 1): (
        [0, 0, 0, 0, 0, 5, -5, 39],
        [1, 1, 1, 1, 1, 5.73303143758e-07, 5.73303143758e-07, 0],
    ),
    ("lessAbs", 1): (
        [5, 3.5, 3.5, 0, 0, 0, 0, 0],
        [2.86651571879e-07, *[2.32629079036e-04] * 2, 0.5, 0.5, *[0.999999713348] * 2, 1],
    ),
    ("greater", 0): (
        [0, 1.5, 0, 2, 0, 8.33333333333, 0, 40],
        [
            *(0.5, 6.68072012689e-02, 0.933192798731, 2.27501319482e-02, 0.977249868052),
            *(3.92987343485e-17, 1, 0),
        ],
    ),
    ("greater", 1): (
        [0, 0, 0, 0, 0, 5, 0, 39],
        [
            *(0.999999713348, 0.999767370921, 0.999999999960, 0.5, 0.999968328758),
            *(2.86651571879e-07, 1, 0),
        ],
    ),
    ("less", 1): (
        [0, 0, 0, 0, 0, 0, -5, 0],
        [
            *(0.999999713348, 0.999999999960, 0.999767370921, 0.999968328758, 0.5),
            *(1, 2.86651571879e-07, 1),
        ],
    ),
}
finite = st.floats(-50, 50, allow_nan=False)


@pytest.mark.parametrize(("alternative", "threshold"), R)
def test_wald_tests_are_those_of_r(alternative, threshold):
    statistic, p_value = wald_p_values(CHANGE, ERROR, alternative, threshold)
    np.testing.assert_allclose(statistic, R[alternative, threshold][0], rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(p_value, R[alternative, threshold][1], rtol=1e-9, atol=1e-300)


def test_greater_abs_adds_both_tails_and_keeps_the_plain_statistic():
    statistic, p_value = wald_p_values(CHANGE, ERROR, "greaterAbs", 1.0)
    size = np.abs(CHANGE)
    expected = norm.sf((size - 1) / ERROR) + norm.sf((size + 1) / ERROR)
    np.testing.assert_allclose(p_value, expected, rtol=1e-12)
    np.testing.assert_allclose(statistic, CHANGE / ERROR)
    older = wald_p_values(CHANGE, ERROR, "greaterAbs2014", 1.0)[1]
    assert (p_value <= older).all()
    assert p_value[3] < older[3]


@pytest.mark.parametrize("alternative", ["greaterAbs", "greaterAbs2014"])
def test_without_a_threshold_greater_abs_is_two_sided(alternative):
    for one, other in zip(
        wald_p_values(CHANGE, ERROR, alternative, 0.0), wald_p_values(CHANGE, ERROR), strict=True
    ):
        np.testing.assert_array_equal(one, other)


@given(change=arrays(float, 5, elements=finite), threshold=st.floats(0, 3))
def test_swapped_groups_swap_signs(change, threshold):
    error = np.linspace(0.1, 2, 5)
    mirrored = {"greater": "less", "less": "greater"}
    for alternative in ALTERNATIVES:
        used = 0.0 if alternative == "two-sided" else threshold
        statistic, p_value = wald_p_values(change, error, alternative, used)
        other, other_p = wald_p_values(-change, error, mirrored.get(alternative, alternative), used)
        np.testing.assert_allclose(p_value, other_p, rtol=1e-12)
        np.testing.assert_allclose(statistic, other if alternative == "lessAbs" else -other)
        assert ((p_value >= 0) & (p_value <= 1)).all()


def test_unknown_numbers_stay_unknown_and_unknown_alternatives_are_refused():
    for alternative in ALTERNATIVES:
        change, error = np.array([np.nan, 1, 1]), np.array([1, np.nan, 1])
        threshold = 0.0 if alternative == "two-sided" else 0.5
        p_value = wald_p_values(change, error, alternative, threshold)[1]
        assert np.isnan(p_value).tolist() == [True, True, False]
    with pytest.raises(ValueError, match="upwards"):
        wald_p_values(CHANGE, ERROR, "upwards")


@pytest.mark.parametrize("p", [2, 11])
def test_errors_are_those_of_a_ridge_estimate_with_floored_counts(p):
    rng = np.random.default_rng(p)
    design = np.column_stack([np.ones(15), rng.normal(size=(15, p - 1))])
    beta, factors = rng.normal(0, 0.7, (4, p)), rng.uniform(0.5, 2, 15)
    beta[0, 0] = -20
    dispersion, contrast = np.array([0.1, 0.5, 1e-8, 3]), rng.normal(size=p)
    found = contrast_errors(beta, factors, design, dispersion, contrast, 0.5)
    of_genes = np.repeat(factors[:, None], 4, axis=1)
    again = contrast_errors(beta, of_genes, design, dispersion, contrast, 0.5)
    for gene in range(4):
        mu = np.maximum(factors * np.exp(design @ beta[gene]), 0.5)
        information = design.T @ ((mu / (1 + mu * dispersion[gene]))[:, None] * design)
        bread = np.linalg.inv(information + np.eye(p) * 1e-6 / np.log(2) ** 2)
        variance = contrast @ bread @ information @ bread @ contrast
        assert found[0][gene] == pytest.approx(beta[gene] @ contrast)
        assert found[1][gene] == pytest.approx(np.sqrt(variance), rel=1e-8)
    np.testing.assert_array_equal(found, again)


def test_a_likelihood_ratio_is_chi_squared():
    full, reduced = np.array([-10.0, -10, -10, np.nan]), np.array([-13.0, -10, -9.999999, -1])
    statistic, p_value = likelihood_ratio(full, reduced, 2)
    np.testing.assert_allclose(statistic[:3], [6, 0, -2e-6], atol=1e-9)
    np.testing.assert_allclose(p_value[:3], [chi2.sf(6, 2), 1, 1])
    assert np.isnan(p_value[3])


def test_adjusted_p_values_by_hand():
    found = adjust(np.array([0.04, np.nan, 0.01, 0.03, 0.5]))
    np.testing.assert_allclose(found.padj, [0.16 / 3, np.nan, 0.04, 0.16 / 3, 0.5])
    assert (found.cut, found.share) == (0, 0)
    assert np.isnan(adjust(np.full(3, np.nan)).padj).all()


GENE = np.arange(400)
UNIFORM = (GENE * 7919 % 10007 + 0.5) / 10007
MEAN = 2 ** (GENE * 37 % 400 / 30)
PLAIN = np.where((GENE % 4 == 0) & (MEAN > 30), UNIFORM**9, UNIFORM)
SOME = np.where(GENE % 5 == 2, 0, MEAN)
GAPS = np.where((GENE % 5 == 2) | (GENE % 11 == 3), np.nan, PLAIN)
MANY = np.arange(4000)
MANY_MEANS = np.where(MANY < 100, 2 ** (MANY * 37 % 100 / 10), 0)
MANY_P = np.where(MANY < 100, (MANY * 7919 % 10007 + 0.5) / 10007, np.nan)
MANY_P = np.where(MANY_MEANS > 30, MANY_P**6, MANY_P)


# r <- DESeq2:::pvalueAdjustment(DataFrame(baseMean, pvalue), TRUE, alpha =, pAdjustMethod = "BH"):
# filterThreshold, filterTheta, sum(padj < alpha), sum of padj and how many there are, first padj
@pytest.mark.parametrize(
    ("means", "p_values", "alpha", "cut", "share", "rejections", "total", "known", "first"),
    [
        pytest.param(
            *(MEAN, PLAIN, 0.1, 8.5406160343945761, 0.23265306122448981),
            *(45, 201.08580980706947, 307, 2.5904383327209660e-06),
            id="plain",
        ),
        pytest.param(
            *(MEAN, PLAIN, 0.05, 1.7095717314447514, 0.058163265306122452),
            *(37, 265.26468328028295, 376, 3.1726541143422906e-06),
            id="another level",
        ),
        pytest.param(
            *(SOME, GAPS, 0.1, 0.80000000000001137, 0.2),
            *(31, 207.43103703284004, 290, 3.8452760732340074e-06),
            id="gaps",
        ),
        pytest.param(
            *(np.floor(SOME / 8) * 8, np.round(GAPS, 2), 0.1, 4.9600000000000364, 0.38),
            *(32, 141.73979944226213, 218, 0.0),
            id="ties",
        ),
        pytest.param(
            *(SOME, np.where(GENE < 9, GAPS**6, 0.5 + 0.5 * GAPS), 0.1, 0.80000000000001137, 0.2),
            *(3, 286.86377036074748, 290, 1.8542291500725301e-40),
            id="three rejections",
        ),
        pytest.param(
            *(MEAN, np.where((GENE % 30 == 0) & (MEAN > 4), UNIFORM**30, 0.3 + 0.7 * UNIFORM)),
            *(0.1, 1.0, 0.0, 9, 390.74705025512435, 400, 0.99933546517437777),
            id="nine rejections",
        ),
        pytest.param(
            *(np.where(GENE < 12, MEAN, 0), np.where(GENE < 12, PLAIN**3, np.nan), 0.1),
            *(0.029999999999972715, 0.97, 4, 4.1702200097556261, 12, 9.5954191227654314e-21),
            id="nearly all silent",
        ),
        pytest.param(
            *(GENE * 37 % 6, np.where((GENE % 4 == 0) & (GENE * 37 % 6 > 2), UNIFORM**9, UNIFORM)),
            *(0.1, 4.0, 0.67852040816326531, 33, 79.704726228846411, 132, 7.2069677315785452e-07),
            id="tied means",
        ),
        pytest.param(
            *(MANY_MEANS, MANY_P, 0.1, 18.220928186889967, 0.98571428571428565),
            *(28, 15.794452197885601, 58, 0.23987958429099632),
            id="many silent",
        ),
        pytest.param(
            *(MEAN * 0, PLAIN, 0.1, 0.0, None, 43, 284.01775457615668, 400),
            3.3751639514279690e-06,
            id="all silent",
        ),
        pytest.param(*(MEAN, PLAIN * np.nan, 0.1, 1.0, 0.0, 0, 0.0, 0, np.nan), id="no p value"),
    ],
)
def test_filter_and_adjustment_are_those_of_r(
    means, p_values, alpha, cut, share, rejections, total, known, first
):
    found = filter_and_adjust(means, p_values, alpha)
    assert found.cut == pytest.approx(cut, rel=1e-9, abs=1e-12)
    if share is not None:
        assert found.share == pytest.approx(share, rel=1e-12)
    assert (found.padj < alpha).sum() == rejections
    assert np.isfinite(found.padj).sum() == known
    assert np.nansum(found.padj) == pytest.approx(total, rel=1e-12)
    np.testing.assert_allclose(found.padj[4], first, rtol=1e-12)


def test_no_genes_are_adjusted_without_a_complaint():
    assert len(filter_and_adjust(np.array([]), np.array([]), 0.1).padj) == 0


i = np.arange(50)
WAVES = np.floor(300 + 3 * i - 0.0009 * i**3 * 1.82 + 12 * np.sin(i * 82 * 0.37))
STEPS = 15 + (i > 12) * 3 - (i > 45) * 10
HUMP = 80 + (9 % 7) * i * 0.4 - 0.0035 * i**3 + 9 * np.sin(i * 9 * 0.37) + 25 * (i == 9)


# lo <- lowess(rejections ~ shares, f = 1/5); residual <- (rejections - lo$y)[rejections > 0]
# which(rejections > max(lo$y) - sqrt(mean(residual^2)))[1] - 1
@pytest.mark.parametrize(
    ("rejections", "chosen"),
    [
        # with PyDESeq2's lowess 10
        pytest.param(WAVES, 15, id="waves"),
        pytest.param(STEPS, 13, id="steps"),
        pytest.param(np.maximum(np.floor(HUMP), 0), 2, id="silent end"),
        pytest.param(np.zeros(50), 0, id="none"),
        pytest.param(np.minimum(i, 10), 0, id="ten"),
        pytest.param(np.minimum(i, 11), 11, id="eleven"),
    ],
)
def test_the_first_cut_near_the_maximum_is_that_of_r(rejections, chosen):
    """Remedy 5."""
    assert _first_near_maximum(np.linspace(0.1, 0.95, 50), rejections.astype(int)) == chosen


@given(seed=st.integers(0, 1000))
@example(seed=693)  # a value at alpha itself, where the order of the factors decides
def test_rejections_at_each_cut_are_those_of_the_adjusted_p_values(seed):
    rng = np.random.default_rng(seed)
    means, p_values = rng.integers(0, 6, 60).astype(float), np.round(rng.beta(0.3, 2, 60), 3)
    p_values[rng.random(60) < 0.1] = np.nan
    cuts = np.array([0.0, 1, 2.5, 5, 7])
    expected = [
        np.count_nonzero(adjust(np.where(means >= cut, p_values, np.nan)).padj < 0.1)
        for cut in cuts
    ]
    assert _rejections(means, p_values, cuts, 0.1).tolist() == expected
