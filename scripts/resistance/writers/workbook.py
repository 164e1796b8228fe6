"""Write sheets as an XLSX workbook: text stays text, the same sheets are the same bytes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from resistance.exports.sheets import Link, Sheet
from resistance.writers.archive import repack

#: No time of the run in the properties: the first moment of the ZIP format.
CREATED = datetime(1980, 1, 1)
#: A program that takes a text apart again, after an edit, must not make a formula of it.
FORMULA_STARTS = ("=", "+", "-", "@")


def write_workbook(sheets: Sequence[Sheet], title: str, path: str | Path) -> None:
    """Write a workbook.

    Parameters
    ----------
    sheets : sequence of Sheet
        In their order.
    title : str
        Of the document's properties.
    path : str or Path
    """
    import xlsxwriter

    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".workbook") as folder:
        draft = Path(folder) / "draft.xlsx"
        # a row at a time: a large study's tables take no memory
        options = {"constant_memory": True, "tmpdir": folder}
        book = xlsxwriter.Workbook(str(draft), options)
        book.set_properties({"title": title[:255], "created": CREATED})
        formats = {
            "bold": book.add_format({"bold": True}),
            "header": book.add_format({"bold": True, "bg_color": "#E8ECF1", "bottom": 1}),
            "link": book.add_format({"font_color": "#0B5394", "underline": 1}),
            "quoted": book.add_format({"quote_prefix": True}),
        }
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, formats)
        book.close()
        repack(draft, path)


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    if sheet.header == 0:
        page.freeze_panes(1, 0)
    for position, width in enumerate(sheet.widths):
        page.set_column(position, position, width)
    if sheet.widths:
        page.autofilter(sheet.header, 0, max(sheet.n_rows - 1, 0), len(sheet.widths) - 1)
    quoted = formats["quoted"]
    for number, cells in enumerate(sheet.rows):
        style = formats["header"] if number == sheet.header else None
        style = formats["bold"] if number in sheet.titles else style
        for position, cell in enumerate(cells):
            if isinstance(cell, str):
                # the library takes such a text for markup of its own and writes it as it is
                text = f"{cell} " if cell.startswith("<r>") and cell.endswith("</r>") else cell
                plain = style or (quoted if text.startswith(FORMULA_STARTS) else None)
                page.write_string(number, position, text, plain)
            elif isinstance(cell, Link):
                target = f"internal:'{cell.sheet}'!A1"
                page.write_url(number, position, target, formats["link"], cell.sheet)
            elif cell is not None:
                page.write_number(number, position, cell, style)
