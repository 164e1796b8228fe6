"""Marks become words, and the list follows the text."""

import pytest

from resistance.report.citing import cite, cited, in_words


def test_marks_become_words():
    text = f"camera{cite('wu2012')} and GSEA{cite('subramanian2005', 'korotkevich2021')}."
    assert in_words(text) == (
        "camera (Wu & Smyth 2012) and GSEA (Subramanian et al. 2005; Korotkevich et al. 2021)."
    )


def test_works_are_listed_once_in_the_order_of_mention():
    texts = [cite("wu2012"), f"{cite('love2014')}{cite('wu2012')}"]
    assert cited(texts) == ["wu2012", "love2014"]


def test_an_unknown_work_is_an_error_of_the_programmer():
    with pytest.raises(KeyError):
        cite("nobody1900")


def test_marks_in_names_of_a_study_cite_nothing():
    assert cited(["a \x1enobody\x1e b"]) == []
    assert in_words("a \x1enobody\x1e b") == "a b"
