"""Which significant gene sets tell one story: groups by their leading edges.

Two sets are alike by the mean of two coefficients of their leading edges (EnrichmentMap's combined
coefficient, Merico et al., PLoS ONE 2010;5:e13984)::

    (shared / either  +  shared / smaller) / 2        (Jaccard, overlap)

Jaccard alone leaves a small set outside the large one that holds it (smooth muscle contraction in
muscle contraction): too many groups of one. The overlap alone lets a set of 150 genes swallow what
it shares little with. Two genes in common say nothing, so the overlap counts from three on: without
that, sets with leading edges of one to three genes join whichever group holds these.

Average linkage, cut at a mean likeness of 0.2. Measured on all six collections (airway,
dexamethasone; two of the MCF7 clones without oestrogen; the example), sets with a GSEA FDR below
0.05. "Strangers" are folded sets that share less than a fifth of the smaller leading edge with
their group's best set::

                               groups (groups of one) at a distance of
    direction         sets   Jaccard 0.7   combined 0.7   0.75      0.8       0.85
    airway up           57   39 (29)       29 (20)        24 (16)   21 (13)   19 (11)
    airway down         20   19 (18)       16 (13)        15 (11)   14 (9)    13 (8)
    LTED_B_1 up        176   118 (89)      90 (60)        83 (52)   74 (41)   62 (30)
    LTED_B_1 down      110   48 (25)       31 (15)        30 (15)   25 (12)   21 (12)
    LTED_B_2 up        142   61 (38)       42 (25)        40 (22)   33 (16)   30 (13)
    LTED_B_2 down      112   45 (24)       34 (14)        27 (10)   25 (8)    21 (6)
    example up          14   8 (6)         5 (3)          4 (1)     4 (1)     4 (1)
    example down        23   8 (6)         5 (3)          5 (3)     5 (3)     5 (3)
    strangers            -   0 %           0.3 %          0.7 %     1.3 %     5 %

At 0.8 interferon and antiviral defence are one group, as are cholesterol synthesis and SREBP, the
respiratory chain with its diseases, mitosis, homologous recombination; at 0.85 mitosis, repair and
centrosomes fall into one of 42 sets. Groups that remain are ranked: those with a set that is robust
to correlation first, so that the first twelve are those to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from resistance.columns import PATHWAY_GROUPS

#: Sets below this false discovery rate (GSEA) are grouped.
ALPHA: Final = 0.05
#: Mean distance (1 - likeness) at which groups are cut.
CUT: Final = 0.8
#: Shared genes from which the overlap of the smaller leading edge counts.
FEWEST_SHARED: Final = 3
#: Collections made for this question: in a group with others as robust they do not give the name,
#: since the general set says what moves and ours only what that may mean.
OWN: Final = ("resistance", "bpdcn")


def shared_genes(edges: Sequence[Sequence[str]]) -> np.ndarray:
    """Count the genes that each two leading edges share.

    Parameters
    ----------
    edges : sequence of sequence of str
        Distinct symbols (n sets).

    Returns
    -------
    numpy.ndarray of int
        (n, n); the sizes stand on the diagonal.
    """
    lengths = [len(edge) for edge in edges]
    symbols = np.array([symbol for edge in edges for symbol in edge], dtype=object)
    codes, genes = pd.factorize(symbols)
    rows = np.repeat(np.arange(len(edges)), lengths)
    entries = (np.ones(len(codes), dtype=np.int32), (rows, codes))
    incidence = sparse.csr_matrix(entries, shape=(len(edges), max(len(genes), 1)))
    return (incidence @ incidence.T).toarray()


def likeness(shared: np.ndarray) -> np.ndarray:
    """Turn shared genes into the combined coefficient of each two sets.

    Parameters
    ----------
    shared : numpy.ndarray of int
        (n, n), of :func:`shared_genes`.

    Returns
    -------
    numpy.ndarray
        (n, n), 0 to 1; 1 on the diagonal.
    """
    size = np.diag(shared)
    either = size[:, None] + size[None, :] - shared
    smaller = np.minimum(size[:, None], size[None, :])
    jaccard = shared / np.maximum(either, 1)
    overlap = np.where(shared >= FEWEST_SHARED, shared / np.maximum(smaller, 1), 0.0)
    out = (jaccard + overlap) / 2
    np.fill_diagonal(out, 1.0)
    return out


def clusters(alike: np.ndarray) -> np.ndarray:
    """Cut sets into groups by average linkage.

    Parameters
    ----------
    alike : numpy.ndarray
        (n, n), of :func:`likeness`, its sets in an order that does not depend on the input's.

    Returns
    -------
    numpy.ndarray of int
        Group of each set.
    """
    if len(alike) < 2:
        return np.ones(len(alike), dtype=int)
    tree = linkage(squareform(1.0 - alike, checks=False), method="average")
    return fcluster(tree, CUT, criterion="distance")


def pathway_groups(enrichment: pd.DataFrame) -> pd.DataFrame:
    """Group the significant sets of a contrast, those that rise and those that fall apart.

    Parameters
    ----------
    enrichment : pandas.DataFrame
        Columns of ``ENRICHMENT``, all collections of one contrast.

    Returns
    -------
    pandas.DataFrame
        Columns of ``PATHWAY_GROUPS``: by direction (up, down), group and, within it, from the best
        set on. Better is: robust to correlation, then the smaller ``padj``, the greater ``|nes|``,
        the name. Groups stand in the order of their best sets; the set that names a group is its
        best one outside :data:`OWN`, if it has one as robust. ``overlap_with_best`` is the likeness
        to that set.
    """
    called = enrichment[enrichment["padj"] < ALPHA]
    parts = [
        _one_direction(direction, called[called["nes"] * sign > 0])
        for direction, sign in {"up": 1, "down": -1}.items()
    ]
    parts = [part for part in parts if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(PATHWAY_GROUPS))
    return pd.concat(parts, ignore_index=True)[list(PATHWAY_GROUPS)]


def _one_direction(direction: str, called: pd.DataFrame) -> pd.DataFrame:
    # a fixed order, so that ties of the linkage are broken the same way whatever the rows' order
    sets = called.sort_values(["collection", "term"], kind="stable").reset_index(drop=True)
    if sets.empty:
        return sets
    shared = shared_genes([[g for g in text.split(";") if g] for text in sets["leading_edge"]])
    alike = likeness(shared)
    ranked = sets.assign(
        cluster=clusters(alike), less_sure=sets["call"] != "robust", reach=-sets["nes"].abs()
    ).sort_values(["less_sure", "padj", "reach", "term", "collection"], kind="stable")
    ranked["group"] = pd.factorize(ranked["cluster"])[0] + 1
    naming = (
        ranked.assign(own=ranked["collection"].isin(OWN))
        .sort_values(["group", "less_sure", "own"], kind="stable")
        .drop_duplicates("group")
    )
    best = ranked["group"].map(pd.Series(naming.index, index=naming["group"]))
    out = ranked.assign(
        direction=direction,
        label=best.map(sets["term"]),
        is_best=np.where(best == ranked.index, "yes", "no"),
        overlap_with_best=alike[ranked.index, best],
        n_shared=shared[ranked.index, best],
    )
    return out.sort_values(["group", "is_best"], ascending=[True, False], kind="stable")


def said_of(groups: pd.DataFrame) -> str:
    """Say in one sentence how many groups were made.

    Parameters
    ----------
    groups : pandas.DataFrame
        Columns of ``PATHWAY_GROUPS``.

    Returns
    -------
    str
    """
    if groups.empty:
        return "No gene set has a GSEA FDR below 0.05, so there is nothing to group."
    found = [
        f"{len(part):,} sets {direction} in {part['group'].nunique():,} groups"
        for direction, part in groups.groupby("direction", sort=False)
    ]
    return f"Significant gene sets: {'; '.join(found)}."
