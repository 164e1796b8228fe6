from __future__ import annotations

import pytest

from resistance.report.confidence_words import confidence_reasons

CHECK = {"scope": "study", "item": "", "touches": "all", "value": "", "threshold": ""}


def said(fabricate, rows, level="moderate", capped_by="", n_derivations="1 v 1"):
    from resistance.columns import CHECKS

    checks = fabricate.frame(CHECKS, [{**CHECK, **row} for row in rows])
    return confidence_reasons(checks, level, capped_by, n_derivations)


def row(status, check="washout_days", title="Washout"):
    return {"check": check, "title": title, "status": status, "message": f"{title}: found."}


def test_failed_checks_are_named_with_what_was_found(fabricate):
    assert said(fabricate, [row("fail")], "low", "washout_days")[0] == (
        "Capped by a failed check: Washout. Washout: found."
    )
    assert said(fabricate, [row("fail")], "")[0].startswith("A failed check: Washout.")


def test_a_check_that_fails_for_several_samples_is_named_once(fabricate):
    reasons = said(fabricate, [row("fail")] * 3)
    assert [r for r in reasons if "failed check" in r] == [
        "Capped by a failed check: Washout, in 3 places (section 2)."
    ]


def test_a_confounder_that_is_noted_is_named(fabricate):
    rows = [row("note"), row("note", "staining_clone", "Staining clone"), row("note", "x", "X")]
    text = " ".join(said(fabricate, rows, capped_by="washout_days;staining_clone"))
    assert "Capped by what is noted: Washout, Staining clone (section 2)." in text
    assert "X" not in text


def test_what_could_not_be_checked_is_counted_and_not_stated_as_found(fabricate):
    rows = [row("not_assessable"), row("not_assessable", "single_derivation", "Derivations")]
    text = " ".join(
        said(fabricate, rows, capped_by="single_derivation;washout_days", n_derivations="unknown")
    )
    assert "1 relevant check could not be made" in text
    assert "does not tell how many independent derivations" in text
    assert "One derivation" not in text


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("tier_c", "Only tier C"),
        ("prior_based", "assumed, not measured"),
        ("function", "No functional assay agrees"),
        ("single_derivation", "this pair of lines"),
    ],
)
def test_every_cap_that_is_no_check_has_words(fabricate, code, says):
    assert says in " ".join(said(fabricate, [], capped_by=code))
    assert says not in " ".join(said(fabricate, [], capped_by=""))


@pytest.mark.parametrize("level", ["low", "moderate", "high", ""])
def test_the_number_of_derivations_is_always_said(fabricate, level):
    reasons = said(fabricate, [], level, n_derivations="2 v 3")
    assert "Independent derivations per arm: 2 v 3." in reasons
