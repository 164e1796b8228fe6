"""Checks that rest on human genes: pseudo-autosomal genes, strand at ABCB1, identity of lines."""

from __future__ import annotations

import pandas as pd

from resistance.checks.base import Context, Row, between_arms, row
from resistance.genes.par_dropout import DEPENDENT, par_sentinel

#: Normalised counts from which XIST or RPS4Y1 counts as on. Both are high where they are on
#: (hundreds to thousands) and nearly zero where they are off.
ON_COUNT = 10.0
XIST = "ENSG00000229807"
RPS4Y1 = "ENSG00000129824"
_OTHER_ORGANISM = "This check needs human genes."
_PAR = ";".join(sorted(DEPENDENT))


def par_dropout(context: Context) -> list[Row]:
    """List genes whose reads a reference with an unmasked Y has dropped."""
    title = "Genes that cannot be measured"
    if not context.is_human:
        return [row("par_dropout", title, "not_assessable", _OTHER_ORGANISM, touches=_PAR)]
    lost = sorted(context.genes.loc[context.genes["measurable"] == "no", "gene_name"])
    return [
        row(
            "par_dropout",
            title,
            "fail" if lost else "pass",
            f"{', '.join(lost)} cannot be measured: X and Y share these genes and their reads "
            "were dropped."
            if lost
            else "No gene that X and Y share has lost its reads altogether.",
            value=str(len(lost)),
            threshold="0",
            touches=";".join(lost) or _PAR,
        )
    ]


def sentinel(context: Context) -> list[Row]:
    """Judge the pseudo-autosomal region by SLC25A6, which is high in every tissue."""
    title = "Pseudo-autosomal genes"
    if not context.is_human:
        return [row("par_sentinel", title, "not_assessable", _OTHER_ORGANISM, touches=_PAR)]
    found = par_sentinel(context.normalised, context.genes)
    if found.empty:
        message = "The gene ids do not tell which row is SLC25A6."
        return [row("par_sentinel", title, "not_assessable", message, touches=_PAR)]
    return [{str(key): str(value) for key, value in r.items()} for r in found.to_dict("records")]


def par_y_masked(context: Context) -> list[Row]:
    """Say what is known of the reference's pseudo-autosomal region of Y."""
    title = "Reference at the pseudo-autosomal region"
    if not context.is_human:
        return [row("par_y_masked", title, "not_assessable", _OTHER_ORGANISM, touches=_PAR)]
    status, message = {
        "yes": ("pass", "The reference's Y was masked, so reads that X and Y share are kept."),
        "no": ("note", "The reference's Y was not masked: reads that X and Y share may be lost."),
    }.get(
        context.par_y_masked,
        ("not_assessable", "It is not known whether the reference's Y was masked."),
    )
    return [
        row(
            "par_y_masked",
            title,
            status,
            message,
            value=context.par_y_masked,
            threshold="yes",
            touches=_PAR,
        )
    ]


def strandedness(context: Context) -> list[Row]:
    """Say whether reads of ABCB1 and of RUNDC3B, on the other strand, can be told apart."""
    title = "Strand at ABCB1"
    touches = "ABCB1;RUNDC3B"
    if not context.is_human:
        return [row("strandedness", title, "not_assessable", _OTHER_ORGANISM, touches=touches)]
    status, message = {
        "forward": ("pass", "Stranded counts tell ABCB1 and RUNDC3B apart."),
        "reverse": ("pass", "Stranded counts tell ABCB1 and RUNDC3B apart."),
        "unstranded": (
            "note",
            "RUNDC3B overlaps ABCB1 on the other strand; unstranded counts of both are ambiguous.",
        ),
    }.get(context.strandedness, ("not_assessable", "The strandedness of the counts is unknown."))
    return [
        row(
            "strandedness",
            title,
            status,
            message,
            value=context.strandedness,
            threshold="forward or reverse",
            touches=touches,
        )
    ]


def _on(context: Context, ensembl_id: str, names: list[str]) -> pd.Series | None:
    rows = context.genes.loc[context.genes["ensembl_id"] == ensembl_id, "gene_id"]
    if rows.empty:
        return None
    return context.normalised.loc[list(rows), names].sum(axis=0) >= ON_COUNT


def _identity(context: Context, contrast: dict[str, str]) -> Row:
    title = "Same line in both arms"
    threshold = f"on from {ON_COUNT:g} normalised counts"
    if not context.is_human:
        return row("identity", title, "not_assessable", _OTHER_ORGANISM, threshold=threshold)
    arms = context.arms(contrast)
    names = arms["reference"] + arms["target"]
    on = {"XIST": _on(context, XIST, names), "RPS4Y1": _on(context, RPS4Y1, names)}
    absent = [gene for gene, values in on.items() if values is None]
    known = {gene: values for gene, values in on.items() if values is not None}
    if absent:
        message = f"{' and '.join(absent)} not in the counts."
        return row("identity", title, "not_assessable", message, threshold=threshold)
    value = "; ".join(
        f"{gene} on in {int(values[arms['reference']].sum())} of {len(arms['reference'])} v "
        f"{int(values[arms['target']].sum())} of {len(arms['target'])}"
        for gene, values in known.items()
    )
    differing = [gene for gene, values in known.items() if values.nunique() > 1]
    if not differing:
        status, message = "pass", "XIST and RPS4Y1 agree in all samples."
    elif differing == ["RPS4Y1"]:
        status = "note"
        message = "RPS4Y1 is on in some samples alone: loss of Y, or another line."
    elif differing == ["XIST"]:
        status = "note"
        message = "XIST is on in some samples alone: loss of the inactive X, or another line."
    else:
        status = "fail"
        message = "XIST and RPS4Y1 both differ between samples: they may come from two people."
    return row("identity", title, status, message, value=value, threshold=threshold)


identity = between_arms(_identity, "identity", "Same line in both arms")
