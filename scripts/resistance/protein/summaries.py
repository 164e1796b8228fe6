"""Sums over the replicates of an arm, for all targets of all assays at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from resistance.protein.background import TARGET

Floats = NDArray[np.float64]
Integers = NDArray[np.int_]
Flags = NDArray[np.bool_]

REFERENCE, TARGET_ARM = 0, 1


@dataclass(frozen=True)
class Values:
    """Replicates of the two arms; arrays of one length.

    Attributes
    ----------
    code : numpy.ndarray of int
        Position of the target.
    arm : numpy.ndarray of int
        0 reference, 1 target.
    x : numpy.ndarray
        log2 signal, or the limit of a censored one; NaN where there is none.
    left, right : numpy.ndarray of bool
        Known to lie below, or above, ``x`` (or an unknown limit).
    background : numpy.ndarray
        Variance that a shared background adds to the arm's mean.
    """

    code: Integers
    arm: Integers
    x: Floats
    left: Flags
    right: Flags
    background: Floats

    def take(self, where: Flags) -> Values:
        """Return the chosen replicates."""
        return Values(**{name: getattr(self, name)[where] for name in Values.__dataclass_fields__})

    def join(self, other: Values) -> Values:
        """Return the replicates of both."""
        names = Values.__dataclass_fields__
        return Values(**{n: np.concatenate([getattr(self, n), getattr(other, n)]) for n in names})


@dataclass(frozen=True)
class Arm:
    """Summary of one arm; arrays of a number per target.

    Attributes
    ----------
    rows : numpy.ndarray
        Replicates, those without a value included.
    n, mean : numpy.ndarray
        Replicates with a value or a limit, and the mean of these.
    own, ss : numpy.ndarray
        Replicates with a value of their own, and the sum of squares of these around their mean.
    left, right : numpy.ndarray
        Censored replicates.
    background : numpy.ndarray
        Variance that a shared background adds.
    """

    rows: Floats
    n: Floats
    mean: Floats
    own: Floats
    ss: Floats
    left: Floats
    right: Floats
    background: Floats

    @property
    def censored(self) -> Floats:
        """Censored replicates."""
        return self.left + self.right

    @property
    def clean_df(self) -> Floats:
        """Degrees of freedom of an arm without censored replicates, 0 with any.

        The values above a limit scatter less than all would.
        """
        return np.where(self.censored == 0, np.maximum(self.own - 1.0, 0.0), 0.0)


def index_targets(signals: pd.DataFrame) -> tuple[Integers, pd.DataFrame]:
    """Give each target a number, in the order of their names.

    Parameters
    ----------
    signals : pandas.DataFrame
        Result of :func:`resistance.protein.tidy.log2_signals`.

    Returns
    -------
    code : numpy.ndarray of int, (rows,)
    about : pandas.DataFrame, (targets,)
        The first row of each target.
    """
    code = signals.groupby(TARGET, sort=True).ngroup().to_numpy().astype(int)
    _, first = np.unique(code, return_index=True)
    return code, signals.iloc[first].reset_index(drop=True)


def arm_values(
    signals: pd.DataFrame, code: Integers, reference: Sequence[str], target: Sequence[str]
) -> tuple[Values, Flags]:
    """Take the replicates that stand in an arm.

    Parameters
    ----------
    signals : pandas.DataFrame
        Result of :func:`resistance.protein.tidy.log2_signals`.
    code : numpy.ndarray of int, (rows,)
    reference, target : sequence of str
        Conditions that make each arm.

    Returns
    -------
    values : Values
    used : numpy.ndarray of bool, (rows,)
        The rows of ``signals`` that ``values`` holds, in their order.
    """
    of_target = signals["condition"].isin(list(target)).to_numpy()
    used = of_target | signals["condition"].isin(list(reference)).to_numpy()
    rows = signals[used]
    values = Values(
        code[used],
        np.where(of_target[used], TARGET_ARM, REFERENCE),
        rows["log2_signal"].to_numpy(dtype=float),
        (rows["censored"] == "left").to_numpy(),
        (rows["censored"] == "right").to_numpy(),
        rows["background_variance"].to_numpy(dtype=float),
    )
    return values, used


def summarise(values: Values, arm: int, targets: int) -> Arm:
    """Summarise one arm.

    Parameters
    ----------
    values : Values
    arm : int
    targets : int
        How many there are.

    Returns
    -------
    Arm
    """
    rows = values.take(values.arm == arm)

    def total(what: Floats | Flags, where: Flags) -> Floats:
        weights = np.asarray(what, dtype=float)[where]
        return np.bincount(rows.code[where], weights=weights, minlength=targets).astype(float)

    everything = np.ones(len(rows.code), dtype=bool)
    one = np.ones(len(rows.code))
    finite = np.isfinite(rows.x)
    own = finite & ~rows.left & ~rows.right
    n, n_own = total(one, finite), total(one, own)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total(rows.x, finite) / n
        own_mean = total(rows.x, own) / n_own
    background = np.zeros(targets)
    np.maximum.at(background, rows.code, rows.background)
    return Arm(
        total(one, everything),
        n,
        mean,
        n_own,
        total((rows.x - own_mean[rows.code]) ** 2, own),
        total(rows.left, everything),
        total(rows.right, everything),
        background,
    )
