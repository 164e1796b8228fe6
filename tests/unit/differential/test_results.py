import numpy as np
import pandas as pd
import pytest

from resistance.design.contrast_rows import Contrast
from resistance.differential import fit as fitting
from resistance.differential import results
from resistance.differential.normalisation import Normalisation, divisors

WEIGHTS = np.array([0.0, 1.0])


def fitted(counts, resistant, engine="vectorised"):
    matrix = pd.DataFrame({"Intercept": 1.0, "arm": resistant}, index=counts.columns)
    return fitting.fit(
        counts, matrix, divisors(counts, Normalisation()), two_groups=True, engine=engine
    )


@pytest.fixture(scope="module")
def counts(make_study):
    return make_study(("p",) * 3 + ("r",) * 3, [("p", "r")]).counts


@pytest.fixture(scope="module")
def models(counts):
    """One data set fitted with either arm as reference."""
    resistant = np.array([0.0] * 3 + [1.0] * 3)
    return [fitted(counts, arm) for arm in (resistant, 1 - resistant)]


def table(model, in_contrast=None, **asked):
    tested = results.contrast_table(model, Contrast("c", **asked), WEIGHTS, in_contrast, alpha=0.1)
    return tested.table


def test_a_silent_arm_has_the_same_error_whichever_arm_is_the_reference(models):
    one, other = (table(model).loc["g001"] for model in models)
    assert one["log2FoldChange"] == pytest.approx(-other["log2FoldChange"], rel=1e-5)
    assert one["lfcSE"] == pytest.approx(other["lfcSE"], rel=1e-5)
    assert 0.5 < one["lfcSE"] < 3


def test_genes_without_a_count_have_no_numbers(models):
    row = table(models[0]).loc["g000"]
    assert row["status"] == "all_zero"
    assert row.drop(["status", "baseMean"]).isna().all()


def test_silent_in_the_compared_groups(models):
    row = table(models[0], np.array([True] * 3 + [False] * 3)).loc["g001"]
    assert (row["log2FoldChange"], row["stat"], row["pvalue"]) == (0, 0, 1)


def test_silent_genes_of_weights_are_those_of_the_samples_they_touch():
    matrix = np.array([[1, 0, 0], [1, 1, 0], [1, 0, 1.0]])
    counts = np.array([[5, 5, 0], [0, 1, 0], [0, 0, 0]])
    either = np.array([0, 1.0, -1.0])
    assert results.silent_genes(counts, matrix, either, None).tolist() == [True, False, False]
    # as in R: with weights of one sign there are no two groups
    one = np.array([0, 1.0, 0])
    assert not results.silent_genes(counts, matrix, one, None).any()
    levels = np.array([False, True, True])
    assert results.silent_genes(counts, matrix, one, levels).tolist() == [True, False, False]


def test_thresholds_order_the_p_values(models):
    p = {
        name: table(models[0], alternative=name, lfc_threshold=t)["pvalue"].iloc[1:]
        for name, t in [("two-sided", 0), ("greaterAbs", 1), ("greaterAbs2014", 1), ("lessAbs", 1)]
    }
    assert (p["two-sided"] <= p["greaterAbs"] + 1e-12).all()
    assert (p["greaterAbs"] <= p["greaterAbs2014"] + 1e-12).all()
    assert ((p["lessAbs"] < 0.05) & (p["greaterAbs"] < 0.05)).sum() == 0
    assert (p["lessAbs"] < 0.05).sum() > 10


def test_within_a_threshold_is_adjusted_without_a_filter(models):
    found = table(models[0], alternative="lessAbs", lfc_threshold=1.0)
    assert set(found["status"]) == {"all_zero", "tested"}


def test_directions_are_halves(models):
    whole = table(models[0])["pvalue"]
    up, down = (table(models[0], alternative=name)["pvalue"] for name in ("greater", "less"))
    np.testing.assert_allclose((up + down).dropna(), 1)
    np.testing.assert_allclose(2 * np.minimum(up, down).dropna(), whole.dropna())


def test_likelihood_ratio_agrees_with_wald_for_one_coefficient(models):
    reduced = models[0].matrix[["Intercept"]]
    asked = Contrast("c", test="lrt", reduced="~ 1")
    ratio = results.contrast_table(models[0], asked, None, None, 0.1, reduced).table
    assert ratio[["log2FoldChange", "lfcSE"]].isna().all().all()
    wald = table(models[0])
    strong = wald["baseMean"] > 100
    agree = np.corrcoef(np.log(ratio.loc[strong, "pvalue"]), np.log(wald.loc[strong, "pvalue"]))
    assert agree[0, 1] > 0.95


def test_genes_that_did_not_converge_keep_their_numbers_and_say_so(counts):
    model = fitted(counts, np.array([0.0] * 3 + [1.0] * 3))
    model.dataset.var.loc["g100", "_LFC_converged"] = False
    row = table(model).loc["g100"]
    assert row["status"] == "not_converged"
    assert not np.isnan(row["padj"])
