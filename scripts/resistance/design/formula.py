"""Read a design formula with a grammar of our own, before any library sees it.

Formula libraries evaluate what stands in a formula as program code (``I(__import__('os')...)`` runs
the command), so the text of a configuration file never reaches one. The grammar is::

    design = "~" [ ("1" | "0") "+" ] term { "+" term }
    term   = PART { ":" PART }  |  PART "*" PART  |  PART "/" PART { "/" PART }
    PART   = NAME  |  "poly" "(" NAME "," DEGREE ")"  |  "bs" "(" NAME "," "df" "=" DF ")"
    NAME   = letter { letter | digit | "_" | "." }
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ALLOWED = (
    '"~", names of sample-sheet columns (letters, digits, "_" and ".", a letter first), "+" '
    'between terms, ":" for an interaction, "a*b" for a + b + a:b, "a/b" for a + a:b, '
    '"poly(dose, 2)" and "bs(dose, df=4)" for curves of a numeric column, and "1 +" or "0 +" at '
    "the start"
)
#: Smallest and largest degree of a polynomial, and number of columns of a cubic spline.
SIZES = {"poly": (1, 5), "bs": (3, 10)}
#: Longer texts are refused unread.
MOST_SIGNS = 1000

_NAME = r"[A-Za-z][A-Za-z0-9_.]*"
_CURVE = rf"(poly|bs)\s*\(\s*({_NAME})\s*,\s*(df\s*=\s*)?([0-9]{{1,3}})\s*\)"
_TOKEN = re.compile(rf"\s*(?:{_CURVE}|({_NAME})|([0-9][0-9.eE]*)|(\S))")


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
class Curve:
    """A set of columns that a numeric variable becomes.

    Attributes
    ----------
    kind : {"poly", "bs"}
        Orthogonal polynomials, or cubic B-splines.
    variable : str
    size : int
        Number of columns.
    """

    kind: str
    variable: str
    size: int

    @property
    def text(self) -> str:
        """The curve as R spells it, the name that it has in terms and columns."""
        equals = "df = " if self.kind == "bs" else ""
        return f"{self.kind}({self.variable}, {equals}{self.size})"


@dataclass(frozen=True)
class Design:
    """A parsed design.

    Attributes
    ----------
    terms : tuple of tuple of str
        Each term as its parts: ``("dex",)`` or ``("line", "dex")``; a curve is the part
        ``"poly(dose, 2)"``. Main effects come first, then interactions by their order, as R's
        ``terms()`` sorts them; no term occurs twice.
    intercept : bool
        Whether the model has an intercept.
    curves : tuple of Curve
        Of the parts that are no plain variables.
    """

    terms: tuple[tuple[str, ...], ...]
    intercept: bool = True
    curves: tuple[Curve, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """Variables of the design, each once, in the order of their first appearance."""
        return tuple(dict.fromkeys(self.variable(part) for term in self.terms for part in term))

    def curve(self, part: str) -> Curve | None:
        """Return the curve that a part of a term stands for; None for a plain variable."""
        return next((curve for curve in self.curves if curve.text == part), None)

    def variable(self, part: str) -> str:
        """Return the variable of a part of a term."""
        curve = self.curve(part)
        return part if curve is None else curve.variable

    @property
    def text(self) -> str:
        """The design in one spelling, e.g. ``~ line + dex + line:dex``."""
        start = "~ " if self.intercept else "~ 0 + "
        return start + " + ".join(":".join(term) for term in self.terms) if self.terms else "~ 1"


def parse_design(text: str, may_be_empty: bool = False) -> Design:
    """Parse a design formula.

    Parameters
    ----------
    text : str
        For instance ``~ batch + condition``, ``~ line * dose`` or ``~ condition*poly(dose, 2)``.
    may_be_empty : bool
        Also read ``~ 1``, the model of a reduced design without any variable.

    Returns
    -------
    Design

    Raises
    ------
    FormulaError
        For everything that the grammar does not know: other calls, ``I()``, quotes, back-quotes,
        powers, minus, numbers other than a leading 1 or 0, ``*`` of three, a response.
    """
    if len(text) > MOST_SIGNS:
        raise FormulaError(f"The design has more than {MOST_SIGNS} signs.")
    if "**" in text:
        raise FormulaError(f'The design "{text}" contains {_describe("^")}.')
    tokens, curves = _tokens(text)
    if not tokens or tokens[0] != "~":
        raise FormulaError(f'The design "{text}" does not start with "~".')
    tokens = tokens[1:]
    if may_be_empty and tokens == ["1"]:
        return Design(())
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
    return Design(tuple(sorted(unique.values(), key=len)), intercept, tuple(curves.values()))


def _tokens(text: str) -> tuple[list[str], dict[str, Curve]]:
    found: list[str] = []
    curves: dict[str, Curve] = {}
    for match in _TOKEN.finditer(text.strip()):
        kind, variable, df, size, name, number, sign = match.groups()
        if kind is not None:
            curve = _curve(kind, variable, df is not None, int(size))
            curves[curve.text] = curve
            found.append(curve.text)
            continue
        if sign == "(" and found and found[-1] in _CALLS:
            raise FormulaError(
                f'The design "{text}" has a {found[-1]}() that is not of the form '
                f"{_CALLS[found[-1]]}."
            )
        if number is not None and number not in ("0", "1"):
            raise FormulaError(f'The design "{text}" contains the number {number}.')
        if sign is not None and sign not in "~+:*/":
            raise FormulaError(f'The design "{text}" contains {_describe(sign)}.')
        found.append(name or number or sign)
    return found, curves


_CALLS = {"poly": "poly(NAME, DEGREE)", "bs": "bs(NAME, df=COLUMNS)"}


def _curve(kind: str, variable: str, has_df: bool, size: int) -> Curve:
    least, most = SIZES[kind]
    curve = Curve(kind, variable, size)
    if has_df != (kind == "bs"):
        raise FormulaError(f'"{kind}" is written {_CALLS[kind]}, such as {curve.text}.')
    if not least <= size <= most:
        what = "a degree" if kind == "poly" else "a df"
        raise FormulaError(f"{curve.text} needs {what} from {least} to {most}.")
    return curve


def _describe(sign: str) -> str:
    words = {
        "(": 'a call or a bracket ("("); nothing in a design is computed',
        ")": 'a bracket (")")',
        "`": 'a back-quote ("`"); rename the column in the sample sheet instead',
        '"': "a quotation mark; rename the column in the sample sheet instead",
        "'": "a quotation mark; rename the column in the sample sheet instead",
        "^": "a power",
        "-": 'a minus ("-"); name the terms that the model has instead',
        "%": 'a nesting ("%in%"); write a/b or a + a:b instead',
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
    joints = {":", "*", "/"}
    if not set(signs) <= joints and not set(names) & joints:
        raise FormulaError(f'The design "{text}" lacks a "+" in "{written}".')
    if len(names) == len(signs) or set(names) & joints:
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
    if "/" in signs:
        if set(signs) != {"/"}:
            raise FormulaError(
                f'The term "{written}" mixes "/" with ":".',
                "Write the wanted terms one by one: a/b is a + a:b.",
            )
        return [tuple(names[: i + 1]) for i in range(len(names))]
    return [tuple(names)]
