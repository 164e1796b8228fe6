"""Sentences of functional rows: each conclusion and reason, none over 30 words."""

import re

import numpy as np
import pytest

from resistance.functional import rules
from resistance.wording.functional import CONCLUSIONS, MOST_WORDS, UNTESTED, WHAT, arms, sentence

ARMS = arms(["parental"], ["resistant"])
MARGIN = np.log2(1.5)
FORBIDDEN = (
    "causes",
    "confirms",
    "proves",
    "supported",
    "post-translational",
    "mechanism identified",
    "not expressed",
)


def row(assay="adc_ic50", quantity="interaction", conclusion="", reason="", **cells):
    return {
        "assay": assay,
        "gene": "",
        "modulator": "zosuquidar",
        "quantity": quantity,
        "conclusion": conclusion,
        "reason": reason,
        "status": "estimated",
        "log2FoldChange": -2.345,
        "ci_low": -3.1,
        "ci_high": -1.6,
        **cells,
    }


def said(**cells) -> str:
    return sentence(row(**cells), ARMS, MARGIN)


STEPS = ("internal", "half_life", "lysosomal", "undetermined higher", "undetermined not_shown")
ASSAYS = {
    "adc_ic50": {"modulator": "Ko 143"},
    "payload_ic50": {"modulator": "Ko 143"},
    "dye_efflux": {"modulator": "fumitremorgin C"},
    "internalisation_rate": {"modulator": "", "gene": "SLC46A3", "quantity": "difference"},
}


@pytest.mark.parametrize("key", CONCLUSIONS)
@pytest.mark.parametrize("assay", ASSAYS)
@pytest.mark.parametrize(
    "ends",
    [
        {},
        {"reason": "lower_bound", "ci_high": np.inf},
        {"reason": "upper_bound", "ci_low": -np.inf},
    ],
)
def test_every_conclusion(key, assay, ends) -> None:
    if not ASSAYS[assay]["modulator"] and not key.startswith(STEPS):
        return  # says something of an inhibitor
    code, _, reason = key.partition(" ")
    cells = {**ASSAYS[assay], **ends, "reason": reason or ends.get("reason", "")}
    text = said(assay=assay, conclusion=code, **cells)
    assert len(text.split()) <= MOST_WORDS, text
    assert text.endswith(".")
    assert text.count(". ") == 0
    assert not re.search(r"\bnan\b|  |[{}]", text)
    assert not any(word in text.lower() for word in FORBIDDEN)


@pytest.mark.parametrize("quantity", WHAT)
@pytest.mark.parametrize("status", ["estimated", *UNTESTED])
def test_rows_without_a_conclusion(quantity, status) -> None:
    tested = status == "estimated"
    text = said(quantity=quantity, status=status, reason="" if tested else status)
    assert len(text.split()) <= MOST_WORDS
    assert text.endswith(".")
    assert ("log2FC" in text) == tested


def test_every_reason_of_the_rules_has_a_sentence() -> None:
    """Read from the source: a new reason without words would fall back to a bare estimate."""
    import inspect

    source = inspect.getsource(rules)
    reasons = set(re.findall(r'UNDETERMINED, "(\w+)"', source))
    assert reasons
    assert {f"undetermined {reason}" for reason in reasons} <= set(CONCLUSIONS)
    active = set(re.findall(r'"pump_active", "(\w+)"', source))
    assert {f"pump_active {reason}" for reason in active} <= set(CONCLUSIONS)


@pytest.mark.parametrize(
    ("modulator", "words"),
    [
        ("zosuquidar", "(P-gp)"),
        ("tariquidar", "(P-gp and/or ABCG2)"),
        ("compound X", "(pump not named)"),
    ],
)
def test_the_pump_is_named_by_the_inhibitor(modulator, words) -> None:
    text = said(conclusion="pump_limits_drug", modulator=modulator, gene="ABCB1")
    assert text.startswith(f"Pump limits this drug {words}: {modulator} lowers its IC50 more in")


def test_a_sentence_begins_with_a_capital_but_names_stay() -> None:
    toxic = {"conclusion": "undetermined", "reason": "inhibitor_toxic"}
    assert said(**toxic).startswith("Zosuquidar alone is toxic")
    assert said(**toxic, modulator="siABCB1").startswith("siABCB1 alone is toxic")
    longer = {"conclusion": "undetermined", "reason": "higher", "assay": "surface_half_life"}
    assert "half-life is longer in resistant" in said(**longer, modulator="", quantity="difference")


def test_a_bound_is_said_to_be_one() -> None:
    text = said(conclusion="pump_limits_drug", reason="upper_bound", ci_low=-np.inf)
    assert "at most -2.3" in text
    text = said(
        assay="payload_ic50",
        conclusion="inhibitor_sensitises",
        reason="toxicity_not_given",
        ci_low=-np.inf,
        modulator="a very long name of an inhibitor",
    )
    assert "(log2FC at most -2.3)" in text


@pytest.mark.parametrize(
    ("levels", "names"),
    [
        ((["parental"], ["resistant"]), ("parental cells", "resistant cells")),
        ((["a", "b"], ["late resistant"]), ("reference cells", "target cells")),
        (([], []), ("reference cells", "target cells")),
    ],
)
def test_names_of_arms(levels, names) -> None:
    assert tuple(arms(*levels)) == names


def test_no_human_pump_is_named_in_cells_of_another_organism() -> None:
    cells = row(conclusion="pump_limits_drug", modulator="elacridar")
    assert "(P-gp and/or ABCG2)" in sentence(cells, ARMS, MARGIN)
    text = sentence(cells, ARMS, MARGIN, human=False)
    assert text.startswith("Pump limits this drug (the target of elacridar): elacridar lowers")
    assert len(text.split()) <= MOST_WORDS
