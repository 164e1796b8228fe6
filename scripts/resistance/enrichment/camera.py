"""Camera-preranked: whether the genes of a set move further than the other genes.

Competitive test on statistics that are already computed, with a variance inflation factor for the
correlation between the genes of a set (Wu & Smyth, Nucleic Acids Research 2012;40:e133, section
"CAMERA"; limma's ``cameraPR``). Permuting genes, as GSEA does, takes that correlation for 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats


def variance_inflation(size: np.ndarray | float, rho: float) -> np.ndarray | float:
    """Return 1 + (k - 1) rho, the factor by which a mean of k correlated values varies more.

    Parameters
    ----------
    size : float or numpy.ndarray
        k, the number of genes.
    rho : float
        Mean correlation between two genes of the set.

    Returns
    -------
    float or numpy.ndarray
    """
    return 1.0 + (size - 1.0) * rho


def camera(
    values: np.ndarray,
    positions: Sequence[np.ndarray],
    rho: float,
    signs: Sequence[np.ndarray] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Test sets of genes against the genes outside.

    A gene expected to fall counts with its sign turned, about the mean of the genes outside the
    set, so that a set of falling genes is tested exactly as a set of rising ones. With k genes in
    the set, G in all and the pooled variance s^2 (df G - 2)::

        t = (mean z_set - mean z_rest) / (s sqrt(VIF / k + 1 / (G - k))),  VIF = 1 + (k - 1) rho

    Parameters
    ----------
    values : numpy.ndarray
        Statistics (G genes), all finite, in any order.
    positions : sequence of numpy.ndarray
        Places in ``values`` of the genes of each set.
    rho : float
        Correlation between the genes of a set.
    signs : sequence of numpy.ndarray, optional
        Expected sign (+1, -1) of each gene of each set; all +1 by default.

    Returns
    -------
    t, pvalue : numpy.ndarray
        By set: t (positive: moves up, or as expected) and its two-sided p (df G - 2). NaN for sets
        without a gene or with fewer than two genes outside, and where nothing varies.
    """
    values = np.asarray(values, dtype=float)
    n, total, squares = len(values), values.sum(), np.square(values).sum()
    size = np.array([len(places) for places in positions], dtype=float)
    inside = np.array([values[places].sum() for places in positions])
    inside_squares = np.array([np.square(values[places]).sum() for places in positions])
    rest = n - size
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (total - inside) / rest
        if signs is None:
            moved = inside / size - centre
        else:
            moved = np.array(
                [
                    np.mean(sign * (values[places] - c)) if len(places) else np.nan
                    for places, sign, c in zip(positions, signs, centre, strict=True)
                ]
            )
        # turning signs about the centre leaves the squares about it as they are
        about = inside_squares - 2 * centre * inside + size * centre**2
        outside = (squares - inside_squares) - rest * centre**2
        pooled = (about - size * moved**2 + outside) / (n - 2)
        spread = np.sqrt(pooled * (variance_inflation(size, rho) / size + 1.0 / rest))
        t = np.where((size > 0) & (rest >= 2) & (spread > 0), moved / spread, np.nan)
    return t, 2.0 * stats.t.sf(np.abs(t), n - 2)
