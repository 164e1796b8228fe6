"""What docs/tables.md says of each table and column, for those who open a file without the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

_HEADING = re.compile(r"^## (?P<name>[A-Z_]+): `(?P<path>[^`]+)`", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
#: A bar that parts the cells of a row, and no "\\|" within one.
_BAR = re.compile(r"(?<!\\)\|")
#: Tables that another one's section describes.
ALIKE = {"protein_inputs.tsv": "inputs.tsv"}


@dataclass(frozen=True)
class TableDoc:
    """The section of one table.

    Attributes
    ----------
    name : str
        Of its columns in :mod:`resistance.columns`.
    path : str
        As the page has it; a contrast stands as ``<contrast>``.
    about : str
        The sentences before its columns; may be empty.
    columns : dict of str to str
        Column to its meaning.
    """

    name: str
    path: str
    about: str
    columns: dict[str, str]


def read_docs(page: str) -> list[TableDoc]:
    """Take the page apart.

    Parameters
    ----------
    page : str
        The text of ``docs/tables.md``.

    Returns
    -------
    list of TableDoc
        In the order of the page.
    """
    found = list(_HEADING.finditer(page))
    ends = [*(heading.start() for heading in found[1:]), len(page)]
    return [
        _section(heading["name"], heading["path"], page[heading.end() : end])
        for heading, end in zip(found, ends, strict=True)
    ]


def _section(name: str, path: str, text: str) -> TableDoc:
    about, columns = [], {}
    for line in text.splitlines():
        if line.startswith("|"):
            cells = [cell.strip() for cell in _BAR.split(line)[1:-1]]
            for column in re.findall(r"`([^`]+)`", cells[0]):
                columns[column] = _words(cells[1])
        elif not columns:
            about.append(line.strip())
    return TableDoc(name, path, _words(" ".join(about).strip()), columns)


def _words(markdown: str) -> str:
    return _LINK.sub(r"\1", markdown).replace("`", "").replace("**", "").replace("\\|", "|")


def doc_of(path: str, docs: Sequence[TableDoc]) -> TableDoc | None:
    """Find the section of a table by its path.

    Parameters
    ----------
    path : str
        Of a result file, relative to the study.
    docs : sequence of TableDoc

    Returns
    -------
    TableDoc or None
        None for a table that the page describes in passing.
    """
    asked = PurePosixPath(path)
    asked = asked.with_name(ALIKE.get(asked.name, asked.name))
    for doc in docs:
        parts = PurePosixPath(doc.path).parts
        if len(parts) == len(asked.parts) and all(
            there in ("<contrast>", here) for here, there in zip(asked.parts, parts, strict=True)
        ):
            return doc
    return None
