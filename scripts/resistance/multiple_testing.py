"""Adjustment of p-values for their number."""

from __future__ import annotations

import numpy as np


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Adjust p values for their number, leaving NaN out of the family.

    Benjamini & Hochberg, Journal of the Royal Statistical Society B 1995;57:289.

    Parameters
    ----------
    p : numpy.ndarray, (tests,)

    Returns
    -------
    numpy.ndarray
        Same shape; NaN where ``p`` is NaN.
    """
    p = np.asarray(p, dtype=float)
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(np.isfinite(p))
    if tested.size == 0:
        return q
    order = tested[np.argsort(-p[tested], kind="stable")]
    m = tested.size
    ranks = np.arange(m, 0, -1)
    # in the order of R's p.adjust: another one rounds otherwise, which moves a value across alpha
    q[order] = np.minimum(np.minimum.accumulate(m / ranks * p[order]), 1.0)
    return q
