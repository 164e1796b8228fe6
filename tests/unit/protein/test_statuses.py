import numpy as np
import pandas as pd
import pytest

from resistance.protein.estimates import estimate
from resistance.protein.tidy import log2_signals, tidy


def run(frame: pd.DataFrame) -> pd.Series:
    return estimate(log2_signals(tidy(frame)), ["p"], ["r"]).iloc[0]


def rows(conditions: str, values: list, **columns) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "gene": "X",
            "condition": list(conditions),
            "replicate": [str(i) for i in range(len(values))],
            "value": [str(v) for v in values],
        }
    )
    return frame.assign(**columns)


@pytest.mark.parametrize(
    ("conditions", "values"),
    [("pr", [1, 0.4]), ("r", [0.4]), ("ppr", [1, 1, 0.4])],
)
def test_one_ratio_without_an_sd_is_descriptive(conditions, values) -> None:
    row = run(rows(conditions, values, unit="ratio"))
    assert (row["status"], row["method"]) == ("published", "none")
    assert row["log2FoldChange"] == pytest.approx(np.log2(0.4))
    assert np.isnan([row["lfcSE"], row["pvalue"], row["ci_low"]]).all()
    assert "descriptive only" in row["reason"]


def test_values_that_are_no_ratio_are_single_replicates() -> None:
    assert run(rows("pr", [900, 400]))["status"] == "n1"
    assert run(rows("prr", [1, 0.4, 0.5], unit="ratio"))["status"] == "n2"


def test_methods_are_named() -> None:
    assert run(rows("ppprrr", [9, 8, 7, 3, 4, 5]))["method"] == "difference"
    assert run(rows("ppprrr", [1, 1, 1, 0.3, 0.4, 0.5], unit="ratio"))["method"] == "one_sample"
    bound = rows("ppprrr", [90, 80, 70, 5, 5, 5], censored=["none"] * 3 + ["left"] * 3)
    assert run(bound)["method"] == "bound"
    assert run(rows("pr", [9, 3]))["method"] == "none"


def test_passages_are_replicates_with_a_note() -> None:
    frame = rows("ppprrr", [9, 8, 7, 3, 4, 5])
    row = run(frame.assign(replicate_type=["independent"] * 2 + ["passage"] * 4))
    plain = run(frame)
    assert (row["pvalue"], row["df"]) == (plain["pvalue"], plain["df"])
    assert row["reason"] == "replicates that are passages of one culture: 4"


def test_only_technical_replicates_are_one_value_an_arm() -> None:
    row = run(rows("ppprrr", [9, 8, 7, 3, 4, 5], replicate_type="technical"))
    assert (row["status"], row["n_reference"]) == ("n1", 1)
    assert row["reason"].endswith("6 technical measurements averaged to 2")


def test_missing_values_with_a_limit_bound_and_without_one_are_on_off() -> None:
    frame = rows("ppprrr", [900, 850, 990, "", 0, ""], assay_type="dia_ms")
    assert run(frame)["status"] == "on_off"
    row = run(frame.assign(lod="100"))
    assert (row["status"], row["censored_target"]) == ("censored_bound", 3)
    assert row["mean_target"] == pytest.approx(np.log2(100))


def test_npx_below_its_limit_is_censored() -> None:
    values = [5.0, 5.2, 4.9, 2.0, 1.2, 0.7]
    frame = rows("ppprrr", values, assay_type="olink", unit="NPX", lod="1.5")
    row = run(frame)
    assert (row["method"], row["censored_target"], row["compresses"]) == ("tobit", 2, "yes")
    assert row["mean_target"] == pytest.approx((2.0 + 1.5 + 1.5) / 3)


@pytest.mark.parametrize("unit", ["ABC", "MESF", "MFI"])
def test_calibrated_beads_lose_their_background_too(unit) -> None:
    frame = rows("ppprrr", [9000, 9100, 8800, 3000, 3100, 2900], unit=unit, assay_type="flow")
    row = run(frame.assign(background=["200", "210", "190"] * 2))
    assert row["mean_reference"] == pytest.approx(np.mean(np.log2([8800, 8890, 8610])))
    assert row["status"] == "estimated"
    near = frame.assign(background=["2990", "3100", "2900"] * 2)
    assert run(near)["censored_target"] == 3


def test_a_saturated_western_compresses() -> None:
    frame = rows("ppprrr", [9.0, 9.0, 8.7, 3, 4, 5], assay_type="western")
    assert run(frame)["compresses"] == "yes"
    assert run(frame.assign(assay_type="flow"))["compresses"] == "no"
