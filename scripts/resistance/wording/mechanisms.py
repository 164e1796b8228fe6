"""Words for graded genes and for the verdicts on mechanisms.

A verdict is "consistent with" a mechanism at most; expression alone never shows one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from resistance.wording import conclusions
from resistance.wording.concordance import why
from resistance.wording.evidence import KINDS, change

NOT_MEASURED: Final = conclusions.NOT_MEASURED
MOST_WORDS: Final = 30

#: Codes of verdicts, in words; those of "consistent" verdicts depend on the evidence.
LABELS: Final[dict[str, str]] = {
    "layers_conflict": "mRNA and protein disagree",
    "no_change_shown": "no change in mRNA and protein (expected change excluded)",
    "expected_change_excluded": "expected change excluded",
    "undetermined": "undetermined",
    "compatible": "compatible; expression cannot show function",
    "not_applicable": "not applicable",
    "shifted": "shifted",
    "no_shift_shown": "a shift beyond the margin is excluded",
    "outlook": "outlook only, no verdict",
    "check": "check only, no verdict",
}

CONSISTENT: Final = (
    "consistent_both",
    "consistent_protein_only",
    "consistent_transcript_only",
)
#: Verdicts that a functional assay gives, whatever expression shows.
BY_FUNCTION: Final = ("function_shown", "function_against")

#: Why a lower antigen is withheld.
MASKED: Final = "bound drug may hide the epitope"
AT_BACKGROUND: Final = " (signal at background)"

#: What a mechanism is called inside a sentence, by its rule or its title: as the change that makes
#: cells resist, where the title names a step of the path alone.
_SUBJECTS: Final[dict[str, str]] = {
    "antigen": "lower antigen",
    "efflux": "efflux",
    "Antigen turnover": "faster antigen turnover",
    "Internalisation": "less internalisation",
    "Lysosomal trafficking": "altered lysosomal trafficking",
    "Linker cleavage": "less linker cleavage",
    "Payload DNA damage response": "tolerance of payload DNA damage",
    "Apoptosis threshold": "a higher apoptosis threshold",
}


def as_clause(reason: str, rna_status: str, protein_status: str) -> str:
    """Return a reason, in words, without its full stop; "not measured" where there is none."""
    return why(reason, rna_status, protein_status) or NOT_MEASURED


def _direction(sign: int) -> str:
    return "up" if sign > 0 else "down"


def moved(rna: int, protein: int) -> str:
    """Say which layers move, and where: ``mRNA up, protein up``."""
    layers = [("mRNA", rna), ("protein", protein)]
    return ", ".join(f"{name} {_direction(sign)}" for name, sign in layers if sign)


def not_scored(rna: int, protein: int) -> str:
    """Describe a gene without an expected direction."""
    return "no direction is expected; " + (moved(rna, protein) or "no change was shown")


def excluded(sign: int, with_rna: bool) -> str:
    """Say what an exclusion excludes."""
    layers = "mRNA and protein" if with_rna else "protein (mRNA was not measured)"
    fall = "rise" if sign > 0 else "fall"
    return f"a {fall} of the equivalence margin or more is excluded in {layers}"


def inconclusive(rna: int, protein: int, call: str, clause: str) -> str:
    """Say why a gene stays without a grade; ``clause`` is the call's reason in words."""
    if call.startswith("transcript_only"):
        return "mRNA moves as expected; the protein follows by less than half"
    parts = [text for text in (moved(rna, protein), clause) if text]
    return "; ".join(parts) or "neither a change nor its absence was shown"


class Gene(NamedTuple):
    """A gene that decided, as a sentence names it.

    Attributes
    ----------
    name : str
        The name to show.
    evidence : str
        A key of ``wording.evidence.KINDS``; empty where the grade is not "as expected".
    sign : int
        The expected direction.
    surface : bool
        Its protein was seen at the surface: a change is one of the signal.
    """

    name: str
    evidence: str
    sign: int
    surface: bool = False


@dataclass(frozen=True)
class Statement:
    """What is said about one mechanism.

    Attributes
    ----------
    verdict : str
        A code of :data:`LABELS` or :data:`CONSISTENT`.
    rule : str
        Rule of the mechanism; the antigen's verdicts say "lower antigen".
    title : str
        The mechanism's title.
    genes : sequence of Gene
        The genes that decided.
    detail : str
        Short clause for verdicts that need one: the background share, the reason of the scope.
    function : str
        Conclusion of the functional assays as a clause; empty where there is none.
    expression : str
        The verdict by expression, where an assay changed it.
    at_background : bool
        The antigen's signal lies at background in the target arm.
    """

    verdict: str
    rule: str
    title: str
    genes: Sequence[Gene] = ()
    detail: str = ""
    function: str = ""
    expression: str = ""
    at_background: bool = False


def label(statement: Statement) -> str:
    """Write a verdict in words.

    Parameters
    ----------
    statement : Statement

    Returns
    -------
    str
        With what the functional assays say about this mechanism, where there are any. On which
        side of the payload the block lies is left out, unless it decides: it says the same of
        every mechanism on that side.
    """
    verdict, antigen = statement.verdict, statement.rule == "antigen"
    if verdict in BY_FUNCTION:
        against = "; speaks against it" if verdict == "function_against" else ""
        return f"{conclusions.measured(statement.function)}{against}"
    own = conclusions.without(statement.function, *conclusions.PLACES)
    measured = conclusions.measured(own) if own else ""
    consistent = verdict in CONSISTENT
    text = KINDS[statement.genes[0].evidence].label if consistent else LABELS[verdict]
    silent = ("undetermined", "not_applicable", "layers_conflict")
    if antigen and verdict not in silent:
        background = AT_BACKGROUND if statement.at_background and consistent else ""
        text = f"lower antigen{background}: {text}"
    if antigen and verdict == "undetermined" and statement.detail == MASKED:
        text = f"{text}; {statement.detail}"
    return f"{text}; {measured}" if measured and verdict != "not_applicable" else text


def _in_sentence(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def _names(names: Sequence[str], most: int = 3) -> str:
    if len(names) <= most:
        return _join(names)
    return ", ".join(names[:most]) + f" and {len(names) - most} more"


def _with_changes(statement: Statement, ending: str) -> str:
    """Say how the genes changed before an ending: of the first two, if 30 words allow."""
    background = AT_BACKGROUND if statement.at_background else ""
    texts = []
    for most in (2, 1):
        changes = [f"{gene.name} {_change(gene)}{background}" for gene in statement.genes[:most]]
        mark = ";" if any(";" in text for text in changes) else ","
        texts.append(("; ".join(changes) if mark == ";" else _join(changes)) + f"{mark} {ending}")
    return _first_that_fits(texts)


def _change(gene: Gene) -> str:
    text = change(gene.evidence, gene.sign)
    if not gene.surface:
        return text
    text = text.replace("at both levels", "in mRNA and surface signal")
    return text.replace("at the protein level", "in surface signal").replace(
        "in protein", "in surface signal"
    )


def _first_that_fits(texts: Sequence[str]) -> str:
    return next((text for text in texts if len(text.split()) <= MOST_WORDS), texts[-1])


def mechanism_sentence(statement: Statement) -> str:
    """Write the one sentence of a mechanism.

    Parameters
    ----------
    statement : Statement

    Returns
    -------
    str
        Names the function that was measured or was not, except where the mechanism does not apply.
    """
    verdict, title = statement.verdict, statement.title
    subject = _SUBJECTS.get(statement.rule) or _SUBJECTS.get(title, _in_sentence(title))
    gap = conclusions.gap(statement.function, statement.rule, verdict in BY_FUNCTION)
    names = _names([gene.name for gene in statement.genes]) if statement.genes else ""
    if verdict == "not_applicable":
        return f"{title}: not applicable; {statement.detail}."
    if verdict in BY_FUNCTION:
        return _by_function(statement, subject, names, gap)
    if verdict in CONSISTENT:
        return _with_changes(statement, f"consistent with {subject}; {gap}.")
    if verdict == "compatible":
        verb = "moves" if len(statement.genes) == 1 else "move"
        clauses = [f" ({statement.detail})", ""] if statement.detail else [""]
        return _first_that_fits(
            [f"{names} {verb} as expected{c}: compatible with {subject}; {gap}." for c in clauses]
        )
    if verdict == "layers_conflict":
        return f"mRNA and protein of {names} disagree; {subject} is not settled; {gap}."
    if verdict in ("no_change_shown", "expected_change_excluded"):
        return f"The expected change of {names} is excluded; {gap}."
    return f"{title}: undetermined; {statement.detail}; {gap}."


def _by_function(statement: Statement, subject: str, names: str, measured: str) -> str:
    """Write the sentence of a mechanism about which a functional assay decides."""
    expression = statement.expression
    if statement.verdict == "function_against":
        if expression in CONSISTENT:
            return _with_changes(statement, f"but {measured}: this speaks against {subject}.")
        return f"{statement.title}: {measured}; this speaks against it."
    if expression in CONSISTENT or expression == "compatible":
        verb = "moves" if len(statement.genes) == 1 else "move"
        return f"{statement.title}: {measured}; {names} {verb} as expected."
    return f"{statement.title}: {measured}; expression does not show it."


def state_sentence(
    verdict: str, title: str, expected: Sequence[str], against: Sequence[str], detail: str
) -> str:
    """Write the one sentence of a cell state, an outlook or a check.

    Parameters
    ----------
    verdict : str
    title : str
    expected, against : sequence of str
        Names of the genes that move as expected, and against it.
    detail : str
        Scope reason, direction of a shift or what is missing.

    Returns
    -------
    str
    """
    if verdict == "not_applicable":
        return f"{title}: not applicable; {detail}."
    if verdict == "shifted":
        return f"{title}: shifted {detail}; a state of the cells, no resistance verdict."
    if verdict == "no_shift_shown":
        return f"{title}: a mean shift beyond the margin is excluded."
    if verdict == "undetermined":
        return f"{title}: undetermined; {detail}."
    parts = []
    if expected:
        parts.append(f"as listed in the catalogue: {_names(expected)}")
    if against:
        parts.append(f"the other way: {_names(against)}")
    return (
        f"{title}: " + ("; ".join(parts) or detail or "no gene is shown to move") + "; no verdict."
    )


def background(share: float, limit: float, layer: str) -> str:
    """Say how many genes of the experiment move as far as a pump does.

    Parameters
    ----------
    share : float
        Share of tested genes whose change less one SE is at least as large.
    limit : float
        5% divided by the number of pumps.
    layer : str
        ``mRNA`` or the assay.

    Returns
    -------
    str
    """
    return f"{100 * share:.2g}% of {layer} values move as far; limit {100 * limit:.2g}%"
