"""Preranked GSEA: fgsea's answers, with draws where draws are enough.

Three steps, each of which sends on only what it cannot settle (docs/pathways.md has the
measurements):

1. *Screen*: scores of 1,000 to 4,000 random sets of the same size give every NES, and the p-value
   of most sets.
2. *Multilevel*: where fgsea's own rule says that the multilevel procedure knows the p-value better
   than the draws do, gseapy runs it, down to 1e-10.
3. *Second look*: sets that the first two leave hanging about the threshold are run again with
   three, then with ten times the sample, so that the call hardly depends on the seed.

With the multilevel procedure the p-value of a set depends on its companions in the same call, so
the way sets are put together is part of the method: every collection on its own, its sets sorted
by name, in fixed chunks of :data:`CHUNK_SIZE` names, cut before any set is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd

from resistance.enrichment.jobs import run_jobs
from resistance.enrichment.multilevel import EPS, SAMPLE_SIZE, multilevel_pvalues
from resistance.enrichment.precision import multilevel_error, permutation_error
from resistance.enrichment.running_sum import enrichment_scores, leading_edge
from resistance.enrichment.screen import Null, order_digest
from resistance.multiple_testing import benjamini_hochberg

#: Names a chunk. One gseapy call for 7,700 sets takes 7 GB of memory, 300 sets 0.5 GB.
CHUNK_SIZE: Final = 300
#: Sets below this false discovery rate are called.
ALPHA: Final = 0.05
#: A set hangs if log2(padj / ALPHA) is within this many errors of 0 ...
NEAR: Final = 1.5
#: ... and the error of its log2 p is above this.
PRECISE: Final = 0.15
#: Sample sizes of the second look, each for the sets that the one before leaves hanging.
CLOSER: Final = (301, 1001)

GeneSets = Mapping[str, Sequence[str]]
_COLUMNS: Final = (
    "collection",
    "term",
    "es",
    "nes",
    "pvalue",
    "log2err",
    "padj",
    "size",
    "leading_edge",
)


def chunks_of(names: Iterable[str]) -> list[list[str]]:
    """Cut the names of a collection into its fixed chunks.

    Parameters
    ----------
    names : iterable of str
        Of all its sets, tested or not.

    Returns
    -------
    list of list of str
        Sorted, :data:`CHUNK_SIZE` a chunk.
    """
    ordered = sorted(names)
    return [ordered[i : i + CHUNK_SIZE] for i in range(0, len(ordered), CHUNK_SIZE)]


@dataclass(frozen=True)
class Ranked:
    """A ranking in the one direction in which it is worked on.

    Exchanging the two arms of a contrast turns the ranking round. Random sets are drawn by place,
    so both directions are worked on in the one whose order has the smaller digest: scores then
    differ in their sign alone.

    Attributes
    ----------
    statistic : numpy.ndarray
        Descending, in that direction.
    symbols : list of str
        In the same order.
    sign : int
        -1 if the ranking was turned round.
    digest : int
    """

    statistic: np.ndarray
    symbols: list[str]
    sign: int
    digest: int

    @classmethod
    def of(cls, statistic: pd.Series) -> Ranked:
        """Choose the direction of a ranking (index = symbols, descending)."""
        values, symbols = statistic.to_numpy(dtype=float), [str(s) for s in statistic.index]
        forth, back = order_digest(symbols), order_digest(symbols[::-1])
        if forth <= back:
            return cls(values, symbols, 1, forth)
        return cls(-values[::-1], symbols[::-1], -1, back)

    @cached_property
    def weights(self) -> np.ndarray:
        """Absolute statistics."""
        return np.abs(self.statistic)

    @cached_property
    def place(self) -> dict[str, int]:
        """Place of each symbol."""
        return {symbol: i for i, symbol in enumerate(self.symbols)}

    def places(self, genes: Iterable[str]) -> np.ndarray:
        """Return the sorted places of genes that are ranked."""
        found = {self.place[gene] for gene in genes if gene in self.place}
        return np.array(sorted(found), dtype=np.intp)


class _Run:
    """The three steps on the sets of all collections; rows of ``table`` are sets."""

    def __init__(
        self, ranked: Ranked, collections: Mapping[str, GeneSets], smallest: int, largest: int
    ) -> None:
        self.ranked = ranked
        # a set that holds every ranked gene has nothing to be compared with
        largest = min(largest, len(ranked.symbols) - 1)
        rows: list[tuple[str, str, str, int]] = []
        self.places: list[np.ndarray] = []
        for collection, sets in collections.items():
            for number, names in enumerate(chunks_of(sets)):
                for name in names:
                    places = ranked.places(sets[name])
                    if smallest <= len(places) <= largest:
                        self.places.append(places)
                        rows.append((collection, name, f"{collection}\t{number}", len(places)))
        self.table = pd.DataFrame(rows, columns=["collection", "term", "chunk", "size"])

    def screened(self, null: Null) -> None:
        """Fill in score, NES, p-value and its error from random sets."""
        n = len(self.table)
        es, mean = np.zeros(n), np.full(n, np.nan)
        extreme, draws = np.zeros(n, dtype=int), np.zeros(n, dtype=int)
        size = self.table["size"].to_numpy(dtype=int)
        rows = {int(k): np.flatnonzero(size == k) for k in np.unique(size)}
        for index in rows.values():
            places = np.stack([self.places[i] for i in index])
            es[index] = enrichment_scores(self.ranked.weights, places)
        for k, found in null.screen({k: es[index] for k, index in rows.items()}).items():
            mean[rows[k]] = found.mean
            extreme[rows[k]], draws[rows[k]] = found.more_extreme, found.of_sign
        with np.errstate(invalid="ignore", divide="ignore"):
            nes = es / mean
        usable = np.isfinite(nes)
        self.table["es"], self.table["nes"] = es, np.where(usable, nes, np.nan)
        self.table["pvalue"] = np.where(usable, (extreme + 1) / (draws + 1), np.nan)
        self.table["log2err"] = np.where(usable, permutation_error(extreme, draws), np.nan)

    def sent_on(self, which: np.ndarray, sample_size: int, seed: int, n_jobs: int) -> None:
        """Replace the p-values of some sets by those of the multilevel procedure."""
        jobs, owners = [], []
        for _, chunk in self.table[which].groupby("chunk", sort=False):
            of_name = {str(self.table["term"][i]): self.places[i] for i in chunk.index}
            jobs.append((self.ranked.statistic, of_name, seed, sample_size))
            owners.append(chunk)
        if jobs:
            import gseapy  # noqa: F401  (before the fork: workers need not import it again)
        results = run_jobs(multilevel_pvalues, jobs, n_jobs)
        for chunk, found in zip(owners, results, strict=True):
            pvalue = np.array([found[str(term)] for term in chunk["term"]])
            # where gseapy draws too few sets of the sign the p-value of the screen stays
            known = chunk.index[np.isfinite(pvalue)]
            pvalue = pvalue[np.isfinite(pvalue)]
            self.table.loc[known, "pvalue"] = pvalue
            error = multilevel_error(pvalue, sample_size)
            # at the floor nothing is known but that p is no larger
            self.table.loc[known, "log2err"] = np.where(pvalue > EPS, error, np.nan)

    def adjusted(self) -> np.ndarray:
        """BH within each collection."""
        padj = np.full(len(self.table), np.nan)
        for index in self.table.groupby("collection", sort=False).indices.values():
            padj[index] = benjamini_hochberg(self.table["pvalue"].to_numpy()[index])
        return padj

    def better_known(self) -> np.ndarray:
        """Tell of which sets the multilevel procedure knows p better than the draws do."""
        pvalue, error = (self.table[name].to_numpy() for name in ("pvalue", "log2err"))
        return multilevel_error(pvalue, SAMPLE_SIZE) < error

    def hanging(self) -> np.ndarray:
        """Tell which sets another seed could put on the other side of the threshold."""
        error = self.table["log2err"].to_numpy()
        far = np.abs(np.log2(self.adjusted() / ALPHA))
        return (far < NEAR * error) & (error > PRECISE)

    def edges(self) -> list[str]:
        """Symbols of the leading edges."""
        symbols = self.ranked.symbols
        edges = (leading_edge(self.ranked.weights, places) for places in self.places)
        return [";".join(symbols[i] for i in edge) for edge in edges]


class Prerank:
    """Preranked GSEA of one ranking.

    Parameters
    ----------
    statistic : pandas.Series
        Wald statistics (N genes), descending, ties in a fixed order; index = symbol, unique. At
        least two different values.
    min_size, max_size : int
        Bounds of the number of ranked genes of a set, both included.
    seed : int
    n_jobs : int
        Processes; results are the same for any number.
    """

    def __init__(
        self,
        statistic: pd.Series,
        min_size: int = 10,
        max_size: int = 500,
        seed: int = 42,
        n_jobs: int = 1,
    ) -> None:
        self._ranked = Ranked.of(statistic)
        self._sizes, self._seed, self._n_jobs = (min_size, max_size), seed, n_jobs
        # sets that are tested later share the draws of their sizes
        self._null = Null(self._ranked.weights, seed, self._ranked.digest, n_jobs)

    def test(self, collections: Mapping[str, GeneSets]) -> pd.DataFrame:
        """Test the sets of collections.

        Parameters
        ----------
        collections : mapping of str to mapping
            Name of the collection -> its sets (name -> symbols; those that are not ranked are
            passed over).

        Returns
        -------
        pandas.DataFrame
            One row a set whose size lies within the bounds, by collection (in the given order) and
            term: ``collection, term, es, nes, pvalue, log2err, padj, size, leading_edge``.
            ``padj`` is Benjamini-Hochberg within the collection, ``log2err`` one SD of log2 p (NaN
            at the floor of 1e-10). Where a set has no usable null (no random set scores with its
            sign) ``nes`` and ``pvalue`` are NaN, and it takes no part in the adjustment.
        """
        run = _Run(self._ranked, collections, *self._sizes)
        run.screened(self._null)
        run.sent_on(run.better_known(), SAMPLE_SIZE, self._seed, self._n_jobs)
        for sample_size in CLOSER:
            run.sent_on(run.hanging(), sample_size, self._seed, self._n_jobs)
        table = run.table.assign(padj=run.adjusted(), leading_edge=run.edges())
        sign = self._ranked.sign
        return table.assign(es=sign * table["es"], nes=sign * table["nes"])[list(_COLUMNS)]
