"""Whole loci that shift: copies of DNA, lost mapping or a foreign promoter, not regulation.

The median fold change of the neighbours of a gene, the gene itself left out, is held against the
medians of all windows of as many neighbouring expressed genes in the genome. Neighbours share
domains and copies of DNA, so that random genes would be too even a background.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

from resistance.checks.base import Context, Row, between_arms, row
from resistance.checks.markers import expressed, markers
from resistance.checks.words import OTHER_ORGANISM

ABCB1: Final = {"ABCB1": "ENSG00000085563"}
RUNDC3B: Final = {"RUNDC3B": "ENSG00000105784"}
#: Genes around ABCB1, 87.3 to 88.2 Mb of chromosome 7 (GRCh38).
NEIGHBOURS: Final = {
    "CROT": "ENSG00000005469",
    "ABCB4": "ENSG00000005471",
    **RUNDC3B,
    "SLC25A40": "ENSG00000075303",
    "DBF4": "ENSG00000006634",
    "ADAM22": "ENSG00000008277",
    "SRI": "ENSG00000075142",
}
#: Protein-coding genes of PAR1 but for IL3RA.
PAR1: Final = {
    "PLCXD1": "ENSG00000182378",
    "GTPBP6": "ENSG00000178605",
    "PPP2R3B": "ENSG00000167393",
    "SHOX": "ENSG00000185960",
    "CRLF2": "ENSG00000205755",
    "CSF2RA": "ENSG00000198223",
    "SLC25A6": "ENSG00000169100",
    "ASMTL": "ENSG00000169093",
    "P2RY8": "ENSG00000182162",
    "AKAP17A": "ENSG00000197976",
    "ASMT": "ENSG00000196433",
    "DHRSX": "ENSG00000169084",
    "ZBED1": "ENSG00000214717",
    "CD99": "ENSG00000002586",
}
#: Genes of PAR1 that a study of leukaemia asks about.
PAR1_TOUCHES: Final = "CRLF2;CSF2RA;IL3RA;P2RY8"
#: Windows below which the genome is no background.
FEWEST_WINDOWS: Final = 100
_AMPLICON: Final = "Neighbours of ABCB1 (7q21)"
_CAPTURE: Final = "Promoter of ABCB1"
_PAR1: Final = "Copies of the pseudo-autosomal region"
_STRAND: Final = "RUNDC3B follows ABCB1"


@dataclass(frozen=True)
class Locus:
    """How the neighbours of a gene changed.

    Attributes
    ----------
    n : int
        Expressed genes of the locus.
    n_windows : int
        Windows of ``n`` neighbouring expressed genes elsewhere in the genome.
    median : float
        Median log2 fold change; NaN where ``n`` is 0.
    p_up, p_down : float
        Share of windows with a median at least as high, or as low, the locus counted among them.
    """

    n: int
    n_windows: int
    median: float
    p_up: float
    p_down: float

    def p(self, sides: int) -> float:
        """One-sided p value of a rise, or two-sided p value of a shift."""
        return self.p_up if sides == 1 else min(1.0, 2 * min(self.p_up, self.p_down))

    def shifts(self, context: Context, direction: int, sides: int) -> bool:
        """Whether the locus shifts in a direction (1 or -1), by p value and by size."""
        limits = context.thresholds
        large = direction * self.median >= np.log2(limits.locus_fold)
        return bool(large and self.p(sides) < limits.locus_p)

    def told(self, sides: int) -> str:
        """Write the numbers."""
        return f"median log2 change {self.median:+.2f} of {self.n} genes; p = {self.p(sides):.2g}"


def window_medians(changes: pd.DataFrame, positions: pd.DataFrame, size: int) -> np.ndarray:
    """Return the median change of every window of neighbouring genes.

    Parameters
    ----------
    changes : pandas.DataFrame
        ``ensembl_id, change`` of expressed genes.
    positions : pandas.DataFrame
        ``ensembl_id, chromosome, start``.
    size : int
        Genes a window.

    Returns
    -------
    numpy.ndarray
        Windows do not cross the end of a chromosome; those that overlap all count.
    """
    placed = positions.merge(changes, on="ensembl_id").sort_values(["chromosome", "start"])
    parts = [
        np.median(sliding_window_view(values, size), axis=1)
        for _, group in placed.groupby("chromosome", sort=True)
        if len(values := group["change"].to_numpy(dtype=float)) >= size
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def locus(context: Context, contrast: Mapping[str, str], genes: Mapping[str, str]) -> Locus:
    """Hold a locus against windows of neighbouring genes.

    Parameters
    ----------
    context : Context
    contrast : mapping
    genes : mapping of str to str
        Ensembl id of each symbol of the locus.

    Returns
    -------
    Locus
        Without positions, or without expressed genes, there are no windows.
    """
    table = expressed(context, contrast)
    inside = table["ensembl_id"].isin(list(genes.values()))
    n = int(inside.sum())
    if not n or context.positions.empty:
        return Locus(n, 0, float("nan"), float("nan"), float("nan"))
    median = float(table.loc[inside, "change"].median())
    rest = window_medians(table.loc[~inside], context.positions, n)
    total = len(rest) + 1
    # equal medians must count on both sides, whatever the rounding
    up = (np.sum(rest >= median - 1e-12) + 1) / total
    down = (np.sum(rest <= median + 1e-12) + 1) / total
    return Locus(n, len(rest), median, float(up), float(down))


def _threshold(context: Context) -> str:
    limits = context.thresholds
    return f"p >= {limits.locus_p:g} or < {limits.locus_fold:g}-fold"


def _why_not(context: Context, found: Locus, fewest: int) -> str:
    """Say why a locus cannot be judged; empty where it can."""
    if found.n < fewest:
        return f"Expressed genes of the region: {found.n}; {fewest} are needed."
    if found.n_windows < FEWEST_WINDOWS:
        return "Too few genes with a known place are expressed to compare with."
    return ""


def _amplicon(context: Context, contrast: dict[str, str]) -> Row:
    touches = ";".join(sorted({*ABCB1, *NEIGHBOURS}))

    def say(status: str, message: str, value: str = "") -> Row:
        return row(
            "amplicon_7q21", _AMPLICON, status, message,
            value=value, threshold=_threshold(context), touches=touches,
        )  # fmt: skip

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    found = locus(context, contrast, NEIGHBOURS)
    if why := _why_not(context, found, context.thresholds.amplicon_genes):
        return say("not_assessable", why)
    if found.shifts(context, 1, sides=1):
        message = (
            "The neighbours of ABCB1 rise together: amplicon pattern. Measure DNA copy number."
        )
        return say("note", message, found.told(sides=1))
    return say("pass", "The neighbours of ABCB1 do not rise together.", found.told(sides=1))


def _promoter_capture(context: Context, contrast: dict[str, str]) -> Row:
    looked = str(context.study.get("abcb1_junctions") or "unknown")

    def say(status: str, message: str, value: str = "") -> Row:
        return row(
            "promoter_capture", _CAPTURE, status, message,
            value=value, threshold="no chimeric junction found", touches="ABCB1",
        )  # fmt: skip

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    if looked == "found":
        message = "Chimeric junctions of ABCB1 were found: another gene's promoter may drive it."
        return say("fail", message, looked)
    risen = [m for m in markers(context, contrast, ABCB1) if m.direction > 0]
    if not risen:
        return say(
            "pass", "ABCB1 is not higher, so that no promoter needs to be looked for.", "no rise"
        )
    found = locus(context, contrast, NEIGHBOURS)
    value = f"ABCB1 {risen[0].change:+.2f}; junctions: {looked}"
    if found.n_windows and found.shifts(context, 1, sides=1):
        return say("pass", "ABCB1 rises with its neighbours, not alone.", value)
    if looked == "none_found":
        message = "ABCB1 rises without its neighbours; no chimeric junction was found."
        return say("pass", message, value)
    message = (
        "ABCB1 rises without its neighbours: look for chimeric junctions (promoter capture or "
        "fusion)."
    )
    return say("note", message, value)


def _par1_dosage(context: Context, contrast: dict[str, str]) -> Row:
    def say(status: str, message: str, value: str = "") -> Row:
        return row(
            "par1_dosage", _PAR1, status, message,
            value=value, threshold=_threshold(context), touches=PAR1_TOUCHES,
        )  # fmt: skip

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    found = locus(context, contrast, PAR1)
    if why := _why_not(context, found, context.thresholds.par1_genes):
        return say("not_assessable", why)
    for direction, word, kind in ((1, "rise", "gain"), (-1, "fall", "loss")):
        if found.shifts(context, direction, sides=2):
            message = (
                f"Genes of PAR1 beside IL3RA {word} together: copy {kind} or mapping, not "
                "regulation."
            )
            return say("fail", message, found.told(sides=2))
    return say("pass", "Genes of PAR1 beside IL3RA do not shift together.", found.told(sides=2))


def _strand_overlap(context: Context, contrast: dict[str, str]) -> Row:
    stranded = context.strandedness in ("forward", "reverse")

    def say(status: str, message: str, value: str = "") -> Row:
        return row(
            "strand_overlap", _STRAND, status, message, value=value,
            threshold="stranded, or not moving together", touches="ABCB1;RUNDC3B",
        )  # fmt: skip

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    found = {m.symbol: m for m in markers(context, contrast, {**ABCB1, **RUNDC3B})}
    value = ", ".join(f"{m.symbol} {m.change:+.2f}" for m in found.values()) or "both too low"
    directions = {m.direction for m in found.values()}
    together = len(found) == 2 and len(directions) == 1 and directions != {0}
    if not together:
        return say("pass", "RUNDC3B, on the other strand, does not move with ABCB1.", value)
    if stranded:
        message = "RUNDC3B moves with ABCB1, and stranded counts tell them apart."
        return say("pass", message, value)
    message = "RUNDC3B moves with ABCB1: without strands, reads of one may count for the other."
    return say("fail" if context.strandedness == "unstranded" else "note", message, value)


amplicon_7q21 = between_arms(_amplicon, "amplicon_7q21", _AMPLICON)
promoter_capture = between_arms(_promoter_capture, "promoter_capture", _CAPTURE)
par1_dosage = between_arms(_par1_dosage, "par1_dosage", _PAR1)
strand_overlap = between_arms(_strand_overlap, "strand_overlap", _STRAND)
