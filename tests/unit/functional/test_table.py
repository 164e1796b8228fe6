"""The functional table of a contrast."""

import pandas as pd
import pytest

from resistance.design.contrast_rows import contrast_of
from resistance.evidence_columns import FUNCTIONAL
from resistance.functional.table import RESTRICTED, functional_table

from .conftest import CONTRAST, MARGINS


def test_no_table_gives_headers() -> None:
    out = functional_table(pd.DataFrame(), CONTRAST, MARGINS, 0.05)
    assert list(out.columns) == list(FUNCTIONAL)
    assert out.empty


def test_columns_and_order(bench) -> None:
    bench.add("payload_ic50", "", 0, 0).add("adc_ic50", "zosuquidar", 0, 1)
    out = functional_table(bench.add("adc_ic50", "", 0, 4).table(), CONTRAST, MARGINS, 0.05)
    assert list(out.columns) == list(FUNCTIONAL)
    assert list(out["assay"]) == ["adc_ic50"] * 4 + ["payload_ic50"]
    assert list(out["quantity"][:2]) == ["difference", "effect_reference"]
    assert out["sentence"].str.endswith(".").all()


def test_an_empty_mechanism_is_that_of_the_assay_or_inhibitor(bench) -> None:
    bench.add("dye_efflux", "", 0, 0).add("surface_half_life", "", 0, 0, mechanism="antigen_loss")
    bench.add("adc_ic50", "", 0, 4).add("adc_ic50", "zosuquidar", 0, 1)
    out = functional_table(bench.table(), CONTRAST, MARGINS, 0.05)
    found = out.groupby(["assay", "modulator"])["mechanism"].unique().str.join(",").to_dict()
    assert found == {
        ("adc_ic50", ""): "",
        ("adc_ic50", "zosuquidar"): "drug_efflux",
        ("dye_efflux", ""): "drug_efflux",
        ("surface_half_life", ""): "antigen_loss",
    }


def contrast(**cells):
    given = {"variable": "condition", "reference": "parental", "target": "resistant", **cells}
    return contrast_of({"id": "x", **given})


@pytest.mark.parametrize(
    ("asked", "used"),
    [
        (contrast(), True),
        (contrast(subset="condition = parental|resistant"), True),
        (contrast(subset="line = A"), False),
        (
            contrast(variable="", reference="", target="", formula="A:resistant - A:parental"),
            False,
        ),
        (contrast(variable="", reference="", target="", formula="resistant - parental"), True),
    ],
)
def test_a_part_of_the_samples_cannot_be_told_apart(bench, asked, used) -> None:
    out = functional_table(bench.add("adc_ic50", "", 0, 4).table(), asked, MARGINS, 0.05)
    assert (out["status"] == "estimated").all() == used
    if not used:
        assert set(out["reason"]) == {RESTRICTED}
