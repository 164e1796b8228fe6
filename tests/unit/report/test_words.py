from __future__ import annotations

import pytest

from resistance.report.words import call_words

CALLS = (
    "concordant_up",
    "concordant_down",
    "posttranscriptional_loss",
    "posttranscriptional_gain",
    "transcript_only_up",
    "transcript_only_down",
    "opposite",
    "unchanged",
    "inconclusive",
    "not_measured",
    "not_detected",
    "not_measurable",
    "not_applicable",
)


@pytest.mark.parametrize("tier", ["A", "B", ""])
def test_calls_differ_in_words_and_directions_in_shape(tier):
    words = [call_words(call, tier) for call in CALLS]
    assert len({w.label for w in words}) == len(CALLS)
    assert "_" not in "".join(w.label for w in words)
    for up, down in (
        ("concordant_up", "concordant_down"),
        ("posttranscriptional_gain", "posttranscriptional_loss"),
    ):
        assert call_words(up, tier).icon != call_words(down, tier).icon


def test_only_tier_a_says_unchanged():
    assert "unchanged" in call_words("posttranscriptional_loss", "A", "surface").label
    assert "unchanged" not in call_words("posttranscriptional_loss", "B", "surface").label


def test_a_fall_at_the_surface_is_called_a_signal():
    assert "surface signal" in call_words("posttranscriptional_loss", "B", "surface").label


def test_tier_c_is_not_settled_and_says_what_differs():
    words = call_words("inconclusive", "C")
    assert words.label == "Not settled; the layers differ in size"
    assert words.icon == call_words("inconclusive").icon


def test_a_code_that_is_new_is_shown_all_the_same():
    assert call_words("some_new_call").label == "some new call"


def test_a_measured_protein_without_counts_is_not_called_unmeasured():
    assert call_words("not_measured", no_counts=True).label == "Gene not in the counts"
    assert call_words("not_measured").label == "Protein not measured"
