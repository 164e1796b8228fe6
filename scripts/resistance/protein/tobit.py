"""Difference of two censored normal samples by maximum likelihood (Tobin, Econometrica 1958)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

Floats = NDArray[np.float64]

_STEPS: Final = 60
_HALVINGS: Final = 30
_HALF_LOG_2PI: Final = 0.5 * float(np.log(2 * np.pi))


@dataclass(frozen=True)
class Tobit:
    """Fits of a batch of targets.

    Attributes
    ----------
    difference : numpy.ndarray, (targets,)
        Mean of the target arm minus that of the reference arm; NaN where the search did not end.
    variance : numpy.ndarray, (targets,)
        Maximum likelihood sigma^2, biased downwards.
    unit_variance : numpy.ndarray, (targets,)
        Variance of ``difference`` in units of sigma^2, from the observed information: 1/n1 + 1/n2
        without censoring.
    """

    difference: Floats
    variance: Floats
    unit_variance: Floats


def fit_tobit(x: Floats, arm: NDArray[np.int_], censored: NDArray[np.int_]) -> Tobit:
    """Fit normal samples with one SD where some values are only known to lie beyond a limit.

    Newton's method in theta_arm = mean_arm / sigma and gamma = 1 / sigma, in which the log
    likelihood is concave (Olsen, Econometrica 1978;46:1211), all targets at once. Each arm needs a
    value that is not censored, and one of them two that differ: else there is no maximum.

    Parameters
    ----------
    x : numpy.ndarray, (targets, values)
        Values, or limits of censored ones.
    arm : numpy.ndarray of int, (targets, values)
        0 reference, 1 target, -1 no value.
    censored : numpy.ndarray of int, (targets, values)
        -1 below the limit, 1 above it, 0 a value.

    Returns
    -------
    Tobit
        Without any row of arm 0 the reference is 0 (a one-sample fit).
    """
    arms = [a for a in (0, 1) if (arm == a).any()]
    member = np.stack([(arm == a) for a in arms], axis=1).astype(float)
    present = arm >= 0
    # the origin near the values: products of large means with large gammas would lose digits
    origin = np.where(present, x, 0.0).sum(axis=1) / np.maximum(present.sum(axis=1), 1)
    z = np.where(present, x - origin[:, None], 0.0)
    seen = (present & (censored == 0)).astype(float)
    side = np.where(present, -np.sign(censored), 0).astype(float)
    n_seen = seen.sum(axis=1)

    count = np.maximum(member.sum(axis=2), 1.0)
    start = np.einsum("tan,tn->ta", member, z) / count
    residual = z - np.einsum("tan,ta->tn", member, start)
    spread = np.sqrt((present * residual**2).sum(axis=1) / np.maximum(present.sum(axis=1), 1))
    gamma = 1.0 / np.maximum(spread, 1e-6)
    beta = np.concatenate([start * gamma[:, None], gamma[:, None]], axis=1)

    def residuals(b: Floats) -> Floats:
        return np.asarray(b[:, -1:] * z - np.einsum("tan,ta->tn", member, b[:, :-1]))

    def likelihood(b: Floats) -> Floats:
        e = residuals(b)
        beyond = np.where(side != 0, log_ndtr(side * e), 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = n_seen * np.log(b[:, -1])
        value = scale + (beyond - 0.5 * seen * e**2).sum(axis=1)
        return np.where(b[:, -1] > 0, value, -np.inf)

    k = beta.shape[1]
    # how each residual moves with theta_arm and with gamma
    slope = np.concatenate([-member, z[:, None, :]], axis=1)
    best = likelihood(beta)
    open_ = np.ones(len(x), dtype=bool)
    information = np.zeros((len(x), k, k))
    for _ in range(_STEPS):
        e = residuals(beta)
        mills = np.where(side != 0, np.exp(-0.5 * e**2 - _HALF_LOG_2PI - log_ndtr(side * e)), 0.0)
        first = side * mills - seen * e
        second = mills * (mills + side * e) + seen
        score = np.einsum("tkn,tn->tk", slope, first)
        score[:, -1] += n_seen / beta[:, -1]
        information = np.einsum("tkn,tn,tln->tkl", slope, second, slope)
        information[:, -1, -1] += n_seen / beta[:, -1] ** 2
        ridge = 1e-12 * np.trace(information, axis1=1, axis2=2)[:, None, None] * np.eye(k)
        step = np.linalg.solve(information + ridge, score[:, :, None])[:, :, 0]
        decrement = np.einsum("tk,tk->t", step, score)
        open_ = decrement > 1e-10
        if not open_.any():
            break
        size = np.ones(len(x))
        trial = best
        for _ in range(_HALVINGS):
            trial = likelihood(beta + size[:, None] * step)
            worse = open_ & ~(trial >= best + 1e-4 * size * decrement)
            if not worse.any():
                break
            size = np.where(worse, size / 2, size)
        accept = open_ & (trial >= best)
        beta = np.where(accept[:, None], beta + size[:, None] * step, beta)
        best = np.where(accept, trial, best)
    gamma = beta[:, -1]
    apart = beta[:, -2] - (beta[:, 0] if len(arms) == 2 else 0.0)
    difference = apart / gamma + (origin if len(arms) == 1 else 0.0)
    gradient = np.zeros_like(beta)
    gradient[:, -2] = 1.0
    if len(arms) == 2:
        gradient[:, 0] = -1.0
    gradient[:, -1] = -apart / gamma
    unit = np.einsum(
        "tk,tk->t", gradient, np.linalg.solve(information, gradient[:, :, None])[:, :, 0]
    )
    failed = open_ | ~(unit > 0)
    return Tobit(
        np.where(failed, np.nan, difference),
        np.where(failed, np.nan, 1.0 / gamma**2),
        np.where(failed, np.nan, unit),
    )
