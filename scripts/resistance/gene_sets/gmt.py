"""Read the text of a GMT file: one gene set a line, name, description and members between tabs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from resistance.inputs.schema_words import listing
from resistance.inputs.tables import capped
from resistance.problems import Problem

ALLOWED: Final = (
    "one gene set a line: its name, a description (may be empty), its genes; tabs between"
)
#: Characters that would break a line or a column wherever the name is written.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
#: Enrichr's libraries give each gene a weight (``TP53,1.0``).
_WEIGHT: Final = re.compile(r",-?\d+(?:\.\d+)?$", re.ASCII)
_SHOWN: Final = 60
#: Names that are listed in a sentence.
_LISTED: Final = 10


@dataclass(frozen=True)
class GeneSetFile:
    """The gene sets of a file, as they stand there.

    Attributes
    ----------
    sets : dict of str to list of str
        Name -> distinct members, in the order of the file; sets without members are left out.
    empty : list of str
        Names of sets without members.
    renamed : list of str
        Names that another set of the file had before: the second ``X`` is called ``X (2)``.
    """

    sets: dict[str, list[str]]
    empty: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)

    @property
    def members(self) -> list[str]:
        """All members, sorted, each once."""
        return sorted(set().union(*self.sets.values()))

    def remarks(self, unknown: Collection[str]) -> list[str]:
        """Say what the owner of the file should know.

        Parameters
        ----------
        unknown : collection of str
            Members that are not recognised.

        Returns
        -------
        list of str
            Sentences.
        """
        said = []
        if unknown:
            some = listing(sorted(unknown), _LISTED)
            n, total = len(unknown), len(self.members)
            said.append(f"{n:,} of {total:,} names of genes not recognised: {some}.")
        if self.renamed:
            some, n = listing(self.renamed, _LISTED), len(self.renamed)
            said.append(f"{n:,} set(s) with the name of an earlier one got a number: {some}.")
        if self.empty:
            some, n = listing(self.empty, _LISTED), len(self.empty)
            said.append(f"{n:,} set(s) without genes: {some}.")
        return said


def parse_gmt(text: str, name: str) -> tuple[GeneSetFile, list[Problem]]:
    """Read the text of a GMT file.

    Descriptions are passed over, whatever they hold. Blank lines, spaces around a field and lines
    that begin with ``#`` and have no tab (comments) do not matter.

    Parameters
    ----------
    text : str
        With line feeds as line ends, or Windows ones.
    name : str
        The file as the user named it.

    Returns
    -------
    file : GeneSetFile
    problems : list of Problem
        Lines without a tab, sets without a name, a file without any set that has a member.
    """
    rows, problems = _rows(text, name)
    taken = {term for term, _ in rows}
    sets: dict[str, list[str]] = {}
    empty: list[str] = []
    renamed: list[str] = []
    seen: set[str] = set()
    for term, fields in rows:
        members = list(dict.fromkeys(_members(fields)))
        if not members:
            empty.append(term)
            continue
        if term in seen:
            renamed.append(term)
            number = 2
            while f"{term} ({number})" in taken:
                number += 1
            term = f"{term} ({number})"
            taken.add(term)
        seen.add(term)
        sets[term] = members
    if not sets and not problems:
        message = "The file holds no gene set that has a gene."
        problems = [Problem(name, message, allowed=ALLOWED)]
    return GeneSetFile(sets, empty, renamed), problems


def _rows(text: str, name: str) -> tuple[list[tuple[str, list[str]]], list[Problem]]:
    rows: list[tuple[str, list[str]]] = []
    problems: list[Problem] = []
    # not splitlines: a description may hold characters that it takes for line ends
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        line = raw.rstrip("\r")
        if not line.strip():
            continue
        term, tab, rest = line.partition("\t")
        term = _CONTROL.sub(" ", term).strip()
        if tab and term:
            rows.append((term, rest.split("\t")[1:]))
        elif tab and rest.replace("\t", "").strip():
            message = "This gene set has no name."
            problems.append(Problem(name, message, str(number), "1", allowed=ALLOWED))
        elif not tab and not term.startswith("#"):
            problems.append(_no_tab(name, number, line))
    return rows, capped(problems, "lines that are no gene set")


def _no_tab(name: str, number: int, line: str) -> Problem:
    shown = line.strip() if len(line.strip()) <= _SHOWN else f"{line.strip()[:_SHOWN]}..."
    hint = "Is it a list of genes? Put them in one line, after a name and a description."
    for mark, what in ((",", "commas"), (";", "semicolons"), (" ", "spaces")):
        if mark in line.strip():
            hint = f"There are {what} in this line; a GMT file has tabs."
            break
    return Problem(name, "This line has no tab.", str(number), "", shown, ALLOWED, hint)


def _members(fields: Iterable[str]) -> Iterable[str]:
    for text in fields:
        member = text.strip().strip('"')
        if "," in member:
            member = _WEIGHT.sub("", member)
        if member and member.isprintable():
            yield member
        elif member:
            yield _CONTROL.sub(" ", member).strip() or "?"
