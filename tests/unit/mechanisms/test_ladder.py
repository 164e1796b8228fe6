import math

import pandas as pd
import pytest

from resistance.evidence_columns import LADDER, LOCALISATION
from resistance.functional.conclusions import FUNCTION, INTERVENTION
from resistance.mechanisms.confidence import Confidence
from resistance.mechanisms.function import Function, Said
from resistance.mechanisms.ladder import ladder_table, rungs
from resistance.mechanisms.setting import Setting
from resistance.wording.ladder import RUNGS

RULE = {"rule": "antigen", "function_assay": "an assay of it"}
NONE = Function()
BEFORE, AFTER = "block_before_payload", "at_or_after_payload_or_efflux"


def genes(*names: str, direction: str = "up", evidence: str = "effector") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "gene_name": list(names),
            "ensembl_id": "",
            "evidence_class": evidence,
            "expected_direction": direction,
            "grade": "inconclusive",
        }
    )


def place(gene: str, surface: str, total: str = "") -> pd.DataFrame:
    row = {name: "" if kind is str else math.nan for name, kind in LOCALISATION.items()}
    row |= {"gene_name": gene, "surface": surface, "total_assay_id": total}
    return pd.DataFrame([row], columns=list(LOCALISATION))


@pytest.fixture
def climb(rules, concordance_frame):
    def run(members, *rows, function=NONE, rule="efflux", localisation=None, mechanism="", cap=""):
        setting = Setting(
            *(rules, {"IL3RA": "CD123", "ABCB1": "P-gp"}, "IL3RA"),
            lambda symbols, **_: Confidence("", (), cap),
            localisation=place("NONE", "lower") if localisation is None else localisation,
        )
        own = RULE | {"rule": rule, "mechanism": mechanism}
        found = rungs(members, concordance_frame(*rows), function, own, setting)
        assert [rung.name for rung in found] == list(RUNGS)
        return {rung.name: rung for rung in found}

    return run


def states(found) -> list[str]:
    return [found[name].state for name in RUNGS]


def test_nothing_measured_is_open(climb) -> None:
    found = climb(genes("ABCB1"))
    assert states(found) == ["open"] * 5
    assert found["mrna"].evidence == "mRNA of P-gp not measured"
    assert found["function"].evidence == "not measured: an assay of it"


def test_one_pump_fills_a_rung_though_another_falls(climb) -> None:
    found = climb(
        genes("ABCB1", "ABCG2"),
        ("ABCB1", "concordant_up", (5.2, 0.4), (2.4, 0.2)),
        ("ABCG2", "not_measured", (-2.0, 0.2)),
    )
    assert states(found)[:2] == ["filled", "filled"]
    assert found["mrna"].evidence == "P-gp higher in mRNA; ABCG2 lower in mRNA"
    assert found["protein"].evidence == "P-gp higher in protein"


def test_against_only_where_all_measured_effectors_are(climb) -> None:
    excluded = ("ABCB1", "unchanged", (0.0, 0.05), (0.0, 0.05))
    found = climb(genes("ABCB1", "ABCG2"), excluded, ("ABCG2", "not_measured", (-2.0, 0.2)))
    assert states(found)[:2] == ["against", "against"]
    found = climb(genes("ABCB1", "ABCG2"), excluded, ("ABCG2", "not_measured", (0.4, 0.6)))
    assert states(found)[:2] == ["not_shown", "against"]


def test_a_protein_without_a_test_is_said_to_have_none(climb) -> None:
    found = climb(genes("FTL"), ("FTL", "inconclusive", (0.1, 0.3), (2.49, math.nan)))
    assert states(found)[:2] == ["not_shown", "not_shown"]
    assert found["mrna"].evidence == "no change of FTL is shown in mRNA"
    assert found["protein"].evidence == "protein of FTL measured, not tested"


def test_one_layer_that_excludes_the_change_does_not_settle_the_gene(climb) -> None:
    row = ("ABCB1", "inconclusive", (0.0, 0.05), (0.5, 0.5))
    found = climb(genes("ABCB1"), row)
    assert states(found)[:2] == ["against", "not_shown"]
    assert found["mrna"].evidence == (
        "the expected change of P-gp is excluded in mRNA; "
        "this layer alone: the grade of a gene needs both"
    )
    settled = climb(genes("ABCB1").assign(grade="expected_change_excluded"), row)
    assert settled["mrna"].evidence == "the expected change of P-gp is excluded in mRNA"


def test_mrna_does_not_speak_against_a_protein_that_falls_alone(climb) -> None:
    row = ("IL3RA", "posttranscriptional_loss", (0.0, 0.1), (-1.6, 0.2))
    found = climb(genes("IL3RA", direction="down"), row, rule="antigen")
    assert states(found)[:2] == ["not_shown", "filled"]
    assert found["mrna"].evidence == "the expected change of CD123 is excluded in mRNA"


def test_the_antigens_ladder_is_about_the_target(climb) -> None:
    other = ("OTHER", "concordant_down", (-2.0, 0.2), (-2.0, 0.2))
    found = climb(genes("OTHER", "IL3RA", direction="down"), other, rule="antigen")
    assert states(found)[:2] == ["open", "open"]


@pytest.mark.parametrize(
    ("surface", "state"),
    [
        ("lower", "filled"),
        ("higher", "against"),
        ("unchanged", "against"),
        ("not_shown", "not_shown"),
        ("not_measured", "not_shown"),
    ],
)
def test_localisation_of_the_antigen(climb, surface: str, state: str) -> None:
    members = genes("IL3RA", direction="down")
    found = climb(members, rule="antigen", localisation=place("IL3RA", surface))
    assert found["localisation"].state == state
    assert found["localisation"].evidence.endswith("(total not measured)")
    both = climb(members, rule="antigen", localisation=place("IL3RA", surface, "wb"))
    assert "total" not in both["localisation"].evidence


def test_sets_need_most_of_their_genes(climb) -> None:
    members = genes("A", "B", "C", evidence="regulator")
    up = [(gene, "not_measured", (2.0, 0.2)) for gene in "ABC"]
    assert climb(members, *up, rule="none")["mrna"].state == "filled"
    mixed = [*up[:2], ("C", "not_measured", (-2.0, 0.2))]
    found = climb(members, *mixed, rule="none")["mrna"]
    assert found.state == "not_shown"
    assert found.evidence == "2 of 3 genes move as expected in mRNA, 1 against"


@pytest.mark.parametrize(("sign", "state"), [(1, "filled"), (-1, "against"), (0, "not_shown")])
def test_functional_rungs(climb, sign: int, state: str) -> None:
    measured = Function(said=(Said(INTERVENTION, "a_code", "P-gp limits this drug", sign),))
    found = climb(genes("ABCB1"), function=measured)
    assert (found["function"].state, found["intervention"].state) == ("open", state)
    assert found["intervention"].evidence == "P-gp limits this drug"


def test_each_rung_has_its_own_conclusions(climb) -> None:
    dye = Said(FUNCTION, "pump_active", "a pump is active", 1)
    drug = Said(INTERVENTION, "pump_not_limiting", "P-gp does not limit this drug", -1)
    found = climb(genes("ABCB1"), function=Function(said=(drug, dye)))
    assert (found["function"].state, found["function"].evidence) == ("filled", "a pump is active")
    assert found["intervention"].state == "against"
    assert found["intervention"].evidence == "P-gp does not limit this drug"


@pytest.mark.parametrize(
    ("mechanism", "code", "supports", "state"),
    [
        # a free payload is no re-expression, no inhibitor and no other linker
        ("antigen_loss", BEFORE, 0, "open"),
        ("antigen_turnover", BEFORE, 0, "open"),
        ("linker_cleavage", BEFORE, 0, "open"),
        ("drug_efflux", AFTER, 0, "open"),
        ("apoptosis", AFTER, 0, "open"),
        ("internalisation", BEFORE, 0, "filled"),
        ("internalisation", AFTER, 0, "not_shown"),
        ("lysosomal_trafficking", BEFORE, 0, "filled"),
        ("payload_dna_damage", AFTER, 0, "filled"),
        ("payload_dna_damage", BEFORE, -1, "against"),
        ("drug_efflux", BEFORE, -1, "against"),
        ("apoptosis", BEFORE, -1, "against"),
    ],
)
def test_the_free_payload_as_an_intervention(climb, mechanism, code, supports, state) -> None:
    measured = Function(said=(Said(INTERVENTION, code, "where it lies", supports),))
    found = climb(genes("ABCB1"), function=measured, mechanism=mechanism)
    assert found["intervention"].state == state
    assert found["intervention"].evidence == (
        "not measured" if state == "open" else "where it lies"
    )
    assert found["function"].state == "open"


def test_a_surface_that_falls_is_a_lower_surface_signal(climb, concordance_row) -> None:
    members = genes("IL3RA", direction="down")
    fall = ("IL3RA", "posttranscriptional_loss", (0.0, 0.1), (-1.6, 0.2))
    seen = concordance_row(*fall, compartment="surface")
    found = climb(members, seen, rule="antigen")["protein"]
    assert (found.state, found.evidence) == ("filled", "lower surface signal of CD123")
    western = climb(members, concordance_row(*fall, compartment="total"), rule="antigen")
    assert western["protein"].evidence == "CD123 lower in protein"


def test_a_masked_epitope_fills_no_rung(climb, concordance_row) -> None:
    members = genes("IL3RA", direction="down")
    options = {"rule": "antigen", "localisation": place("IL3RA", "lower"), "cap": "C"}
    fall = ("IL3RA", "posttranscriptional_loss", (0.0, 0.1), (-1.6, 0.2))
    found = climb(members, concordance_row(*fall, compartment="surface"), **options)
    for rung in ("protein", "localisation"):
        assert found[rung].state == "not_shown"
        assert found[rung].evidence.endswith("bound drug may hide the epitope")
    # a bound drug does not lower the mRNA
    both = ("IL3RA", "concordant_down", (-2.0, 0.1), (-1.6, 0.2))
    found = climb(members, concordance_row(*both, compartment="surface"), **options)
    assert states(found)[:3] == ["filled"] * 3


def test_only_of_membrane_proteins_the_surface_is_asked(climb) -> None:
    assert climb(genes("ABCB1"))["localisation"].evidence == "surface against total not measured"
    other = climb(genes("SLFN11"), rule="effector_and_set")["localisation"]
    assert other.evidence == "place in the cell not measured"


def test_table(climb) -> None:
    found = list(climb(genes("ABCB1")).values())
    table = ladder_table([("drug_efflux", "Drug efflux", found)])
    assert list(table.columns) == list(LADDER)
    assert list(table["rung"]) == list(RUNGS)
    assert ladder_table([]).empty
