"""What can be said of each target, and why not more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from resistance.protein.comparison import Comparison
from resistance.protein.summaries import Flags, Floats
from resistance.protein.tidy import MASS_SPECTROMETRY

#: Statuses with a standard error.
TESTED: Final = ("estimated", "censored_bound", "prior_based")

#: ``reason`` of a bound begins with one of these.
UPPER_BOUND: Final = "upper_bound"
LOWER_BOUND: Final = "lower_bound"

_TEXTS: Final = {
    "n1": "fewer than two values in an arm: ratio only, no test",
    "n2": "two replicates and too few targets to share a variance: no test",
    "no_variance": "the replicates do not differ: no standard error",
    "censored": "values outside the range of the assay leave the difference without a bound",
    "on_off": "fewer than two valid values in an arm",
    "published": "a ratio without a standard deviation: descriptive only, no test",
    "prior_based": "too few replicates: the error rests on the declared prior",
}
_ONE_PAIR: Final = "fewer than two complete pairs: ratio only, no test"


def by_replicates(compared: Comparison, fitted: Flags) -> np.ndarray:
    """Give the status of each target as far as the numbers of replicates decide it.

    Parameters
    ----------
    compared : Comparison
    fitted : numpy.ndarray of bool, (targets,)
        Targets with a Tobit fit.

    Returns
    -------
    numpy.ndarray of str, (targets,)
    """
    ref, tgt = compared.reference, compared.target
    spectrometry = compared.about["assay_type"].isin(MASS_SPECTROMETRY).to_numpy()
    valid = np.minimum(
        np.where(compared.ratio, np.inf, compared.measured_reference.n), compared.measured_target.n
    )
    # censored without a limit: marked, but no number stands for it
    unbounded = ((compared.of_reference(ref.censored) > 0) & (ref.n == 0)) | (
        (tgt.censored > 0) & (tgt.n == 0)
    )
    both_ways = (compared.upper > 0) & (compared.lower > 0)
    bound = (compared.upper > 0) | (compared.lower > 0)
    return np.select(
        [
            compared.samples == 0,
            ~fitted & (unbounded | both_ways),
            spectrometry & (valid < 2) & (compared.samples >= 2),
            compared.seen < 2,
            bound & ~fitted,
        ],
        ["not_in_contrast", "censored", "on_off", "n1", "censored_bound"],
        "estimated",
    ).astype(object)


def by_variance(
    status: np.ndarray,
    compared: Comparison,
    variance: Floats,
    df: Floats,
    shared: Flags,
    declared: Flags,
) -> np.ndarray:
    """Take the test from targets without an error; say which ratios stand by themselves.

    Parameters
    ----------
    status : numpy.ndarray of str, (targets,)
        Result of :func:`by_replicates`.
    compared : Comparison
    variance, df : numpy.ndarray, (targets,)
        Moderated variance and its degrees of freedom.
    shared : numpy.ndarray of bool, (targets,)
        Whether the variance is shared between targets.
    declared : numpy.ndarray of bool, (targets,)
        Whether the user declares a prior for the assay.

    Returns
    -------
    numpy.ndarray of str, (targets,)
    """
    testable = np.isin(status, TESTED)
    status = np.select(
        [
            testable & (status == "censored_bound") & ~(df > 0),
            testable & ~(variance > 0),
            testable & ~shared & (compared.seen < 3),
        ],
        ["censored", "no_variance", "n2"],
        status,
    ).astype(object)
    uncensored = (compared.upper == 0) & (compared.lower == 0)
    few = np.isin(status, ["n1", "n2"]) & uncensored & (compared.seen >= 1)
    published = (status == "n1") & compared.ratio & (compared.target.n == 1) & uncensored
    return np.select([few & declared, published], ["prior_based", "published"], status).astype(
        object
    )


def methods(status: np.ndarray, compared: Comparison, fitted: Flags) -> np.ndarray:
    """Name how each estimate was made.

    Parameters
    ----------
    status : numpy.ndarray of str, (targets,)
    compared : Comparison
    fitted : numpy.ndarray of bool, (targets,)

    Returns
    -------
    numpy.ndarray of str, (targets,)
        difference, paired, one_sample, tobit, bound, prior, none.
    """
    return np.select(
        [
            ~np.isin(status, TESTED),
            status == "prior_based",
            fitted,
            status == "censored_bound",
            compared.paired,
            compared.ratio,
        ],
        ["none", "prior", "tobit", "bound", "paired", "one_sample"],
        "difference",
    ).astype(object)


def reasons(
    status: np.ndarray,
    compared: Comparison,
    signals: pd.DataFrame,
    arms: Sequence[str],
    fitted: Flags,
    why_no_arms: str,
) -> np.ndarray:
    """Say why a target has no test, that its estimate is a bound, and what was done to its values.

    Parameters
    ----------
    status : numpy.ndarray of str, (targets,)
    compared : Comparison
    signals : pandas.DataFrame
        Result of :func:`resistance.protein.tidy.log2_signals`.
    arms : sequence of str
        Conditions of both arms.
    fitted : numpy.ndarray of bool, (targets,)
    why_no_arms : str
        Reason of targets that are not in the contrast.

    Returns
    -------
    numpy.ndarray of str, (targets,)
        Parts with "; " between them.
    """
    texts = {**_TEXTS, "not_in_contrast": why_no_arms}
    out = pd.Series(status).map(texts).fillna("").to_numpy(dtype=object)
    bound = status == "censored_bound"
    out = np.where(bound, np.where(compared.upper > 0, UPPER_BOUND, LOWER_BOUND), out)
    out = np.where((status == "n1") & compared.paired, _ONE_PAIR, out).astype(object)
    in_arms = signals["condition"].isin(list(arms)).to_numpy()
    size = len(status)

    def note(where: Flags, text: str, *numbers: Floats) -> None:
        """Append a sentence with its numbers to the chosen reasons."""
        for i in np.flatnonzero(where):
            said = text.format(*(int(number[i]) for number in numbers))
            out[i] = f"{out[i]}; {said}" if out[i] else said

    censored = compared.of_reference(compared.reference.censored) + compared.target.censored
    note(
        fitted & (status == "estimated"),
        "censored fit (Tobit), values beyond a limit: {}",
        censored,
    )
    technical = in_arms & (signals["n_technical"] > 1).to_numpy()
    code, n = compared.code[technical], signals["n_technical"].to_numpy()[technical]
    averaged = np.bincount(code, weights=n, minlength=size).astype(float)
    to = np.bincount(code, minlength=size).astype(float)
    note(to > 0, "{} technical measurements averaged to {}", averaged, to)
    passage = in_arms & (signals["replicate_type"] == "passage").to_numpy()
    passages = np.bincount(compared.code[passage], minlength=size).astype(float)
    note(passages > 0, "replicates that are passages of one culture: {}", passages)
    pairs = compared.target.n
    note(
        compared.incomplete > 0,
        "incomplete pairs left out: {}, complete: {}",
        compared.incomplete,
        pairs,
    )
    return out
