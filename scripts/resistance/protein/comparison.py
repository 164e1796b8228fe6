"""The two arms of each target: as measured, as differences of pairs, or as ratios to 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resistance.protein.pairing import pair
from resistance.protein.summaries import (
    REFERENCE,
    TARGET_ARM,
    Arm,
    Flags,
    Floats,
    Integers,
    Values,
    arm_values,
    index_targets,
    summarise,
)


@dataclass(frozen=True)
class Comparison:
    """What is compared for each target.

    Attributes
    ----------
    about : pandas.DataFrame, (targets,)
        One signal of each target, for its names.
    code : numpy.ndarray of int, (signals,)
        Position of each signal's target.
    values : Values
        What the estimate is made of: replicates, or differences of pairs (in the target arm).
    reference, target : Arm
        Summaries of ``values``; of the reference nothing where ``one_arm``.
    measured_reference, measured_target : Arm
        All replicates of the arms.
    shown_reference, shown_target : Arm
        The replicates that were used, each arm on its own.
    ratio : numpy.ndarray of bool
        The reference arm is 1 by construction, or left out, and the values are ratios to it.
    paired : numpy.ndarray of bool
    incomplete : numpy.ndarray
        Pairs that lack an arm.
    samples : numpy.ndarray
        Samples of the smaller arm in the target's assay and compartment; for ratios those of the
        target arm.
    """

    about: pd.DataFrame
    code: Integers
    values: Values
    reference: Arm
    target: Arm
    measured_reference: Arm
    measured_target: Arm
    shown_reference: Arm
    shown_target: Arm
    ratio: Flags
    paired: Flags
    incomplete: Floats
    samples: Floats

    @property
    def one_arm(self) -> Flags:
        """Targets whose estimate is the mean of one arm."""
        return self.ratio | self.paired

    def of_reference(self, what: Floats) -> Floats:
        """Return a number of the reference arm, 0 where only one arm counts."""
        return np.where(self.one_arm, 0.0, what)

    @property
    def seen(self) -> Floats:
        """Values (or limits, or pairs) of the smaller arm."""
        return np.minimum(np.where(self.one_arm, np.inf, self.reference.n), self.target.n)

    @property
    def upper(self) -> Floats:
        """Censored values that make the difference an upper bound."""
        return self.target.left + self.of_reference(self.reference.right)

    @property
    def lower(self) -> Floats:
        """Censored values that make the difference a lower bound."""
        return self.target.right + self.of_reference(self.reference.left)


def compare(
    signals: pd.DataFrame,
    reference: Sequence[str],
    target: Sequence[str],
    paired: Mapping[str, str],
) -> Comparison:
    """Sort the signals of a contrast into arms, and form pairs where they are declared.

    Parameters
    ----------
    signals : pandas.DataFrame
        Result of :func:`resistance.protein.tidy.log2_signals`.
    reference, target : sequence of str
        Conditions that make each arm.
    paired : mapping of str to str
        ``assay_id`` to the column of ``signals`` that names the pair.

    Returns
    -------
    Comparison
    """
    code, about = index_targets(signals)
    size = len(about)
    values, used = arm_values(signals, code, reference, target)
    measured = summarise(values, REFERENCE, size), summarise(values, TARGET_ARM, size)
    ratio = _constant_one(measured[0], about["unit"])
    in_pairs = about["assay_id"].isin(list(paired)).to_numpy() & ~ratio
    incomplete = np.zeros(size)
    shown = values
    if in_pairs.any():
        of_pair = in_pairs[values.code]
        pairs = pair(values.take(of_pair), _identifiers(signals[used], paired)[of_pair], size)
        alone = values.take(~of_pair)
        values, shown = alone.join(pairs.differences), alone.join(pairs.members)
        incomplete = pairs.incomplete
    return Comparison(
        about,
        code,
        values,
        summarise(values, REFERENCE, size),
        summarise(values, TARGET_ARM, size),
        *measured,
        summarise(shown, REFERENCE, size),
        summarise(shown, TARGET_ARM, size),
        ratio,
        in_pairs,
        incomplete,
        _samples(signals, about, (reference, target), ratio),
    )


def _identifiers(rows: pd.DataFrame, paired: Mapping[str, str]) -> pd.Series:
    out = pd.Series("", index=rows.index, dtype=object)
    for assay_id, column in paired.items():
        out = out.where(rows["assay_id"] != assay_id, rows[column])
    return out


def _constant_one(arm: Arm, unit: pd.Series) -> Flags:
    """Tell which targets are ratios whose reference arm is 1 by construction, or left out."""
    ones = (arm.n > 0) & (arm.mean == 0) & (arm.ss == 0) & (arm.n == arm.own)
    return np.asarray((unit == "ratio").to_numpy() & (ones | (arm.rows == 0)))


def _samples(
    signals: pd.DataFrame,
    about: pd.DataFrame,
    arms: tuple[Sequence[str], Sequence[str]],
    ratio: Flags,
) -> Floats:
    """Count the samples of the smaller arm in each target's assay and compartment."""
    assay = ["assay_id", "compartment"]
    index = pd.MultiIndex.from_frame(about[assay])
    counts = []
    for levels in arms:
        rows = signals.loc[signals["condition"].isin(list(levels)), [*assay, "sample"]]
        count = rows.drop_duplicates().groupby(assay).size()
        counts.append(count.reindex(index).fillna(0).to_numpy(dtype=float))
    return np.minimum(np.where(ratio, np.inf, counts[0]), counts[1])
