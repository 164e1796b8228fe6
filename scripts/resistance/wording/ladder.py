"""Words of the ladder of evidence and of the experiments that would fill its open rungs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

RUNGS: Final = ("mrna", "protein", "localisation", "function", "intervention")
LAYER_NAMES: Final[dict[str, str]] = {
    "mrna": "mRNA",
    "protein": "protein",
    "surface": "surface signal",
}
SURFACE_AGAINST_TOTAL: Final = "surface against total"
PLACE: Final = "place in the cell"
BOTH_LAYERS: Final = "this layer alone: the grade of a gene needs both"
NOT_MEASURED: Final = "not measured"

#: What an inhibitor has to reach, by the pump that rose.
INHIBITORS: Final[dict[str, str]] = {
    "ABCB1": "a P-gp-selective inhibitor (zosuquidar)",
    "ABCG2": "an ABCG2 inhibitor (fumitremorgin C)",
    "ABCC1": "an MRP inhibitor (MK-571)",
    "ABCC2": "an MRP inhibitor (MK-571)",
}
ANY_INHIBITOR: Final = INHIBITORS["ABCB1"]

#: What to do about an open rung; interventions stand in the table of rules.
EXPERIMENTS: Final[dict[str, str]] = {
    "mrna": "Sequence the RNA of {genes} in both arms.",
    "protein": "Measure {genes} protein in both arms, by flow cytometry or western blot.",
    "localisation": "Measure surface and total {genes} in the same cells.",
}
#: What to do about an antigen of which no fall was shown, or whose fall is excluded.
ANTIGEN: Final[dict[str, str]] = {
    "masked": (
        "Stain {target} with an anti-human-Fc antibody for bound drug and with a clone that does "
        "not compete with it, or repeat after a longer time without the drug."
    ),
    "not_shown": (
        "Measure surface {target} in molecules per cell (calibration beads, isotype control) with "
        "two non-competing clones, in resistant and parental cells."
    ),
    "excluded": (
        "Measure binding and internalisation of the labelled drug in resistant and parental "
        "cells, with cells on ice as control: {target} at the surface need not be taken in."
    ),
}
REPLICATE: Final = "Repeat the assays in a second, independently derived resistant line."
COSTAIN: Final = (
    "Co-stain {target} and {pump}: bulk data cannot show that both changes live in one cell."
)

#: Localisation of an antigen in words, by state of the surface.
SURFACE: Final[dict[str, str]] = {
    "lower": "lower at the surface",
    "higher": "higher at the surface",
    "unchanged": "unchanged at the surface",
    "not_shown": "no change at the surface is shown",
    "not_measured": "surface not measured",
}


def layer_evidence(
    layer: str,
    moved: Mapping[str, int],
    state: str,
    names: Sequence[str],
    untested: Sequence[str] = (),
) -> str:
    """Say what fills a rung of mRNA or protein.

    Parameters
    ----------
    layer : str
        A key of :data:`LAYER_NAMES`.
    moved : mapping of str to int
        +1 or -1 by name, of the genes that are shown to move.
    state : str
    names : sequence of str
        All genes that were asked about.
    untested : sequence of str
        Those of them that were measured, but have no error to test a change by.

    Returns
    -------
    str
    """
    name = LAYER_NAMES[layer]
    if state == "open":
        return f"{name} of {listed(names)} {NOT_MEASURED}"
    if moved and layer == "surface":
        return "; ".join(
            f"{'higher' if sign > 0 else 'lower'} {name} of {gene}" for gene, sign in moved.items()
        )
    if moved:
        ups = [gene for gene, sign in moved.items() if sign > 0]
        downs = [gene for gene, sign in moved.items() if sign < 0]
        parts = [
            f"{listed(genes)} {way} in {name}"
            for genes, way in ((ups, "higher"), (downs, "lower"))
            if genes
        ]
        return "; ".join(parts)
    if state == "against":
        return f"the expected change of {listed(names)} is excluded in {name}"
    tested = [gene for gene in names if gene not in untested]
    parts = [f"no change of {listed(tested)} is shown in {name}"] if tested else []
    parts += [f"{name} of {listed(untested)} measured, not tested"] if untested else []
    return "; ".join(parts)


def set_evidence(layer: str, expected: int, against: int, total: int) -> str:
    """Say how many genes of a mechanism without effectors move.

    Parameters
    ----------
    layer : str
    expected, against, total : int

    Returns
    -------
    str
    """
    return (
        f"{expected} of {total} genes move as expected in {LAYER_NAMES[layer]}, {against} against"
    )


def listed(names: Sequence[str], most: int = 4) -> str:
    """Write names as ``A, B and 3 more``."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def filled(text: str, target: str, pumps: Sequence[str], genes: Sequence[str], pump: str) -> str:
    """Put the study's names into the text of an experiment.

    Parameters
    ----------
    text : str
        With ``{target}``, ``{inhibitor}``, ``{pump}`` or ``{genes}``; other braces stay.
    target : str
        Name of the drug's target; empty if there is none.
    pumps : sequence of str
        Symbols of the pumps that rose, the strongest first.
    genes : sequence of str
        Names of the genes that an experiment is about.
    pump : str
        Name of the first of ``pumps``; empty if there is none.

    Returns
    -------
    str
    """
    known = dict.fromkeys(INHIBITORS[symbol] for symbol in pumps if symbol in INHIBITORS)
    words = {
        "target": target or "the antigen",
        "inhibitor": " or ".join(known) or ANY_INHIBITOR,
        "pump": pump or "the pump",
        "genes": listed(genes) or "the effectors",
    }
    for name, word in words.items():
        text = text.replace("{" + name + "}", word)
    return text
