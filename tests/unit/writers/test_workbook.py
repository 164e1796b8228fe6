from __future__ import annotations

import zipfile

import openpyxl
import pytest

from resistance.exports.plain_text import plain
from resistance.exports.sheets import Link, Sheet
from resistance.writers.workbook import write_workbook

HOSTILE = [
    "=1+1",
    "+SUM(A1)",
    "-2",
    "@cmd",
    "MARCH1",
    "1-Mar",
    "SEPT2",
    "<script>alert(1)</script>",
    "<r><t>x</t></r>",
    "{=1}",
    "_x0041_",
    "https://example.org",
    "x" * 200,
    "  spaced  ",
    "a&b\"'",
    plain("\x00\ud800"),
    "1e5",
    "true",
    "\u00e4\U0001f600",
]


def sheets() -> list[Sheet]:
    rows = [["name", "number"], *([text, 1.5] for text in HOSTILE), [None, 1e-310]]
    return [
        Sheet("README", [["A study"], [], ["sheet"], [Link("data 1")]], [20], 2, 4, frozenset({0})),
        Sheet("data 1", rows, [20, 10], 0, len(rows)),
        Sheet("empty", [["a", "b"]], [8, 8], 0, 1),
    ]


@pytest.fixture
def written(tmp_path):
    write_workbook(sheets(), "A <study> & more", tmp_path / "new" / "one.xlsx")
    return tmp_path / "new" / "one.xlsx"


def test_text_stays_text_and_numbers_numbers(written):
    page = openpyxl.load_workbook(written)["data 1"]
    cells = list(page.iter_rows(min_row=2))
    assert {row[0].data_type for row in cells[:-1]} <= {"s", "inlineStr"}
    read = [row[0].value for row in cells[:-1]]
    expected = [f"{text} " if text.startswith("<r>") else text for text in HOSTILE]
    # openpyxl gives back the escape of an escape as it stands
    assert [text.replace("_x005F_", "_") for text in read] == expected
    assert [row[1].value for row in cells] == [1.5] * len(HOSTILE) + [1e-310]
    assert cells[-1][0].value is None


def test_no_formula_and_no_link_to_the_world(written):
    with zipfile.ZipFile(written) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert "<f>" not in text
            assert "<f " not in text
            assert "TargetMode" not in text


def test_header_is_frozen_and_filtered(written):
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == ["README", "data 1", "empty"]
    page = book["data 1"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == f"A1:B{len(HOSTILE) + 2}"
    assert book["empty"].auto_filter.ref == "A1:B1"
    assert book["README"]["A4"].hyperlink.location == "'data 1'!A1"
    assert page["A2"].quotePrefix
    assert not page["A6"].quotePrefix


def test_no_draft_is_left(written):
    assert list(written.parent.iterdir()) == [written]


def write_again(path: str) -> None:
    write_workbook(sheets(), "A <study> & more", path)


def test_same_bytes_again_and_on_another_machine(written, tmp_path, elsewhere):
    write_again(tmp_path / "two.xlsx")
    elsewhere(__file__, "write_again", tmp_path / "three.xlsx")
    for name in ("two.xlsx", "three.xlsx"):
        assert (tmp_path / name).read_bytes() == written.read_bytes()
