from pathlib import Path

import pytest

from resistance.columns import PROBLEMS
from resistance.problems import Problem
from resistance.readers.tables import read_table
from resistance.writers.problems import write_problems

FOUND = [
    Problem("samples.tsv", "Two\tlines\nof text.", "3", "sample", "=cmd|'/c calc'!A1", "x", "Do"),
    Problem("config.yaml", "Something else."),
]


def test_every_field_is_a_column(tmp_path: Path) -> None:
    path = tmp_path / "results/tables/problems.tsv"
    assert write_problems(FOUND, path, False) == ""
    table = read_table(path, PROBLEMS)
    assert list(table.columns) == list(PROBLEMS)
    assert list(table["file"]) == ["samples.tsv", "config.yaml"]
    assert table.loc[0, "message"] == "Two lines of text."
    assert table.loc[0, "value"] == "=cmd|'/c calc'!A1"
    assert list(table["row"]) == ["3", ""]


def test_no_problems_leave_a_header(tmp_path: Path) -> None:
    path = tmp_path / "problems.tsv"
    write_problems(FOUND, path, False)
    write_problems([], path, False)
    assert path.read_text() == "\t".join(PROBLEMS) + "\n"


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file where the folder should be")
    said = write_problems(FOUND, tmp_path / "results/tables/problems.tsv", False)
    assert "cannot be written" in said


@pytest.mark.parametrize("problems", [FOUND, []])
def test_simulated_studies_say_so(tmp_path: Path, problems) -> None:
    write_problems(problems, tmp_path / "p.tsv", True)
    header, *rows = (tmp_path / "p.tsv").read_text().splitlines()
    assert header.endswith("\tsimulated")
    assert all(row.endswith("\tyes") for row in rows)
