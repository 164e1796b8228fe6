"""A variance that the user declares, for targets whose replicates give none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resistance.protein.summaries import Floats


@dataclass(frozen=True)
class DeclaredPrior:
    """What is known of an assay from elsewhere.

    Attributes
    ----------
    sd : float
        log2 SD between replicates of one condition.
    df : float
        Degrees of freedom behind it.
    """

    sd: float
    df: float


def declared_priors(given: Mapping[str, Mapping[str, float]]) -> dict[str, DeclaredPrior]:
    """Read the key ``concordance.prior`` of the configuration.

    Parameters
    ----------
    given : mapping of str to mapping
        ``assay_id`` to ``sd`` and ``df``.

    Returns
    -------
    dict of str to DeclaredPrior
    """
    return {
        str(assay): DeclaredPrior(float(prior["sd"]), float(prior["df"]))
        for assay, prior in given.items()
    }


def prior_variance(
    assay_id: pd.Series,
    paired: np.ndarray,
    variance: Floats,
    df: Floats,
    priors: Mapping[str, DeclaredPrior],
) -> tuple[Floats, Floats, Floats, Floats]:
    """Combine the declared variance with what scatter there is.

    v = (d0 s0^2 + d s^2) / (d0 + d) with d0 + d degrees of freedom: the declared one alone where
    neither arm has two values, and no licence to overlook replicates that scatter more. The
    difference of a pair has twice the variance of a value.

    Parameters
    ----------
    assay_id : pandas.Series of str, (targets,)
    paired : numpy.ndarray of bool, (targets,)
    variance, df : numpy.ndarray, (targets,)
        Residual variance and its degrees of freedom, which may be 0.
    priors : mapping of str to DeclaredPrior

    Returns
    -------
    tuple of numpy.ndarray, (targets,)
        Variance and degrees of freedom to use, SD and degrees of freedom of the prior; NaN for
        assays without one.
    """
    declared = [priors.get(str(name)) for name in assay_id]
    sd = np.array([prior.sd if prior else np.nan for prior in declared], dtype=float)
    d0 = np.array([prior.df if prior else np.nan for prior in declared], dtype=float)
    sd = np.where(paired, np.sqrt(2.0) * sd, sd)
    own = np.where(df > 0, variance, 0.0)
    return (d0 * sd**2 + df * own) / (d0 + df), d0 + df, sd, d0
