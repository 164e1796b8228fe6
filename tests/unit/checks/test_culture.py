import dataclasses

import pytest

from resistance.checks import culture


@pytest.mark.parametrize(
    ("values", "status"),
    [
        (["no"] * 6, "pass"),
        (["yes"] * 6, "note"),
        (["no"] * 3 + ["yes"] * 3, "fail"),
        (["no"] * 5 + ["unknown"], "not_assessable"),
    ],
)
def test_drug_at_harvest(make, values, status):
    (row,) = culture.drug_at_harvest(make(drug_at_harvest=values))
    assert (row["status"], row["touches"]) == (status, "all")


@pytest.mark.parametrize(
    ("days", "status"), [("14", "pass"), ("7", "pass"), ("3", "note"), ("", "not_assessable")]
)
def test_washout_counts_in_the_target_arm(make, days, status):
    (row,) = culture.washout_days(make(washout_days=[""] * 3 + ["20", "20", days]))
    assert (row["status"], row["touches"]) == (status, "IL3RA")


@pytest.mark.parametrize(
    ("values", "status"), [("555555", "pass"), ("555550", "note"), ("555000", "fail")]
)
def test_il3_touches_cd123_alone(make, values, status):
    context = make(il3_ng_ml=list(values))
    (row,) = culture.il3(context)
    assert (row["status"], row["touches"]) == (status, "IL3RA")
    drug = {"organism": "human", "drug": {"target": "CD33"}}
    assert culture.il3(dataclasses.replace(context, study=drug))[0]["touches"] == "IL3RA"
    assert culture.medium(dataclasses.replace(context, study=drug))[0]["touches"] == "CD33"


@pytest.mark.parametrize("check", [culture.stroma, culture.sorting])
def test_stroma_and_sorting_touch_everything(make, check):
    context = make(stroma=["none"] * 3 + ["mouse"] * 3, sorted=["no"] * 3 + ["yes"] * 3)
    (row,) = check(context)
    assert (row["status"], row["touches"]) == ("fail", "all")


def test_medium(make):
    (row,) = culture.medium(make(medium=["RPMI"] * 3 + ["IMDM"] * 3))
    assert row["value"] == "RPMI v IMDM"
    assert row["status"] == "fail"


def test_il3_has_its_unit(make):
    (row,) = culture.il3(make(il3_ng_ml=["10"] * 3 + ["0"] * 3))
    assert row["value"] == "10 v 0 ng/ml"
    assert "(10 against 0 ng/ml)" in row["message"]
    assert "(10 ng/ml)" in culture.il3(make(il3_ng_ml=["10"] * 6))[0]["message"]
