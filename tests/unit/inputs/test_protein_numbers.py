import numpy as np
import pandas as pd
import pytest

from resistance.inputs.protein_numbers import check_numbers, comma_hint, numbers
from resistance.protein.tidy import tidy


def check(**columns):
    base = {"gene": ["G"], "condition": ["a"], "replicate": ["1"], "value": ["5"]}
    table = pd.DataFrame({**base, **{k: [v] for k, v in columns.items()}}, index=[2], dtype=object)
    return check_numbers(table, tidy(table).set_index(table.index), "p")


def test_numbers_are_finite_or_missing() -> None:
    text = pd.Series(["1.5", "-2e3", "inf", "nan", "", "x"])
    assert np.array_equal(
        numbers(text).to_numpy(), [1.5, -2000, np.nan, np.nan, np.nan, np.nan], equal_nan=True
    )


@pytest.mark.parametrize(
    "columns",
    [
        {"value": "12.5"},
        {"value": "-1", "scale": "log2"},
        {"value": "0", "assay_type": "tmt"},
        {"value": "", "assay_type": "dia_ms"},
        {"value": "", "censored": "left", "lod": "3"},
        {"value": "0", "censored": "left"},
        {"background": "0"},
        {"lod": "-3", "scale": "log2"},
        {"washout_days": "unknown"},
    ],
)
def test_usable(columns) -> None:
    assert check(**columns) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"value": "0"},
        {"value": "-1", "assay_type": "tmt"},
        {"value": ""},
        {"value": "", "censored": "left"},
        {"value": "much", "assay_type": "tmt"},
        {"lod": "-3"},
        {"loading_value": "0"},
        {"n_peptides": "-1"},
    ],
)
def test_not_usable(columns) -> None:
    (problem,) = check(**columns)
    assert problem.row == "2"


def assay(values, **columns):
    table = pd.DataFrame({"gene": "G", "value": values, "assay_type": "dia_ms"}, dtype=object)
    table = table.assign(condition="a", replicate=[str(i) for i in table.index], **columns)
    return check_numbers(table, tidy(table).set_index(table.index), "p")


LOGARITHMS = ["25.1", "26", "0", "", "27.7"]


@pytest.mark.parametrize("kind", ["lfq_ms", "dia_ms", "tmt"])
@pytest.mark.parametrize("scale", ["", "linear"])
def test_logarithms_are_not_taken_for_intensities(kind, scale) -> None:
    (problem,) = assay(LOGARITHMS, assay_type=kind, scale=scale)
    assert (problem.row, problem.value) == ("0", "25.1")
    assert ("the default" in problem.message) == (scale == "")
    assert "all its 3 values lie below 64 (up to 27.7)" in problem.message
    assert "Write log2 in the column scale" in problem.hint


@pytest.mark.parametrize(
    ("values", "columns"),
    [
        (LOGARITHMS, {"scale": "log2"}),
        (["0.4", "1", "1.2"], {"assay_type": "tmt", "unit": "ratio"}),
        (LOGARITHMS, {"assay_type": "flow", "value": ["25.1", "26", "1", "2", "27.7"]}),
        (["25.1", "26", "0", "", "70"], {}),
        # two values are too few to judge
        (["25.1", "26", "0", "", ""], {}),
        # nothing but missing values
        (["0", "", "", "0"], {}),
    ],
)
def test_what_is_not_taken_for_logarithms(values, columns) -> None:
    assert assay(values, **columns) == []


def test_assays_are_judged_one_by_one() -> None:
    values = ["25.1", "26", "27", "2e6", "3e6", "4e6"]
    (problem,) = assay(values, assay_id=list("aaabbb"))
    assert '"a"' in problem.message


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1,120", ["1120 if the comma separates thousands", "1.120 if it is the decimal point"]),
        ("1,120,000", ["Write 1120000"]),
        ("1,120.5", ["Write 1120.5"]),
        ("12,5", ["as a point, not as a comma"]),
        ("0,120", ["as a point, not as a comma"]),
        ("much", []),
    ],
)
def test_commas(text, parts) -> None:
    hint = comma_hint(text)
    assert bool(hint) == bool(parts)
    for part in parts:
        assert part in hint
