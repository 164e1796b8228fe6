"""What functional assays say about one mechanism, and what they make of its verdict.

Expression says what is consistent with a mechanism; an assay of its function goes further in both
directions. An intervention (an inhibitor on the drug's own IC50, the free payload) goes before an
assay of one step, such as dye efflux.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from resistance.functional.conclusions import FUNCTION, INTERVENTION, Conclusion
from resistance.mechanisms.rules import Decision
from resistance.wording import conclusions as words
from resistance.wording import mechanisms as mechanism_words

FUNCTION_SHOWN: Final = "function_shown"
FUNCTION_AGAINST: Final = "function_against"
_UNDETERMINED: Final = "undetermined"
#: Verdicts that no assay changes.
_FIXED: Final = ("not_applicable", "outlook", "check")


class Said(NamedTuple):
    """One conclusion about a mechanism.

    Attributes
    ----------
    rung : str
        ``function`` or ``intervention``.
    code : str
        A key of ``wording.conclusions.CLAUSES``.
    clause : str
        In words.
    supports : int
        +1 agrees with the mechanism, -1 speaks against it, 0 neither.
    """

    rung: str
    code: str
    clause: str
    supports: int


@dataclass(frozen=True)
class Function:
    """The conclusions about one mechanism.

    Attributes
    ----------
    clauses : tuple of str
        Each conclusion in words, the ones that decide first; empty where nothing was measured.
    supports : int
        +1 an assay agrees with the mechanism, -1 one speaks against it, 0 neither.
    genes : tuple of str
        Symbols that the deciding assays name: pumps. Empty where they name none.
    known : bool
        At least one assay gave a conclusion that is not "undetermined".
    said : tuple of Said
        The conclusions one by one, the ones that decide first.
    """

    clauses: tuple[str, ...] = ()
    supports: int = 0
    genes: tuple[str, ...] = ()
    known: bool = False
    said: tuple[Said, ...] = ()

    @property
    def text(self) -> str:
        """What was measured, in words; "not measured" without an assay."""
        return "; ".join(self.clauses) or mechanism_words.NOT_MEASURED

    @property
    def short(self) -> str:
        """The clause that decides, or the first two of those that do not; empty without any."""
        most = 1 if self.supports and len(self.clauses) > 2 else 2
        return "; ".join(self.clauses[:most])


def function_of(conclusions: Sequence[Conclusion], names: Mapping[str, str]) -> Function:
    """Put the conclusions about one mechanism together.

    Parameters
    ----------
    conclusions : sequence of Conclusion
    names : mapping of str to str
        Name to show by symbol.

    Returns
    -------
    Function
        Of two assays of one rung that disagree, the one that agrees with the mechanism stands: one
        pump is enough. An intervention that decides goes before an assay of function.
    """
    if not conclusions:
        return Function()
    signs: dict[str, int] = {}
    for rung in (INTERVENTION, FUNCTION):
        found = {item.supports for item in conclusions if item.rung == rung}
        signs[rung] = sign_of(found) if found else 0
    rung = next((name for name, sign in signs.items() if sign), "")
    supports = signs.get(rung, 0)
    decides = [item for item in conclusions if item.rung == rung and item.supports == supports]
    decides = decides if supports else []
    rest = [item for item in conclusions if item not in decides]
    rest.sort(key=lambda item: item.code == _UNDETERMINED)
    said = dict.fromkeys(
        Said(item.rung, item.code, _clause(item, names), item.supports) for item in decides + rest
    )
    return Function(
        clauses=tuple(dict.fromkeys(item.clause for item in said)),
        supports=supports,
        genes=tuple(dict.fromkeys(item.gene for item in decides if item.gene and _of_pump(item))),
        known=any(item.code != _UNDETERMINED for item in conclusions),
        said=tuple(said),
    )


def sign_of(supports: set[int]) -> int:
    """Put what several assays say together: one that agrees is enough, as one pump is.

    Parameters
    ----------
    supports : set of int
        Not empty.

    Returns
    -------
    int
    """
    return 1 if 1 in supports else min(supports)


def _clause(item: Conclusion, names: Mapping[str, str]) -> str:
    """Name the pump, or the pumps among which an inhibitor cannot tell."""
    among = item.pumps if _of_pump(item) else ""
    return words.clause(item.code, names.get(item.gene, item.gene) or among, item.assay)


def _of_pump(item: Conclusion) -> bool:
    return item.code.startswith("pump_")


def with_function(decision: Decision, function: Function) -> tuple[Decision, bool]:
    """Let functional assays bear on a verdict that expression gave.

    Parameters
    ----------
    decision : Decision
        From expression, after the mechanism's ceiling.
    function : Function

    Returns
    -------
    tuple of (Decision, bool)
        ``function_shown`` or ``function_against`` where an assay decides, except that a verdict
        "consistent" stands where the assay agrees with the same genes, or speaks against another
        pump only. The second says whether an assay agrees with the verdict.
    """
    if decision.verdict in _FIXED or not function.supports:
        return decision, False
    deciding = set(decision.genes["gene_name"])
    consistent = decision.verdict in mechanism_words.CONSISTENT
    if function.supports > 0:
        if consistent and (not function.genes or deciding & set(function.genes)):
            return decision, True
        return _turned(decision, FUNCTION_SHOWN, function), True
    if function.genes and not (consistent and deciding <= set(function.genes)):
        return decision, False
    return _turned(decision, FUNCTION_AGAINST, function), True


def _turned(decision: Decision, verdict: str, function: Function) -> Decision:
    reason = f"measured: {function.text}; expression: {decision.reason}"
    return replace(decision, verdict=verdict, reason=reason, expression=decision.verdict)
