from pathlib import Path

import pytest

from resistance.readers.config_file import config_file_problems


def write(folder: Path, data: bytes) -> Path:
    (folder / "config").mkdir()
    (folder / "config/config.yaml").write_bytes(data)
    return folder


def test_a_file_that_parses_is_no_problem(tmp_path: Path) -> None:
    assert config_file_problems(write(tmp_path, b"study: {name: x}\n")) == []


def test_a_missing_file_is_told_with_its_folder(tmp_path: Path) -> None:
    (problem,) = config_file_problems(tmp_path)
    assert problem.file == "config/config.yaml"
    assert str(tmp_path) in problem.message
    assert "--directory" in problem.hint


@pytest.mark.parametrize(
    ("text", "row", "word"),
    [
        ('study:\n  name: "x\nsamples: y\n', "4", "quote"),
        ("study:\n\tname: x\n", "2", "tab"),
        ("study:\n  name: x\n organism: human\n", "3", "indentation"),
        ("samples: a: b\n", "1", "colon"),
    ],
)
def test_the_row_and_what_to_do(tmp_path: Path, text: str, row: str, word: str) -> None:
    (problem,) = config_file_problems(write(tmp_path, text.encode()))
    assert problem.row == row
    assert word in problem.hint
    assert "not YAML" in problem.message


@pytest.mark.parametrize("data", [b"study: \xff\xfe\n", b"study: \x07\n"])
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes) -> None:
    (problem,) = config_file_problems(write(tmp_path, data))
    assert problem.message
