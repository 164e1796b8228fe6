"""The first two sheets of the workbook: what it holds, and what each column means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from resistance.exports.plain_text import plain
from resistance.exports.sheets import MATRICES, MATRIX_TEXT, Cell, Link, Sheet, Table
from resistance.report import format as fmt
from resistance.report.files import MEANING
from resistance.wording.summary import NOTICE, SIMULATED

README, COLUMNS = "README", "columns"
HOW_TO_READ = (
    "One sheet a table; the names below lead to them. Where the study has several contrasts, the "
    "name ends in the number of the contrast.",
    "Begin with \u201cverdicts\u201d, then \u201cchecks\u201d: a failed check caps what may be "
    "said. The sheet \u201ccolumns\u201d says what each column means.",
    "log2FoldChange is positive where the target arm is higher. padj is the false discovery rate. "
    "An empty cell is a value that is missing, never a zero; \u201cinf\u201d is an open bound.",
    "Names of genes are text, so that no program makes dates of them. There are no formulas.",
    "The same tables, with the same numbers, are text files in the folder \u201cresults\u201d.",
)


@dataclass(frozen=True)
class About:
    """What the first sheet says of the study.

    Attributes
    ----------
    name : str
    simulated : bool
    notice : str
        What the study says of its simulated data; may be empty.
    """

    name: str
    simulated: bool
    notice: str


def meaning(table: Table) -> str:
    """Say in a line what a table holds.

    Parameters
    ----------
    table : Table

    Returns
    -------
    str
        May be empty.
    """
    name = PurePosixPath(table.path).name
    if name == "samples.tsv":
        quality = PurePosixPath(table.path).parent.name == "quality"
        return "quality of each sample" if quality else "samples as used"
    if name in MEANING:
        return MEANING[name]
    return table.doc.about.split(". ")[0].rstrip(".") if table.doc else ""


def readme_sheet(about: About, tables: Sequence[Table]) -> Sheet:
    """Build the sheet that a reader opens first.

    Parameters
    ----------
    about : About
    tables : sequence of Table

    Returns
    -------
    Sheet
    """
    rows: list[list[Cell | Link]] = [[plain(about.name)], []]
    if about.simulated:
        rows.append([SIMULATED])
        if about.notice:
            rows.append([plain(about.notice)])
    rows += [[NOTICE], [], ["How to read"]]
    rows += [[line] for line in HOW_TO_READ]
    rows.append([])
    titles = {0, rows.index(["How to read"])}
    header = len(rows)
    rows.append(["sheet", "contrast", "what it holds", "rows", "columns", "file"])
    for table in tables:
        n_rows, n_columns = table.frame.shape
        what = " ".join(filter(None, (fmt.sentence(meaning(table)), table.why_not)))
        rows.append(
            [
                Link(table.sheet) if table.sheet else "\u2013",
                table.contrast or None,
                plain(what),
                float(n_rows),
                float(n_columns),
                table.path,
            ]
        )
    widths = (34, 28, 76, 10, 10, 60)
    return Sheet(README, rows, widths, header, len(rows), frozenset(titles))


def columns_sheet(tables: Sequence[Table]) -> Sheet:
    """Build the sheet of the columns' meanings, each table once whatever the contrasts.

    Parameters
    ----------
    tables : sequence of Table

    Returns
    -------
    Sheet
    """
    rows: list[list[Cell]] = [["table", "column", "meaning"]]
    seen = set()
    for table in tables:
        if table.title in seen:
            continue
        seen.add(table.title)
        known = table.doc.columns if table.doc else {}
        listed = [column for column in table.frame.columns if column in known]
        rows += [[table.title, plain(column), plain(known[column])] for column in listed]
        if PurePosixPath(table.path).name in MATRICES:
            rest = [c for c in table.frame.columns if c not in {*known, *MATRIX_TEXT}]
            rows.append(
                [table.title, "one column a sample", f"{meaning(table)} ({len(rest)} samples)"]
            )
    return Sheet(COLUMNS, rows, (34, 34, 120), 0, len(rows))
