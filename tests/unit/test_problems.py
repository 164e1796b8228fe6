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
