"""Tell columns that are runs of one sample from samples of their own, by how they scatter.

Reads of one library, or of one RNA, that were sequenced several times scatter as Poisson's law
says, or as a multiple of it where a fragment is counted twice; that part shrinks with the number of
reads. What differs between cultures does not shrink. Of two columns, the squared log ratio of a
gene is ``c (1/a + 1/b) + 2 v**2``: ``v``, the coefficient of variation at any depth, tells them
apart. It is at most .006 between the runs of one culture in GSE135056, and .039 or more between
cultures, donors or clones of seven studies (``docs/checks.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from resistance.inputs.schema_words import listing

#: Variation below which two columns look like runs of one sample: between .006 and .039.
RUNS: Final = 0.02
#: Genes of a pair that must have this many reads together, and how many such genes are needed.
_READS: Final = 20
_FEWEST_GENES: Final = 200
#: Genes that are compared at most; the estimate needs no more, and pairs are many.
_MOST_GENES: Final = 4000
#: Other columns of its group that a column is compared with: those that correlate best.
_NEIGHBOURS: Final = 5
_BINS: Final = 20
#: Multiple of Poisson's law up to which scatter is that of sequencing; counted duplicates give 2.
_MOST_POISSON: Final = 10.0
#: Median of a chi-squared variable of one degree of freedom.
_MEDIAN: Final = 0.454936


@dataclass(frozen=True)
class Runs:
    """Columns that look like runs of one sample.

    Attributes
    ----------
    group : str
        Where they stand as samples of their own.
    samples : tuple of str
        In the order of the counts; two at least.
    variation : float
        The largest that ties them together.
    alone : bool
        The group has no other sample.
    """

    group: str
    samples: tuple[str, ...]
    variation: float
    alone: bool


@dataclass(frozen=True)
class Look:
    """How the columns of a study scatter.

    Attributes
    ----------
    runs : tuple of Runs
        In the order of their first column.
    smallest : float
        Variation of the two columns of a group that are nearest; NaN where none can be compared.
    """

    runs: tuple[Runs, ...] = ()
    smallest: float = float("nan")


def variation(one: np.ndarray, other: np.ndarray) -> float:
    """Estimate the coefficient of variation between two columns that depth does not explain.

    Parameters
    ----------
    one, other : numpy.ndarray
        Counts of the same genes.

    Returns
    -------
    float
        NaN where fewer than 200 genes have enough reads.
    """
    enough = one + other >= _READS
    if int(enough.sum()) < _FEWEST_GENES:
        return float("nan")
    a, b = one[enough] + 0.5, other[enough] + 0.5
    ratio = np.log(a / b)
    squared = (ratio - np.median(ratio)) ** 2
    poisson = 1 / a + 1 / b
    bins = np.array_split(np.argsort(poisson, kind="stable"), _BINS)
    x = np.array([np.median(poisson[members]) for members in bins])
    y = np.array([np.median(squared[members]) for members in bins]) / _MEDIAN
    # relative errors are alike in all bins, and y grows as x: weights of 1/x**2
    weight = 1 / x
    wx, wy = np.ones_like(x), y * weight
    slope, rest = np.linalg.lstsq(np.column_stack([wx, weight]), wy, rcond=None)[0]
    if not 0 <= slope <= _MOST_POISSON:
        slope = min(max(slope, 0.0), _MOST_POISSON)
        rest = float(((wy - slope) * weight).sum() / (weight**2).sum())
    return float(np.sqrt(max(rest, 0.0) / 2))


def groups_of(samples: pd.DataFrame, variables: Iterable[str]) -> dict[str, str]:
    """Say which samples stand as replicates of each other.

    Parameters
    ----------
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    variables : iterable of str
        Those that the contrasts compare; a lane or a run may differ within a sample.

    Returns
    -------
    dict of str to str
        Levels of the variables, with commas, by sample.
    """
    columns = [samples[name].astype(str) for name in variables if name in samples]
    return {str(name): ", ".join(str(column[name]) for column in columns) for name in samples.index}


def informative(reads: np.ndarray) -> np.ndarray:
    """Choose the genes by which columns are compared.

    Parameters
    ----------
    reads : numpy.ndarray
        Of each gene, over all samples.

    Returns
    -------
    numpy.ndarray
        Positions, ascending: 4,000 at most, from genes with few reads to those with many, which
        tell the scatter of sequencing from that of cultures. None of genes without reads.
    """
    order = np.argsort(reads, kind="stable")
    read = order[reads[order] > 0]
    if not len(read):
        return read
    ranks = np.linspace(len(read) // 4, len(read) - 1, _MOST_GENES).astype(int)
    chosen: np.ndarray = np.sort(read[np.unique(ranks)])
    return chosen


def look_alike(
    counts: pd.DataFrame, groups: Mapping[str, str], genes: np.ndarray | None = None
) -> Look:
    """Find columns that look like runs of one sample.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, one column a sample of the study.
    groups : mapping of str to str
        Group of each sample, such as its arm; only samples of one group are compared.
    genes : numpy.ndarray, optional
        Positions of the genes that are compared, where they were chosen before
        (:func:`informative`).

    Returns
    -------
    Look
    """
    values = counts.to_numpy(dtype=float)
    kept = informative(values.sum(axis=1)) if genes is None else genes
    if len(kept) < _FEWEST_GENES:
        return Look()
    values = values[kept]
    members: dict[str, list[int]] = {}
    for position, name in enumerate(counts.columns):
        members.setdefault(groups.get(str(name), ""), []).append(position)
    found = []
    smallest = float("nan")
    for group, positions in members.items():
        clusters, nearest = _clusters(values[:, positions])
        smallest = float(np.fmin(smallest, nearest))
        for cluster, value in clusters:
            names = tuple(str(counts.columns[positions[i]]) for i in cluster)
            alone = len(cluster) == len(positions)
            found.append((positions[cluster[0]], Runs(group, names, value, alone)))
    return Look(tuple(runs for _, runs in sorted(found, key=lambda pair: pair[0])), smallest)


def _clusters(values: np.ndarray) -> tuple[list[tuple[list[int], float]], float]:
    """Join columns whose variation is that of runs, with the largest of each; and the smallest."""
    n, nearest = values.shape[1], float("nan")
    if n < 2:
        return [], nearest
    logs = np.log(values + 1)
    logs = logs - logs.mean(axis=0)
    norms = np.sqrt((logs**2).sum(axis=0))
    alike = (logs.T @ logs) / np.outer(norms, np.where(norms > 0, norms, 1)).clip(1e-12)
    np.fill_diagonal(alike, -np.inf)
    leader, largest = list(range(n)), [0.0] * n
    for one in range(n):
        for other in np.argsort(-alike[one], kind="stable")[: min(_NEIGHBOURS, n - 1)]:
            value = variation(values[:, one], values[:, other])
            nearest = float(np.fmin(nearest, value))
            if value < RUNS:
                low, high = sorted((leader[one], leader[other]))
                largest[low] = max(largest[low], largest[high], value)
                leader = [low if own == high else own for own in leader]
    clusters = [
        ([i for i in range(n) if leader[i] == low], largest[low])
        for low in sorted(set(leader))
        if leader.count(low) > 1
    ]
    return clusters, nearest


def sentence(found: Sequence[Runs]) -> str:
    """Say which columns look like runs of one sample, and what to do.

    Parameters
    ----------
    found : sequence of Runs
        At least one.

    Returns
    -------
    str
    """
    columns = sum(len(runs.samples) for runs in found)
    shown = "; ".join(listing(runs.samples, 6) for runs in found[:8])
    more = f"; and {len(found) - 8} more groups" if len(found) > 8 else ""
    noun = "one sample" if len(found) == 1 else f"{len(found)} samples"
    largest = max(runs.variation for runs in found)
    alone = list(dict.fromkeys(runs.group for runs in found if runs.alone and runs.group))
    text = (
        f"{columns} columns look like technical replicates of {noun} ({shown}{more}): beyond the "
        f"scatter of sequencing they vary by {100 * largest:.1f}%; cultures vary by 4% or more. "
        "As samples of their own they make p values too small. Name the sample that each belongs "
        "to in the column replicate_of of the sample sheet, and their counts are added."
    )
    if alone:
        text += f" No biological replicate is left then in {listing(alone, 6)}."
    return text
