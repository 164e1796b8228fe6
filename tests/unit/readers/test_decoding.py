"""Encodings and line ends."""

import pytest

from resistance.readers.decoding import decode, long_cell, read_decoded, read_text

TEXT = "gene\tµ1\nIL3RA\t5\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_are_told(encoding) -> None:
    assert decode(TEXT.encode(encoding), "f") == (TEXT, [], [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark(encoding) -> None:
    plain = "gene\tS1\nIL3RA\t5\n"
    assert decode(plain.encode(encoding), "f").text == plain


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends(ends) -> None:
    assert decode(TEXT.replace("\n", ends).encode(), "f").text == TEXT


def test_windows_1252_is_guessed_only_where_asked() -> None:
    data = TEXT.encode("cp1252")
    refused = decode(data, "f")
    assert refused.text == ""
    assert refused.problems[0].row == "1"
    taken = decode(data, "f", guess=True)
    assert taken.text == TEXT
    assert taken.problems == []
    assert "1 character(s), the first in row 1, are read as Windows-1252" in taken.notes[0]
    assert decode(b"a\x81\tb\n", "f", guess=True).problems != []


def test_no_text() -> None:
    for data in (b"", b"  \n", b"a\x00b\x00\x00c"):
        assert decode(data, "f").problems != []


def test_a_header_of_a_million_columns(tmp_path) -> None:
    path = tmp_path / "f"
    path.write_text("\t".join(map(str, range(1_000_000))) + "\n")
    text, problems = read_text(path, "f")
    assert text == ""
    assert "1,000,000 columns" in problems[0].message


def test_limit_of_bytes(tmp_path) -> None:
    path = tmp_path / "f"
    path.write_text(TEXT)
    assert "more than any table" in read_decoded(path, "f", most=5).problems[0].message


@pytest.mark.parametrize("cell", ["a" * 60, '"' + "a," * 30 + '"'])
def test_a_cell_beyond_the_limit(cell) -> None:
    text = f"id,x,y\nshort,{'1,' * 40}2\nb,{cell},3\n"
    (problem,) = long_cell(text, "f", 50)
    assert (problem.row, problem.message) == ("3", "A cell holds 60 characters.")
    assert long_cell(text, "f", 60) == []
