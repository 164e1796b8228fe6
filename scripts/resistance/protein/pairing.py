"""Measurements of the two arms that belong together: differences within a batch or a line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resistance.protein.summaries import TARGET_ARM, Floats, Values


@dataclass(frozen=True)
class Pairs:
    """Complete pairs of some targets.

    Attributes
    ----------
    members : Values
        One value for each arm of each complete pair: the mean of its replicates.
    differences : Values
        Target minus reference of each complete pair, all in the target arm. A censored member
        censors the difference; where both members leave it open, it has no value and counts as
        censored on both sides.
    incomplete : numpy.ndarray, (targets,)
        Pairs that lack an arm; measurements without a pair count as one each.
    """

    members: Values
    differences: Values
    incomplete: Floats


def pair(values: Values, identifier: pd.Series, targets: int) -> Pairs:
    """Form the pairs of each target.

    Parameters
    ----------
    values : Values
        Replicates of the targets that are to be paired.
    identifier : pandas.Series of str
        The pair of each replicate, in their order; empty where none is given.
    targets : int
        How many there are.

    Returns
    -------
    Pairs
    """
    frame = pd.DataFrame({name: getattr(values, name) for name in Values.__dataclass_fields__})
    frame = frame.assign(pair=identifier.to_numpy(dtype=object))
    # a missing value makes no pair; one that is marked as censored does, with or without a limit
    frame = frame[np.isfinite(frame["x"]) | frame["left"] | frame["right"]]
    alone = frame["pair"] == ""
    incomplete = np.bincount(frame["code"][alone], minlength=targets).astype(float)
    members = (
        frame[~alone]
        .groupby(["code", "pair", "arm"], sort=True, as_index=False)
        .agg(
            x=("x", "mean"),
            left=("left", "max"),
            right=("right", "max"),
            background=("background", "max"),
        )
    )
    both = members.groupby(["code", "pair"], sort=False)["arm"].transform("size") == 2
    halves = members[~both]
    incomplete += np.bincount(halves["code"], minlength=targets)
    members = members[both]
    reference = members[members["arm"] != TARGET_ARM].reset_index(drop=True)
    target = members[members["arm"] == TARGET_ARM].reset_index(drop=True)
    left = target["left"] | reference["right"]
    right = target["right"] | reference["left"]
    x = (target["x"] - reference["x"]).where(~(left & right))
    differences = pd.DataFrame(
        {
            "code": target["code"],
            "arm": TARGET_ARM,
            "x": x,
            "left": left,
            "right": right,
            "background": target["background"] + reference["background"],
        }
    )
    return Pairs(_values(members), _values(differences), incomplete)


def _values(frame: pd.DataFrame) -> Values:
    return Values(
        frame["code"].to_numpy(dtype=int),
        frame["arm"].to_numpy(dtype=int),
        frame["x"].to_numpy(dtype=float),
        frame["left"].to_numpy(dtype=bool),
        frame["right"].to_numpy(dtype=bool),
        frame["background"].to_numpy(dtype=float),
    )
