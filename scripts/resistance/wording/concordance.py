"""One plain sentence for each row of the concordance table, 30 words at most.

The sentences say what was measured and which margin was passed, never a cause. A fall of surface
staining is always "lower surface signal".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from resistance.wording.evidence import SINGLE

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
    "n1 no_replicates": f"mRNA not tested: {SINGLE}",
    "n1 n1": "protein measured once in an arm: not tested",
    "assay_conflict": "the assays of this compartment disagree",
    "censored": "values outside the range of the assay bound the change on one side only",
    "censored on_off": "fewer than two valid values in an arm",
    "ratio_compression": "this assay compresses ratios, and its compression could not be estimated",
    "lost_to_fdr": "the evidence does not hold after correction for the number of genes",
    "difference_only": "the layers differ in size; which one moved is not settled",
    "rna_underpowered": "the mRNA estimate is too uncertain",
    "rna_underpowered outlier": "one sample dominates the mRNA estimate, which is set aside",
    "rna_underpowered not_converged": "the mRNA fit of this gene did not converge",
    "protein_underpowered": "the protein estimate is too uncertain",
    "protein_underpowered n2": "two replicates and too few targets give no reliable error",
    "protein_underpowered no_variance": "the replicates do not differ, which gives no error",
    "between_margins": "the change lies between what counts as changed and as unchanged",
}

#: Why an mRNA estimate has no test, by its status.
UNTESTED: Final[dict[str, str]] = {
    "no_replicates": SINGLE,
    "outlier": "one sample dominates",
    "not_converged": "its fit did not converge",
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
        At most 30 words; one sentence with a full stop.
    """
    call, tier, gene = row["call"], row["tier"], row["gene_name"]
    layer = LAYERS.get(row["compartment"], "protein")
    m, p = row["rna_log2FoldChange"], row["protein_log2FoldChange"]
    rna, protein = _known(m), _protein(row)
    if call == "inconclusive":
        clause = why(row["reason"], row["rna_status"], row["protein_status"])
        return f"{gene}: not settled (log2FC mRNA {rna}, protein {protein}): {clause}."
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
        "rna": _rna(row),
        "protein": change(p, row["protein_ci_low"], row["protein_ci_high"]),
        "both": f"log2FC {rna} and {protein}{_no_reads(row)}",
        "rna_fold": fold(row["rna_equivalence_margin"]),
        "protein_fold": fold(row["protein_equivalence_margin"]),
        "rna_moves": "higher" if m > 0 else "lower",
        "protein_moves": "higher" if p > 0 else "lower",
    }
    words["qualifier"] = QUALIFIERS[row["qualifier"]].format(**words)
    return CALLS[f"{call} {tier}".strip()].format(**words)


def _not_measured(row: Mapping[str, Any], gene: str, layer: str) -> str:
    """Say which layer is missing, and what the other one shows."""
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
