"""Words for graded genes and for the verdicts on mechanisms.

A verdict is "consistent with" a mechanism at most; expression alone never shows one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from resistance.wording.concordance import why
from resistance.wording.evidence import KINDS, change

NOT_MEASURED: Final = "not measured"

#: Codes of verdicts, in words; those of "consistent" verdicts depend on the evidence.
LABELS: Final[dict[str, str]] = {
    "layers_conflict": "mRNA and protein disagree",
    "no_change_shown": "no change in mRNA and protein: expected change excluded",
    "expected_change_excluded": "expected change excluded",
    "undetermined": "undetermined",
    "compatible": "compatible; expression cannot show function",
    "not_applicable": "not applicable",
    "shifted": "shifted",
    "no_shift_shown": "no shift: excluded within the margin",
    "outlook": "outlook only, no verdict",
    "check": "check only, no verdict",
}

CONSISTENT: Final = (
    "consistent_both",
    "consistent_protein_only",
    "consistent_transcript_only",
)

#: What each rule's mechanism is called inside a sentence, and which function decides about it.
_SUBJECTS: Final[dict[str, str]] = {"antigen": "lower antigen", "efflux": "efflux"}
_FUNCTIONS: Final[dict[str, str]] = {"antigen": "internalisation", "efflux": "efflux"}


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


def label(verdict: str, rule: str, evidence: str = "") -> str:
    """Write a verdict in words.

    Parameters
    ----------
    verdict : str
        A code of :data:`LABELS`.
    rule : str
        Rule of the mechanism; the antigen's verdicts say "lower antigen".
    evidence : str
        Of the first gene behind a verdict "consistent": a key of ``wording.evidence.KINDS``.

    Returns
    -------
    str
    """
    text = KINDS[evidence].label if verdict in CONSISTENT else LABELS[verdict]
    silent = ("undetermined", "not_applicable", "layers_conflict")
    return f"lower antigen: {text}" if rule == "antigen" and verdict not in silent else text


def _in_sentence(title: str) -> str:
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def function_gap(rule: str) -> str:
    """Return the clause that stands wherever no functional assay was given."""
    return f"{_FUNCTIONS.get(rule, 'function')} {NOT_MEASURED}"


def _names(names: Sequence[str], most: int = 3) -> str:
    if len(names) <= most:
        return _join(names)
    return ", ".join(names[:most]) + f" and {len(names) - most} more"


def mechanism_sentence(
    verdict: str,
    rule: str,
    title: str,
    genes: Sequence[tuple[str, str, int]],
    detail: str,
) -> str:
    """Write the one sentence of a mechanism.

    Parameters
    ----------
    verdict : str
    rule : str
    title : str
        The mechanism's title.
    genes : sequence of (name, evidence, sign)
        The genes that decided, by the name to show, their evidence (a key of
        ``wording.evidence.KINDS``; empty where the grade is not "as expected") and their expected
        direction.
    detail : str
        Short clause for verdicts that need one: the background share, the reason of the scope.

    Returns
    -------
    str
        Names the function that was not measured, except where the mechanism does not apply.
    """
    subject = _SUBJECTS.get(rule, _in_sentence(title))
    gap = function_gap(rule)
    if verdict == "not_applicable":
        return f"{title}: not applicable; {detail}."
    if verdict in CONSISTENT:
        changes = [f"{name} {change(evidence, sign)}" for name, evidence, sign in genes[:2]]
        mark = ";" if any(";" in text for text in changes) else ","
        joined = "; ".join(changes) if mark == ";" else _join(changes)
        return f"{joined}{mark} consistent with {subject}; {gap}."
    names = _names([name for name, _, _ in genes]) if genes else ""
    if verdict == "compatible":
        clause = f" ({detail})" if detail else ""
        verb = "moves" if len(genes) == 1 else "move"
        return f"{names} {verb} as expected{clause}: compatible with {subject}; {gap}."
    if verdict == "layers_conflict":
        return f"mRNA and protein of {names} disagree; {subject} is not settled; {gap}."
    if verdict in ("no_change_shown", "expected_change_excluded"):
        return f"The expected change of {names} is excluded; {gap}."
    return f"{title}: undetermined; {detail}; {gap}."


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
