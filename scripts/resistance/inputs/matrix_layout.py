"""Find out how a table of counts is laid out: its header, its separator, its column of ids."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from resistance.genes.spellings import parse_ensembl

SEPARATORS: Final = "\t,;"
#: Names of a column of gene ids, the surest first; case, spaces and dots do not matter.
ID_NAMES: Final = (
    "geneid",
    "ensemblgeneid",
    "ensemblid",
    "ensembl",
    "featureid",
    "entrezid",
    "entrez",
    "entrezgeneid",
    "genename",
    "genesymbol",
    "symbol",
    "hgncsymbol",
    "externalgenename",
    "gene",
    "genes",
    "id",
    "name",
    "feature",
    "target",
    "probeid",
)
_NUMBER: Final = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|nan|na|inf", re.IGNORECASE)
#: 1,5 or 0,125 but not 1,234: that may be a thousand.
_DECIMAL_COMMA: Final = re.compile(r"-?(?!0*[1-9]\d{0,2},\d{3}$)\d+,\d+")
_DECIMAL_POINT: Final = re.compile(r"-?\d+\.\d+")
_ABOVE: Final = ("#", "!", "^")
#: First line of a table of GenePattern, as GTEx writes it.
_GCT: Final = re.compile(r"#1\.[23]\s*$")


class MatrixLayout(NamedTuple):
    """How a table of counts is laid out.

    Attributes
    ----------
    header : int
        Position of the header's line.
    separator : str
        Empty where no line has one.
    columns : list of str
        As in the file; a header one short, as R writes it, is filled up with ``gene_id``.
    ids : int
        Column of the gene ids.
    numbers_rows : bool
        Whether the first column numbers the rows and is no id.
    decimal_comma : bool
    above : int
        Lines above the header that are no part of the table.
    """

    header: int
    separator: str
    columns: list[str]
    ids: int
    numbers_rows: bool
    decimal_comma: bool
    above: int


def split(line: str, separator: str) -> list[str]:
    """Split a line into cells without spaces and quotation marks around them.

    Parameters
    ----------
    line, separator : str

    Returns
    -------
    list of str
    """
    cells = next(csv.reader([line], delimiter=separator), [])
    return [cell.strip() for cell in cells]


def matrix_layout(lines: Sequence[str]) -> MatrixLayout:
    """Read the layout of a table from its first lines.

    Parameters
    ----------
    lines : sequence of str
        With at least one that is not blank.

    Returns
    -------
    MatrixLayout
    """
    filled = [i for i, line in enumerate(lines) if line.strip()][:300]
    separator = _separator([lines[i] for i in filled])
    if not separator:
        return MatrixLayout(filled[0], "", [lines[filled[0]].strip()], 0, False, False, 0)
    header = _header(lines, filled, separator)
    columns = split(lines[header], separator)
    rows = [split(lines[i], separator) for i in filled if i > header]
    longer = [row for row in rows if len(row) == len(columns) + 1]
    if rows and rows[0] in longer:
        if not any(row[-1] for row in longer):  # a separator ends each row
            columns.append("")
        elif not _lost_a_name(columns, longer):  # R names no column for the row names
            columns.insert(0, "gene_id")
    columns[0] = columns[0] or "gene_id"
    body = [row for row in rows if len(row) == len(columns)]
    numbered = _numbers_rows([row[0] for row in body])
    ids = _id_column(columns, body, numbered)
    commas = separator != "," and _decimal_commas(body)
    above = sum(i < header for i in filled)
    return MatrixLayout(header, separator, columns, ids, numbered and ids > 0, commas, above)


def _separator(lines: Sequence[str]) -> str:
    """Return what the most lines have alike, and then most often."""
    best, most = "", (0, 0)
    rows = [line for line in lines if not line.startswith(_ABOVE)][:60] or list(lines[:60])
    for mark in SEPARATORS:
        widths = [line.count(mark) for line in rows[1:] or rows]
        common = max(set(widths), key=lambda width: (widths.count(width), width))
        # decimal commas stand in the rows alone, separators in the header, too
        named = rows[0].count(mark) in (common, common - 1)
        score = (widths.count(common) + named if common else 0, common)
        if score > most:
            best, most = mark, score
    return best or next((mark for mark in SEPARATORS if mark in lines[0]), "")


def _header(lines: Sequence[str], filled: Sequence[int], separator: str) -> int:
    """Return the position of the header, below comments and titles.

    A line that starts with "#" and has as many columns as the next one is a header.
    """
    if _GCT.match(lines[filled[0]]) and len(filled) > 2:  # below it, the size of the table
        return filled[2]
    widths = {i: len([c for c in split(lines[i], separator) if c]) for i in filled[:200]}
    for here, after in zip(filled, filled[1:], strict=False):
        if lines[here].startswith(_ABOVE):
            if lines[here].startswith("#") and widths.get(here, 0) == widths.get(after, 0) > 1:
                return here
            continue
        if widths.get(here, 2) == 1 and widths.get(after, 0) > 2:
            continue  # a title
        return here
    return filled[-1] if lines[filled[-1]][0] not in _ABOVE else filled[0]


def _lost_a_name(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the header names the ids, so that the name it lacks is that of a sample."""
    numbers = sum(_NUMBER.fullmatch(row[1]) is not None for row in rows)
    return _plain(columns[0]) in ID_NAMES and numbers > 0.5 * len(rows)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _numbers_rows(cells: Sequence[str]) -> bool:
    """Tell whether a column counts 1, 2, 3 or 0, 1, 2."""
    if len(cells) < 2:
        return False
    return any(
        all(cell == str(first + i) for i, cell in enumerate(cells[:100])) for first in (0, 1)
    )


def _id_column(columns: Sequence[str], body: Sequence[Sequence[str]], numbered: bool) -> int:
    """Choose the column of the gene ids: Ensembl's, else the first, unless it can be none."""
    if not body:
        return 0
    texts = [
        i
        for i in range(len(columns))
        if sum(_NUMBER.fullmatch(row[i]) is not None for row in body) < 0.5 * len(body)
    ]
    distinct = {i: len({row[i] for row in body}) / len(body) for i in texts}
    first = columns[0]
    ensembl = [
        i for i in texts if sum(parse_ensembl(row[i]) is not None for row in body) > 0.5 * len(body)
    ]
    if ensembl and 0 not in ensembl and distinct[ensembl[0]] > 0.9:
        return ensembl[0]  # symbols change, and some stand for several genes
    if 0 in texts and (distinct[0] > 0.9 or _plain(first) in ID_NAMES):
        return 0
    if 0 not in texts and not numbered and (_plain(first) in ID_NAMES or not texts):
        return 0  # Entrez ids
    named = [
        i
        for name in ID_NAMES
        for i in range(1, len(columns))
        if _plain(columns[i]) == name and (i not in texts or distinct[i] > 0.9)
    ]
    unique = [i for i in texts if i and distinct[i] > 0.9]
    return next(iter([*ensembl, *named, *unique]), 0)


def _decimal_commas(body: Sequence[Sequence[str]]) -> bool:
    cells = [cell for row in body[:200] for cell in row[1:]]
    commas = sum(_DECIMAL_COMMA.fullmatch(cell) is not None for cell in cells)
    points = sum(_DECIMAL_POINT.fullmatch(cell) is not None for cell in cells)
    return commas > points


def has_no_header(layout: MatrixLayout) -> bool:
    """Tell whether the first row of counts stands where the header is expected.

    Parameters
    ----------
    layout : MatrixLayout

    Returns
    -------
    bool
        True where every name but the first is a number, and they do not count 1, 2, 3.
    """
    names = [name for i, name in enumerate(layout.columns) if i != layout.ids]
    numbers = all(_NUMBER.fullmatch(name) is not None for name in names)
    return numbers and not _numbers_rows(names) and _plain(layout.columns[0]) not in ID_NAMES
