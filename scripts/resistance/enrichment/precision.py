"""How precisely a p-value is known that comes from random draws, in log2 units (one SD).

Both formulas are fgsea's (Korotkevich et al., bioRxiv 060012, doi:10.1101/060012): a set is worth
the multilevel procedure where that would know its p-value better than the draws do.
"""

from __future__ import annotations

import numpy as np
from scipy.special import polygamma
from scipy.stats import beta

#: Two-sided share of the interval that the error of a permutation p-value is taken from.
_LOWER = 0.025


def permutation_error(more_extreme: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Return the error of log2 p where ``more_extreme`` of ``draws`` reach the score.

    Parameters
    ----------
    more_extreme, draws : array of int
        Same shape; only draws whose score has the set's sign count.

    Returns
    -------
    numpy.ndarray of float
        Half the longer arm of the 95% Clopper-Pearson interval; infinite where no draw reaches the
        score, since the interval has no lower end.
    """
    extreme, n = np.asarray(more_extreme, dtype=float), np.asarray(draws, dtype=float)
    with np.errstate(divide="ignore"):
        estimate = np.log2((extreme + 1) / (n + 1))
        left = np.where(
            extreme > 0, np.log2(beta.ppf(_LOWER, np.maximum(extreme, 1), n - extreme + 1)), -np.inf
        )
        right = np.where(
            extreme < n, np.log2(beta.ppf(1 - _LOWER, extreme + 1, np.maximum(n - extreme, 1))), 0.0
        )
    return 0.5 * np.maximum(estimate - left, right - estimate)


def multilevel_error(pvalue: np.ndarray, sample_size: int) -> np.ndarray:
    """Return the expected error of log2 p of the multilevel procedure.

    Parameters
    ----------
    pvalue : array of float
        Above 0.
    sample_size : int
        Sets that each level holds; the error falls with its square root.

    Returns
    -------
    numpy.ndarray of float
    """
    levels = np.floor(1 - np.log2(np.asarray(pvalue, dtype=float)))
    one = polygamma(1, (sample_size + 1) / 2) - polygamma(1, sample_size + 1)
    return np.sqrt(levels * one) / np.log(2)
