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


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "no keys"), ("# only this\n", "no keys"), ("a line\n", "text"), ("- a\n", "a list")],
)
def test_a_file_without_keys(tmp_path: Path, text: str, word: str) -> None:
    (problem,) = config_file_problems(write(tmp_path, text.encode()))
    assert word in problem.message
    assert "config/README.md" in problem.hint


def test_keys_given_twice(tmp_path: Path) -> None:
    text = "study:\n  name: a\n  name: b\nsamples: x\nother: {name: c}\nsamples: y\n"
    name, samples = config_file_problems(write(tmp_path, text.encode()))
    assert (name.row, samples.row) == ("3", "6")
    assert '"study.name"' in name.message
    assert "row 2" in name.message
    assert "row 4" in samples.message


@pytest.mark.parametrize("text", ["a: &x {b: *x}\n", "a: &x\n  b: [1, *x]\n"])
def test_a_mapping_that_holds_itself(tmp_path: Path, text: str) -> None:
    (problem,) = config_file_problems(write(tmp_path, text.encode()))
    assert "part of" in problem.message


def test_an_alias_that_ends_is_allowed(tmp_path: Path) -> None:
    assert config_file_problems(write(tmp_path, b"a: &x {b: 1}\nc: *x\nd: *x\n")) == []


def test_aliases_that_multiply_are_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]
    (problem,) = config_file_problems(write(tmp_path, "\n".join(lines).encode()))
    assert "aliases" in problem.message
    assert "100,000" in problem.allowed
