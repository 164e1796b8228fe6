"""The sheets of results.xlsx: names, kinds of cells, what does not fit; no file is opened here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import pandas as pd

from resistance import columns, evidence_columns
from resistance.exports.plain_text import plain
from resistance.exports.table_docs import TableDoc, doc_of

#: What a sheet of the format holds, header included.
MAX_ROWS, MAX_COLUMNS, MAX_NAME, MAX_TEXT = 1_048_576, 16_384, 31, 32_767
#: Cells of a sheet beyond which spreadsheet programs take minutes to open it.
MAX_CELLS = 3_000_000
#: Tables with a column of numbers for each sample beside these columns of text.
MATRICES = ("normalised_counts.tsv", "vst.tsv", "pathway_scores.tsv.gz")
MATRIX_TEXT = ("gene_id", "gene_name", "collection", "term", "simulated")
#: Folders of results whose name is needed to tell their tables from others.
_TELLING = ("quality", "protein")
#: Rows that the width of a column is measured on, and its bounds in characters.
_MEASURED, _NARROW, _WIDE = 200, 8, 60

Cell = str | float | None


@dataclass(frozen=True)
class Link:
    """A cell that leads to another sheet."""

    sheet: str


@dataclass(frozen=True)
class Sheet:
    """A sheet as the writer takes it.

    Attributes
    ----------
    name : str
        At most 31 characters, unique whatever the case.
    rows : iterable of sequence of (str, float, None or Link)
        Walked over once; None is an empty cell.
    widths : sequence of int
        Of the columns, in characters.
    header : int
        Row, from 0, that holds the names of the columns and the filter; as the first row of a sheet
        it stays in view.
    n_rows : int
        Rows in all.
    titles : frozenset of int
        Further rows in bold.
    """

    name: str
    rows: Iterable[Sequence[Cell | Link]]
    widths: Sequence[int]
    header: int
    n_rows: int
    titles: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Table:
    """A result table and where it goes.

    Attributes
    ----------
    path : str
        Relative to the study.
    sheet : str
        Name of its sheet; empty where it has none.
    title : str
        The same without the number of the contrast, and where it has no sheet.
    contrast : str
        Empty for tables of the whole study.
    doc : TableDoc or None
    frame : pandas.DataFrame
        Every cell as text, empty where nothing stands.
    why_not : str
        Why the workbook lacks it; empty where it does not.
    """

    path: str
    sheet: str
    title: str
    contrast: str
    doc: TableDoc | None
    frame: pd.DataFrame
    why_not: str


def tables_of(
    frames: dict[str, pd.DataFrame], contrasts: Sequence[str], docs: Sequence[TableDoc]
) -> list[Table]:
    """Give each table its sheet.

    Parameters
    ----------
    frames : dict of str to pandas.DataFrame
        Path, relative to the study, to the table as text.
    contrasts : sequence of str
        Ids, in the order of the study; the sheets of the second are called ``<table> 2``.
    docs : sequence of TableDoc

    Returns
    -------
    list of Table
        In the order of ``frames``.
    """
    out: list[Table] = []
    taken = {"readme", "columns", "history"}
    for path, frame in frames.items():
        contrast = PurePosixPath(path).parent.name
        contrast = contrast if contrast in contrasts else ""
        number = contrasts.index(contrast) + 1 if contrast and len(contrasts) > 1 else 0
        why_not = too_large(*frame.shape)
        title = _stem(path)
        sheet = "" if why_not else _unique(title, f" {number}" if number else "", taken)
        out.append(Table(path, sheet, title, contrast, doc_of(path, docs), frame, why_not))
    return out


def _stem(path: str) -> str:
    parts = PurePosixPath(path).parts
    stem = parts[-1].split(".")[0]
    return f"{parts[1]}_{stem}" if parts[1:2] and parts[1] in _TELLING else stem


def _unique(stem: str, number: str, taken: set[str]) -> str:
    """Cut and number a name until no other sheet has it; programs compare without case."""
    again = 1
    while True:
        end = number if again == 1 else f"{number}_{again}"
        name = f"{stem[: MAX_NAME - len(end)]}{end}"
        if name.lower() not in taken:
            taken.add(name.lower())
            return name
        again += 1


def too_large(n_rows: int, n_columns: int) -> str:
    """Say why a table cannot be a sheet.

    Parameters
    ----------
    n_rows, n_columns : int
        Without the header.

    Returns
    -------
    str
        A sentence; empty where it can.
    """
    size = f"{n_rows:,} rows x {n_columns:,} columns"
    if n_rows + 1 > MAX_ROWS or n_columns > MAX_COLUMNS:
        return f"Not in this workbook: {size}, more than a sheet can hold. Use the file."
    if n_rows * n_columns > MAX_CELLS:
        return f"Not in this workbook: {size} take minutes to open. Use the file."
    return ""


def definition(table: Table) -> columns.Columns:
    """Return the types of a table's columns, as far as they are defined.

    Parameters
    ----------
    table : Table

    Returns
    -------
    dict of str to type
    """
    if table.doc is None:
        return {}
    for module in (columns, evidence_columns):
        if hasattr(module, table.doc.name):
            found: columns.Columns = getattr(module, table.doc.name)
            return found
    return {}


def sheet_of(table: Table) -> Sheet:
    """Turn a table into cells: numbers where the column holds numbers, text everywhere else.

    Parameters
    ----------
    table : Table

    Returns
    -------
    Sheet
    """
    kinds, frame = definition(table), table.frame
    matrix = PurePosixPath(table.path).name in MATRICES
    cells, widths = [], []
    for position, name in enumerate(frame.columns):
        other = float if matrix and name not in MATRIX_TEXT else str
        text = frame.iloc[:, position].tolist()
        is_text = kinds.get(name, other) is str
        cells.append([_text(value) for value in text] if is_text else [_number(v) for v in text])
        longest = max((len(value) for value in text[:_MEASURED]), default=0)
        widths.append(min(max(longest, len(name) + 3, _NARROW), _WIDE if is_text else 20))
    header = [_text(name) for name in frame.columns]

    def rows() -> Iterator[Sequence[Cell]]:
        yield header
        yield from zip(*cells, strict=True)

    return Sheet(table.sheet, rows(), widths, 0, len(frame) + 1)


def _number(text: str) -> Cell:
    if text == "":
        return None
    try:
        value = float(text)
    except ValueError:
        return _text(text)
    # the format has no infinity: it is written as the table has it
    return value if math.isfinite(value) else ("" if math.isnan(value) else text) or None


def _text(text: str) -> Cell:
    if text == "":
        return None
    text = plain(text)
    # two UTF-16 units a character at most: the limit is counted in these
    if len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
        end = " ... (cut: the file has the whole)"
        text = text[: MAX_TEXT // 2 - len(end)] + end
    return text
