"""Censored fits against an independent maximiser, and what must not change them."""

import numpy as np
import pytest
from scipy import optimize, stats

from resistance.protein.tobit import fit_tobit


def censored_samples(targets: int = 24, seed: int = 0):
    rng = np.random.default_rng(seed)
    x = rng.normal(10, 0.5, (targets, 6))
    x[:, 3:] -= 0.5
    arm = np.tile([0, 0, 0, 1, 1, 1], (targets, 1))
    low, high = x < 9.5, x > 10.6
    side = high.astype(int) - low.astype(int)
    x = np.where(low, 9.5, np.where(high, 10.6, x))
    seen = side == 0
    usable = (seen[:, :3].sum(1) >= 1) & (seen[:, 3:].sum(1) >= 1) & (seen.sum(1) >= 3)
    return x[usable], arm[usable], side[usable]


def negative_log_likelihood(parameters, x, arm, side):
    mean = np.where(arm == 0, parameters[0], parameters[1])
    z = (x - mean) / np.exp(parameters[2])
    density = stats.norm.logpdf(z) - parameters[2]
    beyond = np.where(side < 0, stats.norm.logcdf(z), stats.norm.logsf(z))
    return -np.where(side == 0, density, beyond).sum()


def test_the_maximum_is_that_of_a_simplex_search() -> None:
    x, arm, side = censored_samples()
    fit = fit_tobit(x, arm, side)
    assert np.isfinite(fit.difference).all()
    assert (side < 0).any()
    assert (side > 0).any()
    for i in range(len(x)):
        found = optimize.minimize(
            negative_log_likelihood,
            [10, 9.5, -1],
            args=(x[i], arm[i], side[i]),
            method="Nelder-Mead",
            options={"xatol": 1e-9, "fatol": 1e-12, "maxiter": 10_000},
        )
        assert fit.difference[i] == pytest.approx(found.x[1] - found.x[0], abs=1e-5)
        assert fit.variance[i] == pytest.approx(np.exp(2 * found.x[2]), rel=1e-4)


def test_the_variance_of_the_difference_is_that_of_the_curvature() -> None:
    x, arm, side = (values[:1] for values in censored_samples())
    fit = fit_tobit(x, arm, side)
    sigma = np.sqrt(fit.variance[0])
    found = optimize.minimize(
        negative_log_likelihood, [10, 9.5, -1], args=(x[0], arm[0], side[0]), method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12},
    )  # fmt: skip
    step = 1e-3
    hessian = np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            corners = [
                a * b
                * negative_log_likelihood(
                    found.x + step * (a * np.eye(3)[i] + b * np.eye(3)[j]), x[0], arm[0], side[0]
                )
                for a in (1, -1)
                for b in (1, -1)
            ]  # fmt: skip
            hessian[i, j] = sum(corners) / (4 * step**2)
    direction = np.array([-1.0, 1.0, 0.0])
    expected = direction @ np.linalg.solve(hessian, direction)
    assert fit.unit_variance[0] * sigma**2 == pytest.approx(expected, rel=1e-3)


def test_without_censoring_it_is_least_squares() -> None:
    x, arm, _ = censored_samples()
    fit = fit_tobit(x, arm, np.zeros_like(arm))
    np.testing.assert_allclose(fit.difference, x[:, 3:].mean(1) - x[:, :3].mean(1))
    ss = 3 * (x[:, :3].var(1) + x[:, 3:].var(1))
    np.testing.assert_allclose(fit.variance, ss / 6, rtol=1e-6)
    np.testing.assert_allclose(fit.unit_variance, 2 / 3, rtol=1e-6)


def test_mirrored_shifted_and_swapped() -> None:
    x, arm, side = censored_samples()
    fit = fit_tobit(x, arm, side)
    mirrored = fit_tobit(-x, arm, -side)
    np.testing.assert_allclose(mirrored.difference, -fit.difference, atol=1e-7)
    shifted = fit_tobit(x + 1000.0, arm, side)
    np.testing.assert_allclose(shifted.difference, fit.difference, atol=1e-6)
    np.testing.assert_allclose(shifted.unit_variance, fit.unit_variance, rtol=1e-5)
    swapped = fit_tobit(x, 1 - arm, side)
    np.testing.assert_allclose(swapped.difference, -fit.difference, atol=1e-7)


def test_one_arm_and_padding() -> None:
    x = np.array([[-1.0, -1.4, -2.0, 0.0]])
    side = np.array([[0, 0, -1, 0]])
    arm = np.array([[1, 1, 1, -1]])
    fit = fit_tobit(x, arm, side)
    found = optimize.minimize(
        lambda p: negative_log_likelihood([0.0, p[0], p[1]], x[0, :3], arm[0, :3], side[0, :3]),
        [-1.5, -1.0],
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-12},
    )
    assert fit.difference[0] == pytest.approx(found.x[0], abs=1e-5)
    assert fit.difference[0] < -1.2  # below the mean of the values seen
