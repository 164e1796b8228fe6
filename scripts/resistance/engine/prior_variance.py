"""The width of the prior on dispersions: how far genes scatter around the trend beyond chance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import polygamma

from resistance.engine.loess import loess

Array = NDArray[np.float64]

#: DESeq2's ``minDisp * 100``: below it a dispersion is the optimiser's lower end, not an estimate.
_LOWEST = 1e-8 * 100
#: The prior is never narrower than this.
_FLOOR = 0.25
#: Up to this many residual degrees of freedom log(chi2) is too skewed for the moment rule.
_FEW = 3
#: Bins of the histograms, ``-20:20/2`` in R.
_BREAKS = np.arange(-20, 21) / 2


def log_residual_spread(genewise: Array, trend: Array) -> float:
    """Measure how far the genes' log dispersions scatter around the trend, robustly.

    Parameters
    ----------
    genewise : numpy.ndarray
        Gene-wise dispersion estimates (DESeq2's ``dispGeneEst``); NaN where there is none.
    trend : numpy.ndarray
        Trend at the same genes (``dispFit``).

    Returns
    -------
    float
        DESeq2's ``varLogDispEsts``, the squared MAD (times 1.4826) of the log residuals of genes
        with a dispersion of at least 1e-6; NaN where no gene has one.

    Notes
    -----
    Love, Huber & Anders 2014, Genome Biology 15:550; ``dispersionFunction<-`` of DESeq2 1.38.3.
    """
    residuals = _residuals(genewise, trend)
    residuals = residuals[~np.isnan(residuals)]
    if residuals.size == 0:
        return float("nan")
    return float((1.4826 * np.median(np.abs(residuals - np.median(residuals)))) ** 2)


def prior_variance(genewise: Array, trend: Array, residual_df: int, table: pd.DataFrame) -> float:
    """Estimate the variance of the log-normal prior on dispersions.

    Parameters
    ----------
    genewise : numpy.ndarray
        Gene-wise dispersion estimates; NaN where there is none.
    trend : numpy.ndarray
        Trend at the same genes.
    residual_df : int
        Samples minus columns of the design.
    table : pandas.DataFrame
        ``readers.resources.read_prior_variance``: R's simulated histograms, used up to 3 residual
        degrees of freedom.

    Returns
    -------
    float
        DESeq2's ``dispPriorVar``, at least .25.

    Raises
    ------
    ValueError
        If there are no residual degrees of freedom, or no gene has a dispersion of at least 1e-6.

    Notes
    -----
    ``estimateDispersionsPriorVar`` of DESeq2 1.38.3. The log of a gene-wise estimate scatters by
    the sampling of the variance, ``log(chi2_df / df)``, and by the spread of true dispersions,
    which is the prior's. With more than 3 degrees of freedom the sampling variance
    ``trigamma(df / 2)`` is subtracted from the observed one. With 3 or fewer the histogram of the
    residuals is compared by Kullback-Leibler divergence with simulated ones for 200 variances
    between 0 and 8, and the minimum of the smoothed divergences is taken.
    """
    if residual_df < 1:
        raise ValueError("no residual degrees of freedom to estimate the prior's variance from")
    spread = log_residual_spread(genewise, trend)
    if np.isnan(spread):
        raise ValueError("no gene has a dispersion of at least 1e-6")
    if residual_df > _FEW:
        return max(spread - float(polygamma(1, residual_df / 2)), _FLOOR)
    simulated = table[table["df"] == residual_df].sort_values("variance")
    divergences = _divergences(_residuals(genewise, trend), simulated)
    if np.isnan(divergences).any():  # not one residual within the bins: R stops with an error here
        return _FLOOR
    fine = np.linspace(0, 8, 1000)
    smooth = loess(np.linspace(0, 8, len(simulated)), divergences, fine, span=0.2)
    return max(float(fine[np.argmin(smooth)]), _FLOOR)


def _residuals(genewise: Array, trend: Array) -> Array:
    """Return log estimate minus log trend of the genes whose estimate is one."""
    used = genewise >= _LOWEST  # NaN is not
    return np.asarray(np.log(genewise[used]) - np.log(trend[used]))


def _divergences(residuals: Array, simulated: pd.DataFrame) -> Array:
    """Compare the residuals' histogram with each simulated one, as R's ``sum(p * log(p / q))``."""
    counts = simulated.drop(columns=["df", "variance"]).to_numpy(dtype=float)
    # a simulated value beyond the bins was dropped before its density was taken: rows differ in sum
    theirs = _density(counts)
    ours = _density(_histogram(residuals))
    both = np.column_stack([np.broadcast_to(ours, theirs.shape), theirs])
    small = np.min(both, axis=1, where=both > 0, initial=np.inf, keepdims=True)
    return np.asarray((ours * (np.log(ours + small) - np.log(theirs + small))).sum(axis=1))


def _histogram(values: Array) -> Array:
    """Count values as R's ``hist`` does: bins closed at the right, their edges 1e-7 bins higher."""
    inside = values[(values > _BREAKS[0]) & (values < _BREAKS[-1])]
    edges = _BREAKS + 1e-7 * 0.5
    edges[0] = _BREAKS[0]
    cells = np.searchsorted(edges, inside, side="left") - 1
    return np.bincount(cells, minlength=len(_BREAKS) - 1).astype(float)


def _density(counts: Array) -> Array:
    """Return the height of each bin: share of the values by the bin's width."""
    with np.errstate(invalid="ignore"):  # no value at all gives NaN, as in R
        return np.asarray(counts / (counts.sum(axis=-1, keepdims=True) * 0.5))
