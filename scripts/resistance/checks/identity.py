"""Whether both arms are one line: genes of the sexes, and markers of the lineage."""

from __future__ import annotations

from typing import Final

import pandas as pd

from resistance.checks.base import Context, Row, between_arms, row
from resistance.checks.loci import PAR1_TOUCHES
from resistance.checks.markers import markers
from resistance.checks.words import OTHER_ORGANISM

XIST: Final = "ENSG00000229807"
RPS4Y1: Final = "ENSG00000129824"
#: CD56 and CD303, which tell blastic plasmacytoid dendritic cells from other blood cells.
LINEAGE: Final = {"NCAM1": "ENSG00000149294", "CLEC4C": "ENSG00000198178"}
_TITLE: Final = "Same line in both arms"
_LINEAGE: Final = "Same lineage in both arms"


def _on(context: Context, ensembl_id: str, names: list[str]) -> pd.Series | None:
    """Tell in which samples a gene is on; None where the counts lack it."""
    rows = context.genes.loc[context.genes["ensembl_id"] == ensembl_id, "gene_id"]
    if rows.empty:
        return None
    counts = context.normalised.loc[list(rows), names].sum(axis=0)
    return counts >= context.thresholds.on_count


def _threshold(context: Context) -> str:
    return f"on from {context.thresholds.on_count:g} normalised counts"


def _shares(on: dict[str, pd.Series], arms: dict[str, list[str]]) -> str:
    return "; ".join(
        f"{gene} on in "
        + " v ".join(f"{int(values[names].sum())} of {len(names)}" for names in arms.values())
        for gene, values in on.items()
    )


def _identity(context: Context, contrast: dict[str, str]) -> Row:
    threshold = _threshold(context)

    def say(status: str, message: str, value: str = "", touches: str = "all") -> Row:
        return row(
            "identity", _TITLE, status, message, value=value, threshold=threshold, touches=touches
        )

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    arms = context.arms(contrast)
    names = [name for arm in arms.values() for name in arm]
    found = {gene: _on(context, i, names) for gene, i in (("XIST", XIST), ("RPS4Y1", RPS4Y1))}
    absent = [gene for gene, values in found.items() if values is None]
    if absent:
        return say("not_assessable", f"{' and '.join(absent)} not in the counts.")
    on = {gene: values for gene, values in found.items() if values is not None}
    value = _shares(on, arms)
    differing = [gene for gene, values in on.items() if values.nunique() > 1]
    if not differing:
        return say("pass", "XIST and RPS4Y1 agree in all samples.", value)
    if len(differing) == 2:
        message = "XIST and RPS4Y1 both differ between samples: they may come from two people."
        return say("fail", message, value)
    if differing == ["XIST"]:
        message = "XIST is on in some samples alone: loss of the inactive X, or another line."
        return say("note", message, value)
    if all(on["RPS4Y1"][arm].nunique() == 1 for arm in arms.values()):
        message = "RPS4Y1 is lost in one arm alone: loss of Y, with its copy of PAR1."
        return say("note", message, value, PAR1_TOUCHES)
    message = "RPS4Y1 is on in some samples of one arm alone: loss of Y, or another line."
    return say("note", message, value)


def _lineage(context: Context, contrast: dict[str, str]) -> Row:
    threshold = _threshold(context)

    def say(status: str, message: str, value: str = "") -> Row:
        return row("lineage", _LINEAGE, status, message, value=value, threshold=threshold)

    if not context.is_human:
        return say("not_assessable", OTHER_ORGANISM)
    arms = context.arms(contrast)
    names = [name for arm in arms.values() for name in arm]
    found = {gene: _on(context, i, names) for gene, i in LINEAGE.items()}
    on = {gene: values for gene, values in found.items() if values is not None}
    if len(on) < len(LINEAGE):
        absent = " and ".join(gene for gene in LINEAGE if gene not in on)
        return say("not_assessable", f"{absent} not in the counts.")
    value = _shares(on, arms)
    shifted = {m.symbol for m in markers(context, contrast, LINEAGE) if m.direction}
    # a gene near the limit is on in one sample and off in the next: only all of an arm count
    switched = [
        gene
        for gene, values in on.items()
        if gene in shifted and {values[arm].mean() for arm in arms.values()} == {0.0, 1.0}
    ]
    if len(switched) == len(LINEAGE):
        message = "NCAM1 and CLEC4C are both on in one arm alone: the arms may be two lines."
        return say("fail", message, value)
    if switched:
        message = f"{switched[0]} is on in one arm alone: another cell state, or another line."
        return say("note", message, value)
    if str(context.study.get("disease") or "").lower() == "bpdcn" and not any(
        values.any() for values in on.values()
    ):
        message = "NCAM1 and CLEC4C are off in all samples, which is not expected of BPDCN."
        return say("note", message, value)
    return say("pass", "NCAM1 and CLEC4C are not on in one arm alone.", value)


identity = between_arms(_identity, "identity", _TITLE)
lineage = between_arms(_lineage, "lineage", _LINEAGE)
