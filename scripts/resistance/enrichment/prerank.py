"""Gene set enrichment on the Wald statistic (GSEA, fgsea's multilevel p-values through gseapy).

With the multilevel procedure the p-value of a set depends on its companions in the same call, so
the way sets are put together is part of the method: every collection on its own, its sets sorted
by name, in fixed chunks of :data:`CHUNK_SIZE`, each chunk with the same seed. A chunk is cut before
sets are left out for their size; it therefore depends on the collection's file alone, never on
other chunks, other collections or the number of processes.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from resistance import columns
from resistance.enrichment.ranking import rank_genes

#: Sets per call of gseapy. One call for 7,700 sets takes 7 GB of memory, 300 sets 0.5 GB.
CHUNK_SIZE = 300
#: Smallest p-value that the multilevel procedure resolves.
EPS = 1e-10
#: Organisms whose gene sets are embedded.
ORGANISMS_WITH_SETS = ("human",)

GeneSets = Mapping[str, Sequence[str]]


def chunks_of(sets: GeneSets) -> Iterator[dict[str, list[str]]]:
    """Cut a collection into its fixed chunks: sets sorted by name, :data:`CHUNK_SIZE` a chunk.

    Parameters
    ----------
    sets : mapping of str to sequence of str
        Name of the set -> symbols.

    Yields
    ------
    dict of str to list of str
        At most :data:`CHUNK_SIZE` sets, their symbols sorted, each once.
    """
    names = sorted(sets)
    for start in range(0, len(names), CHUNK_SIZE):
        yield {name: sorted(set(sets[name])) for name in names[start : start + CHUNK_SIZE]}


def _matched(
    statistic: pd.Series, chunk: dict[str, list[str]], min_size: int, max_size: int
) -> dict[str, list[str]]:
    """Reduce sets to ranked genes; keep those whose size lies within the bounds."""
    known = set(statistic.index)
    reduced = {name: [gene for gene in genes if gene in known] for name, genes in chunk.items()}
    # a set that holds every ranked gene has nothing to be compared with
    largest = min(max_size, len(known) - 1)
    return {name: genes for name, genes in reduced.items() if min_size <= len(genes) <= largest}


@contextlib.contextmanager
def _without_warnings() -> Iterator[None]:
    """Silence gseapy's warning that ties are in arbitrary order: here they are sorted by symbol."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def run_chunk(statistic: pd.Series, sets: Mapping[str, Sequence[str]], seed: int) -> pd.DataFrame:
    """Test the sets of one chunk with ``gseapy.prerank(method="multilevel")``.

    The method is fgsea's multilevel split Monte Carlo (Korotkevich et al., bioRxiv 060012,
    doi:10.1101/060012). Where a set has no usable null (NES or p not finite) the row stays, with
    ``nes`` and ``pvalue`` NaN, and takes no part in the correction for multiple testing.

    Parameters
    ----------
    statistic : pandas.Series
        Sorted descending, index = symbol, unique.
    sets : mapping of str to sequence of str
        Symbols of ``statistic`` alone, sizes filtered; not empty.
    seed : int

    Returns
    -------
    pandas.DataFrame
        One row per set, sorted by name: ``term, es, nes, pvalue, size, leading_edge``.
    """
    import gseapy

    # gseapy upper-cases symbols when most of a set looks upper-case (C9orf72, mouse genes), so it
    # gets neutral names
    symbols = [str(symbol) for symbol in statistic.index]
    token = {symbol: f"G{position:07d}" for position, symbol in enumerate(symbols)}
    ranking = pd.Series(statistic.to_numpy(dtype=float), index=list(token.values()), name="stat")
    sizes = [len(genes) for genes in sets.values()]
    with _without_warnings():
        result = gseapy.prerank(
            ranking,
            {name: [token[gene] for gene in sets[name]] for name in sorted(sets)},
            outdir=None,
            min_size=min(sizes),
            max_size=max(sizes),
            ascending=None,  # sorted already; gseapy's own sort is not stable
            threads=1,  # more give no speed-up; chunks run side by side instead
            no_plot=True,
            seed=seed,
            method="multilevel",
            eps=EPS,
        ).res2d
    frame = pd.DataFrame(
        {
            "term": result["Term"].astype(str),
            "es": result["ES"].astype(float),
            "nes": result["NES"].astype(float),
            "pvalue": result["NOM p-val"].astype(float),
            "size": [len(sets[term]) for term in result["Term"]],
            "leading_edge": [
                ";".join(symbols[int(gene[1:])] for gene in genes.split(";") if gene)
                for genes in result["Lead_genes"].astype(str)
            ],
        }
    )
    unusable = ~(np.isfinite(frame["nes"]) & np.isfinite(frame["pvalue"]))
    frame.loc[unusable, ["nes", "pvalue"]] = np.nan
    return frame.sort_values("term", kind="stable").reset_index(drop=True)


def _run_jobs(
    jobs: Sequence[tuple[pd.Series, dict[str, list[str]], int]], n_jobs: int
) -> list[pd.DataFrame]:
    """Run chunks, side by side where that pays; the results are in the order of ``jobs``."""
    workers = min(n_jobs, len(jobs))
    if workers <= 1:
        return [run_chunk(*job) for job in jobs]
    import gseapy  # noqa: F401  (imported before the fork: the workers need not import it again)
    from joblib import Parallel, delayed

    # forked workers: with loky each imports gseapy anew (4 s of CPU time), 22 s of wall time for
    # the embedded collections on 2 cores against 17 s
    parallel = Parallel(n_jobs=workers, backend="multiprocessing", batch_size=1)
    return list(parallel(delayed(run_chunk)(*job) for job in jobs))


def _benjamini_hochberg(pvalues: pd.Series) -> np.ndarray:
    """Benjamini-Hochberg (1995) q values over the finite entries; NaN elsewhere."""
    from scipy.stats import false_discovery_control

    padj = np.full(len(pvalues), np.nan)
    finite = pvalues.notna().to_numpy()
    if finite.any():
        padj[finite] = false_discovery_control(pvalues[finite].to_numpy())
    return padj


def enrich(
    differential: pd.DataFrame,
    collections: Mapping[str, GeneSets],
    *,
    organism: str,
    min_size: int = 10,
    max_size: int = 500,
    seed: int = 42,
    n_jobs: int = 1,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Test collections of gene sets, each on its own.

    Parameters
    ----------
    differential : pandas.DataFrame
        Genes x :data:`resistance.columns.DIFFERENTIAL`.
    collections : mapping of str to mapping
        Name of the collection -> its sets (name -> symbols), in the order to report; an empty
        mapping where the organism has none.
    organism : str
        ``human``, ``mouse`` or ``other``; sets are embedded for ``human``.
    min_size, max_size : int
        Bounds of the number of ranked genes of a set, both included.
    seed : int
        The seed of every chunk.
    n_jobs : int
        Processes; the result does not depend on it.

    Returns
    -------
    table : pandas.DataFrame
        :data:`resistance.columns.ENRICHMENT`; by collection (in the given order) and term.
        ``padj`` is Benjamini-Hochberg over the tested sets of one collection.
    status : pandas.DataFrame
        :data:`resistance.columns.ENRICHMENT_COLLECTIONS`, one row per collection.
    """
    ranking = rank_genes(differential)
    known = set(ranking.statistic.index)
    jobs: list[tuple[pd.Series, dict[str, list[str]], int]] = []
    of_collection: list[str] = []
    status = []
    for name, sets in collections.items():
        row = {
            "collection": name,
            "status": "tested",
            "n_sets": len(sets),
            "n_tested": 0,
            "n_ranked": len(known),
            "n_matched": len(known & set().union(*sets.values())),
            "reason": ranking.sentence,
        }
        status.append(row)
        if organism not in ORGANISMS_WITH_SETS:
            row["status"] = "no_sets_for_organism"
            row["reason"] = f'No gene sets are embedded for organism "{organism}".'
            continue
        if ranking.problem:
            row["status"], row["reason"] = "no_ranked_genes", ranking.problem
            continue
        matched = [
            _matched(ranking.statistic, chunk, min_size, max_size) for chunk in chunks_of(sets)
        ]
        matched = [chunk for chunk in matched if chunk]
        if not matched:
            row["status"] = "no_set_in_size_range"
            row["reason"] = f"No set has {min_size} to {max_size} ranked genes. {ranking.sentence}"
            continue
        jobs += [(ranking.statistic, chunk, seed) for chunk in matched]
        of_collection += [name] * len(matched)
    results = _run_jobs(jobs, n_jobs)
    parts = [pd.DataFrame(columns=list(columns.ENRICHMENT))]
    for row in status:
        name = str(row["collection"])
        of_name = [
            part for part, owner in zip(results, of_collection, strict=True) if owner == name
        ]
        if not of_name:
            continue
        part = pd.concat(of_name, ignore_index=True)
        part["collection"] = name
        part["padj"] = _benjamini_hochberg(part["pvalue"])
        part["set_size"] = [len(set(collections[name][term])) for term in part["term"]]
        row["n_tested"] = int(part["pvalue"].notna().sum())
        unusable = len(part) - int(part["pvalue"].notna().sum())
        if unusable:
            row["reason"] = (
                f"{row['reason']} Sets without a usable null, left without a p-value: {unusable:,}."
            )
        parts.append(part[list(columns.ENRICHMENT)])
    filled = parts[1:] or parts
    return (
        pd.concat(filled, ignore_index=True),
        pd.DataFrame(status, columns=list(columns.ENRICHMENT_COLLECTIONS)),
    )
