import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.design.selections import SelectionError, check_subset, parse_subset, select

SHEET = pd.DataFrame(
    {"line": ["A", "A", "B", "MOLM-13"], "batch": ["1", "2", "1", "2"], "a b": list("wxyz")},
    index=pd.Index(["s1", "s2", "s3", "s4"], name="sample"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("line = A", {"line": ("A",)}),
        ("line=A|B;batch=1", {"line": ("A", "B"), "batch": ("1",)}),
        ("line = MOLM-13 | A", {"line": ("MOLM-13", "A")}),
        ("a b = 'x = y; z'", {"a b": ("x = y; z",)}),
        ('`a b` = "it\'s"', {"a b": ("it's",)}),
        ("line = A|A", {"line": ("A",)}),
    ],
)
def test_grammar(text, expected) -> None:
    assert parse_subset(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("line", "something else than variable = level"),
        ("line == A", 'lacks a level of "line"'),
        ("line = ", "something else than"),
        ("line = A;", "something else than"),
        ("line = A||B", 'lacks a level of "line"'),
        ("= A", "something else than"),
        ("line = A; line = B", 'names "line" twice'),
        ("line = 'A", "is not closed"),
        ("line = " + "A" * 1000, "more than 1000 signs"),
    ],
)
def test_everything_else_is_refused(text, message) -> None:
    with pytest.raises(SelectionError) as caught:
        parse_subset(text)
    assert message in caught.value.message
    assert caught.value.hint


@given(st.text(max_size=30) | st.text(alphabet="ab=|; '`\"", max_size=30))
def test_any_text_is_parsed_or_refused(text) -> None:
    try:
        found = parse_subset(text)
    except SelectionError:
        return
    assert all(levels for levels in found.values())


@pytest.mark.parametrize(
    ("subset", "excluded", "expected"),
    [
        ("", (), ["s1", "s2", "s3", "s4"]),
        ("line = A|B", (), ["s1", "s2", "s3"]),
        ("line = A|B; batch = 1", ("s3",), ["s1"]),
        ("", ("s4", "s1"), ["s2", "s3"]),
    ],
)
def test_samples_stand_in_the_order_of_the_sheet(subset, excluded, expected) -> None:
    assert select(SHEET, subset, excluded) == expected
    assert select(SHEET.iloc[::-1], subset, excluded) == expected[::-1]


@pytest.mark.parametrize(
    ("subset", "message", "hint"),
    [
        ("lin = A", '"lin" of the subset is no column', 'Did you mean "line"?'),
        ("line = MOLM13", 'No sample has "line" = "MOLM13"', 'Did you mean "MOLM-13"?'),
        ("batch = 3", 'No sample has "batch" = "3"', "The levels are 1, 2."),
    ],
)
def test_unknown_names_are_said_with_the_known_ones(subset, message, hint) -> None:
    with pytest.raises(SelectionError) as caught:
        check_subset(SHEET, subset)
    assert message in caught.value.message
    assert hint in caught.value.hint
