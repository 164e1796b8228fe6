"""Citations inside a text: marked where a method is named, so that the list follows the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from resistance.report.references import CATALOGUE

# a character that no table or configuration brings along: readers refuse control characters
_MARK: Final = "\x1e"
_CITED: Final = re.compile(f" ?{_MARK}([^{_MARK}]+){_MARK}")


def cite(*keys: str) -> str:
    """Mark a citation, to be put right behind the words that it belongs to.

    Parameters
    ----------
    *keys : str
        Of :data:`resistance.report.references.CATALOGUE`.

    Returns
    -------
    str

    Raises
    ------
    KeyError
        If a key is not in the catalogue.
    """
    for key in keys:
        CATALOGUE[key]
    return f" {_MARK}{' '.join(keys)}{_MARK}"


def cited(texts: Iterable[str]) -> list[str]:
    """List the keys that texts cite.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    list of str
        In the order of first mention, each once.
    """
    keys = (key for text in texts for found in _CITED.findall(text) for key in found.split())
    return [key for key in dict.fromkeys(keys) if key in CATALOGUE]


def in_words(text: str) -> str:
    """Write the marked citations of a text as ``(Love et al. 2014)``.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """

    def words(found: re.Match[str]) -> str:
        known = [CATALOGUE[key].short for key in found[1].split() if key in CATALOGUE]
        return f" ({'; '.join(known)})" if known else ""

    return _CITED.sub(words, text)
