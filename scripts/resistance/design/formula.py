"""Read a design formula with a grammar of our own, before any library sees it.

Formula libraries evaluate what stands in a formula as program code (``I(__import__('os')...)`` runs
the command), so the text of a configuration file never reaches one. The grammar is::

    design = "~" [ ("1" | "0") "+" ] term { "+" term }
    term   = NAME { ":" NAME }  |  NAME "*" NAME
    NAME   = letter { letter | digit | "_" | "." }
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ALLOWED = (
    '"~", names of sample-sheet columns (letters, digits, "_" and ".", a letter first), "+" '
    'between terms, ":" for an interaction, "a*b" for a + b + a:b, and "1 +" or "0 +" at the start'
)

_TOKEN = re.compile(r"\s*(?:([A-Za-z][A-Za-z0-9_.]*)|([0-9][0-9.eE]*)|(\S))")


class FormulaError(ValueError):
    """Raised where a design formula is not in the grammar.

    Attributes
    ----------
    message : str
        What is wrong, a full sentence.
    hint : str
        What may stand in a design.
    """

    def __init__(self, message: str, hint: str = f"Allowed: {ALLOWED}.") -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint


@dataclass(frozen=True)
class Design:
    """A parsed design.

    Attributes
    ----------
    terms : tuple of tuple of str
        Each term as its variables: ``("dex",)`` or ``("line", "dex")``. Main effects come first,
        then interactions by their order, as R's ``terms()`` sorts them; no term occurs twice.
    intercept : bool
        Whether the model has an intercept.
    """

    terms: tuple[tuple[str, ...], ...]
    intercept: bool = True

    @property
    def variables(self) -> tuple[str, ...]:
        """Variables of the design, each once, in the order of their first appearance."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term))

    @property
    def text(self) -> str:
        """The design in one spelling, e.g. ``~ line + dex + line:dex``."""
        start = "~ " if self.intercept else "~ 0 + "
        return start + " + ".join(":".join(term) for term in self.terms)


def parse_design(text: str) -> Design:
    """Parse a design formula.

    Parameters
    ----------
    text : str
        For instance ``~ batch + condition`` or ``~ line * dose``.

    Returns
    -------
    Design

    Raises
    ------
    FormulaError
        For everything that the grammar does not know: calls, ``I()``, quotes, back-quotes, powers,
        minus, nesting, numbers other than a leading 1 or 0, ``*`` of three, a response.
    """
    if "**" in text:
        raise FormulaError(f'The design "{text}" contains {_describe("^")}.')
    tokens = _tokens(text)
    if not tokens or tokens[0] != "~":
        raise FormulaError(f'The design "{text}" does not start with "~".')
    tokens = tokens[1:]
    intercept = True
    if tokens and tokens[0] in ("0", "1"):
        intercept = tokens[0] == "1"
        if tokens[1:2] != ["+"]:
            raise FormulaError(f'The design "{text}" names no variable.')
        tokens = tokens[2:]
    if not tokens:
        raise FormulaError(f'The design "{text}" names no variable.')
    terms: list[tuple[str, ...]] = []
    start = 0
    for position in [*(i for i, token in enumerate(tokens) if token == "+"), len(tokens)]:
        terms.extend(_term(tokens[start:position], text))
        start = position + 1
    unique: dict[frozenset[str], tuple[str, ...]] = {}
    for term in terms:
        unique.setdefault(frozenset(term), term)
    return Design(tuple(sorted(unique.values(), key=len)), intercept)


def _tokens(text: str) -> list[str]:
    found = []
    for match in _TOKEN.finditer(text.strip()):
        name, number, sign = match.groups()
        if number is not None and number not in ("0", "1"):
            raise FormulaError(f'The design "{text}" contains the number {number}.')
        if sign is not None and sign not in "~+:*":
            raise FormulaError(f'The design "{text}" contains {_describe(sign)}.')
        found.append(name or number or sign)
    return found


def _describe(sign: str) -> str:
    words = {
        "(": 'a call or a bracket ("("); nothing in a design is computed',
        ")": 'a bracket (")")',
        "`": 'a back-quote ("`"); rename the column in the sample sheet instead',
        '"': "a quotation mark; rename the column in the sample sheet instead",
        "'": "a quotation mark; rename the column in the sample sheet instead",
        "^": "a power",
        "-": 'a minus ("-"); name the terms that the model has instead',
        "/": 'a nesting ("/"); write a + a:b instead',
        "%": 'a nesting ("%in%"); write a + a:b instead',
        "|": 'a random effect ("|"), which this model does not have',
        "_": 'a name that starts with "_"',
    }
    return words.get(sign, f'the sign "{sign}"')


def _term(tokens: list[str], text: str) -> list[tuple[str, ...]]:
    if not tokens:
        raise FormulaError(f'The design "{text}" has a "+" without a term on one side.')
    names, signs = tokens[0::2], tokens[1::2]
    written = " ".join(tokens)
    if "~" in tokens:
        raise FormulaError(f'The design "{text}" has a second "~".')
    if any(name in ("0", "1") for name in names):
        raise FormulaError(f'The design "{text}" has a number elsewhere than at the start.')
    if any(sign not in (":", "*") for sign in signs) and not set(names) & {":", "*"}:
        raise FormulaError(f'The design "{text}" lacks a "+" in "{written}".')
    if len(names) == len(signs) or set(names) & {":", "*"}:
        raise FormulaError(f'The design "{text}" has an incomplete term "{written}".')
    if len(set(names)) < len(names):
        raise FormulaError(f'The term "{written}" names a variable twice.')
    if "*" in signs:
        if len(names) != 2:
            raise FormulaError(
                f'The term "{written}" is more than "a*b".',
                "Write the wanted terms one by one: a + b + c + a:b + ...",
            )
        return [(names[0],), (names[1],), (names[0], names[1])]
    return [tuple(names)]
