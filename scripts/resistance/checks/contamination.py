"""Reads of other cells than the line's: mouse stroma, xenografts, human stroma."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from resistance.checks.base import Context, Row, between_arms, row
from resistance.checks.markers import NO_CHANGE, expressed, markers, moved, told
from resistance.checks.words import OTHER_ORGANISM
from resistance.inputs.sample_rows import MOUSE_FRACTION

#: Genes of fibroblasts and endothelium that blood cells hardly express. Reads of mouse genes that
#: a human reference catches, and reads of human stroma, raise them together.
STROMAL: Final = {
    "COL1A1": "ENSG00000108821",
    "COL3A1": "ENSG00000168542",
    "SPARC": "ENSG00000113140",
    "VCAM1": "ENSG00000162692",
}
#: Stromal genes that must rise together; one alone may be the line's own.
TOGETHER: Final = 3
MOUSE_ID: Final = r"ENSMUSG\d{11}"
_TITLE: Final = "Reads of other cells"


def mouse_fraction(context: Context) -> pd.Series | None:
    """Return the share of each sample's reads that lie on mouse genes.

    Parameters
    ----------
    context : Context

    Returns
    -------
    pandas.Series or None
        Index ``sample``; None where the table has no mouse gene.
    """
    if MOUSE_FRACTION in context.samples:  # mouse genes were set apart
        return context.samples[MOUSE_FRACTION].astype(float)
    mouse = context.genes.loc[context.genes["gene_id"].str.contains(MOUSE_ID), "gene_id"]
    if mouse.empty:
        return None
    return context.counts.loc[list(mouse)].sum(axis=0) / context.counts.sum(axis=0)


def _host_reads(context: Context, contrast: dict[str, str]) -> Row:
    if not context.is_human:
        return row("host_reads", _TITLE, "not_assessable", OTHER_ORGANISM)
    shares = mouse_fraction(context)
    if shares is None:
        return _joint_rise(context, contrast)
    limits = context.thresholds
    arms = context.arms(contrast)
    means = [float(shares[names].mean()) if names else 0.0 for names in arms.values()]
    most = float(shares[[name for names in arms.values() for name in names]].max())
    ratio = max(means) / min(means) if min(means) else np.inf if max(means) else 1.0
    unequal = ratio > limits.mouse_fraction_ratio and max(means) > limits.mouse_fraction_floor
    failed = most > limits.mouse_fraction_fail or unequal
    status = "fail" if failed else "note" if most > limits.mouse_fraction_note else "pass"
    message = f"Up to {most:.2%} of a sample's reads lie on mouse genes"
    if unequal:
        message += f", and the arms differ ({means[0]:.2%} against {means[1]:.2%})"
    message += "." if status == "pass" else ": changes may be those of the mouse cells."
    threshold = (
        f"<= {limits.mouse_fraction_note:.0%}; fails > {limits.mouse_fraction_fail:.0%} or "
        f"> {limits.mouse_fraction_ratio:g}-fold between arms"
    )
    value = f"{most:.2%}; {means[0]:.2%} v {means[1]:.2%}"
    return row("host_reads", _TITLE, status, message, value=value, threshold=threshold)


def _joint_rise(context: Context, contrast: dict[str, str]) -> Row:
    """Judge stroma by the human genes that it raises, as the counts hold no mouse gene."""
    fold = context.thresholds.stroma_fold
    threshold = f"< {TOGETHER} of {len(STROMAL)} stromal genes shifted {fold:g}-fold"

    def say(status: str, message: str, value: str = "") -> Row:
        return row("host_reads", _TITLE, status, message, value=value, threshold=threshold)

    if expressed(context, contrast).empty:
        return say("not_assessable", NO_CHANGE)
    found = markers(context, contrast, STROMAL)
    large = [marker for marker in found if abs(marker.change) >= np.log2(fold)]
    value = told(found) or "stromal genes have no reads"
    for direction, word in ((1, "target"), (-1, "reference")):
        higher = moved(large, direction)
        if len(higher) >= TOGETHER:
            return say(
                "fail",
                f"Stromal genes are jointly higher in the {word} arm ({told(higher)}): its cells "
                "may hold stroma.",
                value,
            )
    names = [name for arm in context.arms(contrast).values() for name in arm]
    if "stroma" in context.samples and (context.samples.loc[names, "stroma"] == "mouse").any():
        return say(
            "note",
            "The cells grew on mouse stroma, and the counts hold no mouse gene to tell its reads.",
            value,
        )
    return say("pass", "Stromal genes do not rise together in either arm.", value)


host_reads = between_arms(_host_reads, "host_reads", _TITLE)
