"""Cell states: whether a programme of genes has shifted, has not, or it is open.

Never a resistance verdict: identity, niche and neural traits are states of the cells, and in
stroma-free culture capacities only.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from resistance.enrichment.camera import variance_inflation
from resistance.mechanisms.grades import AS_EXPECTED, COUNTS_AGAINST
from resistance.mechanisms.layers import ALPHA
from resistance.mechanisms.rules import Decision
from resistance.mechanisms.scope import DIRECTIONS
from resistance.mechanisms.sets import INTER_GENE_CORRELATION, MIN_SET_SIZE

#: log2 margin within which a mean shift counts as none.
SHIFT_MARGIN: Final = math.log2(1.5)


def mean_shift_excluded(change: pd.Series, se: pd.Series, sign: pd.Series) -> bool:
    """Test that the mean of a programme's changes lies within the margin (TOST).

    Parameters
    ----------
    change, se : pandas.Series
        log2 fold changes and standard errors of the programme's genes.
    sign : pandas.Series
        Expected directions, +1 or -1.

    Returns
    -------
    bool
        The standard error of the mean is inflated for correlation as in
        :func:`~resistance.mechanisms.sets.camera_preranked`; False for fewer than five genes.
    """
    k = len(change)
    if k < MIN_SET_SIZE:
        return False
    mean = float((sign * change).mean())
    error = math.sqrt(float(np.mean(se**2)) * variance_inflation(k, INTER_GENE_CORRELATION) / k)
    return bool(stats.norm.sf((SHIFT_MARGIN - abs(mean)) / error) < ALPHA)


def cell_state(genes: pd.DataFrame, set_test: Mapping[str, Any]) -> Decision:
    """Decide about a cell state.

    Parameters
    ----------
    genes : pandas.DataFrame
        Graded markers in scope with an expected direction.
    set_test : mapping
        ``t`` and ``padj`` of the sign-aligned set.

    Returns
    -------
    Decision
        ``shifted``: the set test passes and a marker moves the same way. ``no_shift_shown``: no
        marker moves and a mean shift beyond the margin is excluded. Else ``undetermined``.
    """
    expected = genes[genes["grade"].isin(AS_EXPECTED)]
    against = genes[genes["grade"].isin(COUNTS_AGAINST)]
    counts = (
        f"{len(expected)} of {len(genes)} scored markers move as expected, {len(against)} against"
    )
    if set_test["padj"] < ALPHA:
        rows, way = (
            (expected, "as listed in the catalogue")
            if set_test["t"] > 0
            else (against, "against the direction listed in the catalogue")
        )
        if len(rows):
            return Decision("shifted", rows, counts, way)
    estimated = genes[genes["rna_log2FoldChange"].notna() & (genes["rna_lfcSE"] > 0)]
    excluded = mean_shift_excluded(
        estimated["rna_log2FoldChange"],
        estimated["rna_lfcSE"],
        estimated["expected_direction"].map(DIRECTIONS),
    )
    if excluded and expected.empty and against.empty:
        return Decision("no_shift_shown", estimated, counts)
    return Decision("undetermined", genes.iloc[:0], counts, counts)
