import pandas as pd
import pytest

from resistance.inputs.protein_conditions import Conditions, compared_conditions

SAMPLES = pd.DataFrame(
    {"sample": ["s1", "s2", "s3"], "clone": ["P", "R1", "R2"], "line": ["A", "B", "A"]}
)


def of(*rows: dict) -> Conditions:
    table = pd.DataFrame([{"id": "k", **row} for row in rows]).fillna("")
    return compared_conditions(table, SAMPLES)


def test_two_levels_and_means_of_levels_are_arms() -> None:
    level = {"variable": "clone", "reference": "P", "target": "R1"}
    assert of(level) == Conditions(("clone",), ("P",), ("R1",))
    both = of(level, {"formula": "(R1 + clone=R2)/2 - P"})
    assert both == Conditions(("clone",), ("P",), ("R1", "R2"))


@pytest.mark.parametrize(
    ("row", "variables"),
    [
        ({"formula": "(A:R1 - A:P) - (B:R1 - B:P)"}, ("clone", "line")),
        ({"test": "lrt", "reduced": "~ 1"}, ()),
        ({"formula": "R1 - "}, ()),
        ({"variable": "clone"}, ()),
        ({"variable": "other", "reference": "x", "target": "y"}, ()),
    ],
)
def test_other_rows_have_no_arms_and_are_no_crash(row, variables) -> None:
    assert of(row).variables == variables
