"""Put the estimates of both layers side by side, in the columns of the concordance table."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from resistance.concordance.claims import Layer, Margins
from resistance.protein.estimates import LOWER_BOUND, UPPER_BOUND

#: Level of padj at which the naive reading "significant in one layer only" is made.
NAIVE_ALPHA = 0.05


def rna_columns(de: pd.DataFrame, df: pd.Series) -> pd.DataFrame:
    """Name the mRNA columns of the concordance table.

    Parameters
    ----------
    de : pandas.DataFrame
        Columns of :data:`resistance.columns.DIFFERENTIAL`.
    df : pandas.Series
        Degrees of freedom of each gene, index ``gene_id``.

    Returns
    -------
    pandas.DataFrame
        Index ``gene_id``; ``rna_*`` columns.
    """
    out = pd.DataFrame(
        {
            "rna_log2FoldChange": de["log2FoldChange"].to_numpy(),
            "rna_lfcSE": de["lfcSE"].to_numpy(),
            "rna_df": df.reindex(de["gene_id"]).to_numpy(),
            "rna_padj": de["padj"].to_numpy(),
            "rna_status": de["status"].to_numpy(),
        },
        index=pd.Index(de["gene_id"], name="gene_id"),
    )
    half = stdtrit(out["rna_df"].to_numpy(), 0.975) * out["rna_lfcSE"].to_numpy()
    out["rna_ci_low"] = out["rna_log2FoldChange"] - half
    out["rna_ci_high"] = out["rna_log2FoldChange"] + half
    return out


def rna_layer(rows: pd.DataFrame, zero_arm: np.ndarray) -> Layer:
    """Return the mRNA estimates of concordance rows.

    Parameters
    ----------
    rows : pandas.DataFrame
    zero_arm : numpy.ndarray of bool, (rows,)
        Zero counts in one whole arm: equivalence may not be claimed.

    Returns
    -------
    Layer
    """
    no = np.zeros(len(rows), dtype=bool)
    return Layer(
        rows["rna_log2FoldChange"].to_numpy(dtype=float),
        rows["rna_lfcSE"].to_numpy(dtype=float),
        rows["rna_df"].to_numpy(dtype=float),
        rows["rna_equivalence_margin"].to_numpy(dtype=float),
        no,
        no,
        np.asarray(zero_arm, dtype=bool),
    )


def protein_layer(rows: pd.DataFrame) -> Layer:
    """Return the protein estimates of concordance rows.

    Of bounds and of censored fits equivalence may not be claimed: that an arm has a value above its
    limit at all is then part of the outcome, and given it the size of the test reaches .2.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``protein_reason``, which tells the side of a bound, and ``protein_method``.

    Returns
    -------
    Layer
    """
    bound = (rows["protein_status"] == "censored_bound").to_numpy()
    upper = bound & rows["protein_reason"].str.startswith(UPPER_BOUND).to_numpy()
    lower = bound & rows["protein_reason"].str.startswith(LOWER_BOUND).to_numpy()
    return Layer(
        rows["protein_log2FoldChange"].to_numpy(dtype=float),
        rows["protein_lfcSE"].to_numpy(dtype=float),
        rows["protein_df"].to_numpy(dtype=float),
        rows["protein_equivalence_margin"].to_numpy(dtype=float),
        upper,
        lower,
        bound | (rows["protein_method"] == "tobit").to_numpy(),
    )


def add_margins(rows: pd.DataFrame, margins: Margins) -> pd.DataFrame:
    """Add the margins of each row: westerns have a wider equivalence margin.

    Parameters
    ----------
    rows : pandas.DataFrame
        With ``assay_type``.
    margins : Margins

    Returns
    -------
    pandas.DataFrame
    """
    western = rows["assay_type"] == "western"
    wide = np.where(western, margins.western_equivalence, margins.equivalence)
    return rows.assign(
        change_margin=margins.change,
        rna_equivalence_margin=margins.equivalence,
        protein_equivalence_margin=wide,
    )


def naive_reading(rows: pd.DataFrame) -> pd.Series:
    """Say what "padj < 0.05 in one layer and not in the other" would have called.

    Shown beside our call, because it reads "not significant" as "unchanged".

    Parameters
    ----------
    rows : pandas.DataFrame

    Returns
    -------
    pandas.Series of str
        ``both up``, ``both down``, ``opposite``, ``mRNA only up``, ``protein only down``,
        ``neither``, ...; empty where a layer has no estimate.
    """
    m, p = rows["rna_log2FoldChange"], rows["protein_log2FoldChange"]
    rna, protein = rows["rna_padj"] < NAIVE_ALPHA, rows["protein_padj"] < NAIVE_ALPHA
    rna_rises, protein_rises = m > 0, p > 0
    same = rna_rises == protein_rises
    reading = np.select(
        [
            rows["rna_lfcSE"].isna() | rows["protein_lfcSE"].isna(),
            rna & protein & ~same,
            rna & protein & rna_rises,
            rna & protein,
            rna & rna_rises,
            rna,
            protein & protein_rises,
            protein,
        ],
        [
            "",
            "opposite",
            "both up",
            "both down",
            "mRNA only up",
            "mRNA only down",
            "protein only up",
            "protein only down",
        ],
        "neither",
    )
    return pd.Series(reading, index=rows.index, dtype=object)
