"""Whether a set is called for more than the cell cycle genes in it.

Resistant lines often grow slower or faster than their parent, and hundreds of sets hold genes of
the cell cycle. A called set is tested again without the genes of Hallmark E2F targets and G2M
checkpoint; one that then fails "follows proliferation".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

import numpy as np
import pandas as pd

from resistance.enrichment.prerank import ALPHA, GeneSets
from resistance.multiple_testing import benjamini_hochberg

#: Terms of the collection ``hallmark`` whose genes are those of proliferation.
PROLIFERATION_SETS: Final = ("HALLMARK_E2F_TARGETS", "HALLMARK_G2M_CHECKPOINT")


def proliferation_genes(collections: Mapping[str, GeneSets]) -> frozenset[str]:
    """Return the genes of proliferation, as the study's Hallmark sets name them.

    Parameters
    ----------
    collections : mapping of str to mapping

    Returns
    -------
    frozenset of str
        Empty where the study does not test the collection ``hallmark``.
    """
    hallmark = collections.get("hallmark", {})
    return frozenset().union(*(hallmark.get(name, ()) for name in PROLIFERATION_SETS))


def follow_proliferation(
    table: pd.DataFrame,
    collections: Mapping[str, GeneSets],
    genes: Collection[str],
    test: Callable[[Mapping[str, GeneSets]], pd.DataFrame],
) -> pd.DataFrame:
    """Test called sets without the genes of proliferation.

    Parameters
    ----------
    table : pandas.DataFrame
        Of :func:`resistance.enrichment.prerank.prerank`.
    collections : mapping of str to mapping
        The sets that it tested.
    genes : collection of str
        Symbols of proliferation.
    test : callable
        Tests collections as ``table`` was made.

    Returns
    -------
    pandas.DataFrame
        Index of ``table``. ``nes_without_proliferation`` and ``padj_without_proliferation`` of
        called sets (in place of its own p-value the set's new one is adjusted with those of the
        others; NaN if too few genes are left), and ``follows_proliferation``: ``yes``, ``no``, or
        empty for sets that are not called, and for all where ``genes`` is empty.
    """
    called = table[table["padj"] < ALPHA]
    out = pd.DataFrame(
        {
            "nes_without_proliferation": called["nes"],
            "padj_without_proliferation": called["padj"],
            "follows_proliferation": "no",
        },
        index=called.index,
    )
    known = frozenset(genes)
    if not known:
        return out.iloc[:0].reindex(table.index).fillna({"follows_proliferation": ""})
    # genes outside the leading edge make no score: without them it can only rise
    touched = [not known.isdisjoint(edge.split(";")) for edge in called["leading_edge"]]
    reduced: dict[str, dict[str, list[str]]] = {}
    keys = called.loc[touched, ["collection", "term"]]
    for collection, term in zip(keys["collection"], keys["term"], strict=True):
        rest = [gene for gene in collections[collection][term] if gene not in known]
        reduced.setdefault(collection, {})[term] = rest
    again = test(reduced).set_index(["collection", "term"])
    for i in keys.index:
        key = (table.loc[i, "collection"], table.loc[i, "term"])
        pvalues = table.loc[table["collection"] == key[0], "pvalue"].copy()
        nes, pvalues[i] = (
            again.loc[key, ["nes", "pvalue"]] if key in again.index else (np.nan, np.nan)
        )
        padj = benjamini_hochberg(pvalues.to_numpy(dtype=float))[pvalues.index.get_loc(i)]
        holds = padj < ALPHA and nes * table.loc[i, "nes"] > 0
        out.loc[i] = [nes, padj, "no" if holds else "yes"]
    return out.reindex(table.index).fillna({"follows_proliferation": ""})
