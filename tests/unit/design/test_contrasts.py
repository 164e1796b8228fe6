import numpy as np
import pandas as pd
import pytest

from resistance.design import contrasts
from resistance.design.coding import coding
from resistance.design.combinations import CombinationError
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


def weights(coded, variable, reference, target):
    contrast = contrasts.Contrast("k", variable, reference, target)
    return contrasts.contrast_weights(coded, contrast)


@pytest.mark.parametrize(
    ("reference", "target", "expected"),
    [("p", "r", [0, 0, 0, 1]), ("r", "p", [0, 0, 0, -1]), ("q", "r", [0, 0, -1, 1])],
)
def test_weights(reference, target, expected):
    # columns: Intercept, line_B_vs_A, arm_q_vs_p, arm_r_vs_p
    found = weights(code("~ line + arm", arm="p"), "arm", reference, target)
    assert found.tolist() == expected


def test_weights_with_interaction_are_taken_at_the_reference_level():
    coded = code("~ line*arm", arm="p")
    columns = list(coded.matrix(SHEET).columns)
    found = weights(coded, "arm", "p", "r")
    assert [c for c, w in zip(columns, found, strict=True) if w] == ["arm_r_vs_p"]
    assert '"line" = "A"' in contrasts.interaction_note(coded, "x", "arm")


def test_weights_with_a_continuous_partner_are_taken_at_its_mean():
    coded = code("~ arm*dose", arm="p")
    found = weights(coded, "arm", "p", "r")
    assert np.count_nonzero(found) == 1
    assert 'the mean of "dose"' in contrasts.interaction_note(coded, "x", "arm")


def test_weights_without_intercept():
    coded = code("~ 0 + arm", arm="p")
    assert weights(coded, "arm", "q", "r").tolist() == [0, -1, 1]


def test_no_note_without_interaction():
    assert contrasts.interaction_note(code("~ line + arm"), "x", "arm") == ""


def test_arms_hold_the_two_levels_only():
    arms = contrasts.arms(SHEET.iloc[:4], "arm", "p", "r")
    assert arms["arm"].to_dict() == {"s0": "reference", "s2": "target", "s3": "reference"}


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


CODE = coding(SHEET, parse_design("~ line*arm"), {"arm": "p"})


def asked(**cells):
    return contrasts.describe(contrasts.Contrast("k", **cells), CODE)


def test_describe_says_which_way_is_up():
    plain = coding(SHEET, parse_design("~ line + arm"), {"arm": "p"})
    said = contrasts.describe(contrasts.Contrast("k", "arm", "p", "q"), plain)
    assert said == "positive log2FoldChange = higher in q than in p"


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"variable": "arm", "reference": "p", "target": "q"}, 'in p, at "line" = "A"'),
        ({"formula": "B:q - B:p"}, "higher in B:q than in B:p"),
        ({"formula": "q:B - p:B"}, "higher in B:q than in B:p"),
        ({"formula": "(A:q + A:r)/2 - A:p"}, "higher in the mean of A:q and A:r than in A:p"),
        ({"formula": "A:q/4 + 3*A:r/4 - A:p"}, "the weighted mean of A:q and A:r"),
        ({"formula": "(A:q - A:p) - (B:q - B:p)"}, "log2FoldChange = (A:q - A:p) - (B:q - B:p)"),
        (
            {"formula": "A:q - A:p", "alternative": "greaterAbs", "lfc_threshold": 1.0},
            "; tested: log2FoldChange beyond 1, up or down",
        ),
        (
            {"formula": "A:q - A:p", "alternative": "less", "lfc_threshold": 0.5},
            "; tested: log2FoldChange below -0.5",
        ),
        ({"formula": "A:q - A:p", "alternative": "less"}, "; tested: log2FoldChange below 0"),
        ({"test": "lrt", "reduced": "~ line"}, "likelihood ratio of ~ line + arm + line:arm again"),
        ({"formula": "A:q - A:p", "subset": "line = A"}, "; fitted on the samples with line = A"),
        ({"formula": "A:q - A:p", "exclude_samples": ("s1", "s2")}, "; fitted without s1, s2"),
    ],
)
def test_describe(cells, part):
    assert part in asked(**cells)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"variable": "line", "reference": "A", "target": "C"}, 'has "line" = "C"'),
        ({"variable": "lin", "reference": "A", "target": "B"}, "no factor of the design"),
        ({"test": "lrt", "reduced": "~ 1"}, "no fold change of its own"),
    ],
)
def test_weights_of_what_the_model_lacks(cells, message):
    with pytest.raises(CombinationError) as caught:
        contrasts.contrast_weights(CODE, contrasts.Contrast("k", **cells))
    assert message in caught.value.message


def test_two_levels_are_weighted_as_their_formula():
    level = contrasts.contrast_weights(CODE, contrasts.Contrast("k", "arm", "q", "r"))
    formula = contrasts.contrast_weights(CODE, contrasts.Contrast("k", formula="A:r - A:q"))
    assert level.tolist() == formula.tolist()


def test_levels_at_an_empty_reference_cell_cannot_be_compared():
    sheet = SHEET[(SHEET["line"] != "A") | (SHEET["arm"] != "r")]
    nested = coding(sheet, parse_design("~ line + line:arm"), {"arm": "p"})
    with pytest.raises(CombinationError, match="no sample has"):
        weights(nested, "arm", "p", "r")


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        ({"variable": "arm", "reference": "p", "target": "q"}, ("p", "q")),
        ({"formula": "(A:q + A:r)/2 - A:p"}, ("A:p", "the mean of A:q and A:r")),
        ({"formula": "(A:q - A:p) - (B:q - B:p)"}, ("no difference", "(A:q - A:p) - (B:q - B:p)")),
        ({"test": "lrt", "reduced": "~ line"}, ("~ line", "~ line + arm + line:arm")),
    ],
)
def test_sides_have_names_for_headings(cells, names):
    assert contrasts.side_names(contrasts.Contrast("k", **cells), CODE) == names


def test_arms_of_a_contrast_of_the_table():
    table = pd.DataFrame([{"id": "k", "formula": "B:q - B:p"}, {"id": "l", "formula": "A - B"}])
    found = contrasts.arms_of(SHEET, table, "~ line*arm", "k")["arm"]
    assert found.to_dict() == {
        "s3": "reference", "s4": "target", "s9": "reference", "s10": "target",
    }  # fmt: skip
