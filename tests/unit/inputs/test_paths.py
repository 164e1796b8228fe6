from pathlib import Path

import pytest

from resistance.inputs.paths import literal_hint, outside, placeholders, shown, unusable
from resistance.problems import Problem

BASE = Path("/studies/mine")
CELL = Problem("samples.tsv", "", row="3", column="file")


@pytest.mark.parametrize(
    "name",
    [
        "S1.tab",
        "star/S1 (second).tab",
        "./star/../S1.tab",
        "/studies/mine/S1.tab",
        "..S1.tab",
        "a..b/S1.tab",
        "$(rm -rf x).tab",
        "=1+1.tab",
        "<script>.tab",
        "-rf",
        "é" * 127,
    ],
)
def test_names_of_files_in_the_folder(name) -> None:
    assert outside(name, BASE, False, CELL) is None


@pytest.mark.parametrize(
    "name", ["../S1.tab", "star/../../S1.tab", "/etc/passwd", "..", "/studies/mine2/S1.tab"]
)
def test_names_that_lead_out(name) -> None:
    problem = outside(name, BASE, False, CELL)
    assert problem is not None
    assert (problem.file, problem.row, problem.column, problem.value) == (
        *("samples.tsv", "3", "file"),
        name,
    )
    assert problem.message == "The path leads out of the study's folder."
    assert "counts.allow_outside" in problem.hint
    assert outside(name, BASE, True, CELL) is None


def test_folders_that_the_configuration_names_may_hold_files() -> None:
    name = "/scratch/star/S1.tab"
    assert outside(name, BASE, False, CELL, [Path("/scratch/star")]) is None
    assert outside("/scratch/star/../S1.tab", BASE, False, CELL, [Path("/scratch/star")])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("S1\x00.tab", "control character"),
        ("S1\n.tab", "line break"),
        ("S1\x1b[31m.tab", "control character"),
        ("http://example.org/S1.tab", "nothing is fetched"),
        ("s3://bucket/S1.tab", "nothing is fetched"),
        ("file:///etc/passwd", "nothing is fetched"),
        ("C:\\counts\\S1.tab", "Windows"),
        ("\\\\server\\S1.tab", "Windows"),
        ("é" * 128, "longer than 255 bytes"),
        ("a/" + "\ud800" * 100, "longer than 255 bytes"),
    ],
)
def test_names_that_no_file_has_are_refused_whatever_is_allowed(name, said) -> None:
    for allow in (False, True):
        problem = outside(name, BASE, allow, CELL)
        assert problem is not None
        assert said in problem.message
        assert problem == unusable(name, CELL)
        assert not any(ord(letter) < 32 for letter in problem.value)


def test_nothing_is_expanded() -> None:
    for name in ("~/S1.tab", "$HOME/S1.tab", "${HOME}/S1.tab", "%TEMP%/S1.tab"):
        assert "letter by letter" in literal_hint(name)
    for name in ("S1~.tab", "a$b.tab", "100%.tab"):
        assert literal_hint(name) == ""


def test_names_are_shown_without_what_a_terminal_obeys() -> None:
    assert shown("a\x1b[2Jb\n") == "a\\x1b[2Jb\\x0a"
    assert len(shown("x" * 500)) == 80


def test_paths_that_snakemake_would_fill_in() -> None:
    plain = ["a.tsv", "$(touch x)", "`x`", "=1+1", "'; DROP TABLE"]
    found = placeholders([*plain, "<b>/{x}.tsv", "{{7*7}}", "<b>/{x}.tsv"])
    assert [(problem.file, problem.value) for problem in found] == [
        ("<b>/{x}.tsv", "<>{}"),
        ("{{7*7}}", "{}"),
    ]
