import dataclasses

import pytest

from resistance.checks import drug_response

UP = {"CDKN1A": 2.0, "MDM2": 1.0}
DOWN = {"CDKN1A": -2.0, "MDM2": -1.0}
ARMS = {"no": ["no"] * 3, "yes": ["yes"] * 3, "unknown": ["unknown"] * 3}


def study(make, shift, tp53, reference, target, changes):
    context = make(drug_at_harvest=ARMS[reference] + ARMS[target])
    context = dataclasses.replace(context, study={**context.study, "tp53": tp53})
    return shift(context, {"CDKN1A": 0.0, "MDM2": 0.0, "GADD45A": 0.0, "BBC3": 0.0, **changes})


@pytest.mark.parametrize(
    ("reference", "target", "changes", "status"),
    [
        ("no", "yes", UP, "fail"),
        ("yes", "no", DOWN, "fail"),
        ("yes", "yes", UP, "fail"),
        ("no", "no", UP, "pass"),
        ("no", "yes", DOWN, "pass"),
        ("no", "yes", {"CDKN1A": 2.0}, "pass"),
        ("no", "no", {}, "pass"),
        ("unknown", "unknown", UP, "note"),
        ("unknown", "unknown", {}, "not_assessable"),
        ("no", "unknown", UP, "note"),
    ],
)
def test_response(make, shift, reference, target, changes, status):
    context = study(make, shift, "wild_type", reference, target, changes)
    (row,) = drug_response.drug_response(context)
    assert (row["status"], row["touches"]) == (status, "all")


@pytest.mark.parametrize("tp53", ["mutant", "unknown"])
def test_silence_of_a_line_that_may_be_blind_tells_nothing(make, shift, tp53):
    silent = drug_response.drug_response(study(make, shift, tp53, "no", "yes", {}))[0]
    assert silent["status"] == "not_assessable"
    assert "Not informative" in silent["message"]
    # what speaks is heard, whatever the sheet says of TP53
    loud = drug_response.drug_response(study(make, shift, tp53, "no", "yes", UP))[0]
    assert loud["status"] == "fail"


@pytest.mark.parametrize(
    ("tp53", "target", "changes", "status"),
    [
        ("wild_type", "no", {}, "pass"),
        ("wild_type", "yes", UP, "pass"),
        ("wild_type", "yes", {}, "note"),
        ("mutant", "no", {}, "note"),
        ("unknown", "no", {}, "not_assessable"),
    ],
)
def test_p53(make, shift, tp53, target, changes, status):
    context = study(make, shift, tp53, "no", target, changes)
    (row,) = drug_response.p53_informative(context)
    assert row["status"] == status
    assert ("not informative" in row["message"]) == (status != "pass")


def test_tp53_is_unknown_where_the_config_is_silent(make):
    assert drug_response.p53_informative(make())[0]["status"] == "not_assessable"


@pytest.mark.parametrize(
    ("reference", "target", "changes", "words"),
    [
        ("yes", "no", DOWN, "higher in the reference arm with the drug present (CDKN1A -2.00"),
        ("unknown", "unknown", DOWN, "higher in the reference arm (CDKN1A -2.00"),
        ("unknown", "unknown", UP, "higher (CDKN1A +2.00"),
    ],
)
def test_it_is_said_in_which_arm_they_are_higher(make, shift, reference, target, changes, words):
    context = study(make, shift, "wild_type", reference, target, changes)
    assert words in drug_response.drug_response(context)[0]["message"]
