import pytest

from resistance.problems import InputError, Problem, did_you_mean, format_problems


@pytest.mark.parametrize(
    ("value", "choices", "expected"),
    [
        ("desing", ["design", "samples"], 'Did you mean "design"?'),
        ("PARENTAL", ["parental"], 'Did you mean "parental"?'),
        ("xyz", ["design"], ""),
        ("a", [], ""),
    ],
)
def test_did_you_mean(value: str, choices: list[str], expected: str) -> None:
    assert did_you_mean(value, choices) == expected


def test_every_part_of_a_problem_is_printed_once() -> None:
    problem = Problem(
        file="config/samples.tsv",
        message="This sample stands twice.",
        row="7",
        column="sample",
        value="P1",
        allowed="each name once",
        hint="Rename one.",
    )
    text = format_problems([problem, Problem("x", "y")])
    assert text.startswith("2 problems in the inputs; nothing was run.")
    for part in (
        "config/samples.tsv",
        "row 7",
        '"sample"',
        '"P1"',
        "each name once",
        "Rename one.",
    ):
        assert text.count(part) == 1
    assert "\n1. " in text
    assert "\n2. x\n   y" in text


def test_input_error_carries_its_problems() -> None:
    problem = Problem("f", "m")
    error = InputError([problem])
    assert error.problems == [problem]
    assert "1 problem in the inputs" in str(error)


def test_a_long_list_ends_with_what_is_left() -> None:
    many = [Problem("a.tsv", f"m{i}", str(i)) for i in range(30)]
    many += [Problem("b.tsv", f"n{i}") for i in range(5)]
    text = format_problems(many, at_most=20)
    assert text.startswith("35 problems in the inputs")
    assert "\n20. a.tsv, row 19" in text
    assert "\n21. " not in text
    assert text.endswith("And 15 more: 10 in a.tsv, 5 in b.tsv.")
    assert "n4" in format_problems(many)
    assert "more:" not in format_problems(many[:20], at_most=20)


def test_no_cell_drives_the_terminal() -> None:
    text = format_problems([Problem("x\x1b]0;t\x07", "a\rb", value="\x1b[2J\x9b")])
    assert not any(ord(sign) < 32 and sign != "\n" or 127 <= ord(sign) < 160 for sign in text)
    assert "\\x1b[2J\\x9b" in text
