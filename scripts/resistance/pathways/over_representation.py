"""Whether a gene set holds more of the called genes than chance puts there, up and down apart.

A second view beside GSEA: it looks at called genes alone, so that a set of a few strong genes is
seen and a weak shift of many is not. Genes that rise and genes that fall are never added up. The
background is the genes that were tested, not the genome: genes that cannot be called do not make a
set look poor.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.special import gammaln

from resistance.columns import OVER_REPRESENTATION
from resistance.enrichment.ranking import rank_genes
from resistance.multiple_testing import benjamini_hochberg

#: Directions in the order of the table, with the sign of a called gene.
DIRECTIONS: Final = {"up": 1, "down": -1}
#: Smallest p value that is written.
SMALLEST: Final = 1e-300


def upper_tail(overlap: np.ndarray, size: np.ndarray, n_changed: int, n_tested: int) -> np.ndarray:
    """Return the hypergeometric probability of at least as many called genes in each set.

    The terms of the tail are added up from the table of log factorials: all are positive, so small
    p-values keep their digits, and 10,000 sets take 0.1 s (``scipy.stats`` takes 0.5 s to load).

    Parameters
    ----------
    overlap : numpy.ndarray of int
        Called genes in each set.
    size : numpy.ndarray of int
        Tested genes in each set.
    n_changed, n_tested : int
        Called genes and tested genes.

    Returns
    -------
    numpy.ndarray
        p-values, 1 where no gene of a set is called.
    """
    if len(overlap) == 0:
        return np.zeros(0)
    log_factorial = gammaln(np.arange(n_tested + 1) + 1.0)

    def log_choose(n: np.ndarray | int, k: np.ndarray | int) -> np.ndarray:
        return log_factorial[n] - log_factorial[k] - log_factorial[n - k]

    least = np.maximum(overlap, size + n_changed - n_tested)
    terms = np.minimum(size, n_changed) - least + 1
    starts = np.cumsum(terms) - terms
    hits = np.repeat(least - starts, terms) + np.arange(terms.sum())
    sizes = np.repeat(size, terms)
    log_p = (
        log_choose(n_changed, hits)
        + log_choose(n_tested - n_changed, sizes - hits)
        - log_choose(n_tested, sizes)
    )
    tail = np.minimum(np.add.reduceat(np.exp(log_p), starts), 1.0)
    # a p value of 0 is none: what is too small for a number stands at the smallest that is kept
    return np.where(overlap == 0, 1.0, np.maximum(tail, SMALLEST))


def called_genes(differential: pd.DataFrame, alpha: float) -> pd.Series:
    """Say of each tested gene whether it is called higher (1), lower (-1) or not (0).

    Parameters
    ----------
    differential : pandas.DataFrame
        Columns of ``DIFFERENTIAL``; ``padj`` vouches for the sign of ``log2FoldChange``.
    alpha : float
        False discovery rate of a call.

    Returns
    -------
    pandas.Series
        Index = symbol, sorted; genes with a ``padj``, one row a symbol as for GSEA (the row of the
        highest mean).
    """
    tested = differential[differential["padj"].notna() & differential["log2FoldChange"].notna()]
    call = np.where(tested["padj"] < alpha, np.sign(tested["log2FoldChange"]), 0.0)
    # the ranking's own choice of a row; the call rides in the place of the statistic
    return rank_genes(tested.assign(stat=call)).statistic.astype(int).sort_index()


def over_representation(
    differential: pd.DataFrame, gene_sets: pd.DataFrame, alpha: float, sizes: tuple[int, int]
) -> pd.DataFrame:
    """Test gene sets for called genes, those that rise and those that fall apart.

    Parameters
    ----------
    differential : pandas.DataFrame
        Columns of ``DIFFERENTIAL``, one contrast; ``padj`` vouches for the sign of
        ``log2FoldChange`` (:func:`resistance.directions.directed`).
    gene_sets : pandas.DataFrame
        Columns of ``GENE_SETS``.
    alpha : float
        False discovery rate at which a gene is called.
    sizes : tuple of int
        Least and greatest number of a set's tested genes, both included.

    Returns
    -------
    pandas.DataFrame
        Columns of ``OVER_REPRESENTATION``: by direction (up, down), then sets in the order of
        ``gene_sets``. A direction without a called gene has no rows. ``padj`` is
        Benjamini-Hochberg's within direction and collection; ``odds_ratio`` has 0.5 added to each
        cell, so that it is finite.
    """
    calls = called_genes(differential, alpha)
    members = gene_sets[gene_sets["gene_name"].isin(calls.index)].drop_duplicates()
    members = members.assign(call=calls.reindex(members["gene_name"]).to_numpy(dtype=int))
    by_set = members.groupby(["collection", "term"], sort=False)
    size = by_set.size()
    size = size[size.between(*sizes)]
    parts = [
        _one_direction(name, members[members["call"] == sign], size, calls, sign)
        for name, sign in DIRECTIONS.items()
        if (calls == sign).any() and len(size)
    ]
    if not parts:
        return pd.DataFrame(columns=list(OVER_REPRESENTATION))
    return pd.concat(parts, ignore_index=True)[list(OVER_REPRESENTATION)]


def _one_direction(
    direction: str, members: pd.DataFrame, size: pd.Series, calls: pd.Series, sign: int
) -> pd.DataFrame:
    ordered = members.sort_values("gene_name", kind="stable")
    genes = ordered.groupby(["collection", "term"], sort=False)["gene_name"].agg(list)
    found = genes.reindex(size.index)
    names = [part if isinstance(part, list) else [] for part in found]
    n_tested, n_changed = len(calls), int((calls == sign).sum())
    out = size.rename("size").reset_index()
    k = out["size"].to_numpy(dtype=int)
    overlap = np.array([len(part) for part in names])
    inside, outside = overlap + 0.5, n_changed - overlap + 0.5
    rest_inside, rest_outside = k - overlap + 0.5, n_tested - k - n_changed + overlap + 0.5
    out = out.assign(
        direction=direction,
        n_changed=n_changed,
        overlap=overlap,
        expected=k * n_changed / n_tested,
        odds_ratio=inside * rest_outside / (outside * rest_inside),
        pvalue=upper_tail(overlap, k, n_changed, n_tested),
        genes=[";".join(part) for part in names],
    )
    adjusted = out.groupby("collection", sort=False)["pvalue"].transform(
        lambda p: benjamini_hochberg(p.to_numpy())
    )
    return out.assign(padj=adjusted)


def said(table: pd.DataFrame, alpha: float) -> str:
    """Say in one sentence what was found, or why there is nothing to test.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns of ``OVER_REPRESENTATION``.
    alpha : float
        False discovery rate at which a gene was called.

    Returns
    -------
    str
    """
    if table.empty:
        return (
            f"No over-representation: no gene is called at a false discovery rate of {alpha:g}, or "
            "no set has a size in the range."
        )
    found = [
        f"{direction}: {part['n_changed'].iloc[0]:,} called genes, "
        f"{(part['padj'] < 0.05).sum():,} of {len(part):,} sets with an FDR below 0.05"
        for direction, part in table.groupby("direction", sort=False)
    ]
    return f"Over-representation, {'; '.join(found)}."
