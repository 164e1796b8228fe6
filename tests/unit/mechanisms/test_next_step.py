import pandas as pd
import pytest

from resistance.mechanisms.function import Function, Said
from resistance.mechanisms.ladder import Rung
from resistance.mechanisms.next_step import costaining, next_experiment
from resistance.mechanisms.rules import Decision
from resistance.wording.ladder import ANTIGEN, REPLICATE, RUNGS

NAMES = {"IL3RA": "CD123", "ABCB1": "P-gp", "TNFRSF8": "CD30"}
MEASURED = Function(("a clause",), 1, (), True)


def decided(verdict: str, *genes: str, detail: str = "") -> Decision:
    return Decision(verdict, pd.DataFrame({"gene_name": list(genes)}, dtype=object), "", detail)


def ladder(**states: str) -> list[Rung]:
    return [Rung(name, states.get(name, "filled"), "") for name in RUNGS]


@pytest.fixture
def ask(rules, catalogue):
    def run(
        mechanism, decision, measured=None, target="IL3RA", grade="inconclusive", **states
    ) -> str:
        rule = rules.set_index("mechanism").loc[mechanism].to_dict()
        genes = catalogue[catalogue["mechanism"] == mechanism].rename(columns={"gene": "gene_name"})
        genes = genes.assign(grade=grade)
        steps = ladder(**states)
        return next_experiment(
            *(rule, steps, measured or Function(), decision, genes, target, NAMES)
        )

    return run


def test_experiments_of_the_catalogue(ask) -> None:
    antigen = ask("antigen_loss", decided("consistent_both", "IL3RA"))
    assert antigen.startswith("Re-express CD123 in the resistant cells")
    assert "anti-human-Fc" in antigen
    assert "P-gp-selective inhibitor (zosuquidar)" in ask("drug_efflux", decided("undetermined"))
    assert "internalisation of the labelled drug" in ask("internalisation", decided("undetermined"))
    assert "IC50 of the free payload" in ask("payload_dna_damage", decided("undetermined"))


def test_another_target_is_named(ask) -> None:
    text = ask("antigen_loss", decided("consistent_both", "TNFRSF8"), target="TNFRSF8")
    assert text.startswith("Re-express CD30")
    assert "CD123" not in text
    assert "surface the antigen in" in ask("antigen_loss", decided("undetermined"), target="")


def test_an_antigen_that_is_not_shown_to_fall_is_not_re_expressed(ask) -> None:
    masked = decided("undetermined", detail="bound drug may hide the epitope")
    assert "anti-human-Fc" in ask("antigen_loss", masked)
    for verdict in ("undetermined", "layers_conflict"):
        assert "molecules per cell" in ask("antigen_loss", decided(verdict))
    excluded = ANTIGEN["excluded"].format(target="CD123")
    for verdict in ("no_change_shown", "expected_change_excluded"):
        assert ask("antigen_loss", decided(verdict, "IL3RA")) == excluded
    assert ask("antigen_loss", decided("undetermined"), grade="against_expected") == excluded


def test_inhibitor_of_the_pump_that_rose(ask) -> None:
    text = ask("drug_efflux", decided("consistent_both", "ABCG2"))
    assert "an ABCG2 inhibitor" in text
    assert "zosuquidar" not in text
    assert "zosuquidar" in ask("drug_efflux", decided("consistent_both", "ABCB1", "ABCG2"))


@pytest.mark.parametrize("mechanism", ["antigen_loss", "drug_efflux", "internalisation"])
def test_no_placeholder_is_left(ask, mechanism: str) -> None:
    for function in (Function(), MEASURED):
        for rung in RUNGS:
            text = ask(mechanism, decided("undetermined"), function, **{rung: "open"})
            assert text
            assert "{" not in text


def test_first_open_rung_once_function_was_measured(ask) -> None:
    rise = decided("consistent_both", "ABCB1")
    assert ask("drug_efflux", rise, MEASURED, protein="open", intervention="open") == (
        "Measure P-gp protein in both arms, by flow cytometry or western blot."
    )
    text = ask("drug_efflux", rise, MEASURED, intervention="open")
    assert text.startswith(
        "Measure the IC50 of the drug and of the payload with and without a P-gp"
    )
    assert ask("drug_efflux", rise, MEASURED) == REPLICATE
    # once an intervention has decided, where the pump lies adds nothing
    assert ask("drug_efflux", rise, MEASURED, localisation="open", protein="open") == REPLICATE
    # genes of a mechanism without effectors are no experiment
    text = ask("internalisation", decided("function_shown"), MEASURED, protein="open")
    assert text == REPLICATE


def test_the_free_payload_leaves_the_own_assays_to_do(ask) -> None:
    code = "at_or_after_payload_or_efflux"
    place = Function(("a place",), 0, (), True, (Said("intervention", code, "a place", 0),))
    fall = decided("consistent_both", "IL3RA")
    text = ask("antigen_loss", fall, place, function="open", intervention="open")
    assert text.startswith("Re-express CD123")
    gaps = {"protein": "open", "localisation": "open", "function": "open"}
    assert "internalisation of the labelled drug" in ask(
        "internalisation", decided("undetermined"), place, **gaps
    )
    gamma = ask("payload_dna_damage", decided("undetermined"), place, protein="open")
    assert "gamma-H2AX" in gamma
    # a nuclear protein has no surface
    text = ask("payload_dna_damage", decided("undetermined"), MEASURED, localisation="open")
    assert "surface" not in text


def test_costaining_needs_both() -> None:
    rules = {"antigen_loss": "antigen", "drug_efflux": "efflux", "apoptosis": "effector_and_set"}
    antigen, pump = decided("consistent_protein_only", "IL3RA"), decided("consistent_both", "ABCB1")
    both = costaining({"antigen_loss": antigen, "drug_efflux": pump, "apoptosis": pump}, rules)
    assert both == {
        "antigen_loss": ["IL3RA", "ABCB1"],
        "drug_efflux": ["IL3RA", "ABCB1"],
    }
    assert costaining({"antigen_loss": antigen, "apoptosis": pump}, rules) == {}
    open_ = decided("compatible", "ABCB1")
    assert costaining({"antigen_loss": antigen, "drug_efflux": open_}, rules) == {}
