"""Say before a run what its data cannot answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from resistance.inputs.schema_words import listing
from resistance.wording.preview import Facts, Question
from resistance.wording.preview_layers import counted

_NOT_SHOWN: Final = {
    "dye_efflux": "No efflux assay: that a pump works cannot be shown, only how much there is.",
    "internalisation_rate": "No internalisation assay: uptake of the drug is not measured.",
}


def limits(facts: Facts, asked: Sequence[Question]) -> list[str]:
    """List what the data of a study cannot answer.

    Parameters
    ----------
    facts : Facts
    asked : sequence of Question

    Returns
    -------
    list of str
        Sentences.
    """
    said = [text for question in asked for text in _of_arms(facts, question)]
    said = [*dict.fromkeys(said), *_of_organism(facts), *_of_protein(facts)]
    measured = set(facts.functional["assay"]) if facts.functional is not None else set()
    said += [text for assay, text in _NOT_SHOWN.items() if assay not in measured]
    if facts.lost:
        said.append(
            f"{listing(facts.lost, 8)}: the counts dropped the reads that X and Y share; "
            "a zero says nothing of these genes."
        )
    return said


def _of_arms(facts: Facts, question: Question) -> list[str]:
    name, said = question.contrast.id, []
    if question.residual_df < 1:
        said.append(f"{name}: no replicates are left to judge scatter by; no p values.")
    elif any(len(arm) == 1 for arm in (question.reference, question.target)):
        said.append(f"{name}: an arm has one sample; its scatter is taken from the other arm.")
    if not question.target:
        return said
    if "derivation" not in facts.samples:
        text = "The number of independent derivations is unknown (column derivation)."
        return [*said, text]
    values = facts.samples.loc[list(question.target), "derivation"]
    if values.isin(["", "unknown"]).any():
        said.append(f"{name}: the number of independent derivations is unknown.")
    elif values.nunique() == 1:
        said.append(
            f"{name}: one resistant derivation ({values.iloc[0]}): what is found holds for this "
            "line; confidence is moderate at most."
        )
    return said


def _of_organism(facts: Facts) -> list[str]:
    organism = facts.config["study"]["organism"]
    if organism not in ("mouse", "other"):
        return []
    own = (facts.config.get("mechanisms") or {}).get("replace")
    what = (
        "no embedded gene sets" if own else "no embedded gene sets and no catalogue of mechanisms"
    )
    return [f"Organism {organism}: {what}."]


def _of_protein(facts: Facts) -> list[str]:
    genes = [str(gene) for gene in facts.config.get("genes_of_interest") or []]
    if facts.protein is None or facts.protein.empty:
        return ["No protein: whether a change of mRNA reaches the protein is not answered."]
    columns = [facts.protein[name] for name in ("gene", "ensembl_id") if name in facts.protein]
    symbols = facts.symbols or {}
    named = {symbols.get(text.lower(), text) for column in columns for text in column}
    absent = [gene for gene in genes if symbols.get(gene.lower(), gene) not in named]
    said = [f"No protein for {listing(absent, 8)}."] if absent else []
    target = (facts.config["study"].get("drug") or {}).get("target") or ""
    if columns and target and counted(facts, target) and "compartment" in facts.protein:
        of_target = columns[0].map(lambda text: symbols.get(text.lower(), text)) == symbols.get(
            target.lower(), target
        )
        if not (facts.protein.loc[of_target, "compartment"] == "surface").any():
            said.append(f"No surface assay of the drug's target {target}.")
    return said
