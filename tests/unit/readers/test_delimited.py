import gzip
from pathlib import Path

import pytest

from resistance.problems import InputError
from resistance.readers.delimited import read_delimited, read_text, separator_of, usable


def read(tmp_path: Path, content: str | bytes):
    path = tmp_path / "t.tsv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_delimited(path, "t.tsv")


@pytest.mark.parametrize(
    "content",
    [
        "a\tb\n1\tx y\n2\t\n",
        "a,b\r\n1,x y\r\n2,\r\n\r\n",
        "\ufeffa\tb\n1\tx y\n2\t",
        '"a","b"\n"1","x y"\n"2",""\n',
        "a\tb\t\t\n1\tx y\t\t\n2\t\t\t\n",
        "a\tb\r1\tx y\r2\t\r",
        gzip.compress(b"a\tb\n1\tx y\n2\t\n", mtime=0),
        "a\tb\n1\tx y\n2\t\n".encode("utf-16"),
    ],
)
def test_the_same_table_in_many_spellings(tmp_path, content) -> None:
    frame, problems, notes = read(tmp_path, content)
    assert (problems, notes) == ([], [])
    assert frame.to_dict("list") == {"a": ["1", "2"], "b": ["x y", ""]}
    assert list(frame.index) == [2, 3]


def test_missing_values_are_text(tmp_path) -> None:
    frame, _, _ = read(tmp_path, "a\tb\nNA\tNone\nnan\tnull\n")
    assert frame.to_dict("list") == {"a": ["NA", "nan"], "b": ["None", "null"]}


def test_rows_count_blank_lines(tmp_path) -> None:
    frame, _, _ = read(tmp_path, "a\tb\n\n1\t2\n\t\n3\t4\n")
    assert list(frame.index) == [3, 5]


def test_commas_in_a_table_with_tabs(tmp_path) -> None:
    frame, problems, _ = read(tmp_path, "a\tb, c\n1, 2\t3\n")
    assert problems == []
    assert list(frame.columns) == ["a", "b, c"]


def test_quotation_mark_that_is_not_closed(tmp_path) -> None:
    _, problems, _ = read(tmp_path, 'a\tb\n"1\t2\n3\t4\n')
    assert "quotation mark is not closed" in problems[0].message


def test_other_encodings_are_told(tmp_path) -> None:
    _, problems, _ = read(tmp_path, "a\tb\nMüller\t1\n".encode("latin-1"))
    assert (problems[0].row, problems[0].message) == ("2", "A character is not UTF-8 text.")


def test_binary_and_folder(tmp_path) -> None:
    _, problems, _ = read(tmp_path, b"a\x00b\n")
    assert "not a text file" in problems[0].message
    assert "a folder" in read_text(tmp_path, "d")[1][0].message
    assert "no folder" in read_text(tmp_path / "no/t.tsv", "d")[1][0].hint


def test_one_column_that_is_wanted(tmp_path) -> None:
    path = tmp_path / "t"
    path.write_text("sample\nS 1\nS 2\n")
    frame, problems, _ = read_delimited(path, "t", ["sample"])
    assert problems == []
    assert list(frame["sample"]) == ["S 1", "S 2"]


def test_column_without_a_name(tmp_path) -> None:
    _, problems, _ = read(tmp_path, "a\t\tb\n1\t2\t3\n")
    assert "Column 2 has no name." in problems[0].message


def test_separator_of() -> None:
    assert separator_of(["S1", "g1\t5"]) == "\t"
    assert separator_of(["a,b,c"]) == ","
    assert separator_of(['"a,b"']) is None


def test_usable() -> None:
    assert usable(("x", [])) == "x"
    with pytest.raises(InputError):
        usable((None, []))


def test_a_cell_of_more_than_a_spreadsheet_holds(tmp_path) -> None:
    for width in (40_000, 200_000):  # csv itself stops at 131,072
        _, (problem,), _ = read(tmp_path, "a,b\n1," + "x" * width + "\n")
        assert (problem.row, problem.allowed) == ("2", "at most 32,767 characters in a cell")
