"""Order the rows and columns of a heat map so that what is alike stands together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import pdist

#: Distances that agree to this many decimals are ties, whichever way they were summed.
_DECIMALS = 9


def heatmap_order(scores: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Cluster the rows and the columns of a table.

    Average linkage on Euclidean distances of rows that are centred and scaled to a standard
    deviation of 1, so that sets cluster by the course of their scores over samples.

    Parameters
    ----------
    scores : pandas.DataFrame
        Sets x samples, finite, names distinct; in any order, which changes nothing.

    Returns
    -------
    rows, columns : list of str
        Names in the order of the leaves. Names are sorted first, so that ties fall the same way.
    """
    ordered = scores.sort_index(axis=0, kind="stable").sort_index(axis=1, kind="stable")
    values = ordered.to_numpy(dtype=float)
    if values.size:
        values = values - values.mean(axis=1, keepdims=True)
        spread = values.std(axis=1, keepdims=True)
        # a row without spread stays at 0 and lies between the others
        values = np.divide(values, spread, out=np.zeros_like(values), where=spread > 1e-12)
    return (
        [str(ordered.index[i]) for i in _leaves(values)],
        [str(ordered.columns[i]) for i in _leaves(values.T)],
    )


def _leaves(values: np.ndarray) -> list[int]:
    if len(values) < 3:
        return list(range(len(values)))
    distances = np.round(pdist(values), _DECIMALS)
    return [int(i) for i in leaves_list(linkage(distances, method="average"))]
