"""One sentence on how often a change was seen, 30 words at most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from resistance.wording.concordance import fold

#: Level of the counts of contrasts.
ALPHA: Final = 0.05

_LAYERS: Final[dict[str, str]] = {"mRNA": "mRNA", "total": "protein", "surface": "surface signal"}
_SHARED: Final[dict[str, str]] = {
    "yes": "",
    "no": "; contrasts share samples or derivations",
    "unknown": "; whether the lines are independent is not known",
}


def replication_sentence(row: Mapping[str, Any], margin: float) -> str:
    """Say in how many contrasts a gene moves the same way.

    Parameters
    ----------
    row : mapping
        Columns of ``REPLICATION`` except ``sentence``.
    margin : float
        log2 change that the counts of contrasts must exceed.

    Returns
    -------
    str
    """
    layer = _LAYERS.get(row["layer"], f"{row['layer']} protein")
    subject = f"{row['gene_name']} {layer}"
    k = row["n_contrasts"]
    if k < 2:
        return f"{subject}: estimated in one contrast only; not replicated in these data."
    for way in ("higher", "lower"):
        if row[f"p_all_{way}"] < ALPHA:
            which = "both" if k == 2 else f"all {k}"
            return f"{subject} is {way} in {which} contrasts{_SHARED[row['independent']]}."
        if row[f"p_two_{way}"] < ALPHA:
            return (
                f"{subject} is {way} in at least two of {k} contrasts{_SHARED[row['independent']]}."
            )
    counts = f"estimates above zero: {row['n_higher']}, below: {row['n_lower']}"
    beyond = f" beyond {fold(margin)}-fold" if margin > 0 else ""
    return f"{subject}: no change{beyond} is shown in two contrasts at once ({counts})."
