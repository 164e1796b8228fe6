from __future__ import annotations

import dataclasses

import pandas as pd

from resistance.report import trust


def test_failures_come_first_and_nothing_is_lost(fabricate):
    checks = fabricate.study().checks
    groups = trust.check_groups(checks)
    assert [g["code"] for g in groups] == ["confounder", "gate"]
    assert [r["status"] for r in groups[0]["rows"]] == ["fail", "note"]
    parts = ("rows", "passed", "unchecked")
    assert sum(len(group[part]) for group in groups for part in parts) == len(checks)
    assert sum(c["n"] for group in groups for c in group["counts"]) == len(checks)


def test_what_a_check_touches_is_said_of_every_check(fabricate):
    rows = [r for g in trust.check_groups(fabricate.study().checks) for r in g["rows"]]
    assert [r["touches"] for r in rows] == ["all genes", "IL3RA"]


def test_a_kind_without_a_check_is_left_out(fabricate):
    checks = fabricate.study().checks
    gate = checks[checks["check"] == "library_size"]
    assert [g["code"] for g in trust.check_groups(gate)] == ["gate"]
    assert trust.check_groups(checks.iloc[:0]) == []


def of_derivations(study, *found):
    contrasts = [
        dataclasses.replace(
            contrast,
            sides=dataclasses.replace(
                contrast.sides, reference_derivations=("p",), target_derivations=target
            ),
        )
        for contrast, target in zip(study.contrasts, found, strict=True)
    ]
    return " ".join(trust.cautions(dataclasses.replace(study, contrasts=contrasts), False))


def test_cautions_tell_the_number_of_derivations(fabricate):
    study = fabricate.study()
    single = of_derivations(study, ("r1",))
    assert "reference against target: 1 v 1." in single
    assert "this pair of lines" in single
    assert "is unknown" in of_derivations(study, None)


def test_two_derivations_on_either_side_are_no_single_line(fabricate):
    study = fabricate.study()
    sides = dataclasses.replace(
        study.contrasts[0].sides,
        reference_derivations=("p", "q"),
        target_derivations=("r1", "r2"),
    )
    contrast = dataclasses.replace(study.contrasts[0], sides=sides)
    text = " ".join(trust.cautions(dataclasses.replace(study, contrasts=[contrast]), False))
    assert "2 v 2." in text
    assert "this pair of lines" not in text


def test_contrasts_of_different_numbers_are_named(fabricate):
    study = fabricate.study(names=("one", "two"))
    text = of_derivations(study, ("r1",), ("r1", "r2"))
    assert "target (one): 1 v 1." in text
    assert "target (two): 1 v 2." in text
    assert "(one" not in of_derivations(study, ("r1",), ("r2",))


def test_a_contrast_without_arms_has_no_derivations_to_count(fabricate):
    study = fabricate.study()
    bare = dataclasses.replace(study.contrasts[0].sides, reference=(), target=())
    contrast = dataclasses.replace(study.contrasts[0], sides=bare)
    text = " ".join(trust.cautions(dataclasses.replace(study, contrasts=[contrast]), False))
    assert "derivation" not in text


def test_function_that_was_not_measured_is_said(fabricate):
    contrast = fabricate.study(functional=False).contrasts[0]
    assert trust.function_statement([contrast]) == (
        "Functional validation is absent: no efflux assay with and without an inhibitor, "
        "no re-expression of the antigen."
    )
    outside = dataclasses.replace(
        contrast, mechanisms=contrast.mechanisms.assign(verdict="not_applicable")
    )
    assert trust.function_statement([outside]) == "Functional validation is absent."


def test_function_that_was_measured_is_named_beside_what_is_absent(fabricate):
    contrast = fabricate.study().contrasts[0]
    assert trust.function_statement([contrast]) == (
        "Functional assays given: IC50 of the drug, dye efflux. "
        "Still absent: re-expression of the antigen."
    )
    elsewhere = contrast.functional.assign(status="not_in_contrast")
    assert "validation is absent" in trust.function_statement(
        [dataclasses.replace(contrast, functional=elsewhere)]
    )


def test_totals_come_before_items_and_the_rest_is_counted(fabricate):
    inputs = pd.DataFrame(
        {"source": "counts", "action": "read", "n": 1, "detail": "", "item": ["x"] * 50 + [""]}
    )
    found = trust.input_rows(inputs, limit=10)
    assert (found["rows"][0]["item"], len(found["rows"]), found["more"]) == ("", 10, 41)
    # many rows of the counts do not hide those of the protein
    both = pd.concat([inputs, inputs.head(3).assign(source="protein")], ignore_index=True)
    assert [row["source"] for row in trust.input_rows(both)["rows"]].count("protein") == 3


def test_long_numbers_are_grouped_and_names_left_alone(fabricate):
    checks = (
        fabricate.study()
        .checks.head(1)
        .assign(value="22175739 of SRR1039508", threshold=">= 5000000; fails < 0.00001")
    )
    row = trust.check_groups(checks)[0]["passed"][0]
    assert row["value"] == "22,175,739 of SRR1039508"
    assert row["threshold"] == "\u2265 5,000,000; fails < 0.00001"
