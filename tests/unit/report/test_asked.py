"""What a contrast asks, told from the words and the numbers of model.json."""

from __future__ import annotations

import pytest

from resistance.report import asked as questions


@pytest.mark.parametrize(
    ("name", "details"),
    [
        ("plain", ""),
        ("ratio", "tested: likelihood ratio"),
        ("ratio_of_two", "tested: likelihood ratio of ~ batch + condition against ~ batch"),
        ("beyond", "tested: log2FoldChange beyond 1, up or down"),
        ("within", "tested: log2FoldChange between -1 and 1"),
        ("subset", "fitted on the samples with batch = b1|b2; passage = p1"),
        ("without", "fitted without s1, s2"),
    ],
)
def test_what_tells_contrasts_of_the_same_levels_apart(fabricate, name, details):
    assert questions.details(fabricate.QUESTIONS[name]) == details


def test_the_samples_of_a_ratio_stand_beside_its_test(fabricate):
    words = f"{fabricate.RATIO}; {fabricate.SUBSET}; fitted without s1"
    asked = {"test": "lrt", "words": words}
    assert questions.details(asked) == (
        f"tested: likelihood ratio; {fabricate.SUBSET}; fitted without s1"
    )
    assert questions.whose(asked) == f"{fabricate.SUBSET}, fitted without s1"


def test_a_semicolon_in_the_name_of_a_level_is_no_end(fabricate):
    asked = {"words": "positive log2FoldChange = higher in a; b than in c; fitted without s1"}
    assert questions.details(asked) == "fitted without s1"
    assert questions.sign(asked, "a; b") == "Positive: higher in a; b than in c."


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("", "Positive: higher in t."),
        ("log2FoldChange = (a - b) - (c - d)", "log2FC: (a - b) - (c - d)."),
        ("tested: likelihood ratio of ~ a against ~ 1", ""),
    ],
)
def test_the_sign_of_a_fold_change(words, sign):
    assert questions.sign({"words": words}, "t") == sign


@pytest.mark.parametrize(
    ("name", "bounds", "footnote"),
    [
        ("plain", [], "Higher and lower: FDR below 0.1."),
        ("ratio", [], "FDR below 0.1."),
        ("ratio_of_two", [], "FDR below 0.1."),
        ("beyond", [-1.0, 1.0], "Higher and lower: FDR below 0.1."),
        ("within", [-1.0, 1.0], "FDR below 0.1."),
        ("rise", [0.5], "Higher: FDR below 0.1; lower was not tested."),
        ("fall", [], "Lower: FDR below 0.1; higher was not tested."),
    ],
)
def test_threshold_and_footnote(fabricate, name, bounds, footnote):
    asked = fabricate.QUESTIONS[name]
    assert questions.bounds(asked) == bounds
    assert questions.footnote(asked, "0.1", True) == footnote
    assert "none is called" in questions.footnote(asked, "0.1", False)


def test_a_fall_beyond_a_threshold_is_marked_below_0():
    assert questions.bounds({"alternative": "less", "lfc_threshold": 1.0}) == [-1.0]


def test_a_ratio_has_no_threshold():
    assert questions.threshold({"test": "lrt", "lfc_threshold": 1.0}) == 0


def test_no_call_means_another_thing_where_small_changes_were_asked_for(fabricate):
    assert "not the same as no change" in questions.none_called({}, "0.1")
    text = questions.none_called(fabricate.QUESTIONS["within"], "0.1")
    assert "no change" not in text
    assert "within the threshold" in text
