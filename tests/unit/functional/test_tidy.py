"""From the user's table to log2 values."""

import numpy as np
import pandas as pd
import pytest

from resistance.functional.tidy import COLUMNS, bound, linear, log2_values, tidy


def rows(**cells) -> pd.DataFrame:
    given = {"assay": "adc_ic50", "condition": "a", "replicate": "1", "value": "8", **cells}
    return pd.DataFrame([given], index=[2])


def test_four_columns_are_enough() -> None:
    out = tidy(rows())
    assert list(out.columns) == COLUMNS
    assert list(out.index) == [2]
    assert out.loc[2, "modulator"] == ""
    assert log2_values(out).loc[2, "log2_value"] == 3.0


def test_spellings_of_one_modulator_are_one() -> None:
    table = pd.concat([rows(modulator=name) for name in ("MK-571", "mk571", "DMSO", "none", "")])
    assert list(tidy(table)["modulator"]) == ["mk571", "mk571", "", "", ""]
    # whatever the order of the rows
    assert set(tidy(table[::-1])["modulator"]) == {"mk571", ""}


@pytest.mark.parametrize(
    ("value", "side", "number"),
    [
        ("12", "none", "12"),
        (">1000", "right", "1000"),
        ("< 0.1", "left", "0.1"),
        (">=5", "right", "5"),
    ],
)
def test_bounds(value, side, number) -> None:
    assert bound(value) == (side, number)


def test_units_of_dye_efflux_give_one_quantity() -> None:
    """The same cells keep 20% of the dye, however it is written."""
    units = {
        "fraction_retained": 0.2,
        "percent_retained": 20,
        "fraction_effluxed": 0.8,
        "percent_effluxed": 80,
    }
    assert [linear(value, unit) for unit, value in units.items()] == pytest.approx([0.2] * 4)


def test_censored_values_stand_at_their_bound() -> None:
    out = log2_values(tidy(rows(value=">1024", unit="nM")))
    assert out["log2_value"].item() == 10.0
    assert out["censored"].item() == "right"
    assert np.isfinite(out["log2_value"]).all()
