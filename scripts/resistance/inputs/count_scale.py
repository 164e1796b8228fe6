"""Tell the scale of a matrix from its numbers: counts, estimated counts, or something else."""

from __future__ import annotations

import numpy as np
import pandas as pd

#: No counts reach fewer reads than 2^40; no log2 of counts exceeds 40.
LARGEST_LOGARITHM = 40.0
#: Sums of TPM and CPM are a million but for the digits that were written.
MILLION = 1e6
SAME_SUM = 1e-3
#: The same where they were rounded to whole numbers: 20,000 roundings, most of them down.
ROUNDED_SUM = 1e-2
#: Estimated counts of RSEM and salmon hold 12-54% whole numbers (format_salmon_rsem); values that
#: were scaled hold next to none.
FRACTIONAL = 0.95
#: Share of a sample's cells that must carry decimals before these are read as estimated counts.
ESTIMATED = 0.01


def wrong_scale(counts: pd.DataFrame) -> str | None:
    """Say by which number a matrix shows that it does not hold counts.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, float; NaN where a cell is no number.

    Returns
    -------
    str or None
        A sentence with the statistic; None for counts and for estimated counts.
    """
    values = counts.to_numpy(dtype=float)
    finite = values[np.isfinite(values)]
    positive = finite[finite > 0]
    if not positive.size:
        return None
    # next to a comparison with the floor, a remainder takes ten times as long
    fractional = np.count_nonzero(finite != np.floor(finite)) / np.count_nonzero(finite)
    largest, smallest = float(finite.max()), float(finite.min())
    if _thousands(finite):
        return (
            "The point seems to part thousands, as 1.234 for 1,234: no value reaches 1,000, none "
            "lies between 0 and 1, and all decimals are three. Write numbers without such marks."
        )
    share = f"{100 * fractional:.0f}% of the values that are not 0 have decimals"
    if fractional > 0.5 and (largest < LARGEST_LOGARITHM or smallest < 0):
        return (
            f"These look like logarithms or standardised values, not counts: {share}, and all lie "
            f"between {smallest:.4g} and {largest:.4g}."
        )
    sums = np.nansum(values, axis=0)
    sums = sums[sums > 0]
    # reads that were drawn down to one depth sum to it exactly, and are whole
    drawn = fractional == 0 and len(set(sums)) == 1
    digits = SAME_SUM if fractional else ROUNDED_SUM
    if len(sums) > 1 and not drawn and np.all(np.abs(sums / MILLION - 1) < digits):
        return "These look like TPM or CPM, not counts: the values of each sample sum to 1,000,000."
    if len(sums) > 1 and fractional > ESTIMATED and np.ptp(sums) < SAME_SUM * sums.mean():
        return (
            "These look like values scaled to a common total, not counts: each sample sums to "
            f"{sums.mean():,.0f}, and {share}."
        )
    if fractional < FRACTIONAL or smallest < 0:
        return None
    steps = [step for column in values.T if (step := _step(column)) is not None]
    if steps and 2 * len(steps) >= values.shape[1]:
        return (
            "These look like counts divided by size factors, not counts: the values of a sample "
            f"are multiples of {steps[0]:.4g}, and {share}."
        )
    if np.median(sums) < MILLION:
        return (
            f"These look like FPKM, TPM or otherwise normalised values, not counts: {share}, and "
            f"the median of the samples' sums is {np.median(sums):,.0f}."
        )
    return None


def _thousands(values: np.ndarray) -> bool:
    """Tell 1.234 that was a thousand and more: decimals are three, and never below 1."""
    decimals = values[values != np.floor(values)]
    if not decimals.size or values.max() >= 1000 or decimals.min() < 1:
        return False
    thousandths = np.round(decimals * 1000)
    three = np.abs(decimals * 1000 - thousandths) < 1e-6
    # of three random digits the last is 0 in a tenth
    some_whole = decimals.size < values.size
    return bool(three.all() and (thousandths % 10 != 0).mean() > 0.5 and some_whole)


def _step(column: np.ndarray) -> float | None:
    """Return the value that one read has become, if all low values are multiples of it."""
    positive = column[np.isfinite(column) & (column > 0)]
    if not positive.size:
        return None
    low = positive[positive < 20 * positive.min()]
    times = np.round(low / positive.min())
    # many values tell the step better than the smallest, of which digits were cut off
    step = float(np.median(low / times))
    multiples = np.abs(low / step - times) < 0.05
    # 0.01 is where the digits end, not what a read became
    decimal = abs(np.log10(step) - round(np.log10(step))) < 1e-6
    if step % 1 == 0 or decimal or len(np.unique(times)) < 5 or multiples.mean() < 0.95:
        return None
    return step


def is_estimated(counts: pd.DataFrame) -> bool:
    """Tell whether decimals are those of estimated counts (RSEM, salmon, fractions of reads).

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples, float.

    Returns
    -------
    bool
        True if at least 1% of the counts above zero of every sample have decimals.
    """
    values = counts.to_numpy(dtype=float)
    positive = np.nan_to_num(values) > 0
    decimals = positive & (values != np.floor(values))
    some = positive.sum(axis=0) > 0
    share = decimals.sum(axis=0)[some] / positive.sum(axis=0)[some]
    return bool(share.size and (share >= ESTIMATED).all())
