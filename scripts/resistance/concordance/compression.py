"""Ratio compression: how much of an mRNA change an assay shows where mRNA moves clearly."""

from __future__ import annotations

from typing import Final

import numpy as np

from resistance.concordance.tests import Floats

#: Genes with |m| > 1 that the slope needs.
MIN_GENES: Final = 50
MIN_CHANGE: Final = 1.0
#: Beyond this number an even selection along m is used: pairs grow with the square.
_MOST_GENES: Final = 1000


def compression_slope(m: Floats, p: Floats) -> float:
    """Estimate b, the slope of protein on mRNA where |m| > 1 (Theil-Sen), at most 1.

    Theil-Sen because a gene deleted in one arm (m near -12) has leverage that Huber weights do not
    remove.

    Parameters
    ----------
    m, p : numpy.ndarray, (genes,)
        log2 fold changes of mRNA and protein; NaN is left out.

    Returns
    -------
    float
        NaN if fewer than 50 genes move, or the slope is not positive.
    """
    from scipy.stats import theilslopes

    use = np.isfinite(m) & np.isfinite(p) & (np.abs(m) > MIN_CHANGE)
    if use.sum() < MIN_GENES:
        return float("nan")
    x, y = m[use], p[use]
    order = np.lexsort((y, x))
    if len(order) > _MOST_GENES:
        order = order[np.linspace(0, len(order) - 1, _MOST_GENES).round().astype(int)]
    slope = float(theilslopes(y[order], x[order]).slope)
    return min(1.0, slope) if slope > 0 else float("nan")
