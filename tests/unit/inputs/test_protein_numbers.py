import numpy as np
import pandas as pd
import pytest

from resistance.inputs.protein_numbers import check_numbers, numbers
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
