"""What became of a gene in the differential test, in words: the one place that says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class StatusWords:
    """A status in words.

    Attributes
    ----------
    label : str
        A few words, for a cell of a table.
    meaning : str
        A sentence or two: why, and what follows for the gene's numbers.
    """

    label: str
    meaning: str


#: By ``status`` of ``differential_expression.tsv``, in the order in which they are listed.
STATUSES: Final[dict[str, StatusWords]] = {
    "tested": StatusWords("tested", "Has a p value and an FDR."),
    "low_count": StatusWords(
        "mean count too low",
        "Its mean count is below the independent filter: too few reads to pass the FDR, so that "
        "it has no FDR and the other genes need not be corrected for it.",
    ),
    "outlier": StatusWords(
        "one sample dominates: set aside",
        "One count lies far from what the model expects (Cook\u2019s distance), so that no p "
        "value is given. Look at the counts of this gene.",
    ),
    "not_converged": StatusWords(
        "fit did not converge",
        "The fit of this gene came to no end: take its numbers, if there are any, with caution.",
    ),
    "all_zero": StatusWords(
        "no reads in any sample", "Nothing was counted, so that nothing can be said of it."
    ),
    "no_replicates": StatusWords(
        "no replicates: ratio only, no test",
        "Without replicates there is no error to test a change against.",
    ),
}


def label(status: str) -> str:
    """Return the few words of a status; a code that is not known as words of its own.

    Parameters
    ----------
    status : str

    Returns
    -------
    str
    """
    words = STATUSES.get(status)
    return words.label if words else status.replace("_", " ")


def meaning(status: str) -> str:
    """Return the sentences of a status; empty for a code that is not known.

    Parameters
    ----------
    status : str

    Returns
    -------
    str
    """
    words = STATUSES.get(status)
    return words.meaning if words else ""
