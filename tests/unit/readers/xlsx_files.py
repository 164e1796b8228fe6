"""Write small XLSX workbooks by hand: what a test needs of the format, and nothing else."""

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    "<sheets>{}</sheets></workbook>"
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
    '<xf numFmtId="0"/><xf numFmtId="16" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


class Day(int):
    """A number of days that the sheet shows as a date."""


class Formula(str):
    """A formula with the value that was saved with it, ``=A1|5``."""


def column(number: int) -> str:
    letters = ""
    while number >= 0:
        letters = chr(65 + number % 26) + letters
        number = number // 26 - 1
    return letters


def cell(value: object, place: str) -> str:
    if value is None:
        return ""
    if isinstance(value, Day):
        return f'<c r="{place}" s="1"><v>{int(value)}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, Formula):
        formula, saved = value.split("|")
        return f'<c r="{place}"><f>{escape(formula[1:])}</f><v>{saved}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def write_xlsx(
    path: Path, sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()
) -> Path:
    main = _BOOK.format(
        "".join(
            f'<sheet name="{escape(title)}" sheetId="{i}" r:id="rId{i}"'
            + (' state="hidden"/>' if title in hidden else "/>")
            for i, title in enumerate(sheets, start=1)
        )
    )
    links = [
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    ]
    links.append(f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/>')
    root = f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", _RELATIONS.format(root))
        archive.writestr("xl/workbook.xml", main)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format("".join(links)))
        archive.writestr("xl/styles.xml", _STYLES)
        for i, rows in enumerate(sheets.values(), start=1):
            body = "".join(
                f'<row r="{y}">'
                + "".join(cell(value, f"{column(x)}{y}") for x, value in enumerate(row))
                + "</row>"
                for y, row in enumerate(rows, start=1)
            )
            archive.writestr(
                f"xl/worksheets/sheet{i}.xml",
                '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                f"<sheetData>{body}</sheetData></worksheet>",
            )
    return path
