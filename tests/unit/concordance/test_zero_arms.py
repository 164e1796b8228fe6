import numpy as np
import pytest
from scipy import stats

from resistance.concordance import rna, zero_arms

DESIGN = np.column_stack([np.ones(6), np.repeat([0.0, 1.0], 3)])


def model(counts, dispersion=0.05, design=DESIGN, contrast=(0.0, 1.0), sizes=None):
    counts = np.atleast_2d(np.asarray(counts, dtype=float))
    sizes = np.ones(counts.shape[1]) if sizes is None else np.asarray(sizes)
    return rna.CountModel(
        counts, sizes, np.full(len(counts), dispersion), design, np.asarray(contrast)
    )


def log_likelihood(y, mu, alpha):
    return np.sum(y * np.log(mu) - (y + 1 / alpha) * np.log1p(alpha * mu))


def test_constrained_likelihood_against_a_grid_search() -> None:
    y, sizes, alpha, lfc = np.array([5, 9, 3, 40, 52, 33.0]), np.linspace(0.7, 1.3, 6), 0.1, 1.0
    got = zero_arms.constrained_log_likelihood(model(y, alpha, sizes=sizes), np.array([lfc]))[0]
    levels = np.exp(np.linspace(-1, 6, 20_001))
    mu = levels[:, None] * sizes * 2.0 ** (lfc * DESIGN[:, 1])
    grid = np.max(np.sum(y * np.log(mu) - (y + 1 / alpha) * np.log1p(alpha * mu), axis=1))
    assert got == pytest.approx(grid, abs=1e-5)


def test_constraint_at_the_mle_is_the_full_model() -> None:
    y = np.array([10, 12, 14, 80, 100, 120.0])
    got = zero_arms.constrained_log_likelihood(model(y), np.array([np.log2(100 / 12)]))[0]
    mu = np.repeat([12.0, 100.0], 3)
    assert got == pytest.approx(log_likelihood(y, mu, 0.05), abs=1e-8)


def test_constrained_likelihood_with_a_batch_and_without_intercept() -> None:
    batch = np.array([0, 1, 0, 1, 0, 1.0])
    with_batch = np.column_stack([DESIGN, batch])
    y = np.array([[0, 0, 0, 60, 30, 75.0], [4, 8, 3, 60, 30, 75.0]])
    one = zero_arms.constrained_log_likelihood(
        model(y, design=with_batch, contrast=(0, 1, 0)), np.array([2.0, 3.0])
    )
    cells = np.column_stack([1 - DESIGN[:, 1], DESIGN[:, 1], batch])
    other = zero_arms.constrained_log_likelihood(
        model(y, design=cells, contrast=(-1, 1, 0)), np.array([2.0, 3.0])
    )
    np.testing.assert_allclose(one, other, atol=1e-6)


def zero_arm(counts, protein=(2.0, 0.2, 4.0), **kwargs):
    m = model(counts, **kwargs)
    one = np.ones(len(m.counts))
    return zero_arms.zero_arm_tests(
        m,
        (m.counts[:, :3] == 0).all(axis=1),
        12.0 * one,
        tuple(v * one for v in protein),
        np.log2(1.25),
        0.5,
        0.5,
    )


def test_a_gene_switched_on_passes_up_where_wald_would_not() -> None:
    tests = zero_arm([[0, 0, 0, 50, 60, 40]])
    assert tests.up[0] < 1e-5
    assert tests.down[0] > 0.99
    tests = zero_arm([[50, 60, 40, 0, 0, 0]])
    assert tests.down[0] < 1e-5


def test_few_reads_do_not_pass() -> None:
    tests = zero_arm([[0, 0, 0, 1, 0, 1]])
    assert tests.up[0] > 0.05


def test_more_reads_say_more() -> None:
    tests = zero_arm([[0, 0, 0, k, k, k] for k in (1, 3, 10, 30, 100)])
    assert (np.diff(tests.up) < 0).all()
    assert (np.diff(tests.protein_below) <= 1e-12).all()


def test_linear_test_respects_the_protein_s_own_error() -> None:
    sure = zero_arm([[0, 0, 0, 30, 30, 30]], protein=(1.0, 0.01, 4.0)).protein_below[0]
    unsure = zero_arm([[0, 0, 0, 30, 30, 30]], protein=(1.0, 1.0, 4.0)).protein_below[0]
    assert sure < 0.05
    assert unsure > 2 * sure
    exact = zero_arm([[0, 0, 0, 30, 30, 30]], protein=(1.0, 1e-9, 4.0)).protein_below[0]
    m = model([[0, 0, 0, 30, 30, 30]])
    full = zero_arms.constrained_log_likelihood(m, np.array([30.0]))
    at_null = zero_arms.constrained_log_likelihood(m, np.array([2.0]))
    assert exact == pytest.approx(stats.t.sf(np.sqrt(2 * (full - at_null)[0]), 12), rel=1e-6)


def test_swapping_the_arms_mirrors() -> None:
    on = zero_arm([[0, 0, 0, 50, 60, 40]], protein=(2.0, 0.2, 4.0))
    off = zero_arm([[50, 60, 40, 0, 0, 0]], protein=(-2.0, 0.2, 4.0))
    for name, other in (
        ("up", "down"),
        ("above", "below"),
        ("protein_below", "protein_above"),
        ("difference", "difference"),
    ):
        assert getattr(on, name)[0] == pytest.approx(getattr(off, other)[0], rel=1e-6)
