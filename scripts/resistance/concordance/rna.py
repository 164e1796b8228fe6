"""The mRNA layer: degrees of freedom of its estimates, and tests where one arm has no counts.

Where every count of one arm is zero the maximum of the likelihood lies at infinity and the Wald
standard error says nothing. There the tests are likelihood ratios of the negative binomial model at
the gene's dispersion, with the null hypothesis as an offset.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri, polygamma, stdtr

from resistance.concordance.claims import RnaTests
from resistance.concordance.tests import Floats
from resistance.protein.moderation import trigamma_inverse

#: log2 fold change that stands for infinity.
_INFINITE = 30.0
#: Steps of the profile over the protein's own uncertainty, in its standard errors.
_PROFILE = np.linspace(0.0, 6.0, 25)


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


def model_of(rna: Rna, position: np.ndarray) -> CountModel:
    """Return the count model of the genes at the given positions."""
    factors = rna.model.size_factors
    return replace(
        rna.model,
        counts=rna.model.counts[position],
        size_factors=factors if factors.ndim == 1 else factors[position],
        dispersion=rna.model.dispersion[position],
    )


def constrained_log_likelihood(model: CountModel, log2_fold_change: Floats) -> Floats:
    """Maximise the likelihood with the contrast held at a given value.

    One coefficient is eliminated: with c the contrast and c_j its largest element,
    beta_j = (delta - sum of c_i beta_i) / c_j, which leaves a design with one column less and the
    offset x_j delta / c_j. Fisher scoring with step halving, all genes at once.

    Parameters
    ----------
    model : CountModel
    log2_fold_change : numpy.ndarray, (genes,)

    Returns
    -------
    numpy.ndarray, (genes,)
        Log likelihood without the terms that depend on counts and dispersion only.
    """
    j = int(np.argmax(np.abs(model.contrast)))
    column, c = model.design[:, j], model.contrast
    others = np.arange(model.design.shape[1]) != j
    x = model.design[:, others] - np.outer(column, c[others] / c[j])
    delta = np.asarray(log2_fold_change, dtype=float) * np.log(2.0)
    offset = np.log(model.size_factors) + np.outer(delta / c[j], column)
    y, alpha = model.counts, np.maximum(model.dispersion, 1e-8)[:, None]

    def likelihood(eta: Floats) -> Floats:
        mu = np.exp(np.clip(eta, -50.0, 50.0))
        return np.sum(
            y * np.clip(eta, -50.0, 50.0) - (y + 1 / alpha) * np.log1p(alpha * mu), axis=1
        )

    # start: the level of the samples that have counts
    level = np.log(np.maximum(y.sum(axis=1), 0.5) / np.exp(offset).sum(axis=1))
    beta = np.linalg.lstsq(x, np.ones(len(x)), rcond=None)[0][None, :] * level[:, None]
    best = likelihood(beta @ x.T + offset)
    ridge = 1e-6 * np.eye(x.shape[1])
    for _ in range(100):
        mu = np.exp(np.clip(beta @ x.T + offset, -50.0, 50.0))
        weight = mu / (1.0 + alpha * mu)
        score = ((y - mu) / (1.0 + alpha * mu)) @ x
        information = np.einsum("gs,si,sj->gij", weight, x, x) + ridge
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
        step = np.clip(step, -5.0, 5.0)
        size = np.ones(len(y))
        for _ in range(20):
            trial = likelihood((beta + size[:, None] * step) @ x.T + offset)
            worse = trial < best - 1e-12
            if not worse.any():
                break
            size = np.where(worse, size / 2.0, size)
        accept = trial >= best - 1e-12
        beta = beta + (size * accept)[:, None] * step
        gain = np.where(accept, trial - best, 0.0)
        best = np.where(accept, trial, best)
        if np.all(gain < 1e-10):
            break
    return best


class _ZeroArm:
    """Likelihood-ratio scores of genes that have no counts in one whole arm."""

    def __init__(self, model: CountModel, reference_is_zero: np.ndarray, rna_df: Floats) -> None:
        self.model, self.df = model, rna_df
        self.sign = np.where(reference_is_zero, 1.0, -1.0)
        self.full = constrained_log_likelihood(model, self.sign * _INFINITE)

    def score(self, null: Floats) -> Floats:
        """Return the normal score against the null; positive, the estimate is at infinity."""
        statistic = 2.0 * (self.full - constrained_log_likelihood(self.model, null))
        return np.asarray(-ndtri(stdtr(self.df, -np.sqrt(np.maximum(statistic, 0.0)))))

    def against(self, null: float, side: float) -> Floats:
        """P value of m beyond ``null`` in the direction ``side``."""
        p = ndtr(-self.score(np.full(len(self.sign), null)))
        return np.where(self.sign == side, p, 1.0 - p)


def zero_arm_changes(
    model: CountModel, reference_is_zero: np.ndarray, rna_df: Floats, change: float
) -> tuple[Floats, Floats]:
    """Test Up(m) and Dn(m) of genes that have no counts in one whole arm.

    Parameters
    ----------
    model, reference_is_zero, rna_df
        As for :func:`zero_arm_tests`.
    change : float
        Change margin, log2.

    Returns
    -------
    tuple of numpy.ndarray, (genes,)
        p of "higher" and of "lower".
    """
    genes = _ZeroArm(model, reference_is_zero, rna_df)
    return genes.against(change, 1.0), genes.against(-change, -1.0)


def zero_arm_tests(
    model: CountModel,
    reference_is_zero: np.ndarray,
    rna_df: Floats,
    protein: tuple[Floats, Floats, Floats],
    change: float,
    f: float,
    f_transcript: float,
) -> RnaTests:
    """Run the tests on the mRNA of genes that have no counts in one whole arm.

    The signed root of the likelihood ratio takes the place of the t statistic, with the degrees of
    freedom of the dispersion. In the linear tests the null hypothesis m = k p (k = f or 1/f') is
    profiled over the protein's estimate: the smallest sum of both squared normal scores.

    Parameters
    ----------
    model : CountModel
    reference_is_zero : numpy.ndarray of bool, (genes,)
        True where the reference arm is the one without counts (mRNA up), else the target arm.
    rna_df : numpy.ndarray, (genes,)
    protein : tuple of numpy.ndarray, (genes,)
        Estimate, standard error and degrees of freedom.
    change, f, f_transcript : float
        As for :func:`resistance.concordance.claims.rna_tests`.

    Returns
    -------
    RnaTests
    """
    genes = _ZeroArm(model, reference_is_zero, rna_df)
    sign = genes.sign

    def linear(k: float, two_sided: bool = False) -> Floats:
        """P value of m beyond k p in the direction in which m is infinite."""
        x, se, df = protein
        if not np.isfinite(k):
            return np.full(len(sign), np.nan)
        squares = []
        for step in _PROFILE:
            null = np.clip(k * (x + sign * step * se), -_INFINITE, _INFINITE)
            squares.append(genes.score(null) ** 2 + ndtri(stdtr(df, -step)) ** 2)
        p = ndtr(-np.sqrt(np.min(squares, axis=0)))
        return np.minimum(2.0 * p, 1.0) if two_sided else p

    toward = linear(f)
    toward_transcript = linear(1.0 / f_transcript)
    rising = sign > 0
    # m is infinite: it lies beyond f p and p/f' on its own side and on no other
    return RnaTests(
        up=genes.against(change, 1.0),
        down=genes.against(-change, -1.0),
        above=np.where(rising, toward, 1.0 - toward),
        below=np.where(rising, 1.0 - toward, toward),
        protein_below=np.where(rising, toward_transcript, 1.0 - toward_transcript),
        protein_above=np.where(rising, 1.0 - toward_transcript, toward_transcript),
        difference=linear(1.0, two_sided=True),
    )
