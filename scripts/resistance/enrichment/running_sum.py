"""The running sum of a gene set over a ranking: its enrichment score and its leading edge.

Subramanian et al., PNAS 2005;102:15545 ("Appendix: Mathematical Description of Methods"), with
weight p = 1: down the ranking the sum rises by |statistic| at a gene of the set and falls by
1 / (N - k) at any other. Where all genes of a set have statistic 0 they count alike, as in fgsea.
"""

from __future__ import annotations

import numpy as np


def _steps(weights: np.ndarray, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heights of the running sum after and before each gene of each set."""
    n, size = len(weights), positions.shape[-1]
    risen = weights[positions]
    total = risen.sum(axis=-1, keepdims=True)
    risen = np.where(total > 0, risen, 1.0) / np.where(total > 0, total, float(size))
    after = np.cumsum(risen, axis=-1)
    after -= (positions - np.arange(size)) / (n - size)
    return after, after - risen


def enrichment_scores(weights: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Score sets of one size.

    Parameters
    ----------
    weights : numpy.ndarray
        Absolute statistics (N genes) in the order of the ranking.
    positions : numpy.ndarray
        Places in the ranking of the genes of sets, (sets, k) or (k,), ascending in each; k < N.

    Returns
    -------
    numpy.ndarray
        The height furthest from 0 that each running sum reaches, (sets,); 0 where it reaches as far
        up as down, as in fgsea.
    """
    after, before = _steps(weights, positions)
    top, bottom = after.max(axis=-1), before.min(axis=-1)
    return np.where(top == -bottom, 0.0, np.where(top > -bottom, top, bottom))


def leading_edge(weights: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """Return the places of the genes that make the score, the outermost first.

    Parameters
    ----------
    weights : numpy.ndarray
        Absolute statistics (N genes) in the order of the ranking.
    positions : numpy.ndarray
        Places of the genes of one set, (k,), ascending.

    Returns
    -------
    numpy.ndarray
        Places up to the peak of a positive score, from the last gene back to the trough of a
        negative one; empty for a score of 0.
    """
    score = float(enrichment_scores(weights, positions))
    after, before = _steps(weights, positions)
    if score > 0:
        return positions[: int(after.argmax()) + 1]
    if score < 0:
        return positions[int(before.argmin()) :][::-1]
    return positions[:0]


def running_sum(weights: np.ndarray, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the corners of the running sum, to be drawn.

    Parameters
    ----------
    weights : numpy.ndarray
        Absolute statistics (N genes) in the order of the ranking.
    positions : numpy.ndarray
        Places of the genes of one set, (k,), ascending.

    Returns
    -------
    places, heights : numpy.ndarray
        (2 k + 2,) each: from (0, 0) over the heights before and after each gene to (N, 0).
    """
    after, before = _steps(weights, positions)
    places = np.concatenate([[0], np.repeat(positions, 2), [len(weights)]])
    heights = np.concatenate([[0.0], np.column_stack([before, after]).ravel(), [0.0]])
    return places, heights
