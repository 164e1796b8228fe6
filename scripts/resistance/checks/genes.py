"""Checks of what the reference and the counting can measure: X and Y, strands."""

from __future__ import annotations

from resistance.checks.base import Context, Row, row
from resistance.checks.words import OTHER_ORGANISM
from resistance.genes.par_dropout import DEPENDENT, par_sentinel

_PAR = ";".join(sorted(DEPENDENT))


def par_dropout(context: Context) -> list[Row]:
    """List genes whose reads a reference with an unmasked Y has dropped."""
    title = "Genes that cannot be measured"
    if not context.is_human:
        return [row("par_dropout", title, "not_assessable", OTHER_ORGANISM, touches=_PAR)]
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
        return [row("par_sentinel", title, "not_assessable", OTHER_ORGANISM, touches=_PAR)]
    found = par_sentinel(context.normalised, context.genes)
    if found.empty:
        message = "The gene ids do not tell which row is SLC25A6."
        return [row("par_sentinel", title, "not_assessable", message, touches=_PAR)]
    return [{str(key): str(value) for key, value in r.items()} for r in found.to_dict("records")]


def par_y_masked(context: Context) -> list[Row]:
    """Say what is known of the reference's pseudo-autosomal region of Y."""
    title = "Reference at the pseudo-autosomal region"
    if not context.is_human:
        return [row("par_y_masked", title, "not_assessable", OTHER_ORGANISM, touches=_PAR)]
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
        return [row("strandedness", title, "not_assessable", OTHER_ORGANISM, touches=touches)]
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
