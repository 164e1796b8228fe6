"""The words and the shapes that stand for the codes of the tables.

No code of a table is shown without one of these, and none is told by colour alone: each has an
icon of its own shape.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resistance.report import format as fmt

MATERIAL = (
    "Cell line, resistance selected in vitro; may not mirror clinical resistance; "
    "research use, not for treatment decisions."
)

#: Order of compartments and how a row of a card calls them.
COMPARTMENTS = {
    "surface": "Protein, surface",
    "total": "Protein, total",
    "intracellular": "Protein, intracellular",
    "secreted": "Protein, secreted",
}

ASSAY_TYPES = {
    "flow": "flow cytometry",
    "western": "western blot",
    "lfq_ms": "label-free mass spectrometry",
    "dia_ms": "DIA mass spectrometry",
    "tmt": "TMT mass spectrometry",
    "olink": "Olink",
    "other": "other assay",
}

#: what the tier of a discordance says of the other layer
TIERS = {
    "A": "evidence tier A: the other layer was shown to be unchanged",
    "B": "evidence tier B: the other layer explains only a part; unchanged was not shown",
}

CHECK_STATUS = {
    "fail": ("Failed", "cross"),
    "note": ("Note", "bang"),
    "pass": ("Passed", "tick"),
    "not_assessable": ("Could not be checked", "dash"),
}

#: grades but those "as expected", which ``wording.evidence`` words
GRADES = {
    "layers_conflict": "mRNA and protein disagree",
    "against_expected": "changes against the expected direction",
    "no_change_shown": "no change shown in either layer",
    "expected_change_excluded": "the expected change is excluded",
    "inconclusive": "not settled",
    "not_measured": "not measured",
    "not_applicable": "does not apply",
}

#: mechanism verdict code -> icon
MECHANISM_ICONS = {
    "consistent_both": "diamond",
    "consistent_protein_only": "diamond",
    "consistent_transcript_only": "diamond",
    "compatible": "ring",
    "layers_conflict": "opposite",
    "no_change_shown": "equal",
    "expected_change_excluded": "equal",
    "undetermined": "question",
    "not_applicable": "dash",
    "shifted": "diamond",
    "no_shift_shown": "equal",
}

#: codes of ``capped_by`` that are no checks
CAPS = {
    "single_derivation": "One derivation never exceeds \u201cmoderate\u201d: "
    "the inference is limited to this pair of lines.",
    "derivation_unknown": "Without that, \u201cmoderate\u201d is the most that can be said.",
    "technical_replicates": "The replicates of an arm are technical: one sample, measured again.",
}

#: the reading of "significant in one layer only": in words, and the call that says the same
NAIVE = {
    "both up": ("higher in both", "concordant_up"),
    "both down": ("lower in both", "concordant_down"),
    "opposite": ("opposite", "opposite"),
    "mRNA only up": ("mRNA only, higher", "transcript_only_up"),
    "mRNA only down": ("mRNA only, lower", "transcript_only_down"),
    "protein only up": ("protein only, higher", "posttranscriptional_gain"),
    "protein only down": ("protein only, lower", "posttranscriptional_loss"),
    "neither": ("no change", "unchanged"),
}

COLLECTIONS = {
    "hallmark": "Hallmark",
    "reactome": "Reactome",
    "wikipathways": "WikiPathways",
    "go_bp": "GO biological process",
}

COLLECTION_STATUS = {
    "tested": "tested",
    "no_sets_for_organism": "no gene sets for this organism",
    "no_ranked_genes": "no gene could be ranked",
    "no_set_in_size_range": "no set within the size limits",
}


@dataclass(frozen=True)
class CallWords:
    """How a call is shown.

    Attributes
    ----------
    label : str
        The verdict in words.
    icon : str
        The shape (``icons.html.j2``).
    tone : str
        ``up``, ``down``, ``split``, ``same`` or ``open``: a colour that repeats what the shape
        and the words already say.
    """

    label: str
    icon: str
    tone: str


def call_words(call: str, tier: str = "", compartment: str = "") -> CallWords:
    """Return label, icon and tone of a concordance call.

    Parameters
    ----------
    call : str
        A call of ``concordance.tsv``.
    tier : str
        ``A`` (the other layer is shown unchanged), ``B`` (it explains less than half) or empty.
    compartment : str
        ``surface`` turns "protein" into "surface signal": what a fall of the signal is due to
        is open.

    Returns
    -------
    CallWords
    """
    signal = "surface signal" if compartment == "surface" else "protein"
    rest = "mRNA unchanged" if tier == "A" else "more than the mRNA explains"
    buffered = f"{signal} unchanged" if tier == "A" else f"{signal} follows by less than half"
    table = {
        "concordant_up": CallWords(f"Higher in mRNA and {signal}", "up", "up"),
        "concordant_down": CallWords(f"Lower in mRNA and {signal}", "down", "down"),
        "posttranscriptional_loss": CallWords(f"Lower {signal}, {rest}", "down-split", "split"),
        "posttranscriptional_gain": CallWords(f"Higher {signal}, {rest}", "up-split", "split"),
        "transcript_only_up": CallWords(f"Higher mRNA, {buffered}", "up-split", "split"),
        "transcript_only_down": CallWords(f"Lower mRNA, {buffered}", "down-split", "split"),
        "opposite": CallWords(f"mRNA and {signal} move apart", "opposite", "split"),
        "unchanged": CallWords(f"Unchanged in mRNA and {signal}", "equal", "same"),
        "inconclusive": CallWords("Not settled", "question", "open"),
        "not_measured": CallWords("Protein not measured", "dash", "open"),
        "not_detected": CallWords("No reads in any sample", "dash", "open"),
        "not_measurable": CallWords("Cannot be measured with this alignment", "dash", "open"),
        "not_applicable": CallWords("Does not apply here", "dash", "open"),
    }
    return table.get(call) or CallWords(call.replace("_", " ") or "No verdict", "dash", "open")


#: Name, explanation; ``glossary`` fills the margins in.
_GLOSSARY = (
    (
        "log2FC (log2 fold change)",
        "How much more in the arm named first (\u201cresistant against parental\u201d: more in "
        "resistant), in doublings: +1 is twice as much, \u22121 is half, 0 is the same.",
    ),
    (
        "95% CI (confidence interval)",
        "The range of changes that the data are compatible with. Wide means little is known.",
    ),
    (
        "FDR (q, padj)",
        "Of all genes called at this threshold, the share expected to be false alarms.",
    ),
    (
        "Unchanged within {margin}",
        "A test was passed that excludes a change of that size{western}. "
        "It is not the same as \u201cno significant change\u201d.",
    ),
    (
        "Not settled",
        "The data allow more than one reading. The reason is given, and what would settle it.",
    ),
    (
        "Lower surface signal",
        "Less staining at the cell surface. Degradation, retention inside the cell, uptake, "
        "shedding, less translation or a hidden epitope look the same in this assay.",
    ),
    (
        "Post-transcriptional",
        "The protein moves by more than its mRNA explains. Which step differs is not shown.",
    ),
    (
        "Tier A and tier B",
        "A: the other layer is shown unchanged. B: it explains less than half of the change.",
    ),
    (
        "Derivation",
        "One independent selection of resistant cells. Replicates of one derivation share its "
        "accidents; only a second derivation tells chance from rule.",
    ),
    (
        "Confidence",
        "How far the measurement can be trusted, not whether the change protects the cell.",
    ),
    ("NES", "Normalised enrichment score: positive if the genes of a set tend to be higher."),
    (
        "Not tested",
        "A gene without an FDR. The table of statuses beside the volcano plot says why, and counts "
        "each kind.",
    ),
)


def glossary(margins: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the words of the last section, with the margins of the study.

    Parameters
    ----------
    margins : mapping
        ``concordance`` of the configuration: ``equivalence_margin`` and
        ``western_equivalence_margin``, as folds.

    Returns
    -------
    list of tuple of str
        Name and explanation.
    """
    margin, western = (
        fmt.fold(math.log2(margins[key]))
        for key in ("equivalence_margin", "western_equivalence_margin")
    )
    words = {
        "margin": margin,
        "western": "" if western == margin else f" (for western blots: of {western})",
    }
    return [(name.format(**words), text.format(**words)) for name, text in _GLOSSARY]
