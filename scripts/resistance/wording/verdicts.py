"""The one sentence of a gene of interest, for the terminal, the table and the report's cards."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from resistance.protein.saturation import COMPRESSING
from resistance.wording import conclusions
from resistance.wording.concordance import LAYERS, UNTESTED, fold, why
from resistance.wording.mechanisms import MASKED, MOST_WORDS, NOT_MEASURED

#: What to do next about a gene whose mRNA alone is known.
MEASURE_PROTEIN: Final = "Measure its protein in both arms."
#: Names that are written out in a sentence.
LONG_NAMES: Final[dict[str, str]] = {"P-gp": "P-glycoprotein"}

_WORDS: Final[dict[int, str]] = {1: "higher", -1: "lower"}
#: Assays whose ratios may be compressed: their f differs between the claims.
_MOVES: Final[dict[int, str]] = {1: "rise", -1: "fall"}


def product(symbol: str, clinical: str) -> str:
    """Name a gene's product with its gene: ``P-glycoprotein (ABCB1)``, or the symbol alone."""
    return f"{LONG_NAMES.get(clinical, clinical)} ({symbol})" if clinical else symbol


def _signal(symbol: str, clinical: str, compartment: str) -> str:
    """Name what the assay sees: ``surface CD123 signal``, ``P-glycoprotein``, ``GREB1 protein``."""
    name = LONG_NAMES.get(clinical, clinical)
    if compartment == "surface":
        return f"surface {name or symbol} signal"
    name = name or f"{symbol} protein"
    return name if compartment in ("", "total") else f"{compartment} {name}"


def _at_start(signal: str, compartment: str) -> str:
    """Capitalise the compartment, never a name: eEF2 stays eEF2."""
    return signal.replace(compartment, compartment.capitalize(), 1) if compartment else signal


def _layer(compartment: str) -> str:
    if compartment == "surface":
        return LAYERS["surface"]
    return "protein" if compartment in ("", "total") else f"{compartment} protein"


def _within(margin: float) -> str:
    return f"{fold(margin)}-fold"


def _explained(row: Any) -> str:
    """Say how much the mRNA explains; the table holds f after the correction for compression."""
    if row.assay_type in COMPRESSING:
        return "only part"
    return f"less than {_share(row.explained_fraction)}"


def _share(fraction: float) -> str:
    if not math.isfinite(fraction) or math.isclose(fraction, 0.5):
        return "half"
    return f"{100 * fraction:.0f}%"


def _unchanged(row: Any) -> str:
    rna, protein = _within(row.rna_equivalence_margin), _within(row.protein_equivalence_margin)
    layer = _layer(row.compartment)
    if rna == protein:
        return f"is unchanged within {rna} in mRNA and {layer}"
    return f"is unchanged within {rna} in mRNA and {protein} in {layer}"


def _of_call(row: Any, symbol: str, clinical: str) -> str:
    """Write the clause of a call, without a full stop; empty where the row has no call."""
    signal = _signal(symbol, clinical, row.compartment)
    name = product(symbol, clinical)
    sign = 1 if row.call.endswith(("up", "gain")) else -1
    word, move, share = _WORDS[sign], _MOVES[sign], _share(row.explained_fraction)
    if row.call.startswith("concordant"):
        return f"{name} is {word} in mRNA and {_layer(row.compartment)}"
    if row.call.startswith("posttranscriptional"):
        if row.tier == "A":
            rest = f"{symbol} mRNA is unchanged within {_within(row.rna_equivalence_margin)}"
        else:
            share_of = f"{symbol} mRNA explains {_explained(row)} of the {move}"
            rest = f"{share_of}; unchanged mRNA was not shown"
        return f"{_at_start(signal, row.compartment)} is {word}; {rest}"
    if row.call.startswith("transcript_only"):
        if row.tier == "A":
            rest = f"{signal} is unchanged within {_within(row.protein_equivalence_margin)}"
        else:
            short = "signal" if row.compartment == "surface" else "protein"
            follows = f"{signal} follows by less than {share} of the {move}"
            rest = f"{follows}; unchanged {short} was not shown"
        return f"{symbol} mRNA is {word}; {rest}"
    if row.call == "opposite":
        rna = _WORDS[1 if row.rna_log2FoldChange > 0 else -1]
        protein = _WORDS[1 if row.protein_log2FoldChange > 0 else -1]
        return f"{symbol} mRNA is {rna}, but {signal} is {protein}"
    if row.call == "unchanged":
        return f"{name} {_unchanged(row)}"
    return ""


def _with_reason(text: str, row: Any) -> str:
    """Add the reason, or its last part where the whole does not fit 30 words."""
    clause = why(row.reason, row.rna_status, row.protein_status)
    for part in filter(None, (clause, clause.rpartition(": ")[2])):
        whole = f"{text}: {part}."
        if len(whole.split()) <= MOST_WORDS:
            return whole
    return f"{text}."


def gene_sentence(
    row: Any, symbol: str, clinical: str, rna_moves: int, efflux: str = "", par_open: bool = False
) -> str:
    """Write the sentence of one gene of interest.

    Parameters
    ----------
    row : named tuple
        The deciding row of the concordance table.
    symbol, clinical : str
        The gene's symbol and the name to show (empty if there is none).
    rna_moves : int
        +1 or -1 where the mRNA alone is shown to change; for genes without protein.
    efflux : str
        Of a pump of a scored efflux mechanism: what is known of efflux, or that it was not
        measured; a rise says so.
    par_open : bool
        The gene is pseudo-autosomal, and the reference may drop the reads of such genes.

    Returns
    -------
    str
        At most 30 words, with a full stop.
    """
    name = product(symbol, clinical)
    gap = f"; {efflux}" if efflux else ""
    clause = _of_call(row, symbol, clinical)
    if clause:
        rises = row.call in ("concordant_up", "posttranscriptional_gain", "transcript_only_up")
        return f"{clause}{gap if rises else ''}."
    if row.call == "not_measured" and math.isfinite(row.rna_log2FoldChange):
        if rna_moves:
            function = gap if rna_moves > 0 else ""
            return f"{symbol} mRNA is {_WORDS[rna_moves]}; its protein was not measured{function}."
        if row.rna_status in UNTESTED:
            clause = UNTESTED[row.rna_status]
            return f"{symbol} mRNA was not tested: {clause}; its protein was not measured."
        margin = row.rna_equivalence_margin
        if row.rna_status == "tested" and row.smallest_margin_rna <= margin:
            within = _within(margin)
            return f"{name}: mRNA is unchanged within {within}; its protein was not measured."
        return f"{name}: no change of mRNA is shown; its protein was not measured."
    if row.call == "not_detected":
        doubt = "; this reference may not measure pseudo-autosomal genes" if par_open else ""
        return f"{name}: no sample has a read of it{doubt}; no statement is possible."
    if row.call == "not_measurable" and "cannot be measured" in row.reason:
        return _with_reason(name, row)
    if row.call == "not_measurable":
        return _with_reason(f"{name} cannot be measured in these counts", row)
    if row.call == "not_applicable":
        return _with_reason(f"{name} does not apply to this study", row)
    if row.call == "not_measured":
        return _with_reason(f"{name} was not measured", row)
    if row.rna_status == "no_replicates":
        return f"{symbol} mRNA was not tested: {UNTESTED[row.rna_status]}; no verdict is possible."
    return _with_reason(f"{name} is not settled", row)


def absent_sentence(gene: str) -> str:
    """Write the sentence of a gene of interest of which no table holds a row."""
    return f"{gene} was not measured: neither the counts nor the protein table hold it."


def masked_sentence(row: Any, symbol: str, clinical: str) -> str:
    """Write the sentence of a call that is withheld: bound drug may hide the epitope.

    Parameters
    ----------
    row : named tuple
        The deciding row of the concordance table.
    symbol, clinical : str

    Returns
    -------
    str
    """
    signal = _at_start(_signal(symbol, clinical, row.compartment), row.compartment)
    word = _WORDS[1 if row.protein_log2FoldChange > 0 else -1]
    return f"{signal} is {word}, but {MASKED}; the layers are not settled."


def with_confidence(sentence: str, capped: Sequence[str]) -> str:
    """Add to a sentence why its confidence is low, as far as 30 words allow.

    Parameters
    ----------
    sentence : str
        With a full stop.
    capped : sequence of str
        Names of what makes it low; empty where it is not low.

    Returns
    -------
    str
    """
    if not capped:
        return sentence
    text = sentence[:-1]
    for clause in (f"; low confidence: {', '.join(capped)}.", "; low confidence."):
        if len((text + clause).split()) <= MOST_WORDS:
            return text + clause
    return sentence


#: Codes of ``capped_by`` that are no checks, in words.
CAPS: Final[dict[str, str]] = {
    "tier_c": "the layers differ in size only",
    "prior_based": "the scatter was assumed",
}


def cap_names(codes: Sequence[str], titles: Mapping[str, str]) -> list[str]:
    """Name what makes a confidence low.

    Parameters
    ----------
    codes : sequence of str
        Codes of failed checks, or of :data:`CAPS`.
    titles : mapping of str to str
        Titles of checks by code.

    Returns
    -------
    list of str
    """
    return [CAPS.get(code) or _lower(titles.get(code, code.replace("_", " "))) for code in codes]


def _lower(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def efflux_clause(function: str) -> str:
    """Say what is known of efflux: what the assays conclude, or that it was not measured."""
    said = conclusions.without(function, "at_or_after_payload_or_efflux")
    if said in ("", NOT_MEASURED):
        return f"efflux was {NOT_MEASURED}"
    first = conclusions.of_efflux(said.split(conclusions.BETWEEN, maxsplit=1)[0])
    return conclusions.measured(first)
