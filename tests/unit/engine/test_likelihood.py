"""The dispersions' posterior against its written-out formula and numerical slopes."""

import numpy as np
import pytest
from scipy.special import gammaln
from scipy.stats import nbinom, norm

from resistance.engine.likelihood import Determinant, Posterior, Prior, _log_gamma_in_r

GROUPS = np.column_stack([np.ones(7), [0, 0, 0, 1, 1, 1, 1]])
PAIRED = np.column_stack([np.ones(8), np.arange(8) % 2, *(np.eye(4)[1:, np.arange(8) // 2])])
CURVE = np.column_stack([np.ones(8), np.linspace(-1, 1, 8)])
WIDE = np.column_stack([np.ones(30), np.random.default_rng(0).normal(size=(30, 11))])
DESIGNS = {"groups": GROUPS, "paired": PAIRED, "curve": CURVE, "wide": WIDE}


def block(design, genes=6, seed=1):
    rng = np.random.default_rng(seed)
    mu = np.exp(rng.normal(3, 1, genes) + rng.normal(0, 0.4, (len(design), genes)))
    y = rng.negative_binomial(4, 4 / (4 + mu)).astype(float)
    return y, mu


def written_out(y, mu, design, log_alpha, prior=None):
    """Log likelihood, Cox & Reid's term, log density of the prior."""
    values = []
    for gene, a in enumerate(log_alpha):
        size, m = np.exp(-a), mu[:, gene]
        value = nbinom.logpmf(y[:, gene], size, size / (size + m)).sum()
        weights = m / (1 + m / size)
        value -= 0.5 * np.linalg.slogdet(design.T @ (weights[:, None] * design))[1]
        if prior is not None:
            value += norm.logpdf(a, prior.mean[gene], np.sqrt(prior.variance))
        values.append(value)
    return np.array(values)


@pytest.fixture(params=DESIGNS)
def design(request):
    return DESIGNS[request.param]


@pytest.fixture(params=[False, True], ids=["flat", "prior"])
def prior(request):
    return Prior(np.linspace(-4, 1, 6), 0.7) if request.param else None


def test_the_designs_take_both_paths():
    grouped = {name: Determinant(matrix).members is not None for name, matrix in DESIGNS.items()}
    assert grouped == {"groups": True, "paired": False, "curve": False, "wide": False}


@pytest.mark.parametrize("function", ["value_and_slope", "value_in_r"])
def test_values_are_those_of_the_formula_but_for_a_constant(design, prior, function):
    y, mu = block(design)
    posterior = Posterior(y, mu, Determinant(design), prior)
    gaps = []
    for log_alpha in (np.full(6, -1.0), np.linspace(-6, 2, 6), np.full(6, -9.0)):
        value = getattr(posterior, function)(log_alpha)
        value = value[0] if isinstance(value, tuple) else value
        gaps.append(value - written_out(y, mu, design, log_alpha, prior))
    np.testing.assert_allclose(gaps, np.tile(gaps[0], (3, 1)), rtol=0, atol=1e-7)


def test_the_slope_is_the_derivative(design, prior):
    y, mu = block(design)
    posterior = Posterior(y, mu, Determinant(design), prior)
    for log_alpha in (np.full(6, -1.0), np.linspace(-5, 3, 6)):
        steps = [written_out(y, mu, design, log_alpha + d, prior) for d in (-1e-4, 1e-4)]
        slope = posterior.value_and_slope(log_alpha)[1]
        np.testing.assert_allclose(slope, (steps[1] - steps[0]) / 2e-4, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("log_alpha", [-12.0, -5.0, 0.0, 2.0])
def test_rs_order_of_operations_changes_differences_by_less_than_a_millionth(design, log_alpha):
    y, mu = block(design)
    posterior = Posterior(y, mu, Determinant(design), None)
    here, there = np.full(6, log_alpha), np.full(6, log_alpha + 0.5)
    ours = posterior.value_and_slope(there)[0] - posterior.value_and_slope(here)[0]
    np.testing.assert_allclose(
        posterior.value_in_r(there) - posterior.value_in_r(here), ours, rtol=0, atol=1e-6
    )


@pytest.mark.parametrize(("count", "same"), [(9_999_999.0, False), (1e7, True), (2e9, True)])
def test_values_of_large_counts_are_rounded_as_in_r(design, prior, count, same):
    y, mu = block(design)
    y[2, 4], mu[2, 4] = count, count * 0.9
    posterior = Posterior(y, mu, Determinant(design), prior)
    log_alpha = np.linspace(-3, 2, 6)
    value, slope = posterior.value_and_slope(log_alpha)
    assert (value == posterior.value_in_r(log_alpha)).all() == same
    rest = posterior.keep(np.arange(6) != 4)
    assert not rest.rounds_as_r
    others = rest.value_and_slope(np.delete(log_alpha, 4))[0]
    np.testing.assert_allclose(others, np.delete(value, 4), rtol=1e-10)


def test_grouped_determinant_and_trace_equal_the_general_ones():
    weights = np.random.default_rng(2).lognormal(0, 2, (7, 5))
    grouped, general = Determinant(GROUPS), Determinant(GROUPS)
    assert grouped.members is not None
    general.members = None
    for one, other in zip(grouped(weights), general(weights), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10)


@pytest.mark.parametrize(
    "groups",
    [
        np.repeat(np.eye(3), [2, 1, 4], axis=0),
        # cells coded as differences from the one before, and not in order
        np.array([[1, 0, 0], [1, 1, 0], [1, 1, 1], [1, 0, 0], [1, 1, 1.0]]),
        np.array([[1, 2.0], [1, -0.5], [1, 2.0]]),
    ],
)
def test_any_coding_of_groups_is_grouped(groups):
    weights = np.random.default_rng(3).lognormal(0, 1, (len(groups), 4))
    determinant = Determinant(groups)
    assert determinant.members is not None
    value, trace = determinant(weights)
    for gene, w in enumerate(weights.T):
        information = groups.T @ (w[:, None] * groups)
        squared = groups.T @ (w[:, None] ** 2 * groups)
        assert value[gene] == pytest.approx(np.linalg.slogdet(information)[1])
        assert trace[gene] == pytest.approx(np.trace(np.linalg.inv(information) @ squared))


def test_genes_that_are_kept_keep_their_numbers_and_their_prior(design):
    y, mu = block(design)
    posterior = Posterior(y, mu, Determinant(design), Prior(np.linspace(-4, 1, 6), 0.7))
    kept = np.array([True, False, False, True, True, False])
    log_alpha = np.linspace(-3, 0, 6)
    both = zip(
        posterior.keep(kept).value_and_slope(log_alpha[kept]),
        posterior.value_and_slope(log_alpha),
        strict=True,
    )
    for part, whole in both:
        np.testing.assert_allclose(part, whole[kept], rtol=1e-12)


def test_the_prior_of_some_genes_keeps_the_variance():
    prior = Prior(np.array([1.0, 2.0, 3.0]), 0.4)
    assert prior.of(slice(1, 3)).mean.tolist() == [2, 3]
    assert prior.of(np.array([2, 0])).mean.tolist() == [3, 1]
    assert prior.of(slice(1)).variance == 0.4


def test_log_gamma_is_log_gamma():
    x = np.concatenate([np.linspace(0.01, 10, 50), np.geomspace(10.001, 1e12, 50)])
    np.testing.assert_allclose(_log_gamma_in_r(x), gammaln(x), rtol=1e-9, atol=1e-9)


# print(lgamma(x), digits = 17) in R 4.2.2; scipy's last bit of the second and third is another
@pytest.mark.parametrize(
    ("x", "r"),
    [
        (4934719.5, 71118215.237614274),
        (4934721.25, 71118242.208275571),
        (5002468.5, 72162812.65275754),
        (2147483647.5, 43996705644.634743),
    ],
)
def test_log_gamma_of_large_arguments_is_that_of_r_to_the_last_bit(x, r):
    assert _log_gamma_in_r(np.array([x]))[0] == r
