"""What one layer, mRNA or protein, says by itself: the rows of a verdict card."""

from __future__ import annotations

import math

import pandas as pd

from resistance.report import format as fmt
from resistance.wording import statuses


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
        False where the verdict did not grant equivalence (tier B), so that a row never says more
        than the verdict.

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


def smallest_callable_change(row: pd.Series) -> float:
    """Smallest protein-only change that the assay could have called with 80% power.

    With unchanged mRNA the claim needs ``Dn(p)`` and ``Lin(m, p, f)`` (design/concordance.md,
    section 2). Each component is asked for 90% power, a shift of ``(t.95 + t.90) * SE`` beyond
    its null, so that both together have at least about 80% (Bonferroni); the larger size decides.
    Before correction for multiplicity.

    Parameters
    ----------
    row : pandas.Series
        A row of ``concordance.tsv``.

    Returns
    -------
    float
        log2 change, NaN without an estimate in both layers.
    """
    needed = ["protein_lfcSE", "protein_df", "rna_lfcSE", "rna_df", "explained_fraction"]
    if any(fmt.is_missing(row[name]) for name in needed) or row["explained_fraction"] <= 0:
        return float("nan")
    from scipy.stats import t

    s_p, nu_p = float(row["protein_lfcSE"]), float(row["protein_df"])
    s_m, nu_m = float(row["rna_lfcSE"]), float(row["rna_df"])
    f = float(row["explained_fraction"])
    if s_p <= 0 or nu_p <= 0 or nu_m <= 0:
        return float("nan")
    moved = float(row["change_margin"]) + (t.ppf(0.95, nu_p) + t.ppf(0.9, nu_p)) * s_p
    variance = s_m**2 + f**2 * s_p**2
    nu = variance**2 / (s_m**4 / nu_m + f**4 * s_p**4 / nu_p)
    unexplained = (t.ppf(0.95, nu) + t.ppf(0.9, nu)) * math.sqrt(variance) / f
    return max(moved, unexplained)


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
            concordance_row["tier"] != "B" or "transcript" in concordance_row["call"],
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


def protein_row(row: pd.Series, layer: str, detail: str) -> dict[str, str]:
    """Build a protein row of a card.

    Parameters
    ----------
    row : pandas.Series
        A row of ``concordance.tsv`` with an assay.
    layer, detail : str
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
        row["tier"] != "B" or "posttranscriptional" in row["call"],
    )
    status = row["protein_status"]
    if status not in ("estimated", ""):
        words = {
            "n1": "one replicate in an arm: ratio only",
            "no_variance": "no spread between replicates: no test",
            "censored_bound": "partly below detection: a bound",
            "censored": "below detection",
            "on_off": "seen in one arm only",
            "not_in_contrast": "not measured in this contrast",
        }.get(status, status.replace("_", " "))
        call = f"{call} ({words})" if call else words
    bound = {-math.inf: "at most ", math.inf: "at least "}
    side = bound.get(row["protein_ci_low"], bound.get(row["protein_ci_high"], ""))
    return {
        "layer": layer,
        "detail": detail,
        "estimate": side + fmt.signed(row["protein_log2FoldChange"]),
        "interval": fmt.interval(row["protein_ci_low"], row["protein_ci_high"]),
        "call": call or "no test",
        "fdr": fmt.probability(row["protein_padj"]),
    }


def _or(value: float, default: float) -> float:
    return default if fmt.is_missing(value) else float(value)
