import pandas as pd
import pytest

from resistance.design.contrast_rows import (
    Contrast,
    ContrastError,
    contrast_named,
    contrasts_of,
    faults_of,
    first_of_models,
    model_samples,
)

PLAIN = {"id": "k", "variable": "dex", "reference": "no", "target": "yes"}


def test_defaults_are_filled_in() -> None:
    assert contrasts_of(pd.DataFrame([PLAIN])) == [Contrast("k", "dex", "no", "yes")]
    (only,) = contrasts_of(pd.DataFrame([PLAIN | {"test": "", "lfc_threshold": "", "subset": ""}]))
    assert (only.test, only.alternative, only.lfc_threshold) == ("wald", "two-sided", 0.0)
    assert only.has_change


def test_a_threshold_alone_asks_for_changes_beyond_it() -> None:
    (only,) = contrasts_of(pd.DataFrame([PLAIN | {"lfc_threshold": "1"}]))
    assert (only.alternative, only.lfc_threshold) == ("greaterAbs", 1.0)


def test_a_likelihood_ratio_test_may_compare_nothing() -> None:
    table = pd.DataFrame([{"id": "k", "test": "lrt", "reduced": "~ 1"}])
    assert not contrast_named(table, "k").has_change


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"formula": "yes - no"}, "formula", "this one has both"),
        ({"target": ""}, "target", "The cell is empty"),
        ({"variable": "", "reference": "", "target": ""}, "variable", "what is compared"),
        ({"test": "LRT"}, "test", "wald, lrt"),
        ({"test": "lrt"}, "reduced", "needs the design"),
        ({"test": "lrt", "reduced": "~ 1", "alternative": "less"}, "alternative", "neither"),
        ({"test": "lrt", "reduced": "~ 1", "lfc_threshold": "1"}, "lfc_threshold", "neither"),
        ({"reduced": "~ 1"}, "reduced", "no reduced design"),
        ({"alternative": "up"}, "alternative", "greaterAbs2014"),
        ({"alternative": "lessAbs"}, "lfc_threshold", "above 0"),
        ({"alternative": "two-sided", "lfc_threshold": "1"}, "alternative", "no threshold"),
        ({"lfc_threshold": "-1"}, "lfc_threshold", "at least 0"),
        ({"lfc_threshold": "nan"}, "lfc_threshold", "at least 0"),
        ({"lfc_threshold": "much"}, "lfc_threshold", "at least 0"),
    ],
)
def test_faults(cells, column, message) -> None:
    row = PLAIN | cells
    (fault,) = faults_of(row)
    assert fault.column == column
    assert message in fault.message
    with pytest.raises(ContrastError, match='Contrast "k"'):
        contrasts_of(pd.DataFrame([row]))


def test_model_samples_keep_the_order_of_the_sheet() -> None:
    sheet = pd.DataFrame({"line": list("ABAB")}, index=["s1", "s2", "s3", "s4"])
    row = PLAIN | {"subset": "line = A", "exclude_samples": "s3; s4;"}
    (only,) = contrasts_of(pd.DataFrame([row]))
    assert only.exclude_samples == ("s3", "s4")
    assert model_samples(sheet, only) == ["s1"]


def test_each_model_is_named_by_its_first_contrast() -> None:
    samples = pd.DataFrame({"dex": ["no", "yes"] * 3, "cell": list("aabbcc")})
    samples.index = pd.Index([f"s{i}" for i in range(6)], name="sample")
    rows = [
        PLAIN | {"id": "part", "subset": "cell = a | b"},
        PLAIN | {"id": "same", "exclude_samples": "s4;s5"},
        PLAIN | {"id": "whole"},
        PLAIN | {"id": "again"},
    ]
    assert first_of_models(samples, pd.DataFrame(rows).fillna("")) == ["whole", "part"]
    assert first_of_models(samples, pd.DataFrame(rows[:2]).fillna("")) == ["part"]
    assert first_of_models(samples, pd.DataFrame(columns=list(PLAIN))) == []
