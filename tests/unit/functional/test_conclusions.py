"""Conclusions by mechanism."""

import pandas as pd
import pytest

from resistance.evidence_columns import FUNCTIONAL
from resistance.functional import conclusions
from resistance.functional.conclusions import BEFORE_PAYLOAD, FROM_PAYLOAD_ON, by_mechanism


def row(assay, conclusion, reason="", **cells) -> dict[str, object]:
    empty = {name: "" if kind is str else 0 for name, kind in FUNCTIONAL.items()}
    said = {
        "assay": assay,
        "conclusion": conclusion,
        "reason": reason,
        "sentence": f"{conclusion}.",
    }
    return {**empty, **said, **cells}


def gathered(*rows) -> dict[str, list[tuple[str, int, str]]]:
    table = pd.DataFrame(list(rows), columns=list(FUNCTIONAL))
    return {
        mechanism: [(item.code, item.supports, item.rung) for item in items]
        for mechanism, items in by_mechanism(table).items()
    }


def test_empty_table() -> None:
    assert gathered() == {}
    assert gathered(row("adc_ic50", "")) == {}


@pytest.mark.parametrize(
    ("given", "mechanism", "supports", "rung"),
    [
        (row("dye_efflux", "pump_active", "more_than_reference"), "drug_efflux", 1, "function"),
        (row("dye_efflux", "pump_active", "comparison_open"), "drug_efflux", 1, "function"),
        # a pump that works as well in parental cells does not set resistant ones apart
        (row("dye_efflux", "pump_active", "as_in_reference"), "drug_efflux", 0, "function"),
        (row("dye_efflux", "pump_not_shown", "not_shown"), "drug_efflux", 0, "function"),
        (row("dye_efflux", "pump_not_shown", "equivalence_shown"), "drug_efflux", -1, "function"),
        (
            row("internalisation_rate", "internalisation_impaired"),
            "internalisation",
            1,
            "function",
        ),
        (
            row("internalisation_rate", "internalisation_unchanged"),
            "internalisation",
            -1,
            "function",
        ),
        (row("surface_half_life", "half_life_shorter"), "antigen_turnover", 1, "function"),
        (row("surface_half_life", "half_life_unchanged"), "antigen_turnover", -1, "function"),
        (row("surface_half_life", "undetermined", "n1"), "antigen_turnover", 0, "function"),
        (row("payload_ic50", "undetermined"), "payload_dna_damage", 0, "intervention"),
        (
            row("adc_ic50", "inhibitor_sensitises", mechanism="apoptosis", modulator="venetoclax"),
            "apoptosis",
            0,
            "intervention",
        ),
    ],
)
def test_one_mechanism(given, mechanism, supports, rung) -> None:
    assert gathered(given) == {mechanism: [(given["conclusion"], supports, rung)]}


@pytest.mark.parametrize(
    ("modulator", "gene", "pumps"),
    [
        ("zosuquidar", "ABCB1", "P-gp"),
        ("tariquidar", "", "P-gp and/or ABCG2"),
        ("ABCG2 siRNA", "ABCG2", "ABCG2"),
        ("compound X", "", "a pump"),
    ],
)
def test_the_inhibitor_names_the_pump(modulator, gene, pumps) -> None:
    """What the user wrote under gene, or the dye, does not."""
    given = row(
        "adc_ic50",
        "pump_limits_drug",
        modulator=modulator,
        gene="ABCC1",
        mechanism="drug_efflux",
    )
    (item,) = by_mechanism(pd.DataFrame([given]))["drug_efflux"]
    assert (item.gene, item.supports, item.rung) == (gene, 1, "intervention")
    assert item.pumps == pumps


@pytest.mark.parametrize(
    ("modulator", "gene", "pumps"),
    [
        ("zosuquidar", "", "the target of zosuquidar"),
        ("ABCB1 knockout", "ABCB1", "P-gp"),
        ("compound X", "", "a pump"),
    ],
)
def test_no_human_pump_is_named_in_other_cells(modulator, gene, pumps) -> None:
    given = row("dye_efflux", "pump_active", modulator=modulator)
    (item,) = by_mechanism(pd.DataFrame([given]), human=False)["drug_efflux"]
    assert (item.gene, item.pumps) == (gene, pumps)


def test_the_block_tells_no_two_steps_before_it_apart() -> None:
    out = gathered(row("payload_ic50", "block_before_payload"))
    assert {mechanism: items[0][1] for mechanism, items in out.items()} == {
        **dict.fromkeys(BEFORE_PAYLOAD, 0),
        **dict.fromkeys(FROM_PAYLOAD_ON, -1),
    }


def test_resistance_to_both_excludes_nothing() -> None:
    out = gathered(row("payload_ic50", "at_or_after_payload_or_efflux"))
    assert {item[1] for items in out.values() for item in items} == {0}
    assert "antigen_loss" in out


def test_an_inhibitor_outweighs_the_free_payload() -> None:
    """Cells that let the free payload in may still pump out what the drug releases."""
    out = gathered(
        row("payload_ic50", "block_before_payload"),
        row("adc_ic50", "pump_limits_drug", modulator="zosuquidar"),
    )
    assert [item[1] for item in out["drug_efflux"]] == [0, 1]
    assert [item[1] for item in out["apoptosis"]] == [-1]


def test_mechanisms_are_those_of_the_catalogue() -> None:
    from pathlib import Path

    from resistance.readers.resources import read_catalogue

    resources = Path(__file__).parents[3] / "resources"
    known = set(read_catalogue(resources / "catalogue/mechanisms.tsv")["mechanism"])
    named = {*conclusions.MECHANISM_OF.values(), *BEFORE_PAYLOAD, *FROM_PAYLOAD_ON}
    assert named <= known
