"""PyDESeq2's tests of a contrast with what R's ``results()`` does and they do not."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from pydeseq2.default_inference import DefaultInference
from pydeseq2.ds import DeseqStats
from scipy.stats import chi2, false_discovery_control, nbinom, norm

from resistance.engine.dataset import DataSet
from resistance.engine.glm import fit_coefficients
from resistance.engine.statistics import Statistics
from resistance.engine.testing import contrast_errors, filter_and_adjust

LN2 = np.log(2)
ON_OFF, SILENT, NONE, OUTLIER, EMPTIED = 3, 4, 5, 6, 7


def groups(*sizes):
    cell = np.repeat(np.arange(len(sizes)), sizes)
    matrix = (cell[:, None] == np.arange(len(sizes))).astype(float)
    matrix[:, 0] = 1.0
    return matrix


def fitted(sizes, genes=150, factors=None, seed=0, **planted):
    """A fitted data set; a planted gene has the given counts."""
    matrix, rng = groups(*sizes), np.random.default_rng(seed)
    level = rng.lognormal(4, 1.2, genes)
    level[75:] /= 40
    change = rng.normal(0, 1, (matrix.shape[1], genes)) * (np.arange(genes) % 3 == 0)
    change[0] = 0
    size_factors = np.linspace(0.8, 1.25, len(matrix))
    mu = size_factors[:, None] * level * np.exp(matrix @ change)
    alpha = 0.05 + 1 / level
    counts = rng.negative_binomial(1 / alpha, 1 / (1 + alpha * mu))
    for gene, values in planted.items():
        counts[:, int(gene[1:])] = values
    samples = [f"s{i}" for i in range(len(matrix))]
    data = DataSet(
        pd.DataFrame(counts, samples, [f"g{i}" for i in range(genes)]),
        pd.DataFrame(matrix, samples, [f"b{i}" for i in range(len(sizes))]),
        pd.Series(size_factors, samples),
        factors,
    )
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
def three():
    """Groups a, b, c of four; gene 3 is off in b and c, 4 in a and b, 5 everywhere."""
    return fitted(
        (4, 4, 4),
        g3=[90, 110, 85, 120] + [0] * 8,
        g4=[0] * 8 + [60, 70, 80, 75],
        g5=0,
        g6=[30, 31, 29, 30000, *[30] * 8],
    )


@pytest.fixture(scope="module")
def seven():
    """Two groups of seven; all counts of gene 7 but the outlier are 0."""
    return fitted((7, 7), g7=[0, 0, 50_000] + [0] * 11)


def summarised(data, contrast, silent=(), alpha=0.1, **asked):
    which = np.isin(np.arange(data.n_vars), silent)
    found = Statistics(data, np.array(contrast, dtype=float), which, alpha, **asked)
    found.summary()
    return found


def expected_wald(data, contrast):
    counted = data.var["non_zero"].to_numpy(dtype=bool)
    return counted, *(
        values / LN2
        for values in contrast_errors(
            data.varm["LFC"].to_numpy()[counted],
            data.normalisation if data.factors is None else data.factors[:, counted],
            data.matrix,
            data.var["dispersions"].to_numpy()[counted],
            np.array(contrast, dtype=float),
            0.5,
        )
    )


@pytest.mark.parametrize("contrast", [[0, 1, 0], [0, -1, 1], [0, 0.5, 0.5]])
def test_changes_errors_and_p_values_of_any_contrast(three, contrast):
    counted, estimate, error = expected_wald(three, contrast)
    found = summarised(three, contrast)
    np.testing.assert_allclose(found.estimate[counted], estimate)
    np.testing.assert_allclose(found.SE[counted], error * LN2)
    np.testing.assert_allclose(found.results_df["lfcSE"][counted], error)
    judged = counted & ~found.p_values.isna().to_numpy()
    assert judged.sum() == counted.sum() - 1
    p_value = 2 * norm.sf(np.abs(estimate / error))
    np.testing.assert_allclose(found.p_values[judged], p_value[judged[counted]], rtol=1e-9)
    for column in (found.estimate, found.SE, found.statistics, found.p_values, found.padj):
        assert np.isnan(column.iloc[NONE])


def test_an_outliers_p_value_is_withheld_and_nothing_else_of_it(three):
    found = summarised(three, [0, 1, 0])
    row = found.results_df.iloc[OUTLIER]
    assert row[["pvalue", "padj"]].isna().all()
    assert row[["baseMean", "log2FoldChange", "lfcSE", "stat"]].notna().all()


def test_an_on_and_off_gene_has_a_finite_error():
    """Remedy 4."""
    data = fitted((4, 4), g3=[900, 1100, 850, 1200] + [0] * 4)
    ours = summarised(data, [0, 1])
    stock = DefaultInference(n_cpus=1)
    theirs = DeseqStats(data, contrast=np.array([0.0, 1.0]), inference=stock, quiet=True)
    theirs.run_wald_test()
    assert ours.p_values.iloc[ON_OFF] < 1e-8
    assert theirs.SE.iloc[ON_OFF] > 1.5 * ours.SE.iloc[ON_OFF]
    assert theirs.p_values.iloc[ON_OFF] > 1e3 * ours.p_values.iloc[ON_OFF]
    np.testing.assert_allclose(ours.SE[10:60], theirs.SE[10:60], rtol=0.05)


def test_groups_without_a_count_have_no_change(three):
    plain = summarised(three, [0, 1, 0])
    found = summarised(three, [0, 1, 0], silent=[SILENT])
    got = [column.iloc[SILENT] for column in (found.estimate, found.statistics, found.p_values)]
    assert got == [0, 0, 1]
    assert found.SE.iloc[SILENT] > 0
    assert plain.estimate.iloc[SILENT] != 0
    others = np.arange(150) != SILENT
    np.testing.assert_array_equal(found.p_values[others], plain.p_values[others])
    # the same gene in a contrast in which it has counts
    assert summarised(three, [0, 0, 1]).p_values.iloc[SILENT] < 1e-5


@pytest.mark.parametrize("alternative", ["greater", "less", "greaterAbs", "lessAbs"])
def test_with_a_threshold_groups_without_a_count_are_tested_at_no_change(three, alternative):
    asked = {"alternative": alternative, "threshold": 1.0}
    found = summarised(three, [0, 1, 0], silent=[SILENT], **asked)
    z = LN2 / found.SE.iloc[SILENT]
    expected = {"greaterAbs": 1.0, "lessAbs": norm.sf(z)}.get(alternative, norm.cdf(z))
    assert found.estimate.iloc[SILENT] == 0
    assert found.p_values.iloc[SILENT] == pytest.approx(expected, rel=1e-9)


def test_thresholds_are_log2_fold_changes(three):
    counted, estimate, error = expected_wald(three, [0, -1, 1])
    found = summarised(three, [0, -1, 1], alternative="greater", threshold=0.7)
    judged = counted & ~found.p_values.isna().to_numpy()
    p_value = norm.sf((estimate - 0.7) / error)
    np.testing.assert_allclose(found.p_values[judged], p_value[judged[counted]], rtol=1e-9)


def test_filtering_is_rs_but_for_changes_within_a_threshold(three):
    for alternative, threshold in (("two-sided", 0.0), ("greaterAbs", 0.5), ("lessAbs", 2.0)):
        found = summarised(three, [0, 1, 0], alternative=alternative, threshold=threshold)
        p_values = found.p_values.to_numpy()
        known = np.isfinite(p_values)
        if alternative == "lessAbs":
            assert found.cut == 0
            np.testing.assert_allclose(
                found.padj[known], false_discovery_control(p_values[known]), rtol=1e-12
            )
            assert np.isnan(found.padj[~known]).all()
        else:
            adjusted = filter_and_adjust(three.var["_normed_means"].to_numpy(), p_values, 0.1)
            assert found.cut == adjusted.cut
            np.testing.assert_array_equal(found.padj, adjusted.padj)


def test_the_level_moves_the_filter(three):
    cuts = {summarised(three, [0, 1, 0], alpha=alpha).cut for alpha in (1e-4, 0.1, 0.4)}
    assert len(cuts) > 1


@pytest.mark.parametrize("reduced", [[0, 2], [0, 1]])
def test_likelihood_ratios_are_those_of_statsmodels(three, reduced):
    smaller = three.matrix[:, reduced]
    found = summarised(three, [0, 1, 0], reduced=smaller)
    offset = np.log(three.normalisation)
    for gene in (10, 20, 33, 77, 149):
        family = sm.families.NegativeBinomial(alpha=three.var["dispersions"].iloc[gene])
        values = [
            sm.GLM(three.X[:, gene], matrix, family=family, offset=offset)
            .fit(maxiter=200, tol=1e-12)
            .llf
            for matrix in (three.matrix, smaller)
        ]
        statistic = 2 * (values[0] - values[1])
        assert found.statistics.iloc[gene] == pytest.approx(statistic, rel=1e-5, abs=1e-6)
        assert found.p_values.iloc[gene] == pytest.approx(chi2.sf(statistic, 1), rel=1e-4)
    assert np.isnan(found.p_values.iloc[[NONE, OUTLIER]]).all()
    # the change is that of the contrast
    np.testing.assert_array_equal(found.estimate, summarised(three, [0, 1, 0]).estimate)


def test_the_reduced_model_of_an_intercept_has_the_mean_of_normalised_counts(three):
    found = summarised(three, [0, 1, 0], reduced=np.ones((12, 1)))
    full = summarised(three, [0, 1, 0], reduced=three.matrix[:, [0, 2]])
    alpha, x = three.var["dispersions"].iloc[20], three.X[:, 20]

    def likelihood(mu):
        return nbinom.logpmf(x, 1 / alpha, 1 / (1 + alpha * mu)).sum()

    size_factors = three.normalisation
    mu = np.exp(three.matrix @ three.varm["LFC"].iloc[20]) * size_factors
    statistic = 2 * (likelihood(mu) - likelihood((x / size_factors).mean() * size_factors))
    assert found.statistics.iloc[20] == pytest.approx(statistic, rel=1e-9)
    assert found.p_values.iloc[20] == pytest.approx(chi2.sf(statistic, 2), rel=1e-9)
    assert full.statistics.iloc[20] < found.statistics.iloc[20]


def test_likelihoods_take_fitted_counts_without_a_floor_but_for_searched_genes():
    counts = [0, 0, 0, 0, 10_000_000, 0, 0, 0]
    data = fitted((4, 4), g3=[900, 1100, 850, 1200] + [0] * 4, g4=counts)
    found = summarised(data, [0, 1], reduced=np.ones((8, 1)))
    for gene, floor, searched in ((ON_OFF, 0.0, False), (SILENT, 0.5, True)):
        alpha = data.var["dispersions"].to_numpy()[[gene]]
        values = []
        for matrix in (data.matrix, np.ones((8, 1))):
            fit = fit_coefficients(data.X[:, [gene]], data.normalisation, matrix, alpha, 0.5, 1e-8)
            assert fit.searched[0] == (searched and matrix.shape[1] == 2)
            mu = np.maximum(fit.mu[:, 0], floor) if fit.searched[0] else fit.mu[:, 0]
            values.append(nbinom.logpmf(data.X[:, gene], 1 / alpha, 1 / (1 + alpha * mu)).sum())
        expected = 2 * (values[0] - values[1])
        assert found.statistics.iloc[gene] == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize("reduced", [None, np.ones((14, 1))])
def test_a_gene_left_without_counts_is_sure_to_be_unchanged(seven, reduced):
    assert list(seven.new_all_zeroes_genes) == ["g7"]
    found = summarised(seven, [0, 1], reduced=reduced)
    row = [c.iloc[EMPTIED] for c in (found.estimate, found.SE, found.statistics, found.p_values)]
    assert row == [0, 0, 0, 1]
    assert np.flatnonzero(found.emptied).tolist() == [EMPTIED]
    assert found.base_mean.iloc[EMPTIED] == 0


def test_factors_of_genes_enter_the_errors():
    factors = np.random.default_rng(1).uniform(0.3, 3, (8, 150))
    data = fitted((4, 4), factors=factors, g5=0)
    counted, estimate, error = expected_wald(data, [0, 1])
    found = summarised(data, [0, 1])
    np.testing.assert_allclose(found.SE[counted], error * LN2)
    found = summarised(data, [0, 1], reduced=np.ones((8, 1)))
    alpha, x, own = data.var["dispersions"].iloc[10], data.X[:, 10], factors[:, 10]
    values = [
        nbinom.logpmf(x, 1 / alpha, 1 / (1 + alpha * mu)).sum()
        for mu in (own * np.exp(data.matrix @ data.varm["LFC"].iloc[10]), own * (x / own).mean())
    ]
    assert found.statistics.iloc[10] == pytest.approx(2 * (values[0] - values[1]), rel=1e-9)
