"""Small systems of many genes against LAPACK, along both paths."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.engine import linear
from resistance.engine.linear import Factor, Products, inverse, solve, with_ridge

SIZES = range(1, 13)
GENES = 5


def problem(p, genes=GENES, seed=0):
    """A design, weights of each gene, and ``X' diag(w) X`` one gene at a time."""
    rng = np.random.default_rng(100 * p + seed)
    design = np.column_stack([np.ones(p + 4), rng.normal(size=(p + 4, p - 1))])
    weights = rng.lognormal(0, 1, (p + 4, genes))
    each = np.stack([design.T @ (weights[:, g, None] * design) for g in range(genes)])
    return design, weights, each


def stacked(each):
    return np.ascontiguousarray(np.moveaxis(each, 0, -1))


def test_the_sizes_of_these_tests_reach_both_paths():
    assert min(SIZES) <= linear.MAX_UNROLLED < max(SIZES)


@pytest.mark.parametrize("p", SIZES)
def test_information_is_the_weighted_cross_product(p):
    design, weights, each = problem(p)
    np.testing.assert_allclose(Products(design).information(weights), stacked(each), rtol=1e-12)


@pytest.mark.parametrize("p", SIZES)
def test_solve_inverse_and_determinant_are_those_of_lapack(p):
    _, _, each = problem(p)
    right = np.random.default_rng(p).normal(size=(p, GENES))
    solved = np.linalg.solve(each, right.T[:, :, None])[:, :, 0].T
    np.testing.assert_allclose(solve(stacked(each), right), solved, rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(
        inverse(stacked(each)), stacked(np.linalg.inv(each)), rtol=1e-8, atol=1e-12
    )
    np.testing.assert_allclose(
        Factor(stacked(each)).log_determinant(), np.linalg.slogdet(each)[1], rtol=1e-9, atol=1e-9
    )


@pytest.mark.parametrize("p", [2, 7, 10])
def test_both_paths_give_the_same_numbers(monkeypatch, p):
    _, _, each = problem(p)
    right = np.ones((p, GENES))
    results = []
    for limit in (p, p - 1):
        monkeypatch.setattr(linear, "MAX_UNROLLED", limit)
        factor = Factor(stacked(each))
        results.append((factor.solve(right), factor.inverse(), factor.log_determinant()))
    for one, other in zip(*results, strict=True):
        assert one.shape == other.shape
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("p", SIZES)
@pytest.mark.parametrize("spoiled", ["zero", "nan", "one nan"])
def test_a_matrix_that_cannot_be_inverted_spoils_its_own_gene_only(p, spoiled):
    _, _, each = problem(p)
    each[2] = {"zero": 0.0, "nan": np.nan}.get(spoiled, np.eye(p))
    if spoiled == "one nan":
        each[2, p - 1, 0] = each[2, 0, p - 1] = np.nan
    right, others = np.ones((p, GENES)), [0, 1, 3, 4]
    factor = Factor(stacked(each))
    with np.errstate(invalid="ignore"):
        log_determinant = factor.log_determinant()
    for values, expected in (
        (factor.solve(right), np.linalg.solve(each[others], right.T[others, :, None])[:, :, 0].T),
        (factor.inverse(), stacked(np.linalg.inv(each[others]))),
        (log_determinant, np.linalg.slogdet(each[others])[1]),
    ):
        assert np.isnan(values[..., 2]).any()
        np.testing.assert_allclose(values[..., others], expected, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("p", [2, 12])
def test_a_matrix_of_lower_rank_gives_nan(p):
    each = np.stack([np.eye(p), np.ones((p, p)), 2 * np.eye(p)])
    solved = solve(stacked(each), np.ones((p, 3)))
    assert np.isnan(solved[:, 1]).all()
    np.testing.assert_allclose(solved[:, [0, 2]], np.tile([1.0, 0.5], (p, 1)))


def test_no_genes_give_no_numbers():
    for p in (3, 12):
        factor = Factor(np.empty((p, p, 0)))
        assert factor.solve(np.empty((p, 0))).shape == (p, 0)
        assert factor.inverse().shape == (p, p, 0)
        assert factor.log_determinant().shape == (0,)


def test_quadratic_and_contracted_by_hand():
    products = Products(np.array([[1.0, 0.0], [1.0, 2.0]]))
    matrices = np.array([[3.0, 1.0], [1.0, 5.0]])[:, :, None]
    # x1 = (1, 0): 3; x2 = (1, 2): 3 + 2 * 2 * 1 + 4 * 5
    assert products.quadratic(matrices)[:, 0].tolist() == [3.0, 27.0]
    # the trace is sum_j w_j x_j' A x_j
    assert products.contracted(matrices, np.array([[10.0], [0.5]])).tolist() == [30.0 + 13.5]


@pytest.mark.parametrize("p", [1, 4, 12])
def test_quadratic_and_contracted_are_forms_of_each_gene(p):
    design, weights, each = problem(p)
    inverses = np.linalg.inv(each)
    products = Products(design)
    forms = np.einsum("jp,gpq,jq->jg", design, inverses, design)
    np.testing.assert_allclose(products.quadratic(stacked(inverses)), forms, rtol=1e-8, atol=1e-12)
    traces = [np.trace(a @ m) for a, m in zip(inverses, each, strict=True)]
    np.testing.assert_allclose(products.contracted(stacked(inverses), weights), traces, rtol=1e-8)
    np.testing.assert_allclose(traces, p)


def test_a_ridge_is_added_to_a_copy():
    information = np.zeros((2, 2, 3))
    total = with_ridge(information, np.array([1.0, 4.0]))
    assert total[:, :, 1].tolist() == [[1, 0], [0, 4]]
    assert not information.any()


@given(p=st.integers(1, 12), seed=st.integers(0, 10_000), exponent=st.integers(-40, 40))
def test_solutions_and_determinants_scale(p, seed, exponent):
    _, _, each = problem(p, 2, seed)
    scale = 10.0**exponent
    right = np.random.default_rng(seed).normal(size=(p, 2))
    one, other = Factor(stacked(each)), Factor(stacked(each * scale))
    np.testing.assert_allclose(other.solve(right) * scale, one.solve(right), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(
        other.log_determinant(), one.log_determinant() + p * np.log(scale), rtol=1e-9, atol=1e-6
    )


@given(p=st.integers(1, 12), seed=st.integers(0, 10_000))
def test_what_is_solved_solves_the_system(p, seed):
    design, weights, each = problem(p, 2, seed)
    truth = np.random.default_rng(seed).normal(size=(p, 2))
    right = np.einsum("gpq,qg->pg", each, truth)
    found = solve(Products(design).information(weights), right)
    condition = np.linalg.cond(each).max()
    np.testing.assert_allclose(found, truth, rtol=0, atol=1e-13 * condition + 1e-12)
    both = np.einsum("pqg,gqr->prg", inverse(stacked(each)), each)
    np.testing.assert_allclose(
        both, np.repeat(np.eye(p)[:, :, None], 2, axis=2), atol=1e-13 * condition + 1e-12
    )
