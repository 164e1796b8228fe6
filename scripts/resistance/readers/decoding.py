"""Read a text file whatever its encoding and line ends, or say what it is instead."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple

from resistance.problems import Problem
from resistance.readers.raw_files import ALLOWED, MOST_BYTES, MOST_COLUMNS, MOST_ROWS, read_raw
from resistance.readers.workbooks import is_workbook

#: MaxQuant lists every spectrum of a protein in one cell, featureCounts every exon of a gene.
MOST_CELL = 10_000_000
#: Neither a name nor a number is in a file that holds these alone.
_EMPTY = '\t,;" \r\n'
_SEPARATOR = re.compile("[\t,;]")
# by itself, csv raises an error at a cell of 131,072 characters
csv.field_size_limit(MOST_CELL)


class Decoded(NamedTuple):
    """The text of a file.

    Attributes
    ----------
    text : str
        With line feeds as line ends; empty if there are problems.
    problems : list of Problem
    notes : list of str
        An encoding that had to be guessed.
    """

    text: str
    problems: list[Problem]
    notes: list[str]


def read_text(path: Path, name: str) -> tuple[str, list[Problem]]:
    """Read a text file in UTF-8 or UTF-16, gzip-compressed or not, whatever its line ends.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it, for messages.

    Returns
    -------
    text : str
        With line feeds as line ends; empty if there are problems.
    problems : list of Problem
        Missing file, a folder, no text, another encoding, nothing in it, too large.
    """
    decoded = read_decoded(path, name)
    return decoded.text, decoded.problems


def read_decoded(path: Path, name: str, guess: bool = False, most: int = MOST_BYTES) -> Decoded:
    """Read a text file, and say which encoding was guessed.

    Parameters
    ----------
    path : Path
    name : str
        The file as the user named it, for messages.
    guess : bool
        Take text that is not UTF-8 as Windows-1252, the code page of instruments' software, and
        note it. Not for tables that are written by hand: they can be saved anew.
    most : int
        Bytes that the file may hold, unpacked.

    Returns
    -------
    Decoded
    """
    data, problems = read_raw(path, name, most)
    if problems:
        return Decoded("", problems, [])
    if is_workbook(data[:8]):
        hint = 'Save it from Excel as "Text (Tab delimited)" or "CSV UTF-8".'
        problem = Problem(name, "This is a workbook, not a text table.", hint=hint)
        return Decoded("", [problem], [])
    return decode(data, name, guess)


def decode(data: bytes, name: str, guess: bool = False, table: bool = True) -> Decoded:
    """Decode the bytes of a text file.

    Parameters
    ----------
    data : bytes
    name : str
        The file as the user named it.
    guess : bool
        As for :func:`read_decoded`.
    table : bool
        Refuse more rows and columns than a table of counts can have. Not for gene sets: a line
        has a field for each gene.

    Returns
    -------
    Decoded
    """
    notes: list[str] = []
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError as error:
        row = str(data.count(b"\n", 0, error.start) + 1)
        hint = 'Save it as UTF-8 (in Excel: "CSV UTF-8").'
        problem = Problem(name, "A character is not UTF-8 text.", row, allowed=ALLOWED, hint=hint)
        text = _windows(data) if guess else ""
        if not text:
            return Decoded("", [problem], [])
        n = sum(map(text.count, {character for character in text if character > "\x7f"}))
        notes.append(
            f"{name}: the text is not UTF-8; {n} character(s), the first in row {row}, are read as "
            "Windows-1252."
        )
    if "\x00" in text:
        return Decoded("", [Problem(name, "This is not a text file.", allowed=ALLOWED)], [])
    if not text.strip().strip(_EMPTY):
        return Decoded("", [Problem(name, "The file is empty.", allowed=ALLOWED)], [])
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = _too_large(text, name) if table else []
    return Decoded("" if problems else text, problems, notes)


def _encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    start = data[:2000]
    # UTF-16 without its mark: every other byte of plain letters is 0
    if len(start) > 3 and b"\x00" in start:
        for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
            if start[first::2].count(0) > 0.4 * len(start) and 0 not in start[1 - first :: 2]:
                return name
    return "utf-8-sig"


def _windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return ""


def long_cell(text: str, name: str, most: int = MOST_CELL) -> list[Problem]:
    """Say which cell of a table holds more than any cell should.

    Parameters
    ----------
    text : str
    name : str
        The file as the user named it.
    most : int
        Characters that a cell may hold.

    Returns
    -------
    list of Problem
        Of the first such cell, if there is one.
    """
    start, row = 0, 1
    while len(text) - start > most:
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if end - start > most:
            parts = text[start:end].split('"')  # every other one stands in quotation marks
            bare = [cell for part in parts[::2] for cell in _SEPARATOR.split(part)]
            longest = max([*bare, *parts[1::2]], key=len)
            if len(longest) > most:
                message = f"A cell holds {len(longest):,} characters."
                hint = "Is a quotation mark or a line end missing?"
                allowed = f"at most {most:,} characters in a cell"
                value = longest[:40] + "..."
                return [Problem(name, message, str(row), "", value, allowed, hint)]
        start, row = end + 1, row + 1
    return []


def _too_large(text: str, name: str) -> list[Problem]:
    rows = text.count("\n")
    if rows > MOST_ROWS:
        message = f"The table has {rows:,} rows, more than any genome has transcripts."
        return [Problem(name, message, allowed=f"at most {MOST_ROWS:,} rows")]
    first = text[: text.find("\n")] if "\n" in text else text
    columns = max(first.count(mark) for mark in "\t,;") + 1
    if columns > MOST_COLUMNS:
        message = f"The header has {columns:,} columns, more than any study has samples."
        hint = "Are genes in columns, or is this a table of single cells? Samples are expected."
        allowed = f"at most {MOST_COLUMNS:,} columns"
        return [Problem(name, message, "1", allowed=allowed, hint=hint)]
    return long_cell(text, name)
