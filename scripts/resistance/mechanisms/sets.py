"""Whether a mechanism's genes move further, and as expected, than the other genes.

Camera-preranked (:mod:`resistance.enrichment.camera`) on sign-aligned statistics. The correlation
between genes is fixed at 0.05: on residual rotations of MCF7 limma's default of 0.01 found a false
mechanism set in 10.5% of rotations, 0.05 in 1.5%.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from resistance.enrichment.camera import camera

INTER_GENE_CORRELATION: Final = 0.05
MIN_SET_SIZE: Final = 5


def camera_preranked(
    statistic: pd.Series,
    sets: Mapping[str, Mapping[str, int]],
    rho: float = INTER_GENE_CORRELATION,
    min_size: int = MIN_SET_SIZE,
) -> pd.DataFrame:
    """Test sets of genes on sign-aligned statistics.

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
    places, signs = [], []
    for members in sets.values():
        found = statistic.index.get_indexer(pd.Index(list(members)))
        signs.append(np.array(list(members.values()), dtype=float)[found >= 0])
        places.append(found[found >= 0])
    size = np.array([len(found) for found in places], dtype=int)
    t, pvalue = camera(statistic.to_numpy(dtype=float), places, rho, signs)
    tested = size >= min_size
    return pd.DataFrame(
        {
            "size": size,
            "t": np.where(tested, t, np.nan),
            "pvalue": np.where(tested, pvalue, np.nan),
        },
        index=pd.Index(list(sets)),
    )
