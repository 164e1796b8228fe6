"""Searches of many genes at once, against R 4.2.2 where it has the same one."""

import numpy as np
import pytest

from resistance.engine import bfgs, lbfgs, wolfe
from resistance.engine.posterior import Posterior
from resistance.engine.roots import uniroot

DESIGN = np.column_stack([np.ones(6), [0, 1, 0, 1, 0, 1], [0, 0, 0, 1, 1, 1]])
OFFSET = np.log([0.8, 1.1, 0.9, 1.2, 1.0, 1.05])[:, None]
COUNTS = np.array(
    [
        [0, 3, 1, 25, 4, 9],
        [120, 95, 133, 310, 280, 402],
        [0, 0, 2, 0, 0, 1],
        [5000, 6100, 4800, 5200, 5050, 6000],
    ],
    dtype=float,
).T
START = np.stack([np.log(COUNTS.mean(axis=0)), np.full(4, 0.5), np.full(4, -2.0)])


@pytest.fixture
def posterior():
    size = 1 / np.array([0.9, 0.02, 10, 0.0008])
    return Posterior(COUNTS, OFFSET, DESIGN, size, 0.3, 15.0, 2)


def test_gradient(posterior):
    value_at = posterior.rescaled(np.array([1.0, 2, 5, 9]), np.arange(4.0)).at
    gradient = value_at(START)[1]
    for j in range(3):
        step = np.zeros((3, 1))
        step[j] = 1e-6
        slope = (value_at(START + step)[0] - value_at(START - step)[0]) / 2e-6
        np.testing.assert_allclose(gradient[j], slope, rtol=1e-5, atol=1e-5)


# optim(b0, fn, gr, method = "BFGS", hessian = TRUE) in R 4.2.2 with fn(b0) moved to -1
ENDS = [
    [0.5253088867119186, 1.7791065160585375, 0.0749223081316126],
    [4.903864162998067, -0.149135067955130, 0.912685783289939],
    [-0.307471101652214029, -0.836925398276941013, -0.000623736468326692],
    [8.6566273756823726, -0.0253923720453822, -0.1163375762950541],
]
# its upper triangles, column by column
CURVATURES = [
    [5.06044297083449, 3.06332859600911, 3.06777304045355]
    + [3.92390892629768, 2.72127647560350, 22.38527224189124],
    [235.6304591927784, 123.7892590173679, 123.7937034618372]
    + [131.6990164850580, 94.4744876675543, 129.9547323039880],
    [0.495629434029059, 0.228738701196225, 0.233183145640677]
    + [0.222005291593191, 0.211461816193893, 22.443692432630165],
    [6072.24730704215, 3079.65348667949, 3079.65793112393]
    + [3043.46129123655, 2049.41822261412, 3057.72806559010],
]


def test_bfgs_ends_where_r_ends(posterior):
    value = posterior.at(START)[0]
    ends, converged = bfgs.minimise(posterior.rescaled(np.ones(4), -value - 1), START)
    assert converged.all()
    np.testing.assert_allclose(ends.T, ENDS, rtol=1e-6)


def test_hessian_is_that_of_r(posterior):
    hessian = posterior.hessian(np.array(ENDS).T)
    columns, rows = np.tril_indices(3)
    np.testing.assert_allclose(hessian[rows, columns].T, CURVATURES, rtol=1e-7)


def test_bfgs_gives_up(posterior, monkeypatch):
    monkeypatch.setattr(bfgs, "MAX_STEPS", 4)
    value = posterior.at(START)[0]
    moved = posterior.rescaled(np.ones(4), -value - 1)
    ends, converged = bfgs.minimise(moved, START)
    assert not converged.any()
    assert (moved.at(ends)[0] < -1).all()


def test_lbfgs_stops_early_near_the_mode(posterior):
    start = np.repeat([[0.1], [-0.1], [0.1]], 4, axis=1)
    at_zero = posterior.at(np.zeros((3, 4)))[0]
    scaled = posterior.rescaled(np.maximum(at_zero, 1), np.full(4, 10.0))
    ends, failed = lbfgs.minimise(scaled, start)
    assert not failed.any()
    best = posterior.at(np.array(ENDS).T)[0]
    excess = posterior.at(ends)[0] - best
    assert (np.abs(excess) < 1e-6 * np.maximum(at_zero, 1)).all()
    # a search that goes on until nothing moves ends on flatter ground
    slope = np.abs(posterior.at(ends)[1]).max(axis=0)
    assert (slope > 1e-7).any()


def test_lbfgs_takes_each_gene_by_itself(posterior):
    start = np.repeat([[0.1], [-0.1], [0.1]], 4, axis=1)
    together, _ = lbfgs.minimise(posterior, start)
    for gene in range(4):
        alone, _ = lbfgs.minimise(posterior.keep(np.array([gene])), start[:, [gene]])
        np.testing.assert_allclose(together[:, gene], alone[:, 0], rtol=1e-6, atol=1e-8)


def test_lbfgs_stays_at_a_mode(posterior):
    ends = np.array(ENDS).T
    for _ in range(5):  # Newton's method
        gradient, hessian = posterior.at(ends)[1], posterior.hessian(ends)
        ends = ends - np.linalg.solve(hessian.transpose(2, 0, 1), gradient.T[..., None])[..., 0].T
    again, failed = lbfgs.minimise(posterior, ends)
    assert not failed.any()
    np.testing.assert_allclose(again, ends, rtol=1e-6)


@pytest.mark.parametrize("step", [1e-6, 1e-3, 0.3, 50.0, 1e4])
def test_line_search_finds_a_step_of_both_kinds(posterior, step):
    value, gradient = posterior.at(START)
    length = np.sqrt((gradient**2).sum(axis=0))
    direction = -gradient / length
    found = wolfe.search(posterior, START, value, gradient, direction, np.full(4, step))
    assert not found.failed.any()
    taken = ((found.x - START) * direction).sum(axis=0)
    slope = (gradient * direction).sum(axis=0)
    assert (found.value - value <= 1e-4 * taken * slope).all()
    assert (np.abs((found.gradient * direction).sum(axis=0)) <= 0.9 * np.abs(slope)).all()
    again = posterior.at(found.x)
    np.testing.assert_allclose(found.value, again[0])
    np.testing.assert_allclose(found.gradient, again[1], rtol=1e-9, atol=1e-9)


def test_line_search_refuses_to_go_up(posterior):
    value, gradient = posterior.at(START)
    direction = -gradient
    direction[:, 2] *= -1
    found = wolfe.search(posterior, START, value, gradient, direction, np.full(4, 1e-3))
    assert found.failed.tolist() == [False, False, True, False]


# uniroot in R 4.2.2
@pytest.mark.parametrize(
    ("function", "low", "high", "root"),
    [
        (lambda x: np.exp(x) - 5 * x - 3, 1, 4, 2.8469119263077283),
        (lambda x: np.exp(x) - 5 * x - 3, -3, 1, -0.47570946399772218),
        (lambda x: 1 / (x + 0.01) - 2 - x / 50, 1e-6, 400, 0.48758513933878073),
    ],
)
def test_uniroot_stops_where_r_stops(function, low, high, root):
    assert uniroot(function, low, high) == pytest.approx(root, rel=1e-14)


def test_uniroot_needs_two_signs():
    with pytest.raises(ValueError, match="same sign"):
        uniroot(lambda x: x, 1, 2)
