"""PyDESeq2's data set with what R does and it does not; each remedy fails without its override."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pydeseq2.dds import DeseqDataSet
from pydeseq2.default_inference import DefaultInference
from scipy.special import polygamma
from scipy.stats import f, trim_mean

from resistance.engine import dispersion, moments, trend
from resistance.engine.dataset import DataSet
from resistance.engine.glm import fit_coefficients
from resistance.engine.likelihood import Prior
from resistance.engine.prior_variance import log_residual_spread, prior_variance
from resistance.readers.resources import read_prior_variance

ROOT = Path(__file__).parents[3]


def groups(*sizes):
    cell = np.repeat(np.arange(len(sizes)), sizes)
    matrix = (cell[:, None] == np.arange(len(sizes))).astype(float)
    matrix[:, 0] = 1.0
    return matrix


def simulated(matrix, genes=80, seed=0, mean=4.5, spread=0.5):
    """Counts, samples x genes; gene g000 has none."""
    rng = np.random.default_rng(seed)
    level = rng.lognormal(mean, 1, genes)
    change = rng.normal(0, 1, (matrix.shape[1], genes)) * (np.arange(genes) % 4 == 0)
    change[0] = 0
    mu = rng.uniform(0.7, 1.4, len(matrix))[:, None] * level * np.exp(matrix @ change)
    alpha = (0.03 + 2 / level) * rng.lognormal(0, spread, genes)
    counts = rng.negative_binomial(1 / alpha, 1 / (1 + alpha * mu))
    counts[:, 0] = 0
    return counts


def dataset(counts, matrix, factors=None, size_factors=None, **options):
    samples = [f"s{i}" for i in range(len(counts))]
    if size_factors is None:
        size_factors = np.linspace(0.8, 1.25, len(counts))
    return DataSet(
        pd.DataFrame(counts, samples, [f"g{i:03d}" for i in range(counts.shape[1])]),
        pd.DataFrame(matrix, samples, [f"b{i}" for i in range(matrix.shape[1])]),
        pd.Series(size_factors, samples),
        factors,
        **options,
    )


def fit(data):
    data.fit_genewise_dispersions()
    data.fit_dispersion_trend()
    data.fit_dispersion_prior()
    data.fit_MAP_dispersions()
    data.fit_LFC()
    data.calculate_cooks()
    data.refit()
    data.cooks_outlier()
    return data


@pytest.fixture(scope="module")
def plain():
    return fit(dataset(simulated(groups(5, 5)), groups(5, 5)))


def test_genes_at_the_floor_leave_the_trend_alone():
    """Remedy 1."""
    matrix = groups(4, 4)
    data = dataset(simulated(matrix, 400, spread=1.2), matrix)
    data.fit_genewise_dispersions()
    data.fit_dispersion_trend()
    without = data.uns["trend_coeffs"].to_numpy()
    columns = [data.var[c].to_numpy()[1:] for c in ("_normed_means", "genewise_dispersions")]
    assert tuple(without) == trend.parametric_trend(*columns)
    floor = np.arange(400) % 3 == 1
    part = dataset(data.X[:, ~floor], matrix)
    part.fit_genewise_dispersions()
    part.fit_dispersion_trend()
    data.var.loc[floor, "genewise_dispersions"] = 1e-8
    data.fit_dispersion_trend()
    np.testing.assert_allclose(data.uns["trend_coeffs"], part.uns["trend_coeffs"], rtol=1e-10)
    assert np.abs(data.uns["trend_coeffs"] / without - 1).max() > 1e-3
    fitted = data.disp_function(columns[0])
    np.testing.assert_allclose(data.var["fitted_dispersions"].iloc[1:], fitted)
    assert np.isnan(data.var["fitted_dispersions"].iloc[0])
    # PyDESeq2's own takes them in
    data.inference = DefaultInference(n_cpus=1)
    DeseqDataSet._fit_parametric_dispersion_trend(data)
    assert np.abs(data.uns["trend_coeffs"] / part.uns["trend_coeffs"] - 1).max() > 1e-3


def test_a_trend_that_fails_is_the_mean_of_all_genes():
    matrix = groups(4, 4)
    data = dataset(simulated(matrix), matrix)
    data.fit_genewise_dispersions()
    data.var["genewise_dispersions"] = data.var["_normed_means"] / 1e3
    data.fit_dispersion_trend()
    assert data.uns["disp_function_type"] == "mean"
    expected = trim_mean(data.var["genewise_dispersions"].iloc[1:], 0.001)
    assert data.var["fitted_dispersions"].iloc[1:].to_numpy() == pytest.approx(expected)


@pytest.mark.parametrize("sizes", [(2, 2), (2, 3)])
def test_few_residual_degrees_of_freedom_need_rs_simulation(sizes):
    """Remedy 2."""
    table = read_prior_variance(ROOT / "resources/statistics/prior_variance.tsv")
    matrix = groups(*sizes)
    data = dataset(simulated(matrix, 400, spread=2), matrix, prior_table=table)
    data.fit_genewise_dispersions()
    data.fit_dispersion_trend()
    data.fit_dispersion_prior()
    genewise, fitted = data.var["genewise_dispersions"], data.var["fitted_dispersions"]
    found = data.uns["prior_disp_var"]
    assert found == prior_variance(genewise.to_numpy(), fitted.to_numpy(), sum(sizes) - 2, table)
    by_mad = data.uns["_squared_logres"] - polygamma(1, (sum(sizes) - 2) / 2)
    assert abs(found - max(by_mad, 0.25)) > 0.01
    data.prior_table = None
    with pytest.raises(KeyError):
        data.fit_dispersion_prior()


def test_with_more_the_median_deviation_tells_the_prior(plain):
    genewise, trend = plain.var["genewise_dispersions"], plain.var["fitted_dispersions"]
    spread = log_residual_spread(genewise.to_numpy(), trend.to_numpy())
    assert plain.uns["_squared_logres"] == spread
    assert plain.uns["prior_disp_var"] == max(spread - polygamma(1, 4), 0.25)


def test_dispersions_of_several_factors_take_fitted_counts_of_at_least_a_half():
    """Remedy 3."""
    matrix = np.column_stack([groups(5, 5), np.arange(10) % 2])
    data = dataset(simulated(matrix, mean=0.0), matrix)
    data.fit_genewise_dispersions()
    counted = data.var["non_zero"].to_numpy(dtype=bool)
    mu, start = data.layers["_mu_hat"][:, counted], data.var["_MoM_dispersions"][counted].to_numpy()
    found = data.var["genewise_dispersions"][counted].to_numpy()
    floored, plain = (
        dispersion.genewise(data.X[:, counted], m, matrix, start, 10.0)[0]
        for m in (np.maximum(mu, 0.5), mu)
    )
    np.testing.assert_array_equal(found, floored)
    assert np.abs(np.log(found / plain)).max() > 0.01


def test_dispersions_two_deviations_above_the_trend_are_kept_and_others_shrunk():
    data = dataset(simulated(groups(5, 5)), groups(5, 5))
    data.fit_genewise_dispersions()
    data.fit_dispersion_trend()
    data.fit_dispersion_prior()
    deviation = np.sqrt(data.uns["_squared_logres"])
    fitted = data.var["fitted_dispersions"]
    data.var.loc["g007", "genewise_dispersions"] = fitted["g007"] * np.exp(2.05 * deviation)
    data.var.loc["g008", "genewise_dispersions"] = fitted["g008"] * np.exp(1.95 * deviation)
    data.fit_MAP_dispersions()
    var = data.var.loc[["g007", "g008"]]
    assert var["_outlier_genes"].tolist() == [True, False]
    kept = [var["genewise_dispersions"].iloc[0], var["MAP_dispersions"].iloc[1]]
    assert var["dispersions"].tolist() == kept
    assert data.var.iloc[0][["dispersions", "MAP_dispersions"]].isna().all()


def shrunken(data, genes, mu):
    """R's start and prior, gene by gene."""
    var = data.var.iloc[genes]
    genewise, fitted = (var[c].to_numpy() for c in ("genewise_dispersions", "fitted_dispersions"))
    start = np.where(genewise > 0.1 * fitted, genewise, fitted)
    prior = Prior(np.log(fitted), float(data.uns["prior_disp_var"]))
    counts = data.X[:, genes]
    return dispersion.maximum_a_posteriori(counts, mu, data.matrix, start, prior, 14.0)[0]


def test_dispersions_are_shrunk_from_where_r_starts(plain):
    data = dataset(plain.X.copy(), plain.matrix)
    data.fit_genewise_dispersions()
    mu = data.layers["_mu_hat"][:, 1:].copy()
    assert (plain.var["genewise_dispersions"] < 0.1 * plain.var["fitted_dispersions"]).any()
    found = plain.var["MAP_dispersions"].to_numpy()[1:]
    np.testing.assert_array_equal(found, shrunken(plain, np.arange(1, 80), mu))
    assert "_mu_hat" not in plain.layers


def test_coefficients_are_fitted_at_the_shrunken_dispersions(plain):
    counts, alpha = plain.X[:, 1:], plain.var["dispersions"].to_numpy()[1:]
    expected = fit_coefficients(counts, plain.normalisation, plain.matrix, alpha, 0.5, 1e-8)
    np.testing.assert_array_equal(plain.varm["LFC"].to_numpy()[1:], expected.beta)
    assert plain.varm["LFC"].iloc[0].isna().all()
    robust = moments.robust_dispersions(plain.layers["normed_counts"][:, 1:], plain.matrix)
    cooks = moments.cooks_distances(counts, expected.mu, expected.leverage, robust, 2)
    np.testing.assert_array_equal(plain.layers["cooks"][:, 1:], cooks)
    assert np.isnan(plain.layers["cooks"][:, 0]).all()


def test_the_cutoff_is_the_99_percent_point_of_f_and_small_cells_are_not_judged():
    matrix = groups(3, 2, 4)
    data = dataset(simulated(matrix), matrix)
    assert data.cooks_cutoff == pytest.approx(f.ppf(0.99, 3, 6))
    assert data.judged.tolist() == [True] * 3 + [False] * 2 + [True] * 4


@pytest.mark.parametrize(("two_groups", "withheld"), [(True, False), (False, True)])
def test_three_larger_counts_rescue_a_gene_of_two_groups_only(two_groups, withheld):
    """Remedy 6."""
    matrix = groups(4, 4)
    counts = simulated(matrix)
    counts[:, 5] = [2, 3, 2, 400, 9000, 9100, 8900, 9050]
    counts[:, 6] = [2, 3, 2, 40000, 9000, 9100, 8900, 9050]
    data = fit(dataset(counts, matrix, two_groups=two_groups))
    outlying = data.cooks_outlier()
    assert (data.layers["cooks"][3, [5, 6]] > data.cooks_cutoff).all()
    assert outlying[[5, 6]].tolist() == [withheld, True]


def with_outliers(*sizes, factors=None, **options):
    matrix = groups(*sizes)
    counts = simulated(matrix)
    counts[:, 5], counts[:, 6] = 40 + np.arange(len(counts)) % 3, 0
    counts[2, [5, 6, 10]] = [90_000, 50_000, 10**6]
    return counts, fit(dataset(counts, matrix, factors, **options))


def test_an_outlier_among_seven_becomes_the_trimmed_mean():
    counts, data = with_outliers(7, 7)
    size_factors, replaced = data.obs["size_factors"].to_numpy(), counts[:, 5].copy()
    replaced[2] = int(trim_mean(counts[:, 5] / size_factors, 0.2) * size_factors[2])
    assert 30 < replaced[2] < 60
    np.testing.assert_array_equal(data.X[:, 5], replaced)
    np.testing.assert_array_equal(data.original_counts, counts)
    np.testing.assert_array_equal(
        data.X[:, ~data.var["replaced"]], counts[:, ~data.var["replaced"]]
    )
    assert data.var["replaced"].iloc[[5, 6]].all()
    assert data.var["replaced"].sum() < 20
    assert data.var["refitted"].iloc[[5, 6]].tolist() == [True, False]
    # the gene's own fit to the replaced counts, at the trend and prior of all genes
    alone = dataset(data.X[:, [5]], data.matrix)
    alone.fit_genewise_dispersions()
    for column in ("genewise_dispersions", "_normed_means"):
        assert data.var[column].iloc[5] == pytest.approx(alone.var[column].iloc[0], rel=1e-12)
    assert data.var["fitted_dispersions"].iloc[5] == pytest.approx(
        data.disp_function(alone.var["_normed_means"].to_numpy())[0]
    )
    expected = shrunken(data, [5], alone.layers["_mu_hat"])
    assert data.var["dispersions"].iloc[5] == pytest.approx(expected[0], rel=1e-9)
    alpha = data.var["dispersions"].to_numpy()[[5]]
    beta = fit_coefficients(data.X[:, [5]], size_factors, data.matrix, alpha, 0.5, 1e-8).beta
    np.testing.assert_allclose(data.varm["LFC"].iloc[5], beta[0], rtol=1e-10)
    assert not data.cooks_outlier()[[5, 6]].any()
    again = data.var[data.var["refitted"]]
    above = np.log(again["genewise_dispersions"] / again["fitted_dispersions"])
    far = above > 2 * np.sqrt(data.uns["_squared_logres"])
    assert (above > 0).any()
    assert (again["_outlier_genes"] == far).all()


def test_a_gene_without_counts_once_outliers_are_replaced_has_no_change():
    _, data = with_outliers(7, 7)
    assert list(data.new_all_zeroes_genes) == ["g006"]
    assert data.var["_normed_means"].iloc[6] == 0
    assert (data.varm["LFC"].iloc[6] == 0).all()


def test_only_cells_of_seven_are_replaced():
    counts, data = with_outliers(6, 7)
    np.testing.assert_array_equal(data.X[:, [5, 6]], counts[:, [5, 6]])
    assert data.cooks_outlier()[[5, 6]].all()
    assert not with_outliers(6, 6)[1].var[["replaced", "refitted"]].any(axis=None)


def test_factors_equal_to_size_factors_change_nothing(plain):
    factors = np.repeat(plain.obs["size_factors"].to_numpy()[:, None], 80, axis=1)
    other = fit(dataset(plain.X.copy(), plain.matrix, factors))
    for column in ("dispersions", "_normed_means"):
        np.testing.assert_allclose(other.var[column], plain.var[column], rtol=1e-9)
    np.testing.assert_allclose(other.varm["LFC"], plain.varm["LFC"], rtol=1e-9)


def test_each_gene_has_its_own_factors_when_outliers_are_replaced_too():
    factors = np.random.default_rng(5).uniform(0.5, 2, (14, 80))
    counts, data = with_outliers(7, 7, factors=factors)
    np.testing.assert_allclose(data.layers["normed_counts"], counts / factors)
    centre = trim_mean(counts[:, 5] / factors[:, 5], 0.2)
    assert data.X[2, 5] == int(centre * factors[2, 5])
    for gene in (5, 17):
        x, own = data.X[:, [gene]], factors[:, [gene]]
        alpha = data.var["dispersions"].to_numpy()[[gene]]
        beta = fit_coefficients(x, own, data.matrix, alpha, 0.5, 1e-8).beta
        np.testing.assert_allclose(data.varm["LFC"].iloc[gene], beta[0], rtol=1e-9)
    means = data.X[:, 5] / factors[:, 5]
    assert data.var["_normed_means"].iloc[5] == pytest.approx(means.mean())
    linear = np.repeat([means[:7].mean(), means[7:].mean()], 7) * factors[:, 5]
    expected = shrunken(data, [5], linear[:, None])
    assert data.var["dispersions"].iloc[5] == pytest.approx(expected[0], rel=1e-9)
