import pandas as pd

from resistance.inputs.protein_conditions import Conditions
from resistance.inputs.protein_settings import check_settings

ARMS = Conditions(("k",), ("a",), ("b",))
TABLE = pd.DataFrame(
    {
        "gene": "G",
        "condition": list("aabb"),
        "replicate": list("1212"),
        "value": "5",
        "assay_type": ["flow", "western"] * 2,
        "batch": ["d1", "g1", "d1", "g2"],
    },
    dtype=object,
)


def check(**settings):
    return check_settings({"concordance": settings}, TABLE, ARMS)


def test_assays_are_named_as_in_the_table() -> None:
    assert check(systematic_sd={"flow": 0.1}, paired={"flow": "batch"}, prior={"western": {}}) == []
    for key in ("systematic_sd", "paired", "prior"):
        (problem,) = check(**{key: {"flw": "batch"}})
        assert problem.column == f"concordance.{key}.flw"
        assert problem.hint == 'Did you mean "flow"?'
        assert problem.allowed == "flow, western"


def test_a_column_that_the_table_lacks_pairs_nothing() -> None:
    (problem,) = check(paired={"flow": "derivation"})
    assert 'no column "derivation"' in problem.message


def test_pairs_need_a_value_in_both_arms() -> None:
    (problem,) = check(paired={"western": "batch"})
    assert problem.value == "batch"
    assert problem.hint == "The arms hold g1 against g2."


def test_settings_of_another_type_are_told_elsewhere() -> None:
    for block in (None, "x", {"paired": "batch"}, {"prior": None}, {"paired": {"flow": 7}}):
        assert check_settings({"concordance": block}, TABLE, ARMS) == []
    assert check_settings({"concordance": {"prior": {"x": {}}}}, TABLE[["gene"]], ARMS) == []
