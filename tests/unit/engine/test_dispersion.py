"""Dispersions against R's own search and grid, and scipy's optimum."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from resistance.engine import blocks, dispersion
from resistance.engine.dispersion import (
    MIN_DISPERSION,
    genewise,
    grid_search,
    maximum_a_posteriori,
    search,
)
from resistance.engine.likelihood import Determinant, Posterior, Prior

COUNTS = np.array(
    [
        [93, 110, 87, 64, 150, 79, 240, 333],
        [12, 45, 3, 9, 120, 75, 10, 44],
        [0, 2, 1, 0, 0, 3, 1, 0],
        [50, 52, 49, 51, 47, 53, 50, 48],
        [1000, 5000, 200, 10000, 3, 8000, 900, 12],
        [5, 3, 8, 2, 100000, 4, 6, 1],
    ]
).T
MU = np.maximum(np.repeat([COUNTS[:4].mean(axis=0), COUNTS[4:].mean(axis=0)], 4, axis=0), 0.5)
START = np.array([0.1, 0.5, 0.3, 0.01, 1, 2])
PRIOR = Prior(np.log([0.05, 0.1, 0.5, 0.02, 0.3, 0.4]), 0.6)
GROUPS = np.column_stack([np.ones(8), np.repeat([0.0, 1.0], 4)])
SLOPE = np.column_stack([GROUPS, [-1.2, 0.3, 0.5, 0.4, -0.9, 1.6, 0.1, -0.8]])
#: DESeq2:::fitDispWrapper(y, x, mu, log(start), prior, .6, log(1e-9), 1, 1e-6, 100, usePrior,
#: w, FALSE, .01, TRUE): exp(log_alpha), iter, last_lp - initial_lp; DESeq2:::fitDispGridWrapper(y,
#: x, mu, prior, .6, usePrior, w, FALSE, .01, TRUE)
R = {
    "groups": (
        [
            *(0.19013419319454166414, 0.84751798837626057814, 1.40672606516317100223),
            *(0.00034199570940699918, 3.29293396298774077025, 5.47469487989528147409),
        ],
        [12, 10, 25, 100, 9, 10],
        [
            *(0.74700142791698454, 0.54610609852346670, 0.30986285091550325),
            *(1.08514219424841940, 5.43342295480852044, 3.99080480682459893),
        ],
        [
            *(1.9044886700435223e-01, 8.4718418392579120e-01, 1.3409846997809662e00),
            *(5.9651760937750497e-09, 3.1723788189046922e00, 5.6323874324345757e00),
        ],
    ),
    "groups, prior": (
        [
            *(0.124621374910450916, 0.462251526726939199, 0.581438611365817759),
            *(0.010949579158090169, 2.027631428819026915, 3.346736382211515259),
        ],
        [12, 10, 8, 6, 11, 11],
        [
            *(0.1485089376433279540, 0.0200622086798318833, 0.3696764335208717611),
            *(0.0094528198943066855, 2.8772987740039752680, 1.5771772644802695140),
        ],
        [
            *(0.120318500277465906, 0.450546491595085807, 0.566842759865454959),
            *(0.010795456138599585, 2.004190772076834826, 3.172378818904692199),
        ],
    ),
    "slope": (
        [
            *(0.2254466685270722082, 0.9768997125335279197, 2.4446656124100183405),
            *(0.0004201035821232377, 3.6277759945672749531, 5.9809308567090155861),
        ],
        [9, 8, 18, 100, 10, 10],
        [
            *(1.09289109133146667, 0.83260927797479667, 0.68866177645123461),
            *(0.88281974008936004, 6.05307891216671123, 4.50572267506504431),
        ],
        [
            *(2.2624064856851236e-01, 9.5025318775916989e-01, 2.5215178671547802e00),
            *(5.9651760937750497e-09, 3.5583325829745589e00, 5.9651760937750664e00),
        ],
    ),
    "slope, prior": (
        [
            *(0.135357831459498285, 0.497180855798720789, 0.645957645582364015),
            *(0.011846658753188454, 2.137651645638519060, 3.510678164494413611),
        ],
        [11, 8, 9, 6, 11, 10],
        [
            *(0.27154411516289655992, 0.00010108773986416963, 0.47168866835644429614),
            *(0.03184560221404808544, 3.24376115452014346374, 1.83995321468682959676),
        ],
        [
            *(0.134956530828105603, 0.505360284097846835, 0.635805235438078542),
            *(0.012108838672461741, 2.248021984095901704, 3.558332582974558900),
        ],
    ),
}


@pytest.fixture(params=R)
def case(request):
    design = GROUPS if request.param.startswith("groups") else SLOPE
    return design, PRIOR if "prior" in request.param else None, R[request.param]


def optimum(design, prior, gene):
    posterior = Posterior(
        COUNTS[:, [gene]].astype(float),
        MU[:, [gene]],
        Determinant(design),
        prior and prior.of(np.array([gene])),
    )

    def loss(log_alpha):
        return -posterior.value_and_slope(np.array([log_alpha]))[0][0]

    return minimize_scalar(loss, bounds=(-18, 3), method="bounded", options={"xatol": 1e-8}).x


def test_the_search_ends_where_that_of_r_ends_after_as_many_steps(case):
    design, prior, (alpha, steps, gain, _) = case
    found = search(COUNTS, MU, design, START, prior)
    np.testing.assert_allclose(found.dispersion, alpha, rtol=1e-6)
    assert found.steps.tolist() == steps
    np.testing.assert_allclose(found.last - found.first, gain, rtol=1e-6, atol=1e-8)


def test_long_steps_of_many_samples_are_those_of_r():
    i = np.arange(200)
    counts = np.array([i * 37 % 101, (i * 37 % 101) ** 2]).T
    mu = np.repeat([counts[:100].mean(axis=0), counts[100:].mean(axis=0)], 100, axis=0)
    design = np.column_stack([np.ones(200), i >= 100]).astype(float)
    found = search(counts, mu, design, np.array([1e-6, 1e-3]))
    expected = [5.2848575222827043e-01, 3.5601939738599253e03]
    np.testing.assert_allclose(found.dispersion, expected, rtol=1e-6)
    assert found.steps.tolist() == [34, 100]


def test_no_step_goes_beyond_the_bounds(monkeypatch):
    monkeypatch.setattr(dispersion, "LOWEST", np.log(5e-3))
    monkeypatch.setattr(dispersion, "HIGHEST", np.log(2.0))
    found = search(COUNTS, MU, GROUPS, START).dispersion
    assert found[3] == pytest.approx(5e-3, rel=1e-6)
    assert found[4:] == pytest.approx(2.0, rel=1e-6)


def test_a_search_that_runs_away_is_given_up_with_the_value_of_the_step_before(monkeypatch):
    whole = search(COUNTS, MU, GROUPS, START)
    monkeypatch.setattr(dispersion, "GIVEN_UP", np.log(5e-3))
    found = search(COUNTS, MU, GROUPS, START)
    assert whole.dispersion[3] < found.dispersion[3] < 5e-3
    assert found.steps[3] < whole.steps[3]
    posterior = Posterior(COUNTS.astype(float), MU, Determinant(GROUPS), None)
    assert found.last[3] < posterior.value_and_slope(np.log(found.dispersion))[0][3] - 1e-3
    np.testing.assert_allclose(np.delete(found.last, 3), np.delete(whole.last, 3), rtol=1e-12)


def test_the_search_ends_within_a_hundredth_of_the_optimum(case):
    design, prior, (_, steps, *_) = case
    found = search(COUNTS, MU, design, START, prior)
    for gene in np.flatnonzero(np.array(steps) < 25):
        assert abs(np.log(found.dispersion[gene]) - optimum(design, prior, gene)) < 0.01


def test_the_grid_chooses_the_points_of_r(case):
    design, prior, (*_, grid) = case
    np.testing.assert_allclose(grid_search(COUNTS, MU, design, 10.0, prior), grid, rtol=1e-9)


def test_a_search_without_an_end_is_replaced_by_the_grid():
    dispersions, converged = genewise(COUNTS, MU, GROUPS, START, 10.0)
    assert converged.tolist() == [True, True, True, False, True, True]
    np.testing.assert_allclose(dispersions[converged], np.array(R["groups"][0])[converged])
    # less variance than Poisson counts: the grid's lowest point, raised to the floor
    assert dispersions[3] == MIN_DISPERSION


@pytest.mark.parametrize("prior", [None, PRIOR])
def test_few_steps_leave_all_genes_to_the_grid(monkeypatch, prior):
    monkeypatch.setattr(dispersion, "MAX_STEPS", 3)
    if prior is None:
        found, converged = genewise(COUNTS, MU, SLOPE, START, 10.0)
    else:
        found, converged = maximum_a_posteriori(COUNTS, MU, SLOPE, START, prior, 10.0)
    assert not converged.any()
    grid = R["slope" if prior is None else "slope, prior"][3]
    np.testing.assert_allclose(found, np.maximum(grid, MIN_DISPERSION), rtol=1e-9)


def test_a_search_that_ends_with_its_first_step_is_made_again_on_the_grid():
    start = START.copy()
    start[2] = np.exp(optimum(GROUPS, None, 2) + 1e-3)
    assert search(COUNTS, MU, GROUPS, start).steps[2] == 1
    found, converged = genewise(COUNTS, MU, GROUPS, start, 10.0)
    assert converged[2]
    assert found[2] == pytest.approx(R["groups"][3][2], rel=1e-9)


def test_a_gain_below_a_millionth_of_the_likelihood_is_no_gain():
    counts = np.array([[70_000_000, 71_000_000, 69_000_000, 70_500_000] * 2]).T
    mu, start = np.full(counts.shape, counts.mean()), np.array([2e-4])
    found = search(counts, mu, GROUPS, start)
    assert found.last[0] - found.first[0] > 0.1
    assert found.steps[0] > 1
    assert genewise(counts, mu, GROUPS, start, 10.0)[0][0] == start[0]


@pytest.mark.parametrize("limit", [0.5, 3.0])
def test_no_dispersion_passes_the_largest(limit):
    found, _ = genewise(COUNTS, MU, GROUPS, START, limit)
    shrunken, _ = maximum_a_posteriori(COUNTS, MU, GROUPS, START, PRIOR, limit)
    for values in (found, shrunken):
        assert values.max() == limit
        assert values.min() >= MIN_DISPERSION
    assert grid_search(COUNTS, MU, GROUPS, limit, None).max() < limit * 4


@pytest.mark.parametrize("gene", range(6))
def test_a_prior_pulls_to_its_mean_the_more_the_narrower_it_is(gene):
    found = []
    for variance in (1e6, 1.0, 0.1, 1e-4):
        prior = Prior(PRIOR.mean, variance)
        found.append(maximum_a_posteriori(COUNTS, MU, GROUPS, START, prior, 10.0)[0][gene])
    distance = np.abs(np.log(found) - PRIOR.mean[gene])
    assert (np.diff(distance) < 0).all()
    assert distance[-1] < 0.01
    if gene != 3:
        # R's early stop is felt where the likelihood is flat
        assert found[0] == pytest.approx(np.exp(optimum(GROUPS, None, gene)), rel=0.1)


def test_known_dispersions_are_estimated():
    rng = np.random.default_rng(0)
    truth = np.repeat([0.01, 0.1, 1.0], 40)
    design = np.column_stack([np.ones(200), np.arange(200) % 2])
    mu = np.full((200, 120), 300.0)
    counts = rng.negative_binomial(1 / truth, 1 / (1 + truth * mu))
    found, converged = genewise(counts, mu, design, np.full(120, 0.1), 200.0)
    assert converged.mean() > 0.95
    for value in (0.01, 0.1, 1.0):
        assert np.median(found[truth == value]) == pytest.approx(value, rel=0.05)


def test_blocks_and_the_order_of_genes_change_nothing(monkeypatch):
    genes = np.tile(np.arange(6), 8)
    order = np.random.default_rng(0).permutation(48)
    prior = Prior(PRIOR.mean[genes], 0.6)
    whole, _ = maximum_a_posteriori(COUNTS[:, genes], MU[:, genes], SLOPE, START[genes], prior, 10)
    monkeypatch.setattr(blocks, "ELEMENTS", 1)
    mixed = genes[order]
    part, _ = maximum_a_posteriori(
        COUNTS[:, mixed], MU[:, mixed], SLOPE, START[mixed], prior.of(order), 10
    )
    np.testing.assert_allclose(part, whole[order], rtol=1e-12)
    np.testing.assert_allclose(
        grid_search(COUNTS[:, mixed], MU[:, mixed], SLOPE, 10.0, prior.of(order)),
        np.array(R["slope, prior"][3])[mixed],
        rtol=1e-9,
    )
