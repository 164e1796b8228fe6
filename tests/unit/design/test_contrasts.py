import numpy as np
import pandas as pd
import pytest

from resistance.design import contrasts
from resistance.design.coding import coding
from resistance.design.formula import parse_design

SHEET = pd.DataFrame(
    {
        "line": ["A", "A", "A", "B", "B", "B"] * 2,
        "arm": ["p", "q", "r"] * 4,
        "dose": [str(x / 10) for x in range(12)],
    },
    index=[f"s{i}" for i in range(12)],
)


def code(design, **references):
    return coding(SHEET, parse_design(design), references)


def test_references_come_from_the_first_contrast_of_each_variable():
    table = pd.DataFrame(
        [["a", "arm", "p", "q"], ["b", "arm", "q", "r"], ["c", "line", "B", "A"]],
        columns=["id", "variable", "reference", "target"],
    )
    assert contrasts.references(table) == {"arm": "p", "line": "B"}


@pytest.mark.parametrize(
    ("reference", "target", "expected"),
    [("p", "r", [0, 0, 0, 1]), ("r", "p", [0, 0, 0, -1]), ("q", "r", [0, 0, -1, 1])],
)
def test_weights(reference, target, expected):
    # columns: Intercept, line_B_vs_A, arm_q_vs_p, arm_r_vs_p
    weights = contrasts.weights(code("~ line + arm", arm="p"), "arm", reference, target)
    assert weights.tolist() == expected


def test_weights_with_interaction_are_taken_at_the_reference_level():
    coded = code("~ line*arm", arm="p")
    columns = list(coded.matrix(SHEET).columns)
    weights = contrasts.weights(coded, "arm", "p", "r")
    assert [c for c, w in zip(columns, weights, strict=True) if w] == ["arm_r_vs_p"]
    assert '"line" = "A"' in contrasts.interaction_note(coded, "x", "arm")


def test_weights_with_a_continuous_partner_are_taken_at_its_mean():
    coded = code("~ arm*dose", arm="p")
    weights = contrasts.weights(coded, "arm", "p", "r")
    assert np.count_nonzero(weights) == 1
    assert 'the mean of "dose"' in contrasts.interaction_note(coded, "x", "arm")


def test_weights_without_intercept():
    coded = code("~ 0 + arm", arm="p")
    assert contrasts.weights(coded, "arm", "q", "r").tolist() == [0, -1, 1]


def test_no_note_without_interaction():
    assert contrasts.interaction_note(code("~ line + arm"), "x", "arm") == ""


def test_arms_hold_the_two_levels_only():
    arms = contrasts.arms(SHEET.iloc[:4], "arm", "p", "r")
    assert arms["arm"].to_dict() == {"s0": "reference", "s2": "target", "s3": "reference"}


def test_levels_of_a_contrast():
    table = pd.DataFrame(
        [["one", "dose", "None", "lo"], ["two", "line", "a", "b"]],
        columns=["id", "variable", "reference", "target"],
    )
    assert contrasts.levels_of(table, "two") == ("line", "a", "b")
    assert contrasts.levels_of(table, "one") == ("dose", "None", "lo")


def test_modelled_arms_stand_at_the_reference_of_the_interacting_factor():
    found = contrasts.modelled_arms(code("~ line*arm", arm="p"), SHEET, "arm", "p", "r")["arm"]
    assert found.to_dict() == {
        "s0": "reference", "s2": "target", "s6": "reference", "s8": "target",
    }  # fmt: skip


@pytest.mark.parametrize("design", ["~ line + arm", "~ arm*dose"])
def test_other_modelled_arms_are_all_samples_of_the_levels(design):
    found = contrasts.modelled_arms(code(design, arm="p"), SHEET, "arm", "p", "r")
    assert found.equals(contrasts.arms(SHEET, "arm", "p", "r"))


def test_an_arm_without_samples_at_the_reference_keeps_those_it_has():
    sheet = SHEET[(SHEET["line"] != "A") | (SHEET["arm"] != "r")]
    found = contrasts.modelled_arms(code("~ line*arm", arm="p"), sheet, "arm", "p", "r")
    assert found.equals(contrasts.arms(sheet, "arm", "p", "r"))
