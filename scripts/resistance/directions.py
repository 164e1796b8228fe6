"""The direction of a change, where a contrast's own test does not tell it.

A likelihood-ratio test is about all terms that its reduced design lacks, ``lessAbs`` is about small
changes, and the statistic of a test against a threshold is 0 for most genes. What ranks genes, or
says "higher" and "lower", needs the two-sided Wald test of the fold change itself.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from resistance.design.contrast_rows import Contrast
from resistance.multiple_testing import benjamini_hochberg


def signed(de: pd.DataFrame, contrast: Contrast) -> pd.DataFrame:
    """Put the Wald statistic against no change in the place of another test's.

    Parameters
    ----------
    de : pandas.DataFrame
        Columns of :data:`resistance.columns.DIFFERENTIAL`.
    contrast : Contrast

    Returns
    -------
    pandas.DataFrame
        With ``stat`` = log2FoldChange / lfcSE, its ``pvalue``, and ``padj`` (Benjamini & Hochberg
        over the genes that the contrast's own test adjusts); the table itself where its test is
        the two-sided Wald test. NaN without a fold change, and where p was withheld.
    """
    if contrast.test == "wald" and contrast.alternative == "two-sided":
        return de
    with np.errstate(divide="ignore", invalid="ignore"):
        stat = de["log2FoldChange"] / de["lfcSE"]
    stat = stat.where(de["pvalue"].notna() & np.isfinite(stat))
    pvalue = pd.Series(2 * ndtr(-np.abs(stat.to_numpy(dtype=float))), index=de.index)
    adjusted = benjamini_hochberg(pvalue.where(de["padj"].notna()).to_numpy(dtype=float))
    return de.assign(stat=stat, pvalue=pvalue, padj=adjusted)


def directed(de: pd.DataFrame, contrast: Contrast) -> pd.DataFrame:
    """Return the table whose ``padj`` vouches for the sign of the change.

    Parameters
    ----------
    de, contrast
        As for :func:`signed`.

    Returns
    -------
    pandas.DataFrame
        The table itself for tests of larger changes, that of :func:`signed` for others.
    """
    tells = contrast.test == "wald" and contrast.alternative != "lessAbs"
    return de if tells else signed(de, contrast)
