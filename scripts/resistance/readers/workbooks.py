"""Read a sheet of a workbook as text: values only, never formulas, macros or links."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from typing import Final, NamedTuple

from resistance.inputs.schema_words import listing
from resistance.problems import Problem, did_you_mean
from resistance.readers.guarded import outcome

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
#: Bytes that all parts of a workbook may unpack to: a sheet of 20 million cells.
MOST_BYTES: Final = 1_000_000_000
#: A sheet is held as a rectangle: one cell far out makes it large.
MOST_CELLS: Final = 20_000_000
_BLOCK: Final = 1 << 20
_CELL: Final = re.compile(rb'<c [^>]*?r="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA: Final = re.compile(rb"<f[ >]")


class Sheet(NamedTuple):
    """The cells of one sheet.

    Attributes
    ----------
    rows : list of (int, list of str)
        Rows that hold anything, with their number in the sheet; text without spaces around it.
    notes : list of str
    problems : list of Problem
        ``rows`` is empty if there are any.
    """

    rows: list[tuple[int, list[str]]]
    notes: list[str]
    problems: list[Problem]


def is_workbook(data: bytes) -> bool:
    """Tell a workbook (XLSX, XLS) or another zip archive from text.

    Parameters
    ----------
    data : bytes
        The start of the file.

    Returns
    -------
    bool
    """
    return data.startswith((_ZIP, _OLE))


def read_sheet(data: bytes, name: str, sheet: str = "") -> Sheet:
    """Read one sheet of a workbook.

    Parameters
    ----------
    data : bytes
        The file's content.
    name : str
        The file as the user named it.
    sheet : str
        Which sheet; empty where only one holds anything.

    Returns
    -------
    Sheet
        Whole numbers are written without decimals, dates as ``2021-03-01``: where a spreadsheet
        made them of gene symbols they are seen as such.
    """
    notes: list[str] = []
    if data.startswith(_ZIP):
        problems, formulas = _check_archive(data, name)
        if problems:
            return Sheet([], [], problems)
        if formulas:
            notes.append(f"{name}: formulas are read as the values that were saved with them.")
    if outcome(lambda: _load(data, name, sheet), len(data)) != "":
        return Sheet([], [], [_damaged(name)])
    rows, problems, hidden = _load(data, name, sheet)
    if hidden:
        notes.append(f"{name}: hidden sheets are not read: {listing(hidden)}.")
    return Sheet(rows, notes, problems)


def _damaged(name: str) -> Problem:
    hint = "Open it in a spreadsheet, save it anew as XLSX, or as CSV UTF-8."
    return Problem(name, "The workbook is damaged, or is none.", hint=hint)


def _check_archive(data: bytes, name: str) -> tuple[list[Problem], bool]:
    """Unpack every part in blocks, and keep none: sizes that an archive states may be wrong."""
    size, formulas = 0, False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "xl/workbook.xml" not in names:
                hint = "Unpack it, or save the table as XLSX, TSV or CSV."
                message = "This is an archive, but no XLSX workbook."
                return [Problem(name, message, value=listing(sorted(names), 4), hint=hint)], False
            for member in members:
                cells = member.filename.startswith("xl/worksheets/")
                far = [0, 0]
                with archive.open(member) as stream:
                    tail = b""
                    while block := stream.read(_BLOCK):
                        size += len(block)
                        if size > MOST_BYTES:
                            return [_too_large(name)], False
                        if cells:
                            part = tail + block
                            formulas = formulas or _FORMULA.search(part) is not None
                            for column, row in _CELL.findall(part):
                                far = [max(far[0], _number(column)), max(far[1], int(row))]
                            tail = part[-64:]
                if far[0] * far[1] > MOST_CELLS:
                    return [_too_large(name)], False
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        return [_damaged(name)], False
    except RuntimeError:  # what zipfile raises for a part with a password
        return [_locked(name)], False
    return [], formulas


def _number(column: bytes) -> int:
    number = 0
    for letter in column:
        number = 26 * number + letter - 64
    return number


def _too_large(name: str) -> Problem:
    return Problem(
        name,
        "The workbook unpacks to more than any table of counts or proteins holds.",
        allowed=f"at most {MOST_CELLS:,} cells from the first to the last",
        hint="Save the sheet as TSV or CSV; a cell far out may hold a stray space.",
    )


def _locked(name: str) -> Problem:
    return Problem(name, "The workbook has a password.", hint="Save it without.")


def _load(
    data: bytes, name: str, sheet: str
) -> tuple[list[tuple[int, list[str]]], list[Problem], list[str]]:
    """Read the sheet that is named, or the only one that holds anything and is not hidden."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {title: _rows(book, title) for title in book.sheet_names if sheet in ("", title)}
    except python_calamine.PasswordError:
        return [], [_locked(name)], []
    except (python_calamine.CalamineError, OSError, ValueError):
        return [], [_damaged(name)], []
    if sheet and sheet not in found:
        hint = did_you_mean(sheet, book.sheet_names)
        message = "The workbook has no such sheet."
        titles = listing(book.sheet_names)
        return [], [Problem(name, message, value=sheet, allowed=titles, hint=hint)], []
    filled = {title: rows for title, rows in found.items() if rows}
    if not filled:
        return [], [Problem(name, "The workbook is empty.", allowed="a sheet with a table")], []
    shown = {
        item.name
        for item in book.sheets_metadata
        if item.visible == python_calamine.SheetVisibleEnum.Visible
    }
    hidden = [title for title in filled if title not in shown]
    if len(filled) - len(hidden) == 1:
        return next(rows for title, rows in filled.items() if title in shown), [], hidden
    if len(filled) > 1:
        message = f"{len(filled)} sheets of the workbook hold something; say which one to read."
        hint = "Name it in the config: sheet, beside the path of this file."
        return [], [Problem(name, message, allowed=listing(list(filled)), hint=hint)], []
    return next(iter(filled.values())), [], []


def _rows(book: object, title: str) -> list[tuple[int, list[str]]]:
    cells = book.get_sheet_by_name(title)  # type: ignore[attr-defined]
    rows = cells.to_python(skip_empty_area=False)
    texts = ((number, [_text(value) for value in row]) for number, row in enumerate(rows, start=1))
    return [(number, row) for number, row in texts if any(row)]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # digits that a double has, as a text file would show them
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return str(value).strip()
