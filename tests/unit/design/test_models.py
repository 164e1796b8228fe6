import numpy as np
import pandas as pd
import pytest

from resistance.design.coding import DesignError
from resistance.design.contrast_rows import Contrast
from resistance.design.formula import FormulaError, parse_design
from resistance.design.models import model_coding, reduced_matrix

SHEET = pd.DataFrame(
    {
        "line": ["A"] * 4 + ["B"] * 4 + ["C"] * 4,
        "dex": ["no", "no", "yes", "yes"] * 3,
        "batch": ["1", "2"] * 6,
        "dose": ["0", "1", "2", "4"] * 3,
    },
    index=pd.Index([f"s{i}" for i in range(12)], name="sample"),
)
DEX = Contrast("k", "dex", "yes", "no")


def columns(design, contrast=None, contrasts=(DEX,)):
    code = model_coding(SHEET, parse_design(design), contrasts, contrast)
    rows = SHEET if contrast is None else SHEET[SHEET["line"].isin(["A", "B"])]
    return list(code.matrix(rows).columns)


def test_levels_that_no_sample_of_the_subset_has_are_dropped() -> None:
    contrast = Contrast("s", "dex", "no", "yes", subset="line = A|B")
    assert columns("~ line + dex") == [
        "Intercept", "line_B_vs_A", "line_C_vs_A", "dex_no_vs_yes"
    ]  # fmt: skip
    assert columns("~ line + dex", contrast) == ["Intercept", "line_B_vs_A", "dex_no_vs_yes"]


def test_a_variable_of_one_level_leaves_the_design_with_a_note() -> None:
    contrast = Contrast("s", "dex", "no", "yes", subset="line = A")
    code = model_coding(SHEET, parse_design("~ line*dex"), [contrast], contrast)
    assert code.design.text == "~ dex"
    assert code.constant == {"line": "A"}
    assert any('"line" is "A" in all samples of this model' in note for note in code.notes)


@pytest.mark.parametrize(
    ("design", "text"),
    [
        ("~ 0 + line + batch", "~ batch"),
        ("~ 0 + line:dex", "~ 0 + dex"),
        ("~ line + line:poly(dose, 2)", "~ poly(dose, 2)"),
        ("~ line", "~ 1"),
    ],
)
def test_the_narrowed_design_spans_the_same_columns(design, text) -> None:
    contrast = Contrast("s", "dex", "no", "yes", subset="line = A")
    code = model_coding(SHEET, parse_design(design), [], contrast)
    assert code.design.text == text
    sheet = SHEET.iloc[:4]
    whole = model_coding(SHEET, parse_design(design), []).matrix(SHEET).iloc[:4]
    ours = code.matrix(sheet)
    rank = np.linalg.matrix_rank(whole)
    assert np.linalg.matrix_rank(np.hstack([whole, ours])) == rank == ours.shape[1]


def test_a_variable_of_one_level_in_the_whole_sheet_stays_an_error() -> None:
    sheet = SHEET.assign(line="A")
    with pytest.raises(DesignError, match="same value in all samples"):
        model_coding(sheet, parse_design("~ line + dex"), [DEX])


def test_the_reference_is_that_of_the_first_contrast_whose_level_the_model_has() -> None:
    rows = [Contrast("a", "line", "C", "A"), Contrast("b", "line", "B", "A")]
    subset = Contrast("s", "line", "B", "A", subset="line = A|B")
    code = model_coding(SHEET, parse_design("~ line"), rows, subset)
    assert code.levels["line"] == ("B", "A")
    assert model_coding(SHEET, parse_design("~ line"), rows).levels["line"][0] == "C"


def test_a_variable_that_a_formula_names_is_a_factor() -> None:
    sheet = SHEET.assign(time=[f"{i / 2}" for i in range(3)] * 4)
    design = parse_design("~ time")
    assert model_coding(sheet, design, [Contrast("k", formula="x - y")]).scales
    named = [Contrast("k", formula="time=0.5 - time='0.0'")]
    assert model_coding(sheet, design, named).levels["time"] == ("0.0", "0.5", "1.0")


@pytest.mark.parametrize(
    ("design", "reduced", "expected"),
    [
        ("~ batch + dex", "~ batch", ["Intercept", "batch_2_vs_1"]),
        ("~ batch + dex", "~ 1", ["Intercept"]),
        ("~ line*dex", "~ line", ["Intercept", "line_B_vs_A", "line_C_vs_A"]),
        ("~ dex + poly(dose, 2)", "~ dex + dose", ["Intercept", "dex_no_vs_yes", "dose"]),
        ("~ 0 + line", "~ 1", ["Intercept"]),
    ],
)  # fmt: skip
def test_reduced_designs_keep_the_references_of_the_design(design, reduced, expected) -> None:
    rows = [DEX] if "dex" in design else []
    code = model_coding(SHEET, parse_design(design), rows)
    matrix = reduced_matrix(code, Contrast("k", test="lrt", reduced=reduced), SHEET)
    assert list(matrix.columns) == expected


def test_a_reduced_design_of_a_subset_may_name_what_left_the_design() -> None:
    contrast = Contrast("k", test="lrt", reduced="~ line + batch", subset="line = A")
    code = model_coding(SHEET, parse_design("~ line + batch + dex"), [DEX], contrast)
    matrix = reduced_matrix(code, contrast, SHEET.iloc[:4])
    assert list(matrix.columns) == ["Intercept", "batch_2_vs_1"]


@pytest.mark.parametrize(
    ("reduced", "message"),
    [
        ("~ batch + dex", "as many coefficients"),
        ("~ dex + batch", "as many coefficients"),
        ("~ batch*dex", "does not lie within the design"),
        ("~ batch + lin", 'names "lin", which the design'),
        ("~ line", 'names "line", which the design'),
        ("batch", 'does not start with "~"'),
        ("~ poly(dose, 2)", 'names "dose"'),
    ],
)
def test_reduced_designs_that_are_not_nested(reduced, message) -> None:
    code = model_coding(SHEET, parse_design("~ batch + dex"), [DEX])
    with pytest.raises(FormulaError) as caught:
        reduced_matrix(code, Contrast("k", test="lrt", reduced=reduced), SHEET)
    assert message in caught.value.message
    assert caught.value.hint
