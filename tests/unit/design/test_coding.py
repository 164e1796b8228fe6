import pandas as pd
import pytest

from resistance.design.coding import DesignError, coding, variable_types
from resistance.design.formula import parse_design


def sheet(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame(columns, index=pd.Index([f"s{i}" for i in range(n)], name="sample"))


@pytest.mark.parametrize(
    ("values", "contrast", "kind", "note"),
    [
        (["1", "2", "1", "2", "3", "3"], False, "factor", "whole numbers"),
        (["1", "2", "3", "4", "5", "6"], False, "continuous", "centred"),
        # two of an age, and donors in pairs of whom two are alone
        (["31", "42", "42", "55", "60", "61"], False, "continuous", "centred"),
        (list("112233445567"), False, "factor", "poly(x, 1)"),
        (["0.5", "1", "0.5", "1", "2", "2"], False, "continuous", "centred"),
        (["1", "2", "3", "4", "5", "6"], True, "factor", "a contrast compares it"),
        (["1", "2", "NA", "4", "5", "6"], False, "factor", None),
        (["1", "2", "inf", "4", "5", "6"], False, "factor", None),
    ],
)
def test_variable_types(values, contrast, kind, note):
    types, notes = variable_types(
        sheet(x=values), parse_design("~ x"), {"x"} if contrast else set()
    )
    assert types == {"x": kind}
    assert (note is None and notes == []) or note in notes[0]


def test_four_distinct_whole_numbers_are_a_factor():
    assert variable_types(sheet(x=list("1234")), parse_design("~ x"), set())[0] == {"x": "factor"}


def test_factors_of_numbers_take_the_smallest_as_reference():
    assert coding(sheet(p=["10", "9", "10", "9"]), parse_design("~ p"), {}).levels == {
        "p": ("9", "10")
    }


@pytest.mark.parametrize(
    ("samples", "references", "message"),
    [
        (sheet(Cell=["a", "b"]), {}, 'Did you mean "Cell"?'),
        (sheet(cell=["a", ""]), {}, 'empty for "s1"'),
        (sheet(cell=["a", "a"]), {}, "same value in all samples"),
        (sheet(cell=["parent", "b"]), {"cell": "Parent"}, 'Did you mean "parent"?'),
        (sheet(cell=["1.5", "1.50"]), {}, "same value in all samples"),
    ],
)
def test_designs_that_do_not_fit_the_sheet(samples, references, message):
    with pytest.raises(DesignError, match=r".") as caught:
        coding(samples, parse_design("~ cell"), references)
    assert message in str(caught.value)
    assert caught.value.variable == "cell"


DOSE = sheet(g=["A", "B"] * 5, dose=["0", "0", "0.5", "1", "1", "2", "5", "5", "10", "20"])


def test_curves_interact_with_factors_as_in_r():
    # R: colnames(model.matrix(~ g + g:poly(dose, 2))), gA before gB
    matrix = coding(DOSE, parse_design("~ g + g:poly(dose,2)"), {}).matrix(DOSE)
    assert list(matrix.columns[2:]) == [
        "gA.poly(dose, 2)1", "gB.poly(dose, 2)1", "gA.poly(dose, 2)2", "gB.poly(dose, 2)2",
    ]  # fmt: skip
    assert matrix["gB.poly(dose, 2)1"].iloc[:2].tolist() == pytest.approx([0, -0.2351159354565105])


def test_the_variable_of_a_curve_is_continuous_though_its_values_repeat():
    whole = sheet(dose=["0", "1", "2", "3"] * 2)
    code = coding(whole, parse_design("~ poly(dose, 2)"), {})
    assert list(code.scales) == ["dose"]
    assert "poly(dose, 2)" in code.notes[0]


@pytest.mark.parametrize(
    ("samples", "references", "message"),
    [
        (sheet(dose=["1", "2", "high", "4"]), {}, 'holds "high"'),
        (sheet(dose=["1", "2", "3", "4"]), {"dose": "1"}, "a contrast compares levels"),
        (sheet(dose=["1", "2", "1", "2"]), {}, "more than 2 different values"),
        (sheet(dose=["1", "", "1", "2"]), {}, 'empty for "s1"'),
    ],
)
def test_curves_that_do_not_fit_the_sheet(samples, references, message):
    with pytest.raises(DesignError) as caught:
        coding(samples, parse_design("~ poly(dose, 2)"), references)
    assert message in str(caught.value)


def test_a_kind_can_be_given():
    few = sheet(x=["1", "2", "1", "2"])
    assert coding(few, parse_design("~ x"), {}, continuous=["x"]).scales
    many = sheet(x=["1", "2", "3", "4", "5"])
    assert coding(many, parse_design("~ x"), {}, factors=["x"]).levels


def test_order_of_samples_does_not_change_a_coding():
    design = parse_design("~ g*bs(dose, df=4)")
    one, other = (coding(rows, design, {}) for rows in (DOSE, DOSE.iloc[::-1]))
    assert one == other
