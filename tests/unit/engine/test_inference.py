"""The vectorised steps used directly through PyDESeq2's own classes."""

import inspect
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest
from pydeseq2.dds import DeseqDataSet
from pydeseq2.default_inference import DefaultInference
from pydeseq2.ds import DeseqStats
from pydeseq2.inference import Inference
from scipy.stats import norm

from resistance.engine.glm import fit_coefficients
from resistance.engine.inference import MIN_MU, VectorisedInference
from resistance.engine.trend import parametric_trend

LEVELS = np.repeat(["a", "b", "c"], 4)


def simulated(genes=60, seed=0):
    rng = np.random.default_rng(seed)
    mean = rng.lognormal(5, 1, genes)
    effect = rng.normal(0, 1, (3, genes)) * (np.arange(genes) < 20)
    effect[0] = 0
    mu = rng.uniform(0.7, 1.4, 12)[:, None] * mean * np.exp(effect[np.repeat(np.arange(3), 4)])
    dispersion = 0.05 + 2 / mean
    counts = rng.negative_binomial(1 / dispersion, 1 / (1 + dispersion * mu))
    counts[:, -1] = 0
    return pd.DataFrame(
        counts, index=[f"s{i}" for i in range(12)], columns=[f"g{i}" for i in range(genes)]
    )


def fitted(inference):
    counts = simulated()
    metadata = pd.DataFrame({"condition": LEVELS}, index=counts.index)
    dataset = DeseqDataSet(
        counts=counts, metadata=metadata, design="~condition", inference=inference, quiet=True
    )
    dataset.deseq2()
    return dataset


@pytest.fixture(scope="module")
def ours():
    return fitted(VectorisedInference())


@pytest.fixture(scope="module")
def stock():
    return fitted(DefaultInference(n_cpus=1))


def statistics(dataset, inference, **asked):
    asked = {"contrast": ["condition", "b", "a"], **asked}
    found = DeseqStats(dataset, inference=inference, quiet=True, **asked)
    found.summary()
    return found


def test_it_is_pydeseq2s_extension_point_with_every_method():
    assert issubclass(VectorisedInference, Inference)
    for name, method in inspect.getmembers(Inference, inspect.isfunction):
        if not name.startswith("_"):
            ours = inspect.signature(getattr(VectorisedInference, name)).parameters
            theirs = inspect.signature(method).parameters
            assert list(ours)[: len(theirs)] == list(theirs), name


def test_a_plain_data_set_gets_the_numbers_of_stock_code(ours, stock):
    np.testing.assert_allclose(ours.varm["LFC"], stock.varm["LFC"], atol=1e-3)
    for name in ("genewise_dispersions", "dispersions"):
        one, other = np.log(ours.var[name]), np.log(stock.var[name])
        assert np.nanmedian(np.abs(one - other)) < 1e-3
    np.testing.assert_allclose(
        np.nanmedian(ours.layers["cooks"]), np.nanmedian(stock.layers["cooks"]), rtol=0.01
    )


def test_plain_statistics_get_the_numbers_of_stock_code(ours, stock):
    one = statistics(ours, VectorisedInference()).results_df
    other = statistics(stock, DefaultInference(n_cpus=1)).results_df
    np.testing.assert_allclose(one["log2FoldChange"], other["log2FoldChange"], atol=1e-3)
    np.testing.assert_allclose(one["lfcSE"], other["lfcSE"], rtol=0.02)
    np.testing.assert_allclose(one["pvalue"], other["pvalue"], rtol=0.3, atol=1e-12)
    assert one.loc["g59", ["log2FoldChange", "pvalue", "padj"]].isna().all()
    assert (one["padj"] < 0.05).sum() == (other["padj"] < 0.05).sum() > 5


def test_shrunken_changes_come_through_plain_statistics(ours, stock):
    one = statistics(ours, VectorisedInference())
    plain = one.results_df.iloc[20:59].copy()
    other = statistics(stock, DefaultInference(n_cpus=1))
    for found in (one, other):
        found.lfc_shrink("condition[T.b]")
    found, theirs = one.results_df, other.results_df
    np.testing.assert_allclose(found["log2FoldChange"], theirs["log2FoldChange"], atol=0.01)
    np.testing.assert_allclose(found["lfcSE"], theirs["lfcSE"], rtol=0.01)
    unchanged = found.iloc[20:59]
    assert (unchanged["log2FoldChange"].abs() < plain["log2FoldChange"].abs()).mean() > 0.9


@pytest.mark.parametrize("alternative", ["greaterAbs", "lessAbs", "greater", "less"])
def test_alternatives_of_two_other_levels_apply_to_their_difference(ours, alternative):
    """Remedy 8."""
    null = {"less": -0.5}.get(alternative, 0.5)
    found = statistics(
        ours,
        VectorisedInference(),
        contrast=["condition", "c", "b"],
        lfc_null=null,
        alt_hypothesis=alternative,
    ).results_df.iloc[:59]
    b, error = found["log2FoldChange"], found["lfcSE"]
    coefficients = ours.varm["LFC"].iloc[:59] / np.log(2)
    np.testing.assert_allclose(b, coefficients["condition[T.c]"] - coefficients["condition[T.b]"])
    expected = {
        "greaterAbs": norm.sf((np.abs(b) - 0.5) / error) + norm.sf((np.abs(b) + 0.5) / error),
        "lessAbs": np.maximum(norm.sf((0.5 - b) / error), norm.sf((b + 0.5) / error)),
        "greater": norm.sf((b - 0.5) / error),
        "less": norm.sf((-0.5 - b) / error),
    }[alternative]
    np.testing.assert_allclose(found["pvalue"], np.minimum(expected, 1), rtol=1e-9)
    theirs = statistics(
        ours,
        DefaultInference(n_cpus=1),
        contrast=["condition", "c", "b"],
        lfc_null=null,
        alt_hypothesis=alternative,
    ).results_df.iloc[:59]
    assert np.abs(theirs["pvalue"] - found["pvalue"]).max() > 0.01


@pytest.mark.parametrize("null", [-0.5, 0.5])
@pytest.mark.parametrize("alternative", ["greater", "less", None])
def test_a_null_keeps_its_sign_as_in_pydeseq2(ours, alternative, null):
    asked = {"lfc_null": null, "alt_hypothesis": alternative}
    one = statistics(ours, VectorisedInference(), **asked).results_df.iloc[:59]
    z = (one["log2FoldChange"] - null) / one["lfcSE"]
    expected = {"greater": norm.sf(z), "less": norm.cdf(z)}.get(alternative, 2 * norm.sf(abs(z)))
    np.testing.assert_allclose(one["pvalue"], expected, rtol=1e-9)


def test_errors_take_fitted_counts_of_at_least_a_half():
    """Remedy 4."""
    inference, design = VectorisedInference(), np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    lfc = np.array([[-12.0, 16.0]])
    mu = np.exp(design @ lfc.T)
    arguments = (design, np.array([0.1]), lfc, mu, np.eye(2) * 1e-6, np.array([0, 1.0]), 0.0)
    error = inference.wald_test(*arguments)[2]
    floored = np.maximum(mu[:, 0], 0.5)
    weights = floored / (1 + 0.1 * floored)
    assert error == pytest.approx(np.sqrt(1 / weights[:3].sum() + 1 / weights[3:].sum()), rel=1e-4)


@pytest.mark.parametrize("prior", [None, 0.5])
def test_dispersions_take_fitted_counts_of_at_least_a_half(prior):
    """Remedy 3."""
    rng = np.random.default_rng(0)
    design = np.column_stack([np.ones(8), rng.normal(size=8)])
    mu = rng.lognormal(0, 1.5, (8, 20))
    counts = rng.poisson(mu * rng.gamma(1, 1, mu.shape))
    assert (mu < 0.5).any(axis=0).all()

    def fit(mu):
        return VectorisedInference().alpha_mle(
            *(counts, design, mu, np.full(20, 0.3), 1e-8, 10.0),
            prior_disp_var=prior,
            prior_reg=prior is not None,
        )[0]

    np.testing.assert_array_equal(fit(mu), fit(np.maximum(mu, MIN_MU)))
    assert np.abs(np.log(fit(mu) / fit(np.maximum(mu, 0.7)))).max() > 0.01


def test_a_prior_without_a_variance_is_refused():
    with pytest.raises(ValueError, match="variance"):
        VectorisedInference().alpha_mle(
            np.ones((4, 1), int),
            np.ones((4, 1)),
            np.ones((4, 1)),
            np.ones(1),
            1e-8,
            10,
            prior_reg=True,
        )


def test_factors_of_genes_replace_size_factors_only_within_the_block():
    inference, design = VectorisedInference(), np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    rng = np.random.default_rng(0)
    counts, factors = rng.poisson(50, (6, 3)), rng.uniform(0.5, 2, (6, 3))
    size_factors, dispersion = np.ones(6), np.full(3, 0.1)

    def coefficients():
        return inference.irls(counts, size_factors, design, dispersion, 0.5, 1e-8)[0]

    plain = coefficients()
    with suppress(KeyError), inference.normalised_by(factors):
        own = coefficients()
        means = inference.lin_reg_mu(counts, size_factors, design, 0.5)
        raise KeyError
    np.testing.assert_array_equal(coefficients(), plain)
    expected = fit_coefficients(counts, factors, design, dispersion, 0.5, 1e-8).beta
    np.testing.assert_array_equal(own, expected)
    normalised = counts / factors
    groups = np.repeat([normalised[:3].mean(axis=0), normalised[3:].mean(axis=0)], 3, axis=0)
    np.testing.assert_allclose(means, groups * factors, rtol=1e-12)


def test_the_trend_comes_with_its_predictions_or_says_that_there_is_none():
    means = pd.Series(np.geomspace(2, 1000, 40))
    dispersions = (0.1 + 3 / means) * np.exp(np.sin(np.arange(40)))
    found, predicted, converged = VectorisedInference().dispersion_trend_gamma_glm(
        1 / means, dispersions
    )
    assert converged
    assert tuple(found) == pytest.approx(parametric_trend(means.to_numpy(), dispersions.to_numpy()))
    np.testing.assert_allclose(predicted, found[0] + found[1] / means)
    rising = VectorisedInference().dispersion_trend_gamma_glm(1 / means, means / 100)
    assert not rising[2]
    assert np.isnan(rising[0]).all()
