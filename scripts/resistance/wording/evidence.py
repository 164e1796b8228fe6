"""What the two layers of a gene that moves as expected show, in words.

A layer that was not measured, or measured and not tested, never reads as unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

#: Why there is an estimate without a test.
SINGLE: Final = "one sample in an arm"
NOT_TESTED: Final = f"not tested: {SINGLE}"


@dataclass(frozen=True)
class Evidence:
    """How one kind of evidence is worded.

    Attributes
    ----------
    label : str
        Of a verdict that rests on it.
    change : str
        What follows a gene's name in a sentence; ``{verb}`` and ``{word}`` give the direction.
    reason : str
        Of the gene's grade; empty where the directions of both layers say it.
    """

    label: str
    change: str
    reason: str = ""


KINDS: Final[dict[str, Evidence]] = {
    "both": Evidence("consistent in mRNA and protein", "{verb} at both levels"),
    "protein_only": Evidence(
        "consistent in protein only",
        "{verb} at the protein level only",
        "the protein moves as expected; mRNA is shown unchanged",
    ),
    "protein_exceeds": Evidence(
        "consistent in protein, by more than mRNA explains",
        "is {word} in protein by more than its mRNA explains",
        "the protein moves as expected; mRNA explains less than half of it",
    ),
    "rna_not_measured": Evidence(
        "consistent in protein; mRNA not measured",
        "is {word} in protein; its mRNA was not measured",
        "the protein moves as expected; mRNA was not measured",
    ),
    "rna_not_detected": Evidence(
        "consistent in protein; no reads of mRNA",
        "is {word} in protein; its mRNA has no reads",
        "the protein moves as expected; no sample has a read of the mRNA",
    ),
    "rna_not_tested": Evidence(
        "consistent in protein; mRNA not tested",
        "is {word} in protein; its mRNA was not tested",
        "the protein moves as expected; mRNA was not tested",
    ),
    "protein_not_measured": Evidence(
        "consistent in mRNA; protein not measured",
        "{verb} in mRNA (protein not measured)",
        "mRNA moves as expected; protein was not measured",
    ),
    "protein_once": Evidence(
        "consistent in mRNA; protein measured once: not tested",
        "{verb} in mRNA (protein measured once: not tested)",
        "mRNA moves as expected; protein measured once: not tested",
    ),
    "protein_not_tested": Evidence(
        "consistent in mRNA; protein not tested",
        "{verb} in mRNA (protein not tested)",
        "mRNA moves as expected; the protein value has no error estimate",
    ),
}

#: Calls under which the mRNA has no estimate, and status of a protein that has none.
_NO_RNA: Final[Mapping[str, str]] = {
    "not_detected": "rna_not_detected",
    "not_measurable": "rna_not_measured",
}
_NO_PROTEIN: Final = ("", "not_in_contrast")


def kind(grade: str, call: str, tier: str, rna_status: str, protein_status: str) -> str:
    """Name the evidence behind a grade "as expected".

    Parameters
    ----------
    grade : str
        One of ``mechanisms.grades.AS_EXPECTED``.
    call, tier, rna_status, protein_status : str
        Of the concordance row that decided.

    Returns
    -------
    str
        A key of :data:`KINDS`.
    """
    if grade == "consistent_both":
        return "both"
    if grade == "transcript_only_protein_unmeasured":
        if protein_status in _NO_PROTEIN:
            return "protein_not_measured"
        once = protein_status in ("n1", "published", "prior_based")
        return "protein_once" if once else "protein_not_tested"
    if call.startswith("posttranscriptional"):
        return "protein_only" if tier == "A" else "protein_exceeds"
    return _NO_RNA.get(call, "rna_not_tested" if rna_status else "rna_not_measured")


def change(evidence: str, sign: int) -> str:
    """Write what follows a gene's name, for its expected direction."""
    up = sign > 0
    return KINDS[evidence].change.format(
        verb="increased" if up else "decreased", word="higher" if up else "lower"
    )
