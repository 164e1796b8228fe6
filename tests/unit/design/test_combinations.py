from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from resistance.design.cells import cell_weights, coefficients
from resistance.design.coding import coding
from resistance.design.combinations import (
    CombinationError,
    parse_combination,
    quoted,
    spell_cell,
)
from resistance.design.formula import parse_design

A, B = (("", "A"),), (("", "B"),)
SHEET = pd.DataFrame(
    [
        [line, dex, batch, f"{i}.5"]
        for i, (line, dex, batch) in enumerate(
            [(x, y, z) for x in ("A", "B", "MOLM-13") for y in ("control", "treated") for z in "12"]
        )
    ],
    columns=["line", "dex", "batch", "dose"],
)
CODE = coding(SHEET, parse_design("~ batch + dose + line*dex"), {"dex": "control"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A - B", {A: 1, B: -1}),
        ("-B + A", {A: 1, B: -1}),
        ("--A - B", {A: 1, B: -1}),
        ("2*A - B*2", {A: 2, B: -2}),
        ("(A + B)/2 - (A + B)/2", {A: 0, B: 0}),
        ("A/3 + A/3 + A/3 - B", {A: 1, B: -1}),
        ("0.1*A + .2*A - 0.3*B", {A: Fraction(3, 10), B: Fraction(-3, 10)}),
        ("1/2*A - B/(4 - 2)", {A: Fraction(1, 2), B: Fraction(-1, 2)}),
        ("5.*A - 5*B", {A: 5, B: -5}),
        ("'A' - `B`", {A: 1, B: -1}),
    ],
)
def test_weights_are_exact(text, expected) -> None:
    assert parse_combination(text) == expected


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("A:treated - x", (("", "A"), ("", "treated"))),
        ("'MOLM-13':treated - x", (("", "MOLM-13"), ("", "treated"))),
        ('"it\'s" - x', (("", "it's"),)),
        ("line=A - x", (("line", "A"),)),
        ("dose=10 - x", (("dose", "10"),)),
        ("'10' - x", (("", "10"),)),
        ("'cell line'='a b':treated - x", (("cell line", "a b"), ("", "treated"))),
        ("10uM - x", (("", "10uM"),)),
        ("größe.1_ - x", (("", "größe.1_"),)),
    ],
)
def test_cells(text, cell) -> None:
    assert next(iter(parse_combination(text))) == cell
    assert next(iter(parse_combination(f"{spell_cell(cell)} - x"))) == cell


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "ends where"),
        ("A -", "ends where"),
        ("A B", 'cannot be read at "B"'),
        ("A - B)", 'cannot be read at ")"'),
        ("(A - B", "ends where"),
        ("A: - B", 'cannot be read at "-"'),
        ("line= - B", 'cannot be read at "-"'),
        ("+A - B", 'cannot be read at "+"'),
        ("A ** B", 'cannot be read at "*"'),
        ("A - 1", "adds a number to cells, or subtracts one"),
        ("A*B - B*A", "multiplies cells"),
        ("A/B", "divides by a cell"),
        ("A/0 - B", "divides by zero"),
        ("A/(1-1) - B", "divides by zero"),
        ("3 - 3", "names no cell"),
        ("A", "add up to 1, not to 0"),
        ("A + B", "add up to 2, not to 0"),
        ("0.333*A + 0.333*A + 0.333*A - B", "add up to -0.001, not to 0"),
        ("9" * 400 + "*A - B", "a very large number"),
        (f"0.{'0' * 400}1*A", "a very small number"),
        ("9999999*A - 9999999*B", "a weight beyond 1,000,000"),
        ("A/9999999 - B/9999999", "a weight beyond 1,000,000"),
        ("'A - B", "A quotation mark (') is not closed"),
        ("(" * 51 + "A" + ")" * 51 + " - B", "more than 50 brackets"),
        ("A - B" + " " * 1000 + "+ A - A", "more than 1000 signs"),
        ("__import__('os').system('true')", 'cannot be read at "("'),
        ("A; B", 'cannot be read at ";"'),
    ],
)
def test_everything_else_is_refused(text, message) -> None:
    with pytest.raises(CombinationError) as caught:
        parse_combination(text)
    assert message in caught.value.message
    assert caught.value.hint


def test_fifty_brackets_and_many_signs_are_read() -> None:
    assert parse_combination("(" * 50 + "A" + ")" * 50 + " - B") == {A: 1, B: -1}
    assert parse_combination("-" * 900 + "A - B") == {A: 1, B: -1}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("B:treated - A:treated", {"line_B_vs_A": 1, "lineB.dextreated": 1}),
        ("treated:B - treated:A", {"line_B_vs_A": 1, "lineB.dextreated": 1}),
        ("(B:treated - B:control) - (A:treated - A:control)", {"lineB.dextreated": 1}),
        ("batch='2' - batch=1", {"batch_2_vs_1": 1}),
        ("'2' - '1'", {"batch_2_vs_1": 1}),
        (
            "(B:control + 'MOLM-13':control)/2 - A:control",
            {"line_B_vs_A": 0.5, "line_MOLM-13_vs_A": 0.5},
        ),
    ],
)
def test_coefficients(formula, expected) -> None:
    weights = coefficients(CODE, cell_weights(CODE, formula), "x")
    names = CODE.matrix(SHEET).columns
    assert {n: w for n, w in zip(names, weights, strict=True) if w} == expected


@pytest.mark.parametrize(
    ("formula", "message", "hint"),
    [
        ("A:treatd - A:control", '"treatd" is no level', 'Did you mean "treated"?'),
        ("MOLM:treated - A:treated", '"MOLM" is no level', "'MOLM-13'"),
        ("lin=A:treated - A:control", '"lin" is no factor', 'Did you mean "line"?'),
        ("line=C:treated - A:treated", '"C" is no level of "line"', "There are A, B"),
        ("dose=1:A:treated - A:control", '"dose" is a continuous variable', "at its mean"),
        ("A:B:treated - A:control", 'names two levels of "line"', "one level of each"),
        ("A:treated - treated:A", "compares nothing", ""),
        ("A:treated - control", '"line" in some of its cells only', "in every cell, or in none"),
        ("treated - control", 'leaves out "line", which interacts with "dex"', "A, B, 'MOLM-13'"),
        ("A - B", 'leaves out "dex"', "control, treated"),
    ],
)
def test_formulas_that_mean_nothing_in_the_design(formula, message, hint) -> None:
    with pytest.raises(CombinationError) as caught:
        cell_weights(CODE, formula)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_level_of_two_variables_has_to_be_qualified() -> None:
    sheet = pd.DataFrame({"a": ["x", "y"] * 3, "b": ["x", "x", "y"] * 2})
    code = coding(sheet, parse_design("~ a + b"), {})
    with pytest.raises(CombinationError) as caught:
        cell_weights(code, "x - y")
    assert "several variables" in caught.value.message
    assert "a=x or b=x" in caught.value.hint
    assert coefficients(code, cell_weights(code, "b=y - b=x"), "x").tolist() == [0, 0, 1]


def test_a_curve_that_interacts_is_taken_at_the_mean_of_its_variable() -> None:
    code = coding(SHEET, parse_design("~ dex*poly(dose, 2)"), {})
    weights = coefficients(code, cell_weights(code, "treated - control"), "x")
    expected = code.curves["poly(dose, 2)"].columns(np.array([6.0]))[0]
    assert weights.tolist()[-2:] == pytest.approx(expected, abs=1e-9)
    with pytest.raises(CombinationError, match='leaves out "line"'):
        cell_weights(
            coding(SHEET, parse_design("~ line:dex:poly(dose, 2)"), {}), "treated - control"
        )


def test_nested_individuals_cancel_and_may_be_left_out() -> None:
    sheet = pd.DataFrame(
        {
            "grp": ["X"] * 6 + ["Y"] * 4,
            "ind": ["1", "1", "2", "2", "3", "3", "1", "1", "2", "2"],
            "cnd": ["a", "b"] * 5,
        }
    )
    code = coding(sheet, parse_design("~ grp + grp:ind + grp:cnd"), {})
    weights = coefficients(code, cell_weights(code, "(Y:b - Y:a) - (X:b - X:a)"), "x")
    names = code.matrix(sheet).columns
    assert dict(zip(names, weights, strict=True))["grpY.cndb"] == 1
    assert np.count_nonzero(weights) == 2
    with pytest.raises(CombinationError, match='leaves out "ind"'):
        cell_weights(code, "Y:b - X:b")
    with pytest.raises(CombinationError, match=r"no sample has .* grpY.ind3"):
        coefficients(code, cell_weights(code, "Y:'3':a - X:'3':a"), '"x"')


TOKENS = ["A", "B", "'MOLM-13'", "control", "treated", "line=", "dex=", "batch=", "dose=", "1", "2"]
TOKENS += ["0.5", "0", "(", ")", "+", "-", "*", "/", ":", ":", " ", "'", "`", '"', "=", ".", "é"]
FORMULAS = st.text(max_size=40) | st.lists(st.sampled_from(TOKENS), max_size=25).map("".join)


@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(FORMULAS)
def test_ten_thousand_texts_get_an_answer_or_a_clear_error(text) -> None:
    try:
        weights = coefficients(CODE, cell_weights(CODE, text), text)
    except CombinationError:
        return
    assert np.isfinite(weights).all()
    assert weights.any()


_SIDES = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["control", "treated"])))


@settings(max_examples=200, deadline=None)
@given(_SIDES.filter(bool), _SIDES.filter(bool))
def test_means_of_cells_are_differences_of_fitted_means(target, reference) -> None:
    def mean(cells):
        return f"({' + '.join(':'.join(cell) for cell in cells)})/{len(cells)}"

    def rows(cells):
        base = {"batch": "1", "dose": ""}
        return CODE.matrix(
            pd.DataFrame([{**base, "line": line, "dex": dex} for line, dex in cells])
        ).mean()

    expected = (rows(target) - rows(reference)).to_numpy()
    try:
        found = coefficients(CODE, cell_weights(CODE, f"{mean(target)} - {mean(reference)}"), "x")
    except CombinationError:
        assert np.allclose(expected, 0)
        return
    assert found == pytest.approx(expected)


@given(st.text(max_size=10).filter(lambda t: not set("'\"`") <= set(t)))
def test_any_level_can_be_quoted(level) -> None:
    assert next(iter(parse_combination(f"{quoted(level)} - other"))) == (("", level),)
