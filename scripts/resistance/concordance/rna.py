"""The mRNA layer: its counts, its model, and the degrees of freedom of its estimates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import polygamma

from resistance.concordance.tests import Floats
from resistance.protein.moderation import trigamma_inverse


def degrees_of_freedom(
    prior_disp_var: float | None, residual_df: float, outlier: np.ndarray
) -> Floats:
    """Degrees of freedom of log2 fold changes whose dispersion was shrunk.

    The log dispersion has the variance 1 / (1/sd^2 + 1/trigamma(nu/2)) after shrinkage to a prior
    of variance sd^2; nu_m is the number of degrees of freedom whose log chi^2 has that variance.
    Dispersion outliers are not shrunk and keep the residual degrees of freedom.

    Parameters
    ----------
    prior_disp_var : float or None
        sd^2 of the log dispersion; None if nothing was shrunk.
    residual_df : float
        Samples minus coefficients.
    outlier : numpy.ndarray of bool, (genes,)

    Returns
    -------
    numpy.ndarray, (genes,)
        NaN without residual degrees of freedom.
    """
    outlier = np.asarray(outlier, dtype=bool)
    if residual_df <= 0:
        return np.full(outlier.shape, np.nan)
    shrunk = float(residual_df)
    if prior_disp_var is not None and prior_disp_var > 0 and np.isfinite(prior_disp_var):
        residual = float(polygamma(1, residual_df / 2.0))
        shrunk = 2.0 * float(trigamma_inverse(1.0 / (1.0 / prior_disp_var + 1.0 / residual)))
    return np.where(outlier, float(residual_df), shrunk)


@dataclass(frozen=True)
class CountModel:
    """Negative binomial model of some genes.

    Attributes
    ----------
    counts : numpy.ndarray, (genes, samples)
    size_factors : numpy.ndarray, (samples,) or (genes, samples)
        Or normalisation factors of each gene.
    dispersion : numpy.ndarray, (genes,)
    design : numpy.ndarray, (samples, coefficients)
    contrast : numpy.ndarray, (coefficients,)
        log fold change = contrast @ coefficients.
    """

    counts: Floats
    size_factors: Floats
    dispersion: Floats
    design: Floats
    contrast: Floats


@dataclass(frozen=True)
class Rna:
    """The mRNA side of a contrast.

    Attributes
    ----------
    columns : pandas.DataFrame
        Result of :func:`resistance.concordance.layers.rna_columns`.
    counts : pandas.DataFrame
        Genes x samples, index gene_id.
    model : CountModel
        Of all genes of ``counts``, in its order.
    arms : pandas.Series
        ``reference`` or ``target`` of each sample of the contrast, index sample; empty where the
        contrast has no two arms.
    of_subset : bool
        Whether the model leaves samples of the study out.
    trend : numpy.ndarray, (genes,), optional
        Dispersion that the trend gives to the mean count of each gene.
    """

    columns: pd.DataFrame
    counts: pd.DataFrame
    model: CountModel
    arms: pd.Series
    of_subset: bool = False
    trend: Floats | None = None

    @property
    def replicates(self) -> float:
        """Replicates per arm: the harmonic mean of both arms."""
        sizes = self.arms.value_counts().reindex(["reference", "target"]).fillna(0.0)
        return float(2.0 / (1.0 / sizes).sum()) if (sizes > 0).all() else float("nan")

    def arm_is_zero(self, arm: str) -> pd.Series:
        """Tell which genes have no count in any sample of an arm; index gene_id.

        None where the contrast has no arms.
        """
        return self._zero_arms[arm]

    @cached_property
    def _zero_arms(self) -> pd.DataFrame:
        arm_of = self.arms.reindex(self.counts.columns).to_numpy()
        silent = {}
        for arm in ("reference", "target"):
            of_arm = self.counts.to_numpy()[:, arm_of == arm]
            silent[arm] = (of_arm == 0).all(axis=1) & (of_arm.shape[1] > 0)
        return pd.DataFrame(silent, index=self.counts.index)


def genes_of(model: CountModel, position: np.ndarray) -> CountModel:
    """Return the count model of the genes at the given positions."""
    factors = model.size_factors
    return replace(
        model,
        counts=model.counts[position],
        size_factors=factors if factors.ndim == 1 else factors[position],
        dispersion=model.dispersion[position],
    )
