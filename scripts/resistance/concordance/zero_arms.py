"""Tests of genes whose counts are all zero in one arm.

There the maximum of the likelihood lies at infinity and the Wald standard error says nothing. The
tests are likelihood ratios of the negative binomial model at the gene's dispersion, with the null
hypothesis as an offset.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri, stdtr

from resistance.concordance.claims import RnaTests
from resistance.concordance.rna import CountModel, genes_of
from resistance.concordance.tests import Floats

#: log2 fold change that stands for infinity.
_INFINITE = 30.0
#: Steps of the profile over the protein's own uncertainty, in its standard errors.
_PROFILE = np.linspace(0.0, 6.0, 25)


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
        self.genes = np.arange(len(self.sign))

    def score(self, null: Floats) -> Floats:
        """Return the normal score against the null; positive, the estimate is at infinity.

        ``null`` has the shape (genes,) or (steps, genes): all steps are fitted at once.
        """
        model = genes_of(self.model, np.tile(self.genes, null.size // max(len(self.genes), 1)))
        at_null = constrained_log_likelihood(model, null.ravel()).reshape(null.shape)
        statistic = 2.0 * (self.full - at_null)
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

    x, se, df = protein
    moved = np.array([x + sign * step * se for step in _PROFILE])
    own = ndtri(stdtr(df, -_PROFILE[:, None])) ** 2
    known: dict[float, Floats] = {}

    def linear(k: float) -> Floats:
        """P value of m beyond k p in the direction in which m is infinite."""
        if not np.isfinite(k):
            return np.full(len(sign), np.nan)
        if k not in known:
            squares = genes.score(np.clip(k * moved, -_INFINITE, _INFINITE)) ** 2 + own
            known[k] = ndtr(-np.sqrt(np.min(squares, axis=0)))
        return known[k]

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
        difference=np.minimum(2.0 * linear(1.0), 1.0),
    )
