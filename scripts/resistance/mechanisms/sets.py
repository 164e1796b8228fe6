"""Camera-preranked: whether a mechanism's genes move further than the other genes.

Competitive test on statistics that are already computed, with a variance inflation factor for the
correlation between the genes of a set (Wu & Smyth, Nucleic Acids Research 2012;40:e133, section
"CAMERA"; limma's ``cameraPR``). The correlation is fixed at 0.05: on residual rotations of MCF7
limma's default of 0.01 found a false mechanism set in 10.5% of rotations, 0.05 in 1.5%.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

INTER_GENE_CORRELATION: Final = 0.05
MIN_SET_SIZE: Final = 5


def variance_inflation(size: int, rho: float = INTER_GENE_CORRELATION) -> float:
    """Return 1 + (k - 1) rho, the factor by which a mean of k correlated values varies more.

    Parameters
    ----------
    size : int
        k, the number of genes.
    rho : float
        Mean correlation between two genes of the set.

    Returns
    -------
    float
    """
    return 1.0 + (size - 1) * rho


def camera_preranked(
    statistic: pd.Series,
    sets: Mapping[str, Mapping[str, int]],
    rho: float = INTER_GENE_CORRELATION,
    min_size: int = MIN_SET_SIZE,
) -> pd.DataFrame:
    """Test sets of genes on sign-aligned statistics.

    A gene expected to fall counts with its sign turned, about the mean of the genes outside the
    set, so that a set of falling genes is tested exactly as a set of rising ones. With k genes in
    the set, G in all and the pooled variance s^2 (df G - 2)::

        t = (mean z_set - mean z_rest) / (s sqrt(VIF / k + 1 / (G - k))),  VIF = 1 + (k - 1) rho

    Parameters
    ----------
    statistic : pandas.Series
        Wald statistics by gene id, all finite.
    sets : mapping of str to mapping of str to int
        Expected sign (+1, -1) of each member by gene id; members without a statistic are ignored.
    rho : float
        Correlation between the genes of a set.
    min_size : int
        Smaller sets are not tested.

    Returns
    -------
    pandas.DataFrame
        Index ``sets`` (in their order), columns ``size`` (k), ``t`` (positive: moves as expected)
        and ``pvalue`` (two-sided, df G - 2); t and p are NaN where the set was not tested.
    """
    z = statistic.to_numpy(dtype=float)
    total, n = z.sum(), len(z)
    rows = []
    for members in sets.values():
        place = statistic.index.get_indexer(pd.Index(list(members)))
        sign = np.array(list(members.values()), dtype=float)[place >= 0]
        inside = z[place[place >= 0]]
        k = len(inside)
        if k < min_size or n - k < 2:
            rows.append((k, np.nan, np.nan))
            continue
        centre = (total - inside.sum()) / (n - k)
        aligned = sign * (inside - centre)
        squares = (
            np.sum((aligned - aligned.mean()) ** 2)
            + np.sum((z - centre) ** 2)
            - np.sum((inside - centre) ** 2)
        )
        spread = np.sqrt(squares / (n - 2) * (variance_inflation(k, rho) / k + 1.0 / (n - k)))
        if not spread > 0:
            rows.append((k, np.nan, np.nan))
            continue
        t = aligned.mean() / spread
        rows.append((k, t, 2.0 * stats.t.sf(abs(t), n - 2)))
    return pd.DataFrame(rows, index=pd.Index(list(sets)), columns=["size", "t", "pvalue"])


def adjust(pvalues: pd.Series) -> pd.Series:
    """Adjust p values for their number (Benjamini & Hochberg, JRSS B 1995;57:289).

    Parameters
    ----------
    pvalues : pandas.Series
        NaN where nothing was tested; these do not count.

    Returns
    -------
    pandas.Series
        Same index; NaN stays NaN.
    """
    out = pd.Series(np.nan, index=pvalues.index, dtype=float)
    tested = pvalues.notna()
    if tested.any():
        out[tested] = stats.false_discovery_control(pvalues[tested].to_numpy(dtype=float))
    return out
