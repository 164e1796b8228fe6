"""Values of the functional table."""

import pandas as pd
import pytest

from resistance.functional.tidy import log2_values, tidy
from resistance.inputs.functional_numbers import check_values


def table(*values: str, assay="adc_ic50", unit="nM") -> pd.DataFrame:
    rows = [
        {"assay": assay, "condition": "a", "replicate": str(place), "value": value, "unit": unit}
        for place, value in enumerate(values)
    ]
    return pd.DataFrame(rows, index=range(2, 2 + len(rows)))


def problems(frame: pd.DataFrame):
    return check_values(frame, tidy(frame), "f.tsv")


@pytest.mark.parametrize(
    ("assay", "unit", "values"),
    [
        ("adc_ic50", "nM", ("0.1", "1e3", ">1000", "<0.01", ">= 5")),
        ("surface_half_life", "hours", ("4.5", ">24")),
        ("dye_efflux", "percent_effluxed", ("0", "50", "99.9")),
        ("dye_efflux", "MFI", ("120000",)),
        ("inhibitor_alone", "fraction", ("0.97", "1.08")),
    ],
)
def test_what_passes_has_a_logarithm(assay, unit, values) -> None:
    frame = table(*values, assay=assay, unit=unit)
    assert problems(frame) == []
    assert log2_values(tidy(frame))["log2_value"].abs().lt(100).all()


def test_many_wrong_values_are_cut_short() -> None:
    found = problems(table(*["x"] * 50))
    assert len(found) == 21
    assert "And 30 more" in found[-1].message


def test_the_value_is_shown_as_written() -> None:
    (found,) = problems(table("> x"))
    assert (found.row, found.value) == ("2", "> x")
