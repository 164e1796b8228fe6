"""What surface, total and mRNA of one gene allow to say together, in plain sentences.

No sentence names a cause: what cannot be told apart is listed, and what to measure next is said.
A fall of surface staining is always "lower surface signal".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from resistance.wording.concordance import fold, number

#: Sentences of each reading, each 30 words at most. ``{states}`` says what was measured, and is
#: the only one that names the gene: a card has named it already, by its clinical name.
READINGS: Final[dict[str, tuple[str, ...]]] = {
    "internalisation_retention_or_masking": (
        "{states}",
        "The surface falls more than the total ({ratio}): internalisation, retention, or an "
        "epitope masked by bound drug.",
        "Next: a stain for bound drug (anti-human-Fc), {clone}an internalisation assay.",
    ),
    "lost_protein": (
        "{states}",
        "The protein falls without its mRNA: degradation, shedding or less translation cannot be "
        "separated.",
        "Next: its soluble form in the medium, and its half-life.",
    ),
    "transcriptional": ("{states}", "The fall of the protein goes with that of its mRNA."),
    "transcriptional_total_open": (
        "{states}",
        "The fall at the surface goes with that of the mRNA; total protein would show whether all "
        "of it follows.",
    ),
    "surface_only": (
        "{states}",
        "Degradation, retention, endocytosis, shedding, less translation, isoform or epitope "
        "change, glycosylation and masking cannot be told apart.",
        "Next: total protein, {clone}its soluble form in the medium.",
    ),
    "surface_falls_more": (
        "{states}",
        "The surface falls more than the total ({ratio}); together with the mRNA this does not "
        "settle where the protein went.",
        "Next: {clone}more replicates of total protein.",
    ),
    "intracellular_pool_lost": ("{states}", "The fall lies in the intracellular pool."),
    "no_change": ("{states}",),
    "gained_protein": (
        "{states}",
        "The protein rises without its mRNA: slower degradation, less shedding or more "
        "translation cannot be separated.",
    ),
    "transcriptional_rise": ("{states}", "The rise of the protein goes with that of its mRNA."),
    "more_at_surface": (
        "{states}",
        "The surface rises more than the total ({ratio}): less internalisation, more transport "
        "to the surface, or a better seen epitope.",
    ),
    "transcriptional_rise_total_open": (
        "{states}",
        "The rise at the surface goes with that of the mRNA.",
    ),
    "surface_only_rise": (
        "{states}",
        "More protein, more transport to the surface and a better seen epitope cannot be told "
        "apart. Next: total protein.",
    ),
    "not_settled": (
        "{states}",
        "Together they do not settle where the protein went.",
    ),
    "not_measured": ("{gene}: the surface was not measured in this contrast.",),
}

#: What to measure next where one assay saw the surface.
CLONE: Final = "a second non-competing clone, "

#: Said wherever a protein falls and its mRNA does not.
COUNTS_ARE_BLIND: Final = "Gene counts cannot show an isoform switch or a coding mutation."

_SURFACE: Final = {
    "lower": "lower surface signal",
    "higher": "higher surface signal",
    "unchanged": "surface signal unchanged within {fold}-fold",
    "not_shown": "no change of the surface signal shown",
    "not_measured": "surface not measured",
}
_OTHERS: Final = {
    "lower": "{layer} lower",
    "higher": "{layer} higher",
    "unchanged": "{layer} unchanged within {fold}-fold",
    "not_shown": "{layer} not settled",
    "not_measured": "{layer} not measured",
}


def states(row: Mapping[str, Any]) -> str:
    """Say what each layer shows, in one sentence.

    Parameters
    ----------
    row : mapping
        ``gene_name, surface, total, rna`` and ``surface_margin, total_margin, rna_margin`` (log2).

    Returns
    -------
    str
    """
    parts = [_SURFACE[row["surface"]].format(fold=_fold(row["surface_margin"]))]
    for layer, words in (("total", "total protein"), ("rna", "mRNA")):
        margin = _fold(row[f"{layer}_margin"])
        parts.append(_OTHERS[row[layer]].format(layer=words, fold=margin))
    return f"{row['gene_name']}: {', '.join(parts)}."


def _fold(margin: float) -> str:
    return "" if math.isnan(margin) else fold(margin)


def sentence(row: Mapping[str, Any]) -> str:
    """Write the sentences of one row, each 30 words at most.

    Parameters
    ----------
    row : mapping
        As for :func:`states`, with ``reading``, the ratio's ``log2FoldChange, ci_low, ci_high``,
        and ``several_assays``: the surface was measured by more than one assay.

    Returns
    -------
    str
    """
    x = row["log2FoldChange"]
    ratio = "" if math.isnan(x) else f"log2 ratio {number(x)}"
    if ratio and not math.isnan(row["ci_low"]):
        ratio += f", 95% CI {number(row['ci_low'], x)} to {number(row['ci_high'], x)}"
    words = {
        "states": states(row),
        "gene": row["gene_name"],
        "ratio": ratio,
        "clone": "" if row["several_assays"] else CLONE,
    }
    text = [template.format(**words) for template in READINGS[row["reading"]]]
    falls = "lower" in (row["surface"], row["total"]) and row["rna"] != "lower"
    if falls and row["reading"] != "not_measured":
        text.append(COUNTS_ARE_BLIND)
    return " ".join(text)
