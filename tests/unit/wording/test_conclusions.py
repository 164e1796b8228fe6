from resistance.functional import conclusions as functional
from resistance.wording.conclusions import (
    BETWEEN,
    CLAUSES,
    PLACES,
    clause,
    measured,
    places,
    without,
)


def test_every_conclusion_has_a_clause() -> None:
    codes = {key.split(" ")[0] for key in functional._SUPPORTS} | set(functional._SHARED)
    assert codes == set(CLAUSES)


def test_a_pump_is_named_only_where_the_assay_does() -> None:
    assert clause("pump_limits_drug", "P-gp") == "P-gp limits this drug"
    assert clause("pump_active", "") == "a pump is active"


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
