from __future__ import annotations

import pytest

from resistance.report.words import call_words, glossary

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


def test_a_code_that_is_new_is_shown_all_the_same():
    assert call_words("some_new_call").label == "some new call"


@pytest.mark.parametrize(("margin", "western"), [(1.5, 2.0), (1.25, 1.25)])
def test_the_glossary_names_the_margin_of_the_study(margin, western):
    words = dict(glossary({"equivalence_margin": margin, "western_equivalence_margin": western}))
    text = words[f"Unchanged within {margin:g}-fold"]
    assert ("western blots: of 2-fold" in text) == (western != margin)
    assert not any("{" in name + meaning for name, meaning in words.items())
