"""Several assays of one compartment: combined where they agree, a conflict where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from scipy.special import chdtrc, stdtr, stdtrit

from resistance.multiple_testing import benjamini_hochberg

#: ``assay_id`` of a combined row.
COMBINED: Final = "combined"
#: ``protein_status`` and ``reason`` where the assays disagree.
CONFLICT: Final = "conflict"
ASSAY_CONFLICT: Final = "assay_conflict"
#: Cochran's Q below this p: the assays disagree.
HETEROGENEOUS: Final = 0.10

_GENE: Final = ["gene_id", "compartment"]


def combined_rows(
    rows: pd.DataFrame, cultures: Mapping[tuple[str, str], frozenset[str]] | None = None
) -> pd.DataFrame:
    """Combine the assays that measured one gene in one compartment.

    Inverse-variance mean of the estimates where Cochran's Q has p >= .10, with the standard error
    1 / sum of weights times 1 + 4 sum c (1 - c) / df (Meier, Biometrics 1953;9:59: weights that are
    themselves estimated), c the share of an assay's weight, and Welch-Satterthwaite degrees of
    freedom. Assays of the same cultures share what the cultures differ in: their errors count as
    fully correlated, sum of c times s, with the fewest degrees of freedom. Otherwise no estimate.

    Only estimates with an error of their own count, and a gene that one assay measured by several
    proteins is left out: which of them to take is not known.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of the concordance table before the calls.
    cultures : mapping, optional
        Names of the cultures that each assay and compartment measured; without it all assays are
        independent.

    Returns
    -------
    pandas.DataFrame
        One row for each gene and compartment with at least two such assays, with the columns of
        ``rows`` and ``combined_from`` and ``cochran_p``.
    """
    own = (rows["protein_status"] == "estimated") & (rows["gene_id"] != "")
    # a censored fit may not show equivalence; within a combined estimate it would
    own &= rows["protein_method"] != "tobit"
    own &= (rows["protein_lfcSE"] > 0) & (rows["protein_df"] > 0)
    members = rows[own]
    members = members[members.duplicated(_GENE, keep=False)]
    members = members.sort_values([*_GENE, "assay_id", "protein_gene", "protein_id"])
    several = members.duplicated([*_GENE, "assay_id"], keep=False)
    unclear = members[several].set_index(_GENE).index
    assays = members.groupby(_GENE)["assay_id"].transform("size")
    members = members[(assays >= 2) & ~members.set_index(_GENE).index.isin(unclear)]
    if members.empty:
        return rows.iloc[:0].assign(combined_from="", cochran_p=np.nan)
    groups = members.groupby(_GENE, sort=True)
    out = groups.first().reset_index()
    number = groups.ngroup().to_numpy()

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(number, weights=values, minlength=len(out))

    x, se, df = (
        members[f"protein_{name}"].to_numpy(dtype=float)
        for name in ("log2FoldChange", "lfcSE", "df")
    )
    weight = se**-2.0
    share = weight / total(weight)[number]
    mean = total(share * x)
    k = total(np.ones(len(x)))
    q = total(weight * (x - mean[number]) ** 2)
    cochran = chdtrc(k - 1.0, q)
    variance = (1.0 + 4.0 * total(share * (1.0 - share) / df)) / total(weight)
    freedom = 1.0 / total(share**2 / df)
    names = groups["assay_id"].agg(";".join).to_numpy()
    shared = _share_cultures(names, out["compartment"], cultures or {})
    together = (total(share * se)) ** 2
    fewest = groups["protein_df"].min().to_numpy()
    variance = np.where(shared, np.maximum(variance, together), variance)
    freedom = np.where(shared, np.minimum(freedom, fewest), freedom)
    agree = cochran >= HETEROGENEOUS
    systematic = members["systematic_sd"].fillna(0.0).to_numpy(dtype=float)

    out["protein_log2FoldChange"] = np.where(agree, mean, np.nan)
    out["protein_lfcSE"] = np.where(agree, np.sqrt(variance), np.nan)
    out["protein_df"] = np.where(agree, freedom, np.nan)
    half = stdtrit(out["protein_df"].to_numpy(), 0.975) * out["protein_lfcSE"]
    out["protein_ci_low"] = out["protein_log2FoldChange"] - half
    out["protein_ci_high"] = out["protein_log2FoldChange"] + half
    out["systematic_sd"] = np.sqrt(total((share * systematic) ** 2))
    t = np.abs(out["protein_log2FoldChange"]) / out["protein_lfcSE"]
    p = 2.0 * stdtr(out["protein_df"].to_numpy(), -t.to_numpy())
    for compartment in out["compartment"].unique():
        of = (out["compartment"] == compartment).to_numpy()
        out.loc[of, "protein_padj"] = benjamini_hochberg(p[of])
    for name in ("n_reference", "n_target"):
        out[name] = total(members[name].to_numpy(dtype=float)) / k
    types = groups["assay_type"]
    out["assay_type"] = np.where(types.nunique() == 1, types.first(), COMBINED)
    out["compresses"] = groups["compresses"].max().to_numpy()
    out["combined_from"] = names
    out["cochran_p"] = cochran
    out["protein_status"] = np.where(agree, "estimated", CONFLICT)
    out["protein_method"] = COMBINED
    out["assay_id"] = COMBINED
    for name in ("protein_reason", "protein_gene", "protein_id"):
        out[name] = ""
    out["paired"] = "no"
    return out[[*rows.columns, "combined_from", "cochran_p"]]


def _share_cultures(
    names: np.ndarray,
    compartments: pd.Series,
    cultures: Mapping[tuple[str, str], frozenset[str]],
) -> np.ndarray:
    """Tell which sets of assays measured a culture in common."""
    known: dict[tuple[str, str], bool] = {}
    for key in set(zip(names, compartments, strict=True)):
        members = [cultures.get((assay, key[1]), frozenset()) for assay in key[0].split(";")]
        known[key] = len(frozenset().union(*members)) < sum(len(member) for member in members)
    return np.array([known[key] for key in zip(names, compartments, strict=True)], dtype=bool)


def without_members(rows: pd.DataFrame) -> pd.DataFrame:
    """Drop the rows that a combined row stands for.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of the concordance table.

    Returns
    -------
    pandas.DataFrame
        Combined rows and rows that belong to none, in the order given.
    """
    combined = rows[rows["combined_from"] != ""]
    if combined.empty:
        return rows
    members = {
        (gene, compartment, assay)
        for gene, compartment, names in zip(
            combined["gene_id"], combined["compartment"], combined["combined_from"], strict=True
        )
        for assay in names.split(";")
    }
    keys = zip(rows["gene_id"], rows["compartment"], rows["assay_id"], strict=True)
    stays = [
        bool(names) or key not in members
        for key, names in zip(keys, rows["combined_from"], strict=True)
    ]
    return rows[stays]
