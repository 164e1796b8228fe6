"""One plain sentence for each row of the concordance table, 30 words at most.

The sentences say what was measured and which margin was passed, never a cause. A fall of surface
staining is always "lower surface signal".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

LAYERS: Final[dict[str, str]] = {
    "surface": "surface signal",
    "total": "total protein",
    "intracellular": "intracellular protein",
    "secreted": "secreted protein",
}

#: Templates by call, discordances by call and tier.
CALLS: Final[dict[str, str]] = {
    "posttranscriptional_loss A": (
        "{gene}: {layer} is lower ({protein}); mRNA is unchanged within {rna_fold}-fold."
    ),
    "posttranscriptional_loss B": (
        "{gene}: {layer} is lower ({protein}); the mRNA explains less than {share} of the fall; "
        "unchanged mRNA was not shown."
    ),
    "posttranscriptional_gain A": (
        "{gene}: {layer} is higher ({protein}); mRNA is unchanged within {rna_fold}-fold."
    ),
    "posttranscriptional_gain B": (
        "{gene}: {layer} is higher ({protein}); the mRNA explains less than {share} of the rise; "
        "unchanged mRNA was not shown."
    ),
    "transcript_only_up A": (
        "{gene}: mRNA is higher ({rna}); {layer} is unchanged within {protein_fold}-fold."
    ),
    "transcript_only_up B": (
        "{gene}: mRNA is higher ({rna}); {layer} follows by less than {share}; "
        "unchanged {short} was not shown."
    ),
    "transcript_only_down A": (
        "{gene}: mRNA is lower ({rna}); {layer} is unchanged within {protein_fold}-fold."
    ),
    "transcript_only_down B": (
        "{gene}: mRNA is lower ({rna}); {layer} follows by less than {share}; "
        "unchanged {short} was not shown."
    ),
    "concordant_up": "{gene}: mRNA and {layer} are both higher ({both}){qualifier}.",
    "concordant_down": "{gene}: mRNA and {layer} are both lower ({both}){qualifier}.",
    "opposite": "{gene}: mRNA is {rna_moves} and {layer} {protein_moves} ({both}).",
    "unchanged": (
        "{gene}: mRNA is unchanged within {rna_fold}-fold and {layer} within {protein_fold}-fold."
    ),
    "not_detected": (
        "{gene}: no reads in any sample; neither a change nor unchanged mRNA can be stated."
    ),
    "not_measurable": (
        "{gene}: its reads cannot be counted with this reference; nothing can be said about its "
        "mRNA."
    ),
    "not_applicable": "{gene}: does not apply to this study.",
}

QUALIFIERS: Final[dict[str, str]] = {
    "": "",
    "protein_exceeds": "; {short} moves by more than the mRNA explains",
    "buffered": "; {short} follows by less than {share}",
}

#: What keeps a gene from a call; by reason, or reason and status of the mRNA or protein estimate.
INCONCLUSIVE: Final[dict[str, str]] = {
    "n1": "an arm has a single value, so nothing was tested",
    "assay_conflict": "the assays of this compartment disagree",
    "censored": "values outside the range of the assay bound the change on one side only",
    "censored on_off": "fewer than two valid values in an arm",
    "ratio_compression": "this assay compresses ratios, and its compression could not be estimated",
    "lost_to_fdr": "the evidence does not hold after correction for the number of genes",
    "difference_only": "the layers differ in size; which one moved is not settled",
    "rna_underpowered": "the mRNA estimate is too uncertain",
    "rna_underpowered outlier": "one sample dominates the mRNA estimate, which is set aside",
    "protein_underpowered": "the protein estimate is too uncertain",
    "protein_underpowered n2": "two replicates and too few targets give no reliable error",
    "protein_underpowered no_variance": "the replicates do not differ, which gives no error",
    "between_margins": "the change lies between what counts as changed and as unchanged",
}

#: Added to a share where an assay shows a part of every change only.
COMPRESSED: Final = " of what this assay would show"

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


def sentence(row: Mapping[str, Any]) -> str:
    """Write the sentence of one row.

    Parameters
    ----------
    row : mapping
        A row with the columns of :data:`resistance.columns.CONCORDANCE` except ``sentence``, and
        ``fraction``: the explained fraction before ratio compression.

    Returns
    -------
    str
        At most 30 words; one sentence with a full stop.
    """
    call, tier, gene = row["call"], row["tier"], row["gene_name"]
    layer = LAYERS.get(row["compartment"], "protein")
    m, p = row["rna_log2FoldChange"], row["protein_log2FoldChange"]
    if call == "inconclusive":
        why = INCONCLUSIVE[row["reason"]]
        for layer in ("rna", "protein"):
            why = INCONCLUSIVE.get(f"{row['reason']} {row[f'{layer}_status']}", why)
        return f"{gene}: not settled (log2FC mRNA {_known(m)}, {layer} {_known(p)}): {why}."
    if call == "not_measured":
        return _not_measured(row, gene, layer)
    share = _share(row["fraction"])
    compressed = row["explained_fraction"] < row["fraction"]
    lags = call.startswith("transcript_only") or row["qualifier"] == "buffered"
    words = {
        "gene": gene,
        "layer": layer,
        "short": layer if row["compartment"] == "surface" else "protein",
        "share": share + COMPRESSED if lags and compressed else share,
        "rna": change(m, row["rna_ci_low"], row["rna_ci_high"]),
        "protein": change(p, row["protein_ci_low"], row["protein_ci_high"]),
        "both": f"log2FC {_known(m)} and {_known(p)}",
        "rna_fold": fold(row["rna_equivalence_margin"]),
        "protein_fold": fold(row["protein_equivalence_margin"]),
        "rna_moves": "higher" if m > 0 else "lower",
        "protein_moves": "higher" if p > 0 else "lower",
    }
    words["qualifier"] = QUALIFIERS[row["qualifier"]].format(**words)
    return CALLS[f"{call} {tier}".strip()].format(**words)


def _not_measured(row: Mapping[str, Any], gene: str, layer: str) -> str:
    """Say which layer is missing, and what the other one shows."""
    m, p = row["rna_log2FoldChange"], row["protein_log2FoldChange"]
    if row["rna_status"] == "" and row["assay_id"]:
        return f"{gene}: the counts lack this gene; {layer} log2FC {_known(p)}."
    if row["rna_status"] == "":
        return f"{gene}: neither mRNA nor protein was measured."
    if row["assay_id"]:
        return f"{gene}: {layer} was not measured in this contrast; mRNA log2FC {_known(m)}."
    shown = change(m, row["rna_ci_low"], row["rna_ci_high"]) if not math.isnan(m) else "not known"
    return f"{gene}: protein was not measured; mRNA {shown}."
