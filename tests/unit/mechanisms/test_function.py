import pandas as pd
import pytest

from resistance.functional.conclusions import FUNCTION, INTERVENTION, Conclusion
from resistance.mechanisms.function import function_of, sign_of, with_function
from resistance.mechanisms.rules import Decision

NAMES = {"ABCB1": "P-gp"}


def said(code: str, supports: int, rung: str = FUNCTION, gene: str = "") -> Conclusion:
    return Conclusion(code, gene, "A sentence.", supports, rung)


def expression(verdict: str, *genes: str) -> Decision:
    return Decision(verdict, pd.DataFrame({"gene_name": list(genes)}, dtype=object), "a reason")


LIMITS = said("pump_limits_drug", 1, INTERVENTION, "ABCB1")
NOT_LIMITING = said("pump_not_limiting", -1, INTERVENTION, "ABCB1")
ACTIVE = said("pump_active", 1)
BEFORE = said("block_before_payload", 0, INTERVENTION)
IMPAIRED = said("internalisation_impaired", 1, gene="IL3RA")


def test_nothing_was_measured() -> None:
    function = function_of([], NAMES)
    assert function.text == "not measured"
    assert (function.short, function.supports, function.known) == ("", 0, False)
    decision = expression("consistent_both", "ABCB1")
    assert with_function(decision, function) == (decision, False)


def test_an_inhibitor_on_the_drug_goes_before_a_dye() -> None:
    function = function_of([ACTIVE, NOT_LIMITING], NAMES)
    assert function.supports == -1
    assert function.text == "P-gp does not limit this drug; a pump is active"
    assert [(item.rung, item.supports) for item in function.said] == [
        (INTERVENTION, -1),
        (FUNCTION, 1),
    ]


def test_one_pump_is_enough() -> None:
    other = said("pump_not_limiting", -1, INTERVENTION, "ABCG2")
    function = function_of([other, LIMITS], NAMES)
    assert function.supports == 1
    assert function.genes == ("ABCB1",)


def test_a_measurement_that_decides_nothing_is_not_a_function() -> None:
    function = function_of([said("undetermined", 0)], NAMES)
    assert (function.supports, function.known) == (0, False)
    assert function.text == "the functional assay decides nothing"
    assert [item.rung for item in function.said] == [FUNCTION]


def test_an_inhibitor_of_two_pumps_names_both() -> None:
    both = Conclusion("pump_limits_drug", "", "A sentence.", 1, INTERVENTION, "P-gp and/or ABCG2")
    function = function_of([both], NAMES)
    assert function.text == "P-gp and/or ABCG2 limits this drug"
    assert function.genes == ()


def test_an_assay_of_the_payload_is_not_one_of_the_drug() -> None:
    item = Conclusion("pump_limits_drug", "ABCB1", "", 1, INTERVENTION, "P-gp", "payload_ic50")
    assert function_of([item], NAMES).text == "P-gp limits the payload"


def test_one_assay_that_agrees_is_enough() -> None:
    assert [sign_of(found) for found in ({1, -1}, {-1, 0}, {0})] == [1, -1, 0]


@pytest.mark.parametrize(
    ("verdict", "genes", "conclusions", "expected", "agrees"),
    [
        ("consistent_both", ["ABCB1"], [LIMITS], "consistent_both", True),
        ("consistent_both", ["ABCB1"], [ACTIVE], "consistent_both", True),
        # the pump that rose is not the one that limits the drug
        ("consistent_both", ["ABCG2"], [LIMITS], "function_shown", True),
        ("undetermined", [], [LIMITS], "function_shown", True),
        ("expected_change_excluded", ["ABCB1"], [LIMITS], "function_shown", True),
        ("compatible", ["CLTC"], [IMPAIRED], "function_shown", True),
        ("undetermined", [], [BEFORE, IMPAIRED], "function_shown", True),
        ("consistent_both", ["ABCB1"], [NOT_LIMITING], "function_against", True),
        # an inhibitor of P-gp says nothing about another pump that rose
        ("consistent_both", ["ABCG2"], [NOT_LIMITING], "consistent_both", False),
        ("consistent_both", ["ABCB1", "ABCG2"], [NOT_LIMITING], "consistent_both", False),
        ("undetermined", [], [NOT_LIMITING], "undetermined", False),
        ("compatible", ["CLTC"], [said("internalisation_unchanged", -1)], "function_against", True),
        ("consistent_both", ["SLFN11"], [said("block_before_payload", -1, INTERVENTION)],
         "function_against", True),
        ("consistent_protein_only", ["IL3RA"], [BEFORE], "consistent_protein_only", False),
        ("not_applicable", [], [LIMITS], "not_applicable", False),
    ],
)  # fmt: skip
def test_what_assays_make_of_a_verdict(verdict, genes, conclusions, expected, agrees) -> None:
    decision, found = with_function(expression(verdict, *genes), function_of(conclusions, NAMES))
    assert (decision.verdict, found) == (expected, agrees)
    if expected.startswith("function_"):
        assert decision.expression == verdict
        assert "a reason" in decision.reason


def test_words_of_a_block_and_its_place() -> None:
    function = function_of([BEFORE, IMPAIRED], NAMES)
    assert function.short == "internalisation impaired; block before payload action"
