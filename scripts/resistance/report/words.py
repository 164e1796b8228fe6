"""The words and the shapes that stand for the codes of the tables.

No code of a table is shown without one of these, and none is told by colour alone: each has an
icon of its own shape.
"""

from __future__ import annotations

from dataclasses import dataclass

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

#: how a protein estimate was made, where it is no plain difference of means
PROTEIN_METHODS = {
    "paired": "paired replicates",
    "one_sample": "lanes as ratios to the reference",
    "tobit": "censored values modelled (Tobit)",
    "prior": "spread declared in the configuration",
}

#: why a protein estimate is none, or a lesser one; a plain estimate needs no word
PROTEIN_STATUSES = {
    "": "",
    "estimated": "",
    "n1": "one replicate in an arm: ratio only",
    "n2": "two replicates, too few targets: ratio only",
    "no_variance": "no spread between replicates: no test",
    "censored_bound": "partly below detection: a bound",
    "censored": "below detection",
    "on_off": "seen in one arm only",
    "prior_based": "spread assumed, not measured",
    "published": "published ratio without an error: descriptive only",
    "conflict": "the assays disagree: not combined",
    "not_in_contrast": "not measured in this contrast",
}

#: how the layers were held against each other
LINKS = {
    "samples": "mRNA and protein of the same samples, compared sample by sample",
    "arms": "mRNA and protein compared as independent arms",
}

#: what the tier of a discordance says of the other layer
TIERS = {
    "A": "evidence tier A: the other layer was shown to be unchanged",
    "B": "evidence tier B: the other layer explains only a part; unchanged was not shown",
    "C": "evidence tier C: the layers differ in size; which one moved is not settled",
}

CHECK_STATUS = {
    "fail": ("Failed", "cross"),
    "note": ("Note", "bang"),
    "pass": ("Passed", "tick"),
    "not_assessable": ("Could not be checked", "dash"),
}

#: functional assays as a table names them
FUNCTIONAL_ASSAYS = {
    "dye_efflux": "dye efflux",
    "internalisation_rate": "internalisation",
    "surface_half_life": "surface half-life",
    "lysosomal_delivery": "delivery to lysosomes",
    "adc_ic50": "IC50 of the drug",
    "payload_ic50": "IC50 of the payload",
    "inhibitor_alone": "inhibitor alone (viability)",
}

#: what would test each mechanism: the assay of the functional table (none: it has no such assay)
VALIDATIONS = {
    "drug_efflux": ("dye_efflux", "efflux assay with and without an inhibitor"),
    "internalisation": ("internalisation_rate", "internalisation assay"),
    "antigen_loss": ("", "re-expression of the antigen"),
    "payload_dna_damage": ("payload_ic50", "payload-only sensitivity"),
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
    "function_shown": "disc",
    "function_against": "cross",
    "layers_conflict": "opposite",
    "no_change_shown": "equal",
    "expected_change_excluded": "equal",
    "undetermined": "question",
    "not_applicable": "dash",
    "shifted": "diamond",
    "no_shift_shown": "equal",
}

#: codes of ``capped_by`` that are no checks, and what they leave
CAPS = {
    "single_derivation": "One derivation never exceeds \u201cmoderate\u201d: "
    "the inference is limited to this pair of lines.",
    "derivation_unknown": "Without that, \u201cmoderate\u201d is the most that can be said.",
    "tier_c": "Only tier C is reached, which leaves \u201clow\u201d.",
    "prior_based": "The spread between replicates was assumed, not measured, which leaves "
    "\u201clow\u201d.",
    "function": "No functional assay agrees, which rules out \u201chigh\u201d.",
}

#: rungs of the evidence ladder, from what is counted to what is done to the cell
RUNGS = {
    "mrna": "mRNA",
    "protein": "Protein",
    "localisation": "Place in the cell",
    "function": "Function",
    "intervention": "Intervention",
}

#: states of a rung: word and shape
RUNG_STATES = {
    "filled": ("agrees", "disc"),
    "against": ("speaks against", "cross"),
    "not_shown": ("not shown", "ring"),
    "open": ("open", "dash"),
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
    "resistance": "Resistance mechanisms",
    "bpdcn": "BPDCN signatures",
}

COLLECTION_STATUS = {
    "tested": "tested",
    "no_sets": "no gene sets for this organism",
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


def call_words(
    call: str, tier: str = "", compartment: str = "", no_counts: bool = False
) -> CallWords:
    """Return label, icon and tone of a concordance call.

    Parameters
    ----------
    call : str
        A call of ``concordance.tsv``.
    tier : str
        ``A`` (the other layer is shown unchanged), ``B`` (it explains only a part), ``C`` (the
        layers differ in size) or empty.
    compartment : str
        ``surface`` turns "protein" into "surface signal": what a fall of the signal is due to
        is open.
    no_counts : bool
        The protein was measured, but the counts lack its gene.

    Returns
    -------
    CallWords
    """
    if no_counts and call == "not_measured":
        return CallWords("Gene not in the counts", "dash", "open")
    signal = "surface signal" if compartment == "surface" else "protein"
    rest = "mRNA unchanged" if tier == "A" else "more than the mRNA explains"
    buffered = f"{signal} unchanged" if tier == "A" else f"{signal} follows only in part"
    open_words = "Not settled; the layers differ in size" if tier == "C" else "Not settled"
    table = {
        "concordant_up": CallWords(f"Higher in mRNA and {signal}", "up", "up"),
        "concordant_down": CallWords(f"Lower in mRNA and {signal}", "down", "down"),
        "posttranscriptional_loss": CallWords(f"Lower {signal}, {rest}", "down-split", "split"),
        "posttranscriptional_gain": CallWords(f"Higher {signal}, {rest}", "up-split", "split"),
        "transcript_only_up": CallWords(f"Higher mRNA, {buffered}", "up-split", "split"),
        "transcript_only_down": CallWords(f"Lower mRNA, {buffered}", "down-split", "split"),
        "opposite": CallWords(f"mRNA and {signal} move apart", "opposite", "split"),
        "unchanged": CallWords(f"Unchanged in mRNA and {signal}", "equal", "same"),
        "inconclusive": CallWords(open_words, "question", "open"),
        "not_measured": CallWords("Protein not measured", "dash", "open"),
        "not_detected": CallWords("No reads in any sample", "dash", "open"),
        "not_measurable": CallWords("Cannot be measured with this alignment", "dash", "open"),
        "not_applicable": CallWords("Does not apply here", "dash", "open"),
    }
    return table.get(call) or CallWords(call.replace("_", " ") or "No verdict", "dash", "open")
