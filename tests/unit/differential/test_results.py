import numpy as np
import pandas as pd
import pytest
from pydeseq2.utils import wald_test

from resistance.differential import fit as fitting
from resistance.differential import results


@pytest.fixture(scope="module")
def models(make_study):
    """One data set fitted with either arm as reference."""
    counts = make_study(("p",) * 3 + ("r",) * 3, [("p", "r")]).counts
    resistant = np.array([0.0] * 3 + [1.0] * 3)
    return [
        fitting.fit(
            counts, pd.DataFrame({"Intercept": 1.0, "arm": arm}, index=counts.columns), threads=1
        )
        for arm in (resistant, 1 - resistant)
    ]


WEIGHTS = np.array([0.0, 1.0])


def test_equals_pydeseq2_where_no_count_is_below_the_floor(models):
    model = models[0]
    table = results.wald(model, WEIGHTS)
    matrix = model.matrix.to_numpy()
    beta = model.dataset.varm["LFC"].to_numpy()
    mu = np.exp(beta @ matrix.T) * model.size_factors.values.to_numpy()
    checked = 0
    for i in np.flatnonzero((mu > 1).all(axis=1)):
        alpha = model.dataset.var["dispersions"].iloc[i]
        p, stat, se = wald_test(
            matrix, alpha, beta[i], mu[i], np.diag([results.RIDGE] * 2), WEIGHTS, 0.0, None
        )
        row = table.iloc[i]
        expected = [stat, se / np.log(2), p]
        np.testing.assert_allclose(row[["stat", "lfcSE", "pvalue"]].astype(float), expected, 1e-9)
        checked += 1
    assert checked > 150


def test_a_silent_arm_has_the_same_error_whichever_arm_is_the_reference(models):
    one, other = (results.wald(model, WEIGHTS).loc["g001"] for model in models)
    assert one["log2FoldChange"] == pytest.approx(-other["log2FoldChange"], rel=1e-3)
    assert one["lfcSE"] == pytest.approx(other["lfcSE"], rel=1e-3)
    assert 0.5 < one["lfcSE"] < 3


def test_chunks_do_not_change_a_number(models, monkeypatch):
    whole = results.wald(models[0], WEIGHTS)
    monkeypatch.setattr(results, "CHUNK", 7)
    pd.testing.assert_frame_equal(whole, results.wald(models[0], WEIGHTS), check_exact=True)


def test_genes_without_a_count_have_no_numbers(models):
    assert results.wald(models[0], WEIGHTS).loc["g000"].isna().all()


def test_silent_in_the_compared_groups(models):
    in_contrast = np.array([True, True, True, False, False, False])
    table, _ = results.contrast_table(models[0], WEIGHTS, in_contrast, alpha=0.1, threads=1)
    row = table.loc["g001"]
    assert (row["log2FoldChange"], row["stat"], row["pvalue"]) == (0, 0, 1)
