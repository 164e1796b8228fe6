"""References as a BibTeX file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from resistance.report.references import CATALOGUE, OTHERS, Reference

_SPECIAL: Final = re.compile(r"([&%$#_{}])")
#: words of a title whose capitals a bibliography style must leave alone
_CAPITALS: Final = re.compile(r"\w*[A-Z]\w*[A-Z]\w*|[A-Z]\w*\d+\w*|\d+[A-Z]\w*")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _title(text: str) -> str:
    """Keep capitals inside words, and those of names, by braces."""
    return _CAPITALS.sub(lambda word: f"{{{word[0]}}}", _escaped(text))


def _authors(work: Reference) -> str:
    # a group's name in braces, or BibTeX takes its last word for a family name
    names = [
        name if "," in name or name == OTHERS else f"{{{_escaped(name)}}}" for name in work.authors
    ]
    return " and ".join(names)


def _entry(key: str, work: Reference) -> list[str]:
    meeting = work.journal.startswith("Proceedings of the 9th")
    fields = {
        "author": _authors(work),
        "title": _title(work.title),
        "booktitle" if meeting else "journal": _escaped(work.journal),
        "year": str(work.year),
        "volume": work.volume,
        "pages": work.pages.replace("-", "--"),
        "doi": work.doi,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return [f"@{'inproceedings' if meeting else 'article'}{{{key},", *lines, "}"]


def bibtex(keys: Iterable[str]) -> list[str]:
    """Write works of the catalogue as lines of a ``.bib`` file.

    Parameters
    ----------
    keys : iterable of str
        Of :data:`resistance.report.references.CATALOGUE`.

    Returns
    -------
    list of str
        UTF-8; an empty line between entries.
    """
    lines: list[str] = []
    for key in keys:
        lines += [*([""] if lines else []), *_entry(key, CATALOGUE[key])]
    return lines
