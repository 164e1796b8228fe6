"""What the histogram of a contrast's p values says of the test that made them.

Where nothing changes, the p values of a sound test are spread evenly between 0 and 1; real changes
add a peak at 0. Any other shape says that the test's standard errors are wrong (Robinson 2014,
"How to interpret a p-value histogram"). The background is taken from the middle of the histogram,
as in Storey & Tibshirani (2003), PNAS 100:9440.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd

#: Bins of width 0.05, so that the first holds what most people call significant.
BINS: Final = 20
#: Bins between p = .25 and .9: too large for real changes, too small for a pile at 1.
_MIDDLE: Final = slice(5, 18)
_LOWER, _UPPER = slice(5, 11), slice(12, 18)
#: With fewer p values a bin of the background holds below ten, and no shape can be told.
FEWEST: Final = 200
#: Standard errors from the background that a bin must lie. Five looks (both ends, the tilt, both
#: ways) at 3.5 leave well below 1% of even histograms with another verdict.
Z: Final = 3.5
#: Sizes below which a departure is no matter, however many genes make it certain. DESeq2 itself
#: gives 4% to 6% of p values below .05 where nothing changes, so an end must be 1.3-fold off; the
#: upper half of the middle must hold 1.2 times as many as the lower.
END_RATIO: Final = 1.3
TILT_RATIO: Final = 1.2
#: Genes of a smaller mean count have few possible p values, which pile up, most of all at 1.
SMALLEST_MEAN: Final = 10.0


@dataclass(frozen=True)
class PValueVerdict:
    """The shape of a histogram of p values.

    Attributes
    ----------
    kind : {"flat", "peaked", "conservative", "u_shaped", "too_few", "threshold"}
        ``threshold``: not judged, from :func:`contrast_verdict` alone.
    message : str
        What it means and, where something is to be done, what.
    numbers : dict of str to float
        ``n``; ``background``, genes a bin that the middle predicts; ``first`` and ``last``, the
        end bins relative to it; ``tilt``, upper against lower half of the middle; the standard
        errors of the three as ``z_first, z_last, z_tilt``. Only ``n`` where there are too few.
    """

    kind: str
    message: str
    numbers: dict[str, float]


MESSAGES: Final[dict[str, str]] = {
    "flat": (
        "The p values are spread evenly: few genes change, or none, and the test is sound. "
        "Smaller changes would need more replicates."
    ),
    "peaked": (
        "The p values pile up near 0 over a roughly even background: many genes change, and the "
        "test is sound. Nothing needs to be done."
    ),
    "conservative": (
        "Small p values are rare or large ones too frequent: the test takes the samples of an arm "
        "to be more different than they are, most often because the design leaves out a source of "
        "differences. Add batch, pairing or donor to the design; look for an outlying sample."
    ),
    "u_shaped": (
        "The p values pile up near 0 and near 1: some genes change, and the rest differ less than "
        "the test expects. A one-sided test or a threshold gives this shape, and so does a source "
        "of differences that the design leaves out: add batch, pairing or donor to the design."
    ),
    "too_few": (
        f"Fewer than {FEWEST} genes with a mean count of {SMALLEST_MEAN:g} or more have a p value: "
        "too few to tell whether the test is sound. Rely on the other checks of the fit."
    ),
    "threshold": (
        "This contrast tests against a threshold: genes that change less than it have p values "
        "near 1, so the shape is not even by construction and says nothing of the fit."
    ),
}
#: Of a test that changes are smaller than a threshold.
WITHIN: Final = (
    "This contrast tests whether changes are smaller than a threshold: genes that change less have "
    "p values near 0, those that change more near 1, so the shape is not even by construction and "
    "says nothing of the fit."
)
#: Said before the message.
LRT: Final = "Of the likelihood-ratio test, about all the terms that it leaves out at once. "
ONE_SIDED: Final = "Judged by two-sided p values, since the test is one-sided. "


def p_value_verdict(pvalues: np.ndarray | pd.Series) -> PValueVerdict:
    """Name the shape of a histogram of p values.

    Twenty bins; the background is the median bin between .25 and .9. An end stands out where it
    differs from it by :data:`Z` standard errors (Poisson, the background's own error included)
    and by the size :data:`END_RATIO`; the middle is tilted where its upper half exceeds its lower
    likewise (:data:`TILT_RATIO`). Lower end high, upper end level: ``peaked``; both high, or the
    lower high over a middle that rises: ``u_shaped``; upper end high, middle rising or lower end
    missing: ``conservative``; nothing: ``flat``.

    Parameters
    ----------
    pvalues : array of float
        Two-sided p values against no change; NaN are left out.

    Returns
    -------
    PValueVerdict

    Raises
    ------
    ValueError
        If a p value lies outside 0 to 1.
    """
    values = np.asarray(pvalues, dtype=float)
    values = values[~np.isnan(values)]
    if ((values < 0) | (values > 1)).any():
        raise ValueError("p values lie between 0 and 1")
    if len(values) < FEWEST:
        return PValueVerdict("too_few", MESSAGES["too_few"], {"n": float(len(values))})
    bins, _ = np.histogram(values, bins=BINS, range=(0.0, 1.0))
    middle = bins[_MIDDLE]
    # where nearly all p values are small the middle may be empty
    background = max(float(np.median(middle)), 0.5)
    # a median's variance is pi / 2 times that of the mean
    error = math.sqrt(background * (1 + math.pi / 2 / len(middle)))
    first, last = bins[0] / background, bins[-1] / background
    z_first, z_last = (float(bins[i] - background) / error for i in (0, -1))
    lower, upper = max(int(bins[_LOWER].sum()), 1), max(int(bins[_UPPER].sum()), 1)
    tilt, z_tilt = upper / lower, (upper - lower) / math.sqrt(upper + lower)
    low_end = first > END_RATIO and z_first > Z
    rising = (last > END_RATIO and z_last > Z) or (tilt > TILT_RATIO and z_tilt > Z)
    missing = first < 1 / END_RATIO and z_first < -Z
    kind = "flat"
    if low_end:
        kind = "u_shaped" if rising else "peaked"
    elif rising or missing:
        kind = "conservative"
    numbers = {
        "n": float(len(values)),
        "background": background,
        "first": float(first),
        "last": float(last),
        "tilt": float(tilt),
        "z_first": z_first,
        "z_last": z_last,
        "z_tilt": float(z_tilt),
    }
    return PValueVerdict(kind, MESSAGES[kind], numbers)


def contrast_verdict(de: pd.DataFrame, question: Mapping[str, Any]) -> PValueVerdict:
    """Name the shape of a contrast's histogram, with regard to what it tests.

    Parameters
    ----------
    de : pandas.DataFrame
        Columns of ``DIFFERENTIAL``. Genes whose p value was withheld, whose fit did not converge
        or whose mean count is below :data:`SMALLEST_MEAN` do not take part.
    question : mapping
        ``test`` (``wald`` where absent), ``alternative`` (``two-sided``) and ``lfc_threshold``
        (log2; 0) of the contrast. A test against a threshold is not judged; one-sided p values
        are, as the two-sided ones of the same statistic, ``2 min(p, 1 - p)``.

    Returns
    -------
    PValueVerdict
    """
    values = shown_p_values(de)
    if question.get("test") == "lrt":
        verdict = p_value_verdict(values)
        return replace(verdict, message=LRT + verdict.message)
    if float(question.get("lfc_threshold") or 0) > 0 and len(values) >= FEWEST:
        within = question.get("alternative") == "lessAbs"
        message = WITHIN if within else MESSAGES["threshold"]
        return PValueVerdict("threshold", message, {"n": float(len(values))})
    if question.get("alternative") not in ("greater", "less"):
        return p_value_verdict(values)
    verdict = p_value_verdict(2 * np.minimum(values, 1 - values))
    return replace(verdict, message=ONE_SIDED + verdict.message)


def shown_p_values(de: pd.DataFrame) -> np.ndarray:
    """Return the p values that the histogram shows and the verdict rests on.

    Parameters
    ----------
    de : pandas.DataFrame
        Columns of ``DIFFERENTIAL``.

    Returns
    -------
    numpy.ndarray of float
        Without NaN.
    """
    sound = de["status"].isin(("tested", "low_count")) & (de["baseMean"] >= SMALLEST_MEAN)
    return de.loc[sound, "pvalue"].dropna().to_numpy(dtype=float)
