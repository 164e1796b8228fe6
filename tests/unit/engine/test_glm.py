"""Coefficients against R's numbers, statsmodels, the score equations and scipy's likelihood."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import nbinom

from resistance.engine import blocks, glm
from resistance.engine.glm import fit_coefficients, log_likelihood

FLOOR, STOP, TO_THE_END = 0.5, 1e-8, 1e-14
LARGEST = 2**31 - 1
FACTORS = np.array([0.8, 1.1, 0.9, 1.2, 1, 0.7, 1.3, 1.05])
DESIGN = np.column_stack(
    [np.ones(8), np.repeat([0.0, 1.0], 4), [-1.2, 0.3, 0.5, 0.4, -0.9, 1.6, 0.1, -0.8]]
)
#: counts, dispersion and, where R's least squares end, its coefficients and iterations:
#: DESeq2:::fitNbinomGLMs(dds, modelMatrix = x, alpha_hat = alpha, renameCols = FALSE), times log(2)
GENES = {
    "ordinary": (
        [93, 110, 87, 64, 150, 79, 240, 333],
        0.1,
        [4.50459104732226834, 0.712693061946327311, -0.262090277192335963],
        3,
    ),
    "on and off": (
        [0, 0, 0, 0, 120, 75, 210, 44],
        0.5,
        [-1.68041864645061678, 6.353921048299019603, 0.091747074121735467],
        6,
    ),
    "small": (
        [0, 2, 1, 0, 0, 3, 1, 0],
        0.3,
        [-0.44274345390991021, -0.051729291206193836, 1.175146981651816747],
        6,
    ),
    "one count": (
        [0, 0, 0, 0, 0, 0, 0, 1],
        1.0,
        [-1.68042569635880468, 0.498657866206050571, -0.223680649082274696],
        2,
    ),
    "slow": (
        [0, 0, 0, 0, 0, 0, 30, 1],
        3.0,
        [-1.6804156644160066, 3.4829361955463578, 0.058547691392390959],
        33,
    ),
}
#: genes that R's least squares do not end with; R's coefficients for two and for three columns
SEARCHED = {
    "ten million": (
        [5, 3, 8, 2, 10_000_000, 4, 6, 1],
        2.0,
        [1.57851337045491036, 13.1532763264830965],
        [3.4640685654695389, 6.8590896992429675, -5.11001301186198820],
    ),
    "only ten million": (
        [0, 0, 0, 0, 10_000_000, 0, 0, 0],
        8.0,
        [-6.08039146875483372, 20.7944154167983584],
        [-20.7944154167983584, 20.7944154167983584, -16.75233678825753714],
    ),
    "two large": (
        [900, 2, 0, 0, 4_000_000, 0, 12, 0],
        3.0,
        [5.64059855156314782, 8.1749016481810806],
        [1.3708979010496356, 6.4957766851194485, -6.90265033875155165],
    ),
    "two billion": (
        [0, 2, 0, 0, 2_000_000_000, 0, 1, 5],
        5.0,
        [-0.75551502053310315, 20.7855819712507603],
        [2.1881283820733008, 9.6110857990756298, -9.42266156830178936],
    ),
}
HAT_OF_ON_AND_OFF = [
    *(0.31663407323245352, 0.25416401985457815, 0.26156787808503279, 0.25740320783213377),
    *(0.43294003290396144, 0.82885499114065020, 0.25354920630877847, 0.39488348299670162),
]


def of(*names):
    counts = np.array([GENES[name][0] for name in names]).T
    return counts, np.array([GENES[name][1] for name in names])


def simulated(n=12, genes=40, seed=0, mean=300.0):
    rng = np.random.default_rng(seed)
    design = np.column_stack(
        [np.ones(n), np.arange(n) % 2, np.arange(n) % 3 == 1, rng.normal(size=n)]
    ).astype(float)
    factors = rng.uniform(0.6, 1.6, n)
    dispersion = rng.uniform(0.02, 0.5, genes)
    beta = np.column_stack([rng.normal(np.log(mean), 0.7, genes), rng.normal(0, 0.8, (genes, 3))])
    mu = factors[:, None] * np.exp(design @ beta.T)
    counts = rng.negative_binomial(1 / dispersion, 1 / (1 + dispersion * mu))
    return counts, factors, design, dispersion


def log_posterior(counts, factors, design, dispersion, beta):
    """R's objective: ridge of 1e-6 on the log2 scale."""
    size = 1 / dispersion
    mu = factors * np.exp(design @ beta)
    prior = 0.5e-6 * (np.log2(np.e) * beta @ beta * np.log2(np.e))
    return nbinom.logpmf(counts, size, size / (size + mu)).sum() - prior


def test_coefficients_are_those_of_r_where_it_stops():
    names = list(GENES)
    counts, dispersion = of(*names)
    fit = fit_coefficients(counts, FACTORS, DESIGN, dispersion, FLOOR, STOP)
    np.testing.assert_allclose(fit.beta, [GENES[name][2] for name in names], rtol=1e-10)
    np.testing.assert_allclose(fit.leverage[:, 1], HAT_OF_ON_AND_OFF, rtol=1e-10)
    assert fit.converged.all()
    assert not fit.searched.any()


def test_the_search_stops_where_r_stops_and_not_at_the_optimum():
    counts, dispersion = of("slow")
    fits = [
        fit_coefficients(counts, FACTORS, DESIGN, dispersion, FLOOR, stop).beta[0]
        for stop in (STOP, 1e-4, TO_THE_END)
    ]
    gaps = [np.abs(beta - GENES["slow"][2]).max() for beta in fits]
    assert gaps[0] < 1e-10
    assert min(gaps[1:]) > 1e-6


def test_a_search_that_ends_on_its_last_step_is_not_over_as_in_r(monkeypatch):
    names = list(GENES)
    counts, dispersion = of(*names)
    for limit in (3, 4, 6, 7, 33, 34):
        monkeypatch.setattr(glm, "MAX_STEPS", limit)
        fit = fit_coefficients(counts, FACTORS, DESIGN, dispersion, FLOOR, STOP)
        assert fit.searched.tolist() == [GENES[name][3] >= limit for name in names]


def test_coefficients_are_those_of_statsmodels():
    counts, factors, design, dispersion = simulated()
    fit = fit_coefficients(counts, factors, design, dispersion, FLOOR, TO_THE_END)
    assert fit.mu.min() > FLOOR
    for gene in range(counts.shape[1]):
        family = sm.families.NegativeBinomial(alpha=dispersion[gene])
        model = sm.GLM(counts[:, gene], design, family=family, offset=np.log(factors))
        found = model.fit(maxiter=200, tol=1e-13, tol_criterion="params")
        weights = found.mu / (1 + dispersion[gene] * found.mu)
        shift = np.linalg.solve(design.T @ (weights[:, None] * design), glm.RIDGE * found.params)
        np.testing.assert_allclose(fit.beta[gene], found.params, rtol=0, atol=1e-5)
        # what is left of the gap is the ridge's
        np.testing.assert_allclose(fit.beta[gene] + shift, found.params, rtol=0, atol=5e-7)
        np.testing.assert_allclose(fit.mu[:, gene], found.mu, rtol=1e-5)
        hat = found.get_hat_matrix_diag(observed=False)
        np.testing.assert_allclose(fit.leverage[:, gene], hat, rtol=1e-5)


def test_at_rs_stop_the_coefficients_are_close_to_the_optimum():
    counts, factors, design, dispersion = simulated(seed=2, mean=30)
    early = fit_coefficients(counts, factors, design, dispersion, FLOOR, STOP)
    late = fit_coefficients(counts, factors, design, dispersion, FLOOR, TO_THE_END)
    np.testing.assert_allclose(early.beta, late.beta, atol=1e-3)


def test_factors_of_genes_give_what_each_gene_alone_gets():
    counts, _, design, dispersion = simulated()
    factors = np.random.default_rng(3).uniform(0.5, 2, counts.shape)
    fit = fit_coefficients(counts, factors, design, dispersion, FLOOR, STOP)
    for gene in (0, 7, 39):
        alone = fit_coefficients(
            counts[:, [gene]], factors[:, gene], design, dispersion[[gene]], FLOOR, STOP
        )
        np.testing.assert_allclose(fit.beta[gene], alone.beta[0], rtol=1e-10)
        np.testing.assert_allclose(fit.mu[:, gene], alone.mu[:, 0], rtol=1e-10)


def test_a_searched_gene_gets_its_own_factors():
    large, ordinary = SEARCHED["ten million"][0], GENES["ordinary"][0]
    counts, dispersion = np.array([large, ordinary, large]).T, np.array([2.0, 0.1, 2.0])
    factors = np.column_stack([FACTORS * 2, FACTORS, FACTORS])
    fit = fit_coefficients(counts, factors, DESIGN, dispersion, FLOOR, STOP)
    assert fit.searched.tolist() == [True, False, True]
    np.testing.assert_allclose(fit.beta[0], fit.beta[2] - [np.log(2), 0, 0], atol=1e-3)
    np.testing.assert_allclose(fit.mu[:, 0], 2 * FACTORS * np.exp(DESIGN @ fit.beta[0]))


def test_neither_blocks_nor_the_order_of_genes_change_a_number(monkeypatch):
    counts, factors, design, dispersion = simulated(genes=50)
    counts[:, 3] = [0, 9] * 6
    fit = fit_coefficients(counts, factors, design, dispersion, FLOOR, STOP)
    monkeypatch.setattr(blocks, "ELEMENTS", 1)
    assert len(list(blocks.blocks(12, 50))) == 4
    order = np.random.default_rng(1).permutation(50)
    other = fit_coefficients(counts[:, order], factors, design, dispersion[order], FLOOR, STOP)
    np.testing.assert_allclose(other.beta, fit.beta[order], rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(other.leverage, fit.leverage[:, order], rtol=1e-10)


@pytest.mark.parametrize("off", [0, 1])
def test_a_gene_silent_in_one_arm_has_a_finite_change(off):
    counts = np.where(np.repeat([0, 1], 4) == off, 0, 500)[:, None]
    fit = fit_coefficients(counts, FACTORS, DESIGN[:, :2], np.array([0.05]), FLOOR, STOP)
    assert fit.converged.all()
    assert 5 < abs(fit.beta[0, 1]) < 30
    assert np.sign(fit.beta[0, 1]) == (1 if off == 0 else -1)
    assert (fit.leverage > 0).all()
    np.testing.assert_allclose(fit.leverage.sum(), 2, rtol=1e-3)


def test_an_intercept_alone_is_the_mean_of_normalised_counts():
    counts, factors, _, dispersion = simulated()
    fit = fit_coefficients(counts, factors, np.ones((12, 1)), dispersion, FLOOR, STOP)
    mean = (counts / factors[:, None]).mean(axis=0)
    np.testing.assert_allclose(np.exp(fit.beta[:, 0]), mean, rtol=1e-12)
    np.testing.assert_allclose(fit.mu, factors[:, None] * mean, rtol=1e-12)
    np.testing.assert_allclose(fit.leverage.sum(axis=0), 1.0)
    assert fit.converged.all()
    assert not fit.searched.any()
    # a single coefficient of another kind is searched for
    twice = fit_coefficients(counts, factors, np.full((12, 1), 2.0), dispersion, FLOOR, TO_THE_END)
    score = ((counts - twice.mu) / (1 + dispersion * twice.mu)).sum(axis=0)
    np.testing.assert_allclose(score, 0, atol=1e-4)


@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize("name", SEARCHED)
def test_where_least_squares_fail_a_bounded_search_climbs_as_far_as_that_of_r(name, columns):
    counts, dispersion, *r = SEARCHED[name]
    y, design = np.array(counts), DESIGN[:, :columns]
    fit = fit_coefficients(y[:, None], FACTORS, design, np.array([dispersion]), FLOOR, STOP)
    assert fit.searched.all()
    assert fit.converged.all()
    assert (np.abs(fit.beta * np.log2(np.e)) <= glm.LARGE + 1e-9).all()
    np.testing.assert_allclose(fit.mu[:, 0], FACTORS * np.exp(design @ fit.beta[0]))
    start = np.linalg.lstsq(design, np.log(y / FACTORS + 0.1), rcond=None)[0]
    reached, theirs, begun = (
        log_posterior(y, FACTORS, design, dispersion, beta)
        for beta in (fit.beta[0], np.array(r[columns - 2]), start)
    )
    assert reached > begun + 1
    # R differentiates numerically
    assert reached > theirs - 1e-6
    np.testing.assert_allclose(fit.beta[0], r[columns - 2], atol=5e-5)


def test_a_bounded_search_that_ends_on_a_slope_begins_anew():
    counts, factors = np.array([1, 1, 1, LARGEST]), np.array([0.94, 1.295, 0.995, 0.912])
    design = np.column_stack([np.ones(4), [0, 1, 1, 1]])
    fit = fit_coefficients(counts[:, None], factors, design, np.array([2.53]), FLOOR, STOP)
    assert fit.searched.all()
    means = [(counts / factors)[0], (counts / factors)[1:].mean()]
    np.testing.assert_allclose(
        fit.beta[0], [np.log(means[0]), np.log(means[1] / means[0])], atol=1e-3
    )


def test_counts_near_two_to_the_31st_are_fitted():
    counts = np.array(
        [
            *(LARGEST - 1, 2_000_000_000, 1_900_000_000, 2_100_000_000),
            *(LARGEST, 1_500_000_000, 1_700_000_000, 2_000_000_000),
        ]
    )[:, None]
    fit = fit_coefficients(counts, FACTORS, DESIGN, np.array([0.01]), FLOOR, STOP)
    expected = [21.45554960116713161, -0.100712633598335072, -0.056496520133690574]
    np.testing.assert_allclose(fit.beta[0], expected, atol=1e-10)
    assert fit.converged.all()
    # sum(dnbinom(y, mu = 2e9 sf, size = 100, log = TRUE)) minus that of 2.1e9 sf in R
    values = [log_likelihood(counts, m * FACTORS[:, None], np.array([0.01])) for m in (2e9, 2.1e9)]
    assert (values[0] - values[1])[0] == pytest.approx(1.2548873058471202, rel=1e-6)


def test_a_factor_of_a_hundred_levels_gives_the_mean_of_each():
    level = np.repeat(np.arange(100), 2)
    design = (level[:, None] == np.arange(100)).astype(float)
    design[:, 0] = 1.0
    counts = np.random.default_rng(0).poisson(200, (200, 3))
    fit = fit_coefficients(counts, np.ones(200), design, np.full(3, 0.1), FLOOR, TO_THE_END)
    means = counts.reshape(100, 2, 3).mean(axis=1)
    np.testing.assert_allclose(fit.mu[::2], means, rtol=1e-5)
    assert fit.converged.all()
    assert not fit.searched.any()


def test_log_likelihood_is_that_of_scipy_at_any_mean():
    counts, factors, design, dispersion = simulated(genes=30, mean=3)
    mu = fit_coefficients(counts, factors, design, dispersion, FLOOR, STOP).mu
    assert mu.min() < FLOOR
    expected = nbinom.logpmf(counts, 1 / dispersion, 1 / (1 + dispersion * mu)).sum(axis=0)
    np.testing.assert_allclose(log_likelihood(counts, mu, dispersion), expected, rtol=1e-10)


def test_a_mean_of_zero_is_certain_of_no_counts():
    mu = np.array([[0.0, 0.0], [5.0, 5.0]])
    value = log_likelihood(np.array([[0, 3], [5, 5]]), mu, np.array([0.2, 0.2]))
    assert value[0] == pytest.approx(nbinom.logpmf(5, 5, 0.5))
    assert value[1] == -np.inf
