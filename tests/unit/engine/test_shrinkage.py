"""Shrunken fold changes against R 4.2.2 with apeglm 1.27.0 (``method = "nbinomCR"``)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from resistance.engine.shrinkage import false_sign_rates, posterior_mode, prior_scale, s_values

SHARED = Path(__file__).parents[3].parent / "shared"
LOG2 = np.log(2)


def golden_table(case, name):
    path = SHARED / "golden" / case / name
    return pd.read_csv(path, sep="\t", index_col=0, keep_default_na=False, na_values="NA")


@pytest.fixture(scope="module", params=["airway", "pasilla"])
def shrunken(request):
    """Shrink with R's size factors, dispersions and unshrunken changes; return ours and R's."""
    if not (SHARED / "golden").is_dir():
        pytest.skip(f"{SHARED}/golden is not there")
    case = request.param
    if case == "airway":
        counts = pd.read_csv(SHARED / "data/airway/airway_rawcounts.csv.gz", index_col=0)
        terms = {"cell": ["N052611", "N080611", "N061011"], "dex": ["treated"]}
    else:
        counts = pd.read_csv(
            SHARED / "data/pasilla/pasilla_gene_counts.tsv.gz", sep="\t", index_col=0
        )
        terms = {"type": ["single"], "condition": ["treated"]}
    meta = golden_table(case, "meta.tsv")
    columns = [meta[name] == level for name, levels in terms.items() for level in levels]
    design = np.column_stack([np.ones(len(meta)), *columns]).astype(float)
    dispersions = golden_table(case, "dispersions.tsv.gz")
    counts = counts.loc[dispersions.index, meta.index]
    counted = (counts > 0).any(axis=1).to_numpy()
    factors = golden_table(case, "size_factors.tsv").iloc[:, 0][meta.index].to_numpy()
    results = golden_table(case, "results.tsv.gz")[counted]
    scale = prior_scale(
        results["log2FoldChange"].to_numpy() * LOG2, results["lfcSE"].to_numpy() * LOG2
    )
    beta, error, converged = posterior_mode(
        counts[counted].to_numpy().T,
        factors,
        design,
        dispersions["dispersion"][counted].to_numpy(),
        scale,
        design.shape[1] - 1,
    )
    assert converged.all()
    ours = pd.DataFrame(
        {
            "log2FoldChange": beta[:, -1] / LOG2,
            "lfcSE": error / LOG2,
            "svalue": s_values(beta[:, -1], error),
        },
        index=counts.index[counted],
    )
    return ours, golden_table(case, "shrunk_apeglm.tsv.gz")[counted]


@pytest.mark.golden
@pytest.mark.parametrize("column", ["log2FoldChange", "lfcSE", "svalue"])
def test_as_apeglm(shrunken, column):
    ours, theirs = shrunken
    relative = (ours[column] / theirs[column] - 1).abs()
    print(
        f"\n{column}: relative difference median {relative.median():.1e}, "
        f"p99 {relative.quantile(0.99):.1e}, largest {relative.max():.1e}"
    )
    assert not relative.isna().any()
    assert relative.median() < 1e-7
    assert relative.quantile(0.99) < 1e-3
    assert (ours[column] - theirs[column]).abs().max() < 5e-3


@pytest.mark.golden
def test_s_values_of_the_printed_changes(shrunken):
    theirs = shrunken[1]
    ours = s_values(theirs["log2FoldChange"].to_numpy(), theirs["lfcSE"].to_numpy())
    # the printed digits limit it: a value 30 errors from 0 has a rate of 1e-200
    np.testing.assert_allclose(ours, theirs["svalue"], rtol=1e-4)


# apeglm:::priorVar's formula and uniroot in R 4.2.2; an exact root would give .95230547
def test_prior_scale_is_as_loose_as_in_r():
    estimates = np.array([0.5, 0.01, 2, 0.3, 1e-3, 0.9, np.nan])
    errors = np.array([0.2, 0.3, 0.1, 0.5, 0.4, 0.2, np.nan])
    assert prior_scale(estimates, errors) == pytest.approx(0.95230552854309725, rel=1e-13)


@pytest.mark.parametrize(
    ("estimates", "errors", "scale"),
    [
        ([0.01, -0.02, 0.005], [0.3, 0.2, 0.4], 1e-3),  # no more spread than their errors
        ([3.0, -4.0, 2.5], [0.1, 0.2, 0.1], 1.0),
        ([90.0, -70.0], [0.1, 0.2], 1.0),  # above the range of the search
        ([np.nan], [np.nan], 1.0),
    ],
)
def test_prior_scale_at_its_limits(estimates, errors, scale):
    assert prior_scale(np.array(estimates), np.array(errors)) == pytest.approx(scale)


DESIGN = np.column_stack([np.ones(6), [0, 1, 0, 1, 0, 1], [0, 0, 0, 1, 1, 1]])
FACTORS = np.array([0.8, 1.1, 0.9, 1.2, 1.0, 1.05])


def simulated(genes, seed=0):
    rng = np.random.default_rng(seed)
    dispersion = rng.uniform(0.01, 0.5, genes)
    beta = np.stack([rng.uniform(0, 7, genes), rng.normal(0, 0.5, genes), rng.standard_t(2, genes)])
    mu = FACTORS[:, None] * np.exp(DESIGN @ beta)
    return rng.negative_binomial(1 / dispersion, 1 / (1 + dispersion * mu)), dispersion


def exact(y, dispersion, scale):
    """Search one gene until nothing moves; return mode and covariance."""
    size = 1 / dispersion

    def loss(beta):
        eta = DESIGN @ beta
        value = (y + size) @ np.log(size + FACTORS * np.exp(eta)) - y @ eta
        return value + (beta[:2] ** 2).sum() / 450 + np.log1p((beta[2] / scale) ** 2)

    def slope(beta):
        mu = FACTORS * np.exp(DESIGN @ beta)
        prior = np.append(beta[:2] / 225, 2 * beta[2] / (scale**2 + beta[2] ** 2))
        return DESIGN.T @ ((mu - y) / (1 + dispersion * mu)) + prior

    start = np.array([np.log(y.mean() + 0.1), 0, 0])
    mode = minimize(loss, start, jac=slope, method="BFGS", options={"gtol": 1e-8}).x
    ahead = [slope(mode + step) - slope(mode - step) for step in np.eye(3) * 1e-5]
    return mode, np.linalg.inv(np.array(ahead) / 2e-5)


def test_near_the_mode():
    counts, dispersion = simulated(40)
    counted = counts.mean(axis=0) > 20
    counts, dispersion = counts[:, counted], dispersion[counted]
    beta, error, converged = posterior_mode(counts, FACTORS, DESIGN, dispersion, 0.5, 2)
    assert converged.all()
    for gene in range(len(beta)):
        mode, covariance = exact(counts[:, gene], dispersion[gene], 0.5)
        # apeglm stops within a few hundredths of an error
        assert beta[gene, 2] == pytest.approx(mode[2], abs=0.1 * error[gene])
        assert error[gene] == pytest.approx(np.sqrt(covariance[2, 2]), rel=0.05)


def test_a_narrower_prior_shrinks_more():
    counts, dispersion = simulated(40)
    wide, *_ = posterior_mode(counts, FACTORS, DESIGN, dispersion, 1.0, 2)
    narrow, *_ = posterior_mode(counts, FACTORS, DESIGN, dispersion, 0.01, 2)
    assert np.abs(narrow[:, 2]).sum() < 0.8 * np.abs(wide[:, 2]).sum()
    assert np.median(np.abs(narrow[:, 2])) < 0.01


def test_each_gene_is_fitted_on_its_own():
    counts, dispersion = simulated(300)
    both = [
        posterior_mode(counts, FACTORS, DESIGN, dispersion, 0.3, 2),
        posterior_mode(
            counts, np.repeat(FACTORS[:, None], 300, axis=1), DESIGN, dispersion, 0.3, 2
        ),
    ]
    for found in both:
        for gene in (0, 17, 299):  # rounding moves where a search stops, by less than this
            alone = posterior_mode(counts[:, [gene]], FACTORS, DESIGN, dispersion[[gene]], 0.3, 2)
            np.testing.assert_allclose(found[0][gene], alone[0][0], rtol=0, atol=1e-3)
            np.testing.assert_allclose(found[1][gene], alone[1][0], rtol=0, atol=1e-3)


def test_changes_and_errors_of_hopeless_genes_are_finite():
    counts = np.array([[0, 0, 0, 1, 0, 0], [0, 0, 0, 10**6, 10**6, 0], [10**7] * 6]).T
    beta, error, _ = posterior_mode(counts, FACTORS, DESIGN, np.array([1e-8, 10.0, 1e-8]), 1e-3, 2)
    assert np.isfinite(beta).all()
    assert np.isfinite(error).all()


def test_no_genes():
    beta, error, converged = posterior_mode(
        np.zeros((6, 0), dtype=int), FACTORS, DESIGN, np.zeros(0), 0.3, 2
    )
    assert beta.shape == (0, 3)
    assert len(error) == len(converged) == 0


def test_factors_of_another_shape():
    counts, dispersion = simulated(4)
    with pytest.raises(ValueError, match="factors"):
        posterior_mode(counts, np.ones((6, 1)), DESIGN, dispersion, 0.3, 2)


def test_false_sign_rates():
    rates = false_sign_rates(np.array([0.0, 1.0, -2.0]), np.array([1.0, 1.0, 0.5]))
    np.testing.assert_allclose(rates, norm.sf([0, 1, 4]))


# apeglm::svalue(pnorm(-abs(c(1, -2, 1, NA, 0)))) in R 4.2.2
def test_s_values_of_equal_rates_count_in_the_order_of_the_genes():
    values = s_values(np.array([1.0, -2.0, 1.0, np.nan, 0.0]), np.ones(5))
    two, one = norm.sf(2), norm.sf(1)
    expected = [(two + one) / 2, two, (two + 2 * one) / 3, np.nan, (two + 2 * one + 0.5) / 4]
    np.testing.assert_allclose(values, expected)


def test_rounding_does_not_order_equal_rates():
    values = s_values(np.array([1.0 - 1e-14, 1.0, 2.0]), np.ones(3))
    two, one = norm.sf(2), norm.sf(1)
    np.testing.assert_allclose(values, [(two + one) / 2, (two + 2 * one) / 3, two])
