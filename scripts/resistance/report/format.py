"""Numbers as a reader wants them: few digits, a true minus sign, nothing over-precise."""

from __future__ import annotations

import math
import re

import pandas as pd

MINUS = "\u2212"
MISSING = "\u2013"


def is_missing(value: object) -> bool:
    """Tell whether ``value`` is None, NaN, pandas' NA or an empty text.

    Parameters
    ----------
    value : object

    Returns
    -------
    bool
    """
    if value is None or value is pd.NA or (isinstance(value, str) and value == ""):
        return True
    return isinstance(value, float) and math.isnan(value)


def signed(value: float, digits: int = 2) -> str:
    """Write a log2 fold change: ``+1.20``, ``−0.35``, ``0.00``.

    Parameters
    ----------
    value : float
    digits : int

    Returns
    -------
    str
    """
    if is_missing(value):
        return MISSING
    if math.isinf(value):
        return "+\u221e" if value > 0 else f"{MINUS}\u221e"
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return f"{'+' if value > 0 else MINUS}{text}"


def interval(low: float, high: float, digits: int = 2) -> str:
    """Write a confidence interval: ``[−2.10, −1.40]``; a dash where it is missing.

    Parameters
    ----------
    low, high : float
    digits : int

    Returns
    -------
    str
    """
    if is_missing(low) or is_missing(high):
        return MISSING
    return f"[{signed(low, digits)}, {signed(high, digits)}]"


def probability(value: float) -> str:
    """Write a p or q value: two digits, ``< 1e-300`` at the end of the number range.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
    """
    if is_missing(value):
        return MISSING
    if value < 1e-300:
        return "< 1e-300"
    if value < 0.001:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{mantissa}e{MINUS}{abs(int(exponent))}"
    if value < 0.0995:
        return f"{value:.2g}"
    return f"{value:.2f}"


def number(value: float) -> str:
    """Write a count or a mean: thousands separated, decimals only below 10.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
    """
    if is_missing(value):
        return MISSING
    value = float(value)
    if value != round(value) and abs(value) < 9.95:
        return f"{value:.1f}".replace("-", MINUS)
    return f"{value:,.0f}".replace("-", MINUS)


def decimal(value: float, digits: int = 2) -> str:
    """Write a number with a fixed count of decimals.

    Parameters
    ----------
    value : float
    digits : int

    Returns
    -------
    str
    """
    return MISSING if is_missing(value) else f"{float(value):.{digits}f}".replace("-", MINUS)


def fold(log2_value: float, digits: int = 2) -> str:
    """Write a log2 size as a fold: ``1.5-fold``.

    Parameters
    ----------
    log2_value : float
        Its sign is ignored.
    digits : int
        Decimals at most; none from 10-fold on.

    Returns
    -------
    str
    """
    if is_missing(log2_value):
        return MISSING
    if abs(log2_value) > 20:
        return "more than 1,000,000-fold"
    size = 2 ** abs(log2_value)
    text = f"{size:,.0f}" if size >= 9.95 else f"{size:.{digits}f}".rstrip("0").rstrip(".")
    return f"{text}-fold"


def file_size(size: int | None) -> str:
    """Write a size in bytes as kB or MB.

    Parameters
    ----------
    size : int or None

    Returns
    -------
    str
    """
    if size is None:
        return MISSING
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    return f"{size / 1_000_000:.1f} MB"


def plural(count: int, noun: str, nouns: str | None = None) -> str:
    """Write ``1 gene``, ``2 genes``.

    Parameters
    ----------
    count : int
    noun : str
    nouns : str, optional
        The plural; ``noun`` + s otherwise.

    Returns
    -------
    str
    """
    return f"{count:,} {noun if count == 1 else nouns or noun + 's'}"


def sentence(phrase: str) -> str:
    """Turn a phrase into a sentence: a capital, unless its first word is a name, and a full stop.

    Parameters
    ----------
    phrase : str

    Returns
    -------
    str
    """
    first = phrase.split(" ", 1)[0]
    start = phrase[:1].upper() + phrase[1:] if first.islower() else phrase
    return f"{start.rstrip('. ')}." if start else ""


def shorten(text: str, length: int) -> str:
    """Cut a text that is too long for a figure, ending in an ellipsis.

    Parameters
    ----------
    text : str
    length : int

    Returns
    -------
    str
    """
    return text if len(text) <= length else text[: length - 1].rstrip() + "\u2026"


def slug(text: str) -> str:
    """Turn an identifier into something that is safe within an HTML id.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Only letters, digits, ``_``, ``.`` and ``-``.
    """
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text)
