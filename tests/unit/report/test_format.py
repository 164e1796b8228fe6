from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.report import format as fmt

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.2, "+1.20"),
        (-0.354, "−0.35"),
        (0.001, "0.00"),
        (-0.001, "0.00"),
        (NAN, "–"),
        (float("inf"), "+∞"),
        (float("-inf"), "−∞"),
    ],
)
def test_signed(value, text):
    assert fmt.signed(value) == text


def test_interval_is_a_dash_where_an_end_is_missing():
    assert fmt.interval(-2.1, -1.4) == "[−2.10, −1.40]"
    assert fmt.interval(-2.1, NAN) == "–"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "< 1e-300"),
        (1e-320, "< 1e-300"),
        (1.23e-17, "1.2e−17"),
        (0.00099, "9.9e−4"),
        (0.0123, "0.012"),
        (0.0996, "0.10"),
        (0.5, "0.50"),
        (1.0, "1.00"),
        (NAN, "–"),
    ],
)
def test_probability(value, text):
    assert fmt.probability(value) == text


@given(st.floats(min_value=1e-299, max_value=1))
def test_a_printed_probability_is_within_5_percent_of_the_number(value):
    printed = float(fmt.probability(value).replace("−", "-"))
    assert printed == pytest.approx(value, rel=0.051)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.6, "1,235"), (3.21, "3.2"), (7, "7"), (pd.NA, "–"), (NAN, "–"), (-3.25, "−3.2")],
)
def test_number(value, text):
    assert fmt.number(value) == text


@pytest.mark.parametrize(
    ("log2", "text"),
    [
        (0.584963, "1.5-fold"),
        (-1, "2-fold"),
        (0, "1-fold"),
        (5, "32-fold"),
        (NAN, "–"),
        (40, "more than 1,000,000-fold"),
    ],
)
def test_fold(log2, text):
    assert fmt.fold(log2) == text


@given(st.text())
def test_a_slug_is_safe_in_an_id(text):
    assert not set(fmt.slug(text)) & set(" \"'<>&{}#")


def test_sizes_and_plurals():
    assert [fmt.file_size(n) for n in (None, 12, 12_345, 2_500_000)] == [
        "–",
        "12 B",
        "12 kB",
        "2.5 MB",
    ]
    assert (fmt.plural(1, "gene"), fmt.plural(1200, "gene")) == ("1 gene", "1,200 genes")
    assert len(fmt.shorten("x" * 50, 10)) == 10


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("a second assay", "A second assay."),
        ("mRNA of IL3RA.", "mRNA of IL3RA."),
        ("6 replicates", "6 replicates."),
        ("", ""),
    ],
)
def test_a_phrase_becomes_a_sentence(phrase, text):
    assert fmt.sentence(phrase) == text
