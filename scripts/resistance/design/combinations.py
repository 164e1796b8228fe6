"""Read a contrast that is a linear combination of the design's cells.

A grammar of our own, so that the text of a table is never evaluated as program code::

    sum    = product { ("+" | "-") product }
    product = signed { ("*" | "/") signed }
    signed = { "-" } ( NUMBER | "(" sum ")" | cell )
    cell   = level { ":" level }
    level  = [ text "=" ] text
    text   = letters, digits, "_" and "."  |  anything between two ', " or `

Numbers are exact fractions: a third three times is one, and no number overflows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from resistance.design.formula import MOST_SIGNS, FormulaError

ALLOWED_COMBINATION = (
    'cells of the design (levels joined by ":", such as A:treated; in quotes a level that is more '
    'than letters, digits, "_" and "."; variable=level where a level occurs in several '
    "variables), numbers, + - * / and brackets"
)
MOST_BRACKETS = 50
#: Weights beyond this, or below its inverse, are a slip of the pen.
MOST_WEIGHT = 10**6

#: One named level: the variable, empty where the level alone is given, and the level.
Level = tuple[str, str]
Combination = dict[tuple[Level, ...], Fraction]

_TOKEN = re.compile(r"\s*(?:'([^']*)'|\"([^\"]*)\"|`([^`]*)`|([\w.]+)|(\S))")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
_BARE = re.compile(r"[\w.]+")


class CombinationError(FormulaError):
    """Raised where a contrast's formula cannot be read, or means nothing in the design.

    Attributes
    ----------
    message, hint : str
        What is wrong, a full sentence, and what to do.
    """

    def __init__(self, message: str, hint: str = f"Allowed: {ALLOWED_COMBINATION}.") -> None:
        super().__init__(message, hint)


@dataclass(frozen=True)
class Token:
    """A piece of a text: a number, a word (quoted or not), a sign, or the end."""

    kind: str
    text: str


def tokens(text: str) -> list[Token]:
    """Split a text into numbers, words and signs.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Token
        The last one is of kind ``end``.

    Raises
    ------
    CombinationError
        If the text is too long or a quotation mark is not closed.
    """
    if len(text) > MOST_SIGNS:
        raise CombinationError(f"The formula has more than {MOST_SIGNS} signs.")
    found = []
    for match in _TOKEN.finditer(text.strip()):
        *quoted, word, sign = match.groups()
        inside = next((part for part in quoted if part is not None), None)
        if inside is not None:
            found.append(Token("word", inside))
        elif word is not None:
            found.append(Token("number" if _NUMBER.fullmatch(word) else "word", word))
        elif sign in "'\"`":
            raise CombinationError(f'A quotation mark ({sign}) is not closed in "{text}".')
        else:
            found.append(Token("sign", sign))
    return [*found, Token("end", "")]


def quoted(text: str) -> str:
    """Write a level as a formula has it: in quotes where it is more than a plain word.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    if _BARE.fullmatch(text) and not _NUMBER.fullmatch(text):
        return text
    mark = next((mark for mark in "'\"`" if mark not in text), "'")
    return f"{mark}{text}{mark}"


def spell_cell(cell: tuple[Level, ...]) -> str:
    """Write a cell as a formula has it.

    Parameters
    ----------
    cell : tuple of (variable, level)

    Returns
    -------
    str
    """
    return ":".join(
        f"{quoted(variable)}={quoted(level)}" if variable else quoted(level)
        for variable, level in cell
    )


def parse_combination(text: str) -> Combination:
    """Parse the formula of a contrast.

    Parameters
    ----------
    text : str
        For instance ``(A:treated - A:control) - (B:treated - B:control)``.

    Returns
    -------
    dict of cell to Fraction
        Weight of each cell as it is written, in the order of the text; a cell that cancels stays,
        with the weight 0.

    Raises
    ------
    CombinationError
        Outside the grammar, or weights whose total is not 0.
    """
    combination = _Parser(text).parse()
    total = sum(combination.values(), Fraction(0))
    if total:
        raise CombinationError(
            f'"{text}" is not a difference: the weights of its cells add up to '
            f"{_decimal(total)}, not to 0.",
            "Subtract as much as is added: a mean of two cells is (a + b)/2.",
        )
    if any(
        abs(weight) > MOST_WEIGHT or 0 < abs(weight) < Fraction(1, MOST_WEIGHT)
        for weight in combination.values()
    ):
        raise CombinationError(
            f'"{text}" has a weight beyond {MOST_WEIGHT:,} or below its inverse.',
            "Write the difference itself, without a factor.",
        )
    return combination


def _decimal(value: Fraction) -> str:
    if 1 / MOST_WEIGHT < abs(value) < MOST_WEIGHT:
        return f"{float(value):.6g}"
    return "a very large number" if abs(value) > 1 else "a very small number"


#: A number, or the weights of cells.
_Value = Fraction | Combination


class _Parser:
    """Recursive descent; only brackets recurse, and they are counted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.position = 0
        self.depth = 0

    def parse(self) -> Combination:
        value = self._sum()
        if self._token.kind != "end":
            raise self._unexpected()
        if isinstance(value, Fraction):
            raise CombinationError(f'"{self.text}" names no cell of the design.')
        return value

    @property
    def _token(self) -> Token:
        return self.tokens[self.position]

    def _is(self, signs: str) -> bool:
        return self._token.kind == "sign" and self._token.text in signs

    def _take(self) -> str:
        text = self._token.text
        self.position += 1
        return text

    def _unexpected(self) -> CombinationError:
        found = self._token
        if found.kind == "end":
            return CombinationError(f'"{self.text}" ends where a cell or a number is missing.')
        return CombinationError(f'"{self.text}" cannot be read at "{found.text}".')

    def _sum(self) -> _Value:
        value = self._product()
        while self._is("+-"):
            sign = Fraction(1 if self._take() == "+" else -1)
            value = self._added(value, self._product(), sign)
        return value

    def _added(self, left: _Value, right: _Value, sign: Fraction) -> _Value:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return left + sign * right
        if isinstance(left, Fraction) or isinstance(right, Fraction):
            raise CombinationError(f'"{self.text}" adds a number to cells, or subtracts one.')
        total = dict(left)
        for cell, weight in right.items():
            total[cell] = total.get(cell, Fraction(0)) + sign * weight
        return total

    def _product(self) -> _Value:
        value = self._signed()
        while self._is("*/"):
            divides = self._take() == "/"
            other = self._signed()
            if divides:
                if not isinstance(other, Fraction):
                    raise CombinationError(f'"{self.text}" divides by a cell.')
                if other == 0:
                    raise CombinationError(f'"{self.text}" divides by zero.')
                other = 1 / other
            value = self._multiplied(value, other)
        return value

    def _multiplied(self, left: _Value, right: _Value) -> _Value:
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return left * right
        if isinstance(left, Fraction):
            left, right = right, left
        if not isinstance(right, Fraction) or isinstance(left, Fraction):
            raise CombinationError(f'"{self.text}" multiplies cells with each other.')
        return {cell: weight * right for cell, weight in left.items()}

    def _signed(self) -> _Value:
        sign = Fraction(1)
        while self._is("-"):
            self._take()
            sign = -sign
        return self._multiplied(self._primary(), sign)

    def _primary(self) -> _Value:
        if self._is("("):
            if self.depth == MOST_BRACKETS:
                raise CombinationError(
                    f"The formula has more than {MOST_BRACKETS} brackets in each other."
                )
            self.depth += 1
            self._take()
            value = self._sum()
            if not self._is(")"):
                raise self._unexpected()
            self._take()
            self.depth -= 1
            return value
        if self._token.kind == "number":
            return Fraction(self._take().rstrip("."))
        return {self._cell(): Fraction(1)}

    def _cell(self) -> tuple[Level, ...]:
        levels = [self._level()]
        while self._is(":"):
            self._take()
            levels.append(self._level())
        return tuple(levels)

    def _level(self) -> Level:
        if self._token.kind != "word":
            raise self._unexpected()
        text = self._take()
        if not self._is("="):
            return "", text
        self._take()
        # behind a variable a number can only be a level
        if self._token.kind not in ("word", "number"):
            raise self._unexpected()
        return text, self._take()
