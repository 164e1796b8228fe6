from resistance.functional import conclusions as functional
from resistance.wording.conclusions import (
    BETWEEN,
    CLAUSES,
    PLACES,
    clause,
    measured,
    of_efflux,
    places,
    without,
)


def test_every_conclusion_has_a_clause() -> None:
    codes = {key.split(" ")[0] for key in functional._SUPPORTS} | set(functional._SHARED)
    assert codes == set(CLAUSES)


def test_a_pump_is_named_only_where_the_assay_does() -> None:
    assert clause("pump_limits_drug", "P-gp") == "P-gp limits this drug"
    assert clause("pump_active", "") == "a pump is active"


def test_a_pump_that_acts_on_the_payload_limits_the_payload() -> None:
    assert clause("pump_limits_drug", "P-gp", "payload_ic50") == "P-gp limits the payload"
    assert clause("pump_not_limiting", "", "payload_ic50") == "a pump does not limit the payload"
    assert clause("pump_limits_drug", "P-gp", "adc_ic50") == "P-gp limits this drug"


def test_what_a_block_before_the_payload_means_for_efflux() -> None:
    against = "block before payload action, which speaks against efflux"
    block = CLAUSES["block_before_payload"]
    rest = "no activity of P-gp is shown"
    assert of_efflux(block) == against
    assert of_efflux(f"{block}; {rest}") == f"{against}; {rest}"
    assert of_efflux(f"P-gp limits this drug; {block}") == f"P-gp limits this drug; {block}"
    assert of_efflux("") == ""


def test_where_the_block_lies_can_be_told_from_the_rest() -> None:
    assert set(PLACES) == set(functional._SHARED)
    assert not [text for text in CLAUSES.values() if BETWEEN in text]
    both = "block before payload action; internalisation impaired"
    assert without(both, *PLACES) == "internalisation impaired"
    assert without(both, "at_or_after_payload_or_efflux") == both
    assert without("", *PLACES) == ""
    assert places(both) == ["block before payload action"]
    assert places("not measured") == []


def test_an_assay_that_decides_nothing_is_not_a_measured_function() -> None:
    assert measured("P-gp is active") == "P-gp is active (measured)"
    assert measured(CLAUSES["undetermined"]) == "the functional assay decides nothing"
