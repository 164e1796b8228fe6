"""The scores of random sets: what most p-values, and every NES, are read from.

Random sets of one size are cut from shuffled rankings: a shuffled ranking holds N // k disjoint
sets of k genes, each of them a simple random sample. A stable sort of the block numbers puts the
genes of all blocks in the order of the ranking at once, which is what makes the draws cheap.

The draws of a size depend on the seed, the ranking's order and the size alone, never on which sets
are tested or in which process; sets of one size share them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from resistance.enrichment.jobs import run_jobs
from resistance.enrichment.running_sum import enrichment_scores

#: Draws of a size at first, and in all where a set of that size needs more.
FIRST: Final = 1000
LAST: Final = 4000
#: More draws are made where fewer than this many reach a set's score ...
ENOUGH: Final = 25
#: ... or fewer than this many have its sign.
FEWEST_OF_SIGN: Final = 10
#: Genes of random sets that are held at once: what a processor's cache holds is done twice as fast.
_BLOCK: Final = 50_000


def order_digest(symbols: Sequence[str]) -> int:
    """Make a number of the order of genes.

    Parameters
    ----------
    symbols : sequence of str
        Genes in the order of the ranking.

    Returns
    -------
    int
        64 bits.
    """
    text = "\n".join(symbols).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def random_scores(
    weights: np.ndarray, size: int, draws: int, generator: np.random.Generator
) -> np.ndarray:
    """Score random sets of one size.

    Parameters
    ----------
    weights : numpy.ndarray
        Absolute statistics (N genes) in the order of the ranking.
    size : int
        Genes a set, below N.
    draws : int
        Number of sets.
    generator : numpy.random.Generator

    Returns
    -------
    numpy.ndarray
        Scores (``draws``,). The first ones are the same whatever ``draws`` is.
    """
    n = len(weights)
    per_shuffle = n // size
    # 16 bits are sorted by radix, several times as fast
    kind = np.uint16 if per_shuffle < np.iinfo(np.uint16).max else np.uint32
    # genes that are left over make no set
    labels = np.minimum(np.arange(n) // size, per_shuffle).astype(kind)
    at_once = max(1, _BLOCK // (per_shuffle * size))
    shuffles = -(-draws // per_shuffle)
    scores = []
    for start in range(0, shuffles, at_once):
        positions = [
            np.argsort(generator.permutation(labels), kind="stable")[: per_shuffle * size]
            for _ in range(min(at_once, shuffles - start))
        ]
        scores.append(enrichment_scores(weights, np.concatenate(positions).reshape(-1, size)))
    return np.concatenate(scores)[:draws]


@dataclass(frozen=True)
class Screened:
    """What random sets say of sets of one size, by set.

    Attributes
    ----------
    more_extreme, of_sign : numpy.ndarray of int
        Draws that reach the score, and draws of its sign.
    mean : numpy.ndarray of float
        Mean absolute score of the draws of its sign: NES is the score divided by it. NaN without
        such draws.
    """

    more_extreme: np.ndarray
    of_sign: np.ndarray
    mean: np.ndarray

    @property
    def pvalue(self) -> np.ndarray:
        """Share of draws of the sign that reach the score, never 0."""
        return (self.more_extreme + 1) / (self.of_sign + 1)

    @property
    def unsettled(self) -> np.ndarray:
        """Sets for which more draws are made: what a set gets does not depend on the others."""
        return (self.more_extreme < ENOUGH) | (self.of_sign < FEWEST_OF_SIGN)

    def or_else(self, other: Screened, which: np.ndarray) -> Screened:
        """Take some sets from another screen."""
        names = ("more_extreme", "of_sign", "mean")
        return Screened(
            *(np.where(which, getattr(other, name), getattr(self, name)) for name in names)
        )


def compare(scores: np.ndarray, null: np.ndarray) -> Screened:
    """Compare the scores of sets of one size with those of random sets.

    Parameters
    ----------
    scores : numpy.ndarray
        Enrichment scores (sets,).
    null : numpy.ndarray
        Scores of random sets of the same size (draws,).

    Returns
    -------
    Screened
    """
    up = np.asarray(scores) >= 0
    parts = []
    for sign in (1.0, -1.0):
        # as in fgsea, a random score of 0 belongs to both signs
        ordered = np.sort(sign * null[sign * null >= 0])
        reach = len(ordered) - np.searchsorted(ordered, sign * scores, side="left")
        parts.append((reach, len(ordered), ordered.mean() if ordered.any() else np.nan))
    return Screened(*(np.where(up, one, other) for one, other in zip(*parts, strict=True)))


class Null:
    """Scores of random sets by size, drawn when they are first asked for.

    Parameters
    ----------
    weights : numpy.ndarray
        Absolute statistics (N genes) in the order of the ranking.
    seed : int
    digest : int
        Of the ranking's order (:func:`order_digest`), so that the errors of two contrasts are not
        the same ones.
    n_jobs : int
        Processes at most.
    """

    def __init__(self, weights: np.ndarray, seed: int, digest: int, n_jobs: int = 1) -> None:
        self._weights, self._key, self._n_jobs = weights, (seed, digest), n_jobs
        self._drawn: dict[tuple[int, int], np.ndarray] = {}

    def _draw(self, wanted: list[tuple[int, int]]) -> None:
        missing = sorted(set(wanted) - self._drawn.keys())
        parts = [missing[i :: self._n_jobs] for i in range(self._n_jobs)]
        jobs = [(self._weights, part, self._key) for part in parts if part]
        for found in run_jobs(_draws, jobs, self._n_jobs):
            self._drawn.update(found)

    def screen(self, scores: Mapping[int, np.ndarray]) -> dict[int, Screened]:
        """Compare the scores of sets with those of random sets of their sizes.

        Parameters
        ----------
        scores : mapping of int to numpy.ndarray
            Enrichment scores by size.

        Returns
        -------
        dict of int to Screened
            Of :data:`FIRST` draws for sets for which these are enough, else of :data:`LAST`.
        """
        self._draw([(size, 0) for size in scores])
        out = {size: compare(found, self._drawn[size, 0]) for size, found in scores.items()}
        more = [size for size, found in out.items() if found.unsettled.any()]
        self._draw([(size, 1) for size in more])
        for size in more:
            null = np.concatenate([self._drawn[size, 0], self._drawn[size, 1]])
            out[size] = out[size].or_else(compare(scores[size], null), out[size].unsettled)
        return out


def _draws(
    weights: np.ndarray, wanted: list[tuple[int, int]], key: tuple[int, int]
) -> dict[tuple[int, int], np.ndarray]:
    return {
        (size, part): random_scores(
            weights,
            size,
            LAST - FIRST if part else FIRST,
            np.random.default_rng([*key, size, part]),
        )
        for size, part in wanted
    }
