"""Read one table of counts, genes x samples: a matrix, or what featureCounts writes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from resistance.inputs.counts_table import FEATURECOUNTS, CountsTable
from resistance.inputs.matrix_layout import MatrixLayout, has_no_header, matrix_layout
from resistance.inputs.schema_words import listing
from resistance.inputs.spaced import with_tabs
from resistance.problems import Problem
from resistance.readers.decoding import decode
from resistance.readers.delimited import wrong_separator
from resistance.readers.raw_files import read_raw
from resistance.readers.workbooks import is_workbook, read_sheet

_EXAMPLES = 20
#: Lines that one cell in quotation marks may run over.
_MOST_LINES = 50
_KINDS = {"\t": "tabs", ",": "commas", ";": "semicolons"}


class _Text(NamedTuple):
    text: str
    kind: str
    notes: list[str]


def read_matrix(
    path: Path, name: str, layout: str = "auto", sheet: str = ""
) -> tuple[CountsTable | None, list[Problem]]:
    """Read a table of counts with all its columns.

    Parameters
    ----------
    path : Path
        TSV or CSV, gzip-compressed or not, or a workbook.
    name : str
        The file as the user named it.
    layout : {"auto", "matrix", "featurecounts"}
    sheet : str
        Sheet of a workbook; empty where only one holds anything.

    Returns
    -------
    table : CountsTable or None
        None if the file is no table.
    problems : list of Problem
    """
    source, problems = _text_of(path, name, sheet)
    if problems:
        return None, problems
    text = source.text
    lines = text.split("\n")
    found = matrix_layout(lines[:2_000])
    kind = source.kind
    if not found.separator:
        spaced, mark = with_tabs(lines)
        if spaced:
            lines, text = spaced, "\n".join(spaced)
            found, kind = matrix_layout(lines[:2_000]), f"text with {mark} between columns"
    row = str(found.header + 1)
    header = lines[found.header]
    if not found.separator:
        problem = wrong_separator(header, name) or Problem(
            name, "The table has one column only; genes and samples were expected."
        )
        return None, [problem]
    if not any(line.strip() for line in lines[found.header + 1 :]):
        return None, [Problem(name, "The table has a header but no rows.", row=row)]
    if has_no_header(found):
        message = "The table has no header: its first row holds counts already."
        hint = "Put a row above it with the names of the samples."
        allowed = "a header with the name of each sample"
        return None, [Problem(name, message, row, value=header[:60], allowed=allowed, hint=hint)]
    is_counter = tuple(found.columns[:6]) == FEATURECOUNTS
    if layout == "featurecounts" and not is_counter:
        allowed = listing(list(FEATURECOUNTS)) + ", then one column per BAM file"
        message = "counts.format is featurecounts, but this is not what featureCounts writes."
        value = listing(found.columns[:7])
        return None, [Problem(name, message, row, "", value, allowed)]
    below = [i for i in range(found.header + 1, len(lines)) if _is_comment(lines[i], found)]
    for i in below:
        lines[i] = ""
    if below:
        text = "\n".join(lines)
    text, ragged = _regular(text, lines, found, name)
    if ragged:
        return None, ragged
    del lines
    try:
        data = _cells(text, found)
    except (pd.errors.ParserError, ValueError) as error:
        return None, [Problem(name, f"The table cannot be read: {error}.")]
    order = [found.ids, *(i for i in range(len(found.columns)) if i != found.ids)]
    if found.ids:
        data = data[order].set_axis(range(len(order)), axis=1)
    data[0] = data[0].str.strip()
    return CountsTable(
        name,
        "featurecounts" if is_counter and layout != "matrix" else "matrix",
        [found.columns[i] for i in order],
        data,
        found.header + 1,
        text,
        found.separator,
        why=_why(found, kind, is_counter),
        records=tuple(_records(found, len(below))),
        notes=tuple(source.notes),
        order=tuple(order) if found.ids else (),
    ), []


def _text_of(path: Path, name: str, sheet: str) -> tuple[_Text, list[Problem]]:
    """Return the table as text; a sheet of a workbook with tabs, each row at its own line."""
    data, problems = read_raw(path, name)
    if problems:
        return _Text("", "", []), problems
    if not is_workbook(data[:8]):
        text, problems, notes = decode(data, name, guess=True)
        return _Text(text, "", notes), problems
    rows, notes, problems = read_sheet(data, name, sheet)
    lines = [""] * (rows[-1][0] if rows else 0)
    stream = io.StringIO()
    for number, row in rows:
        stream.seek(0)
        stream.truncate()
        writer = csv.writer(stream, delimiter="\t", lineterminator="")
        writer.writerow([" ".join(cell.split()) for cell in row])
        lines[number - 1] = stream.getvalue()
    return _Text("\n".join(lines), "a workbook", notes), problems


def _cells(text: str, found: MatrixLayout) -> pd.DataFrame:
    """Parse numbers, in C; what is no number leaves its column as text."""
    odd = '"' in text and any(line.count('"') % 2 for line in text.split("\n"))
    # bytes: a stream of text takes four of them for each character
    data = pd.read_csv(
        io.BytesIO(text.encode()),
        sep=found.separator,
        header=None,
        names=range(len(found.columns)),
        skiprows=found.header + 1,
        dtype={found.ids: str},
        decimal="," if found.decimal_comma else ".",
        # a mark inside of a name, such as 5", closes nothing
        quoting=csv.QUOTE_NONE if odd else csv.QUOTE_MINIMAL,
        keep_default_na=False,
        low_memory=False,
    )
    return data


def _why(found: MatrixLayout, kind: str, is_counter: bool) -> str:
    if is_counter:
        return f"the header is that of featureCounts ({', '.join(FEATURECOUNTS)}, ...)"
    what = kind or f"text with {_KINDS[found.separator]} between columns"
    said = f'{what}; genes stand in the rows, their ids in column "{found.columns[found.ids]}"'
    return said + (", decimals with commas" if found.decimal_comma else "")


def _records(found: MatrixLayout, below: int) -> list[dict[str, object]]:
    said = []
    if found.above:
        said.append(("", found.above, "lines above the header: comments or a title"))
    if below:
        said.append(("", below, "comments below the header"))
    if found.numbers_rows:
        said.append((found.columns[0], 1, "column that numbers the rows"))
    return [
        # lines and a column of the file that are no rows of it: they are in no sum of rows
        {"source": "layout", "action": "not_used", "item": item, "n": n, "detail": detail}
        for item, n, detail in said
    ]


def _regular(
    text: str, lines: list[str], found: MatrixLayout, name: str
) -> tuple[str, list[Problem]]:
    """Blank rows of separators only, and find rows with another number of columns."""
    separator = found.separator
    ends = len(found.columns) - 1
    ragged = blank = False
    for line in lines[found.header + 1 :]:
        if _is_blank(line, separator):
            blank = blank or bool(line)
        elif line.count(separator) != ends:
            # a separator inside quotation marks is none: the slow way tells
            ragged = True
    if blank or ragged:
        kept = ["" if _is_blank(line, separator) else line for line in lines]
        if ragged:
            problems = _ragged(kept[found.header + 1 :], found, name)
            whole = _joined(kept, found.header + 1) if problems else kept
            if whole is not kept and not _ragged(whole[found.header + 1 :], found, name):
                kept, problems = whole, []
            if problems:
                return text, problems
        text = "\n".join(kept)
    return text, []


def _joined(lines: list[str], start: int) -> list[str]:
    """Put cells with line ends on one line; blank lines after it keep the rows' numbers."""
    joined = lines[:start]
    while start < len(lines):
        line, n = lines[start], 1
        while line.count('"') % 2 and n <= _MOST_LINES and start + n < len(lines):
            line += " " + lines[start + n]
            n += 1
        if line.count('"') % 2:
            return lines
        joined += [line, *[""] * (n - 1)]
        start += n
    return joined


def _is_comment(line: str, found: MatrixLayout) -> bool:
    """Tell a line that is a comment as a whole, such as ``!series_matrix_table_end``."""
    return line.startswith(("#", "!")) and found.separator not in line


def _is_blank(line: str, separator: str) -> bool:
    return not line.strip(separator + ' "') or line.isspace()


def _ragged(lines: Sequence[str], found: MatrixLayout, name: str) -> list[Problem]:
    problems = []
    count = 0
    width = len(found.columns)
    for number, line in enumerate(lines, start=found.header + 2):
        if not line.strip():
            continue
        cells = next(csv.reader([line], delimiter=found.separator))
        if len(cells) == width:
            continue
        count += 1
        if count <= _EXAMPLES:
            message = f"The row has {len(cells)} columns where the header has {width}."
            hint = "An empty cell needs its separator; the file may be cut short."
            problems.append(Problem(name, message, str(number), value=cells[0][:60], hint=hint))
    if count > _EXAMPLES:
        more = f"And {count - _EXAMPLES} more rows with a wrong number of columns."
        problems.append(Problem(name, more))
    return problems
