"""Marker genes: their fold changes in a contrast, and which of them shift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtr

from resistance.checks.base import Context

#: Why a check of markers says nothing where the contrast gives no numbers.
NO_CHANGE = "The contrast gives no fold change with an error to read markers from."


@dataclass(frozen=True)
class Marker:
    """A marker that is expressed.

    Attributes
    ----------
    symbol : str
    change : float
        log2 fold change, target against reference.
    direction : int
        1 or -1 where it shifts, else 0.
    """

    symbol: str
    change: float
    direction: int


def expressed(context: Context, contrast: Mapping[str, str]) -> pd.DataFrame:
    """Return the fold changes of the genes that are expressed in a contrast.

    Parameters
    ----------
    context : Context
    contrast : mapping
        A row of the contrasts table.

    Returns
    -------
    pandas.DataFrame
        ``ensembl_id, change, se`` (log2), one row an Ensembl id (the one with most reads), sorted
        by it; mean normalised counts of at least ``expressed_count`` and a finite error.
    """
    de = context.fit.de.get(contrast["id"])
    if de is None:
        return pd.DataFrame({"ensembl_id": [], "change": [], "se": []})
    known = de[(de["ensembl_id"] != "") & (de["baseMean"] >= context.thresholds.expressed_count)]
    known = known[np.isfinite(known["log2FoldChange"]) & (known["lfcSE"] > 0)]
    known = known.sort_values(["ensembl_id", "baseMean"], ascending=[True, False], kind="stable")
    known = known.drop_duplicates("ensembl_id").reset_index(drop=True)
    return pd.DataFrame(
        {
            "ensembl_id": known["ensembl_id"],
            "change": known["log2FoldChange"],
            "se": known["lfcSE"],
        }
    )


def markers(
    context: Context, contrast: Mapping[str, str], genes: Mapping[str, str]
) -> list[Marker]:
    """Judge a set of markers that was fixed before the data.

    A marker shifts where its fold change reaches ``marker_fold`` and its two-sided Wald p value,
    times the number of expressed markers (Bonferroni), is below ``marker_alpha``; or, as the Wald
    error is useless there, where one arm has no read at all and every sample of the other has at
    least ``on_count``. The contrast's own p values may be of another question (a threshold, an
    equivalence).

    Parameters
    ----------
    context : Context
    contrast : mapping
    genes : mapping of str to str
        Ensembl id of each symbol.

    Returns
    -------
    list of Marker
        In the order of ``genes``; those that are not expressed are left out.
    """
    table = expressed(context, contrast).set_index("ensembl_id")
    found = {symbol: table.loc[i] for symbol, i in genes.items() if i in table.index}
    limits = context.thresholds
    out = []
    for symbol, row in found.items():
        change, error = float(row["change"]), float(row["se"])
        p = 2 * float(ndtr(-abs(change) / error)) * len(found)
        large = abs(change) >= np.log2(limits.marker_fold)
        sure = p < limits.marker_alpha or _off_in_one_arm(context, contrast, genes[symbol])
        out.append(Marker(symbol, change, int(np.sign(change)) if large and sure else 0))
    return out


def _off_in_one_arm(context: Context, contrast: Mapping[str, str], ensembl_id: str) -> bool:
    rows = list(context.genes.loc[context.genes["ensembl_id"] == ensembl_id, "gene_id"])
    if not rows:
        return False
    arms = [
        context.normalised.loc[rows, names].sum(axis=0) for names in context.arms(contrast).values()
    ]
    if not all(len(values) for values in arms):
        return False
    return any(
        bool((one == 0).all() and (other >= context.thresholds.on_count).all())
        for one, other in (arms, arms[::-1])
    )


def moved(found: list[Marker], direction: int) -> list[Marker]:
    """Return the markers that shift in one direction (1 or -1)."""
    return [marker for marker in found if marker.direction == direction]


def told(found: list[Marker]) -> str:
    """Write markers with their fold changes: ``MKI67 -1.20, PCNA -0.90``."""
    return ", ".join(f"{marker.symbol} {marker.change:+.2f}" for marker in found)
