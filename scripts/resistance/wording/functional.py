"""One plain sentence for each row of the functional table, 30 words at most.

The sentences say what was measured and which margin was passed. A pump is named by its inhibitor's
specificity, never by a dye; what was not tested is said to be open.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from resistance.functional.modulators import pumps, spoken
from resistance.wording.concordance import change, fold, number

MOST_WORDS: Final = 30

#: What each assay measures, as the subject of a sentence.
SUBJECTS: Final[dict[str, str]] = {
    "dye_efflux": "dye that stays inside",
    "internalisation_rate": "internalisation rate",
    "surface_half_life": "surface half-life",
    "lysosomal_delivery": "delivery to lysosomes",
    "adc_ic50": "IC50 of the drug",
    "payload_ic50": "IC50 of the payload",
    "inhibitor_alone": "viability",
}

#: Templates by conclusion, or by conclusion and reason.
CONCLUSIONS: Final[dict[str, str]] = {
    "pump_active more_than_reference": (
        "Pump active in {target} ({pumps}): {modulator} keeps more dye inside ({change}), more "
        "than in {reference}."
    ),
    "pump_active as_in_reference": (
        "Pump active in {target} ({pumps}): {modulator} keeps more dye inside ({change}), as in "
        "{reference} within {fold}-fold."
    ),
    "pump_active less_than_reference": (
        "Pump active in {target} ({pumps}): {modulator} keeps more dye inside ({change}), less "
        "than in {reference}."
    ),
    "pump_active comparison_open": (
        "Pump active in {target} ({pumps}): {modulator} keeps more dye inside ({change}); more "
        "than in {reference} was not shown."
    ),
    "pump_active no_reference": (
        "Pump active in {target} ({pumps}): {modulator} keeps more dye inside ({change}); not "
        "compared with {reference}."
    ),
    "pump_not_shown equivalence_shown": (
        "No pump activity shown in {target}: with {modulator} the dye inside stays within "
        "{fold}-fold ({change})."
    ),
    "pump_not_shown not_shown": (
        "No pump activity shown in {target}: an effect of {modulator} on the dye inside was "
        "neither shown nor excluded ({change})."
    ),
    "pump_limits_drug": (
        "Pump limits {drug} ({pumps}): {modulator} lowers its IC50 more in {target} than in "
        "{reference} ({change}); alone it spares the cells."
    ),
    "pump_limits_drug loss": (
        "Pump limits {drug} ({pumps}): {modulator} lowers its IC50 more in {target} than in "
        "{reference} ({change})."
    ),
    "pump_not_limiting": (
        "Pump not limiting {drug} ({pumps}): the effect of {modulator} on its IC50 is the same in "
        "both arms within {fold}-fold ({change})."
    ),
    "inhibitor_sensitises toxicity_not_given": (
        "{Modulator} lowers the {subject} more in {target} than in {reference} ({change}); "
        "toxicity of the inhibitor alone was not given."
    ),
    "inhibitor_sensitises toxicity_not_excluded": (
        "{Modulator} lowers the {subject} more in {target} than in {reference} ({change}); "
        "toxicity of the inhibitor alone was not excluded."
    ),
    "inhibitor_sensitises modulator_unknown": (
        "{Modulator} lowers the {subject} more in {target} than in {reference} ({change}); no pump "
        "can be named from it."
    ),
    "block_before_payload": (
        "Block before payload action: {target} resist the drug, and the {subject} is unchanged "
        "within {fold}-fold ({change})."
    ),
    "block_before_payload more_sensitive": (
        "Block before payload action: {target} resist the drug, and the {subject} is lower than in "
        "{reference} ({change})."
    ),
    "at_or_after_payload_or_efflux": (
        "Resistant to drug and payload ({change}): at or after payload, or efflux; an antigen "
        "change is not excluded."
    ),
    "internalisation_impaired": (
        "{gene}Internalisation impaired: the rate is lower in {target} than in {reference} "
        "({change})."
    ),
    "internalisation_unchanged": (
        "{gene}Internalisation unchanged within {fold}-fold in {target} ({change})."
    ),
    "half_life_shorter": (
        "{gene}Surface half-life is shorter in {target} than in {reference} ({change})."
    ),
    "half_life_unchanged": (
        "{gene}Surface half-life is unchanged within {fold}-fold in {target} ({change})."
    ),
    "lysosomal_delivery_impaired": (
        "{gene}Delivery to lysosomes is lower in {target} than in {reference} ({change})."
    ),
    "lysosomal_delivery_unchanged": (
        "{gene}Delivery to lysosomes is unchanged within {fold}-fold in {target} ({change})."
    ),
    "undetermined no_inhibitor": (
        "Less or more dye inside {target} ({change}): without an inhibitor, efflux cannot be told "
        "from uptake."
    ),
    "undetermined no_fall_in_target": (
        "The effect of {modulator} differs between the arms ({change}), but no fall of the "
        "{subject} in {target} was shown."
    ),
    "undetermined inhibitor_toxic": (
        "{Modulator} alone is toxic: its effect on the {subject} ({change}) cannot be read as that "
        "of a pump."
    ),
    "undetermined modulator_unknown": (
        "The effect of {modulator} on the {subject} is the same in both arms within {fold}-fold "
        "({change}); no pump can be named from it."
    ),
    "undetermined no_reference": (
        "{Modulator} was not tested in {reference}: without the comparison nothing is known about "
        "what limits the drug."
    ),
    "undetermined opposite": (
        "{Modulator} lowers the {subject} less in {target} than in {reference} ({change})."
    ),
    "undetermined drug_not_given": (
        "{Subject} in {target}: {change}; without the drug's own IC50 the place of the block stays "
        "open."
    ),
    "undetermined drug_resistance_not_shown": (
        "{Subject} in {target}: {change}; resistance to the drug itself was not shown, so the "
        "place of the block stays open."
    ),
    "undetermined higher": (
        "{gene}{Subject} is {higher} in {target} than in {reference} ({change})."
    ),
    "undetermined not_shown": (
        "{gene}{what}: neither a change nor equivalence within {fold}-fold was shown ({change})."
    ),
}

#: What a row estimates, where it has no conclusion of its own.
WHAT: Final[dict[str, str]] = {
    "difference": "{Subject}, {target} against {reference}",
    "effect_reference": "Effect of {modulator} on the {subject}, {reference}",
    "effect_target": "Effect of {modulator} on the {subject}, {target}",
    "interaction": "Effect of {modulator} on the {subject}, {target} against {reference}",
}

#: Why a row has no test, by its status or reason.
UNTESTED: Final[dict[str, str]] = {
    "n1": "measured once in a group, so not tested",
    "n2": "two replicates and too few groups give no reliable error, so not tested",
    "no_variance": "the replicates do not differ, which gives no error",
    "censored": "values beyond the assay's range on both sides leave it open",
    "not_measured_reference": "not measured in {reference}",
    "not_measured_target": "not measured in {target}",
    "not_measured_reference_target": "not measured in this contrast",
}


class Arms(NamedTuple):
    """What the arms are called inside a sentence: ``resistant cells``."""

    reference: str
    target: str


def arms(reference: Sequence[str], target: Sequence[str]) -> Arms:
    """Name the arms of a contrast by their levels, or by their role where that is too long.

    Parameters
    ----------
    reference, target : sequence of str
        Levels that are pooled.

    Returns
    -------
    Arms
    """
    return Arms(_cells(reference, "reference cells"), _cells(target, "target cells"))


def _cells(levels: Sequence[str], otherwise: str) -> str:
    name = " and ".join(levels)
    return f"{name} cells" if len(name.split()) == 1 else otherwise


def sentence(row: Mapping[Any, Any], names: Arms, equivalence: float, human: bool = True) -> str:
    """Write the sentence of one row.

    Parameters
    ----------
    row : mapping
        Columns of :data:`resistance.evidence_columns.FUNCTIONAL` but ``sentence``.
    names : Arms
    equivalence : float
        Equivalence margin, log2.
    human : bool
        The cells are human: an inhibitor names the human pump that it acts on.

    Returns
    -------
    str
        At most 30 words with the 95% interval, which is left out where it does not fit.
    """
    x, low, high = row["log2FoldChange"], row["ci_low"], row["ci_high"]
    full = _filled(row, names, equivalence, change(x, low, high), human)
    if len(full.split()) <= MOST_WORDS:
        return full
    side = "at most " if math.isinf(low) else "at least " if math.isinf(high) else ""
    return _filled(row, names, equivalence, f"log2FC {side}{number(x)}", human)


def _filled(
    row: Mapping[Any, Any], names: Arms, equivalence: float, changed: str, human: bool
) -> str:
    subject = SUBJECTS[row["assay"]]
    modulator = str(row["modulator"])
    own = row["assay"] not in ("adc_ic50", "payload_ic50", "dye_efflux") and not modulator
    words = {
        "reference": names.reference,
        "target": names.target,
        "modulator": modulator,
        # a compound begins a sentence with a capital, a name like siABCB1 stays as it is
        "Modulator": modulator.capitalize() if modulator.islower() else modulator,
        "higher": "longer" if row["assay"] == "surface_half_life" else "higher",
        "pumps": spoken(modulator, human) if pumps(modulator) else "pump not named",
        "subject": subject,
        "Subject": subject[0].upper() + subject[1:],
        "drug": "the payload" if row["assay"] == "payload_ic50" else "this drug",
        "gene": f"{row['gene']}: " if own and row["gene"] else "",
        "fold": fold(equivalence),
        "change": changed,
    }
    words["what"] = WHAT[row["quantity"]].format(**words)
    code, reason = str(row["conclusion"]), str(row["reason"])
    template = CONCLUSIONS.get(f"{code} {reason}", CONCLUSIONS.get(code))
    if code and template:
        return template.format(**words)
    if row["status"] in ("estimated", "bound"):
        return f"{words['gene']}{words['what']}: {changed}."
    untested = UNTESTED.get(row["reason"], str(row["reason"]).rstrip(". "))
    return f"{words['gene']}{words['what']}: {untested.format(**words)}."
