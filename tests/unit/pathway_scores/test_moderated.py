import numpy as np
import pandas as pd
import pytest
from scipy.stats import ttest_ind

from resistance.columns import PATHWAY_SCORE_TESTS
from resistance.pathway_scores.moderated import least_squares, score_tests, size_trend
from resistance.pathway_scores.singscore import scores
from resistance.protein.moderation import Moderation, fit_prior, moderate

WEIGHTS = np.array([0.0, 1.0])


@pytest.fixture(scope="module")
def table(expression, gene_sets):
    return scores(expression, gene_sets, 10, 500)


@pytest.fixture(scope="module")
def matrix(expression):
    return pd.DataFrame({"Intercept": 1.0, "arm": [0.0] * 3 + [1.0] * 3}, index=expression.columns)


def test_the_set_that_moves_leads(table, matrix):
    tests = score_tests(table, matrix, WEIGHTS)
    assert list(tests.columns) == list(PATHWAY_SCORE_TESTS)
    best = tests.sort_values("pvalue").iloc[0]
    assert best["term"] == "MOVES"
    assert best["difference"] > 0.1
    assert best["pvalue"] < 1e-4


def test_difference_and_variance_are_those_of_a_t_test(table, matrix, expression):
    names = list(expression.columns)
    values = table[names].to_numpy()
    difference, variance, unit = least_squares(values, matrix.to_numpy(), WEIGHTS)
    plain = ttest_ind(values[:, 3:], values[:, :3], axis=1)
    np.testing.assert_allclose(difference / np.sqrt(variance * unit), plain.statistic, rtol=1e-9)


def test_variances_are_squeezed_in_each_collection(table, matrix, expression):
    tests = score_tests(table, matrix, WEIGHTS)
    own = table["collection"] == "random"
    _, variance, unit = least_squares(
        table.loc[own, list(expression.columns)].to_numpy(), matrix.to_numpy(), WEIGHTS
    )
    df = np.full(len(variance), 4.0)
    prior = fit_prior(variance, df)
    assert isinstance(prior, Moderation)
    v, total = moderate(variance, df, prior)
    found = tests[tests["collection"] == "random"]
    np.testing.assert_allclose(found["se"], np.sqrt(v * unit))
    np.testing.assert_allclose(found["df"], total)
    assert (found["df"] > 4).all()
    alone = score_tests(table[own], matrix, WEIGHTS)
    pd.testing.assert_frame_equal(alone, found.reset_index(drop=True))


def test_swapped_arms_flip_the_difference(table, matrix):
    one, other = (score_tests(table, matrix, sign * WEIGHTS) for sign in (1, -1))
    np.testing.assert_allclose(one["difference"], -other["difference"])
    np.testing.assert_allclose(one["t"], -other["t"])
    pd.testing.assert_series_equal(one["padj"], other["padj"])


def test_order_of_samples_and_coding_change_nothing(table, matrix):
    means = pd.DataFrame({"p": 1 - matrix["arm"], "r": matrix["arm"]}).iloc[::-1]
    one, other = score_tests(table, matrix, WEIGHTS), score_tests(table, means, np.array([-1, 1]))
    pd.testing.assert_frame_equal(one, other, rtol=1e-9)


def test_no_residual_degrees_of_freedom_or_no_arms(table, matrix):
    few = matrix.iloc[[0, 3]]
    for empty in (
        score_tests(table, few, WEIGHTS),
        score_tests(table, matrix, np.zeros(0)),
        score_tests(table.iloc[:0], matrix, WEIGHTS),
    ):
        assert empty.empty
        assert list(empty.columns) == list(PATHWAY_SCORE_TESTS)


def test_scores_without_any_scatter_have_no_p_value(table, matrix):
    flat = table.copy()
    flat[list(matrix.index)] = 0.25
    tests = score_tests(flat, matrix, WEIGHTS)
    assert tests["pvalue"].isna().all()
    assert tests["padj"].isna().all()


@pytest.mark.parametrize(("power", "slope"), [(-2.0, -1.0), (-0.5, -0.5), (0.7, 0.0)])
def test_small_sets_scatter_more(power, slope):
    size = np.array([10.0, 20, 40, 80, 160, 320] * 3)
    found = size_trend(0.3 * size**power, size)
    np.testing.assert_allclose(found / found[0], (size / 10) ** slope)
    np.testing.assert_allclose(np.log(found).mean(), 0, atol=1e-12)


def test_few_sets_or_sets_of_one_size_have_no_trend():
    assert size_trend(np.arange(1.0, 9), np.arange(10.0, 18)).tolist() == [1] * 8
    assert size_trend(np.arange(1.0, 13), np.full(12, 15.0)).tolist() == [1] * 12
    assert size_trend(np.zeros(12), np.arange(10.0, 22)).tolist() == [1] * 12
