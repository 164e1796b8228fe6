"""Sheets of workbooks as text: values, never formulas."""

import importlib.util
import io
import zipfile
from pathlib import Path

import pytest

from resistance.readers.workbooks import is_workbook, read_sheet

_SPEC = importlib.util.spec_from_file_location(
    "xlsx_files", Path(__file__).parent / "xlsx_files.py"
)
xlsx_files = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(xlsx_files)
write_xlsx, Day, Formula = xlsx_files.write_xlsx, xlsx_files.Day, xlsx_files.Formula


def sheet_of(path: Path, sheet: str = ""):
    data = path.read_bytes()
    assert is_workbook(data)
    return read_sheet(data, "b.xlsx", sheet)


def test_values_are_text(tmp_path) -> None:
    rows = [["gene", "S1", "S2", "on"], [], [Day(44256), 723.0, 0.5, True], ["=A1", 5, None, "x"]]
    found = sheet_of(write_xlsx(tmp_path / "b.xlsx", {"counts": rows}))
    assert found.problems == []
    assert found.rows == [
        (1, ["gene", "S1", "S2", "on"]),
        (3, ["2021-03-01", "723", "0.5", "TRUE"]),
        (4, ["=A1", "5", "", "x"]),
    ]


def test_formulas_are_their_values(tmp_path) -> None:
    rows = [["gene", "S1"], ["A", Formula("=1+4|5")]]
    found = sheet_of(write_xlsx(tmp_path / "b.xlsx", {"counts": rows}))
    assert found.rows[1] == (2, ["A", "5"])
    assert "formulas are read as the values" in found.notes[0]


def test_which_sheet(tmp_path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"a": [["x", "y"]], "b": [["z", 1]], "none": []})
    (problem,) = sheet_of(path).problems
    assert "2 sheets" in problem.message
    assert problem.allowed == "a, b"
    assert sheet_of(path, "b").rows == [(1, ["z", "1"])]
    (problem,) = sheet_of(path, "B").problems
    assert 'Did you mean "b"?' in problem.hint
    assert "empty" in sheet_of(path, "none").problems[0].message


def test_hidden_sheets_are_read_only_by_name(tmp_path) -> None:
    sheets = {"old": [["x", "y"]], "b": [["z", 1]]}
    path = write_xlsx(tmp_path / "b.xlsx", sheets, hidden=("old",))
    found = sheet_of(path)
    assert found.rows == [(1, ["z", "1"])]
    assert found.notes == ["b.xlsx: hidden sheets are not read: old."]
    assert sheet_of(path, "old").rows == [(1, ["x", "y"])]
    path = write_xlsx(tmp_path / "b.xlsx", {"old": [["x"]]}, hidden=("old",))
    assert sheet_of(path).rows == [(1, ["x"])]


def test_one_cell_far_out_is_refused(tmp_path) -> None:
    path = write_xlsx(tmp_path / "b.xlsx", {"a": [["x"]]})
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w") as new:
        for item in old.namelist():
            part = old.read(item)
            if "sheet1" in item and b"</sheetData>" in part:
                far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                part = part.replace(b"</sheetData>", far)
            new.writestr(item, part)
    (problem,) = read_sheet(data.getvalue(), "b.xlsx").problems
    assert "stray space" in problem.hint


def test_bombs_and_other_archives(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("resistance.readers.workbooks.MOST_BYTES", 5_000_000)
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.txt", "x")
    (problem,) = sheet_of(path).problems
    assert problem.value == "data.txt"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w") as stream,
    ):
        for _ in range(6):
            stream.write(b" " * 1_000_000)
    assert "unpacks to more" in sheet_of(path).problems[0].message


@pytest.mark.parametrize("keep", [4, 40, 300, -30])
def test_damaged(tmp_path, keep) -> None:
    data = write_xlsx(tmp_path / "b.xlsx", {"a": [["x", "y"]]}).read_bytes()
    found = read_sheet(data[:keep], "b.xlsx")
    assert "damaged" in found.problems[0].message
    assert found.rows == []
    assert "damaged" in read_sheet(b"\xd0\xcf\x11\xe0" + b"junk" * 50, "b.xls").problems[0].message
