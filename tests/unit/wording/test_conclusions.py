from resistance.functional import conclusions as functional
from resistance.wording.conclusions import CLAUSES, clause


def test_every_conclusion_has_a_clause() -> None:
    codes = {key.split(" ")[0] for key in functional._SUPPORTS} | set(functional._SHARED)
    assert codes == set(CLAUSES)


def test_a_pump_is_named_only_where_the_assay_does() -> None:
    assert clause("pump_limits_drug", "P-gp") == "P-gp limits this drug"
    assert clause("pump_active", "") == "a pump is active"
