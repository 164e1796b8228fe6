from pathlib import Path

import pytest

from resistance.problems import Problem
from resistance.readers.paths import find_file

CELL = Problem("samples.tsv", "", row="3", column="file")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Return a study's folder beside a folder that is not its own."""
    (tmp_path / "study/star").mkdir(parents=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "study/star/S1.tab").write_text("x")
    (tmp_path / "other/S2.tab").write_text("x")
    (tmp_path / "study/link.tab").symlink_to(tmp_path / "other/S2.tab")
    (tmp_path / "study/folder").symlink_to(tmp_path / "other")
    (tmp_path / "study/inner.tab").symlink_to("star/S1.tab")
    (tmp_path / "study/loop").symlink_to("loop")
    return tmp_path / "study"


@pytest.mark.parametrize("name", ["star/S1.tab", "inner.tab", "star/../star/S1.tab"])
def test_files_of_the_study_are_found(base, name) -> None:
    assert find_file(name, base, False, CELL) == (base / name, [])


def test_a_study_may_itself_be_reached_by_a_link(base, tmp_path) -> None:
    (tmp_path / "alias").symlink_to(base)
    path, problems = find_file("star/S1.tab", tmp_path / "alias", False, CELL)
    assert (path, problems) == (tmp_path / "alias/star/S1.tab", [])


@pytest.mark.parametrize("name", ["link.tab", "folder/S2.tab"])
def test_links_that_lead_out_are_refused(base, tmp_path, name) -> None:
    path, problems = find_file(name, base, False, CELL)
    assert path is None
    assert [problem.row for problem in problems] == ["3"]
    assert "A link leads out of the study's folder" in problems[0].message
    assert find_file(name, base, True, CELL) == (base / name, [])
    assert find_file(name, base, False, CELL, [tmp_path / "other"]) == (base / name, [])


def test_a_file_that_is_not_there(base) -> None:
    path, problems = find_file("star/S3.tab", base, False, CELL)
    assert path is None
    assert problems[0].message == "The file does not exist."
    assert problems[0].hint == 'Did you mean "S1.tab"?'
    assert (problems[0].file, problems[0].row) == ("samples.tsv", "3")
    hint = find_file("~/S1.tab", base, False, CELL)[1][0].hint
    assert "letter by letter" in hint


@pytest.mark.parametrize("name", ["loop", "loop/x", "/".join(["x" * 200] * 30)])
def test_paths_that_cannot_be_followed_are_problems(base, name) -> None:
    path, problems = find_file(name, base, True, CELL)
    assert path is None
    assert len(problems) == 1
