"""What one layer, mRNA or protein, says by itself: the rows of a verdict card."""

from __future__ import annotations

import math

import pandas as pd

from resistance.report import format as fmt
from resistance.report.words import ASSAY_TYPES, PROTEIN_METHODS, PROTEIN_STATUSES
from resistance.wording import statuses

#: the protein was measured, but not in the arms of this contrast
ELSEWHERE = "not_in_contrast"


def lacks_counts(row: pd.Series) -> bool:
    """Tell whether the protein of a concordance row was measured, but its gene is not counted."""
    return bool(row["assay_id"]) and not row["gene_id"] and row["protein_status"] != ELSEWHERE


def layer_reading(
    lfc: float,
    se: float,
    df: float,
    change_margin: float,
    smallest_margin: float,
    equivalence_margin: float,
    equivalence_allowed: bool,
) -> str:
    """Read one estimate against the margins, with the tests of design/concordance.md, section 2.

    Parameters
    ----------
    lfc, se, df : float
        log2 estimate, standard error, degrees of freedom.
    change_margin : float
        log2 change that a call must exceed.
    smallest_margin : float
        log2: smallest equivalence margin that the estimate passes (TOST, 5%).
    equivalence_margin : float
        log2 margin of "unchanged".
    equivalence_allowed : bool
        False where the call did not grant equivalence (tiers B and C), so that a row never says
        more than the call.

    Returns
    -------
    str
        ``higher``, ``lower``, ``unchanged within 1.5-fold`` or ``not settled``; empty without an
        estimate.
    """
    if fmt.is_missing(lfc) or fmt.is_missing(se) or se <= 0:
        return ""
    from scipy.stats import norm, t

    critical = norm.ppf(0.95) if fmt.is_missing(df) or math.isinf(df) else t.ppf(0.95, df)
    if (abs(lfc) - change_margin) / se > critical:
        return "higher" if lfc > 0 else "lower"
    if (
        equivalence_allowed
        and not fmt.is_missing(smallest_margin)
        and smallest_margin <= equivalence_margin
    ):
        return f"unchanged within {fmt.fold(equivalence_margin)}"
    return "not settled"


def rna_row(de_row: pd.Series | None, concordance_row: pd.Series | None) -> dict[str, str]:
    """Build the mRNA row of a card.

    Parameters
    ----------
    de_row : pandas.Series or None
        The gene's row of ``differential_expression.tsv``.
    concordance_row : pandas.Series or None
        The row of ``concordance.tsv`` that carries the verdict: its interval and margins.

    Returns
    -------
    dict
        ``layer, detail, estimate, interval, call, fdr``.
    """
    row = {"layer": "mRNA", "detail": "RNA-seq", "estimate": fmt.MISSING}
    row |= {"interval": fmt.MISSING, "fdr": fmt.MISSING}
    if de_row is None:
        return row | {"call": "not in the counts table"}
    lfc, se = de_row["log2FoldChange"], de_row["lfcSE"]
    row |= {"estimate": fmt.signed(lfc), "fdr": fmt.probability(de_row["padj"])}
    call = ""
    if concordance_row is not None:
        row["interval"] = fmt.interval(
            concordance_row["rna_ci_low"], concordance_row["rna_ci_high"]
        )
        call = layer_reading(
            lfc,
            se,
            concordance_row["rna_df"],
            _or(concordance_row["change_margin"], math.log2(1.25)),
            concordance_row["smallest_margin_rna"],
            _or(concordance_row["rna_equivalence_margin"], 0.0),
            _may_be_unchanged(concordance_row, "transcript"),
        )
        if row["interval"] == fmt.MISSING and call:
            row["detail"] += "; no reads in one arm: interval not shown"
    elif not fmt.is_missing(se):
        row["interval"] = fmt.interval(lfc - 1.96 * se, lfc + 1.96 * se)
    if de_row["status"] == "not_converged" and call:
        call += f"; {statuses.label('not_converged')}"
    elif de_row["status"] != "tested":
        call = statuses.label(de_row["status"])
    return row | {"call": call or "no test"}


def protein_row(row: pd.Series, layer: str) -> dict[str, str]:
    """Build a protein row of a card.

    Parameters
    ----------
    row : pandas.Series
        A row of ``concordance.tsv`` with an assay.
    layer : str
        What the row is called.

    Returns
    -------
    dict
        ``layer, detail, estimate, interval, call, fdr``.
    """
    call = layer_reading(
        row["protein_log2FoldChange"],
        row["protein_lfcSE"],
        row["protein_df"],
        _or(row["change_margin"], math.log2(1.25)),
        row["smallest_margin_protein"],
        _or(row["protein_equivalence_margin"], 0.0),
        _may_be_unchanged(row, "posttranscriptional"),
    )
    if words := PROTEIN_STATUSES.get(row["protein_status"], row["protein_status"]):
        words = words.replace("_", " ")
        call = f"{call} ({words})" if call else words
    low, high = row["protein_ci_low"], row["protein_ci_high"]
    return {
        "layer": layer,
        "detail": _assay(row),
        "estimate": bounded(row["protein_log2FoldChange"], low, high),
        "interval": fmt.interval(low, high),
        "call": call or "no test",
        "fdr": fmt.probability(row["protein_padj"]),
    }


def empty_row(layer: str, call: str) -> dict[str, str]:
    """Build a row of a card without numbers.

    Parameters
    ----------
    layer, call : str

    Returns
    -------
    dict
        As :func:`protein_row`.
    """
    blank = dict.fromkeys(("estimate", "interval", "fdr"), fmt.MISSING)
    return {"layer": layer, "detail": "", "call": call, **blank}


def _assay(row: pd.Series) -> str:
    """Name the assay and how its estimate was made; of a combined row its members."""
    if row["combined_from"]:
        agree = "disagree" if row["protein_status"] == "conflict" else "agree"
        members = row["combined_from"].replace(";", " and ")
        return f"combined: {members} {agree} (Cochran\u2019s p {fmt.probability(row['cochran_p'])})"
    kind = ASSAY_TYPES.get(row["assay_type"], row["assay_type"])
    method = PROTEIN_METHODS.get(row["protein_method"], "")
    return ", ".join(text for text in (kind, row["assay_id"], method) if text)


def bounded(lfc: float, low: float, high: float) -> str:
    """Write an estimate, as a bound where its interval is open on one side.

    Parameters
    ----------
    lfc, low, high : float
        log2; an infinite ``low`` makes ``lfc`` an upper bound, an infinite ``high`` a lower one.

    Returns
    -------
    str
    """
    side = "at most " if low == -math.inf else "at least " if high == math.inf else ""
    return side + fmt.signed(lfc)


def _may_be_unchanged(row: pd.Series, moved: str) -> bool:
    """Tell whether a row grants equivalence to a layer: not to the other layer of tiers B and C.

    ``moved`` is the word of the calls in which the layer itself is the one that moves. A spread
    that was declared, not measured, shows no protein unchanged.
    """
    if moved == "posttranscriptional" and row["protein_status"] == "prior_based":
        return False
    return row["tier"] not in ("B", "C") or moved in row["call"]


def _or(value: float, default: float) -> float:
    return default if fmt.is_missing(value) else float(value)
