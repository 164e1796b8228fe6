"""What each row of the concordance table says, in one or two plain sentences of 30 words at most.

The sentences say what was measured and which margin was passed, never a cause. A fall of surface
staining is always "lower surface signal".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from resistance.wording.calls import (
    CALLS,
    COMPRESSED,
    INCONCLUSIVE,
    LEVELS_DIFFER,
    PUBLISHED,
    QUALIFIERS,
)
from resistance.wording.evidence import SINGLE

LAYERS: Final[dict[str, str]] = {
    "surface": "surface signal",
    "total": "total protein",
    "intracellular": "intracellular protein",
    "secreted": "secreted protein",
}

#: Why an mRNA estimate has no test, by its status.
UNTESTED: Final[dict[str, str]] = {
    "no_replicates": SINGLE,
    "outlier": "one sample dominates",
    "not_converged": "its fit did not converge",
}

_SHARES: Final[dict[float, str]] = {0.5: "half", 1.0: "all"}


def number(value: float, like: float | None = None) -> str:
    """Write a log2 value: one decimal from 1 on, two below, as ``like`` has it.

    Parameters
    ----------
    value : float
    like : float, optional
        The estimate whose decimals an interval shares.

    Returns
    -------
    str
    """
    decimals = 1 if abs(value if like is None else like) >= 1 else 2
    text = f"{value:.{decimals}f}"
    return text[1:] if float(text) == 0 and text.startswith("-") else text


def fold(margin: float) -> str:
    """Write a log2 margin as a fold: 0.585 is 1.5."""
    return f"{2.0**margin:.3g}"


def change(x: float, low: float, high: float) -> str:
    """Write an estimate with its 95% interval, or as a bound where one side is open.

    Parameters
    ----------
    x, low, high : float
        log2; an infinite ``low`` makes ``x`` an upper bound, an infinite ``high`` a lower one.

    Returns
    -------
    str
    """
    if math.isinf(low):
        return f"log2FC at most {number(x)}, beyond the assay's range"
    if math.isinf(high):
        return f"log2FC at least {number(x)}, beyond the assay's range"
    if math.isnan(low):
        return f"log2FC {number(x)}"
    return f"log2FC {number(x)}, 95% CI {number(low, x)} to {number(high, x)}"


def _share(fraction: float) -> str:
    return _SHARES.get(round(fraction, 6), f"{fraction:.0%}")


def _known(value: float) -> str:
    return "not known" if math.isnan(value) else number(value)


def _protein(row: Mapping[str, Any]) -> str:
    """Write the protein's log2 value, as a bound where it is one."""
    x = row["protein_log2FoldChange"]
    if row["protein_status"] == "censored":
        return "not known"
    if math.isinf(row["protein_ci_low"]):
        return f"at most {_known(x)}"
    return f"at least {_known(x)}" if math.isinf(row["protein_ci_high"]) else _known(x)


def _no_reads(row: Mapping[str, Any]) -> str:
    return f"; no reads in {row['rna_zero_arm']}" if row["rna_zero_arm"] else ""


def _rna(row: Mapping[str, Any]) -> str:
    """Write the mRNA's log2 value with its interval, or why it has none."""
    x = row["rna_log2FoldChange"]
    if math.isnan(x):
        return "not known"
    if row["rna_zero_arm"]:
        return f"log2FC {number(x)}{_no_reads(row)}"
    return change(x, row["rna_ci_low"], row["rna_ci_high"])


def why(reason: str, rna_status: str, protein_status: str) -> str:
    """Write what keeps a gene from a call as a clause without a full stop.

    Parameters
    ----------
    reason : str
        A code of :data:`INCONCLUSIVE`, or a sentence of its own.
    rna_status, protein_status : str
        Status of both estimates; the mRNA's goes first where both tell more than the code.

    Returns
    -------
    str
        Empty where there is no reason.
    """
    for status in (rna_status, protein_status):
        if f"{reason} {status}" in INCONCLUSIVE:
            return INCONCLUSIVE[f"{reason} {status}"]
    return INCONCLUSIVE.get(reason, reason.rstrip(". "))


#: Columns that a sentence needs, beside ``fraction`` and ``rna_zero_arm``.
COLUMNS: Final = [
    "gene_name",
    "assay_id",
    "compartment",
    *(f"rna_{name}" for name in ("log2FoldChange", "ci_low", "ci_high", "status")),
    *(f"protein_{name}" for name in ("log2FoldChange", "ci_low", "ci_high", "status")),
    "change_margin",
    "rna_equivalence_margin",
    "protein_equivalence_margin",
    "explained_fraction",
    "call",
    "qualifier",
    "tier",
    "reason",
]


def sentences(rows: pd.DataFrame) -> list[str]:
    """Write the sentence of every row.

    Parameters
    ----------
    rows : pandas.DataFrame
        :data:`COLUMNS`, ``fraction`` and ``rna_zero_arm``, as for :func:`sentence`.

    Returns
    -------
    list of str
    """
    names = [*COLUMNS, "fraction", "rna_zero_arm"]
    columns = [rows[name].tolist() for name in names]
    return [sentence(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True)]


def sentence(row: Mapping[str, Any]) -> str:
    """Write the sentence of one row.

    Parameters
    ----------
    row : mapping
        A row with the columns of :data:`resistance.columns.CONCORDANCE` except ``sentence``, and
        ``fraction``: the explained fraction before ratio compression; ``rna_zero_arm``: the arm
        (reference or target) that has no read of the gene, empty where both have one.

    Returns
    -------
    str
        At most 30 words, with a full stop.
    """
    call = row["call"]
    if call == "inconclusive":
        return _inconclusive(row)
    if call == "not_measured":
        return _not_measured(row)
    template = CALLS[f"{call} {row['tier']}".strip()]
    return template.format_map(_Words(row))


class _Words(dict[str, str]):
    """Write the words of a template only where it asks for them."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        super().__init__()
        self.row = row

    def __missing__(self, word: str) -> str:
        row = self.row
        m, p = row["rna_log2FoldChange"], row["protein_log2FoldChange"]
        match word:
            case "gene":
                return str(row["gene_name"])
            case "layer":
                return LAYERS.get(row["compartment"], "protein")
            case "short":
                return LAYERS["surface"] if row["compartment"] == "surface" else "protein"
            case "share":
                return _share_of(row)
            case "rna":
                return _rna(row)
            case "protein":
                return change(p, row["protein_ci_low"], row["protein_ci_high"])
            case "both":
                return f"log2FC {_known(m)} and {_protein(row)}{_no_reads(row)}"
            case "rna_fold" | "protein_fold":
                return fold(row[f"{word.removesuffix('_fold')}_equivalence_margin"])
            case "rna_moves":
                return "higher" if m > 0 else "lower"
            case "protein_moves":
                return "higher" if p > 0 else "lower"
            case "qualifier":
                return QUALIFIERS[row["qualifier"]].format_map(self)
        raise KeyError(word)


def _share_of(row: Mapping[str, Any]) -> str:
    """Write the fraction; where the assay compresses ratios, of what it would show."""
    lags = row["call"].startswith("transcript_only") or row["qualifier"] == "buffered"
    compressed = lags and row["explained_fraction"] < row["fraction"]
    return _share(row["fraction"]) + (COMPRESSED if compressed else "")


def _inconclusive(row: Mapping[str, Any]) -> str:
    """Say what keeps a gene from a call, and what can be said all the same."""
    rna, protein = _known(row["rna_log2FoldChange"]), _protein(row)
    gene, status = row["gene_name"], row["protein_status"]
    if status == "published" and row["rna_status"] != "no_replicates":
        p, layer = row["protein_log2FoldChange"], LAYERS.get(row["compartment"], "protein")
        reading = f"{'lower' if p < 0 else 'higher'} {layer}"
        if abs(p) <= row["change_margin"]:
            reading = f"little change of {layer}"
        return PUBLISHED.format(gene=gene, protein=protein, reading=reading, rna=rna)
    clause = why(row["reason"], row["rna_status"], status)
    seen = "surface" if row["compartment"] == "surface" else "protein"
    both = f"log2FC mRNA {rna}, {seen} {protein}"
    if row["tier"] != "C":
        return f"{gene}: not settled ({both}): {clause}."
    if row["reason"] != "n1":
        return f"{gene}: {both}. {LEVELS_DIFFER}"
    return f"{gene}: {both}; {clause}. {LEVELS_DIFFER}"


def _not_measured(row: Mapping[str, Any]) -> str:
    """Say which layer is missing, and what the other one shows."""
    gene, layer = row["gene_name"], LAYERS.get(row["compartment"], "protein")
    rna, untested = _rna(row), row["rna_status"] in UNTESTED
    if untested and not math.isnan(row["rna_log2FoldChange"]):
        estimate = number(row["rna_log2FoldChange"])
        rna = f"log2FC {estimate}, not tested: {UNTESTED[row['rna_status']]}"
    if row["rna_status"] == "" and row["assay_id"]:
        return f"{gene}: the counts lack this gene; {layer} log2FC {_protein(row)}."
    if row["rna_status"] == "":
        return f"{gene}: neither mRNA nor protein was measured."
    if row["assay_id"]:
        return f"{gene}: {layer} was not measured in this contrast; mRNA {rna}."
    return f"{gene}: protein was not measured; mRNA {rna}."
