"""What the verdicts of one contrast need beside its graded genes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from resistance.evidence_columns import LOCALISATION
from resistance.functional.conclusions import Conclusion
from resistance.mechanisms.confidence import Confidence


class ConfidenceOf(Protocol):
    """Confidence of a statement that rests on the given symbols."""

    def __call__(
        self, symbols: Sequence[str], *, prior_based: bool, function_agrees: bool | None
    ) -> Confidence:
        """Return it."""
        ...


def _nowhere() -> pd.DataFrame:
    return pd.DataFrame(columns=list(LOCALISATION))


@dataclass(frozen=True)
class Setting:
    """What the verdicts of one contrast need beside its genes.

    Attributes
    ----------
    rules : pandas.DataFrame
        One row a mechanism, columns ``readers.resources.RULES``. A mechanism without a row is
        ``compatible`` at most.
    names : mapping of str to str
        Name to show by symbol.
    target : str
        Symbol of the drug's target; empty if there is none.
    confidence_of : callable
    n_derivations : str
        Per arm, as ``1 v 1``; ``unknown`` where the sheet does not tell.
    functional : mapping of str to list of Conclusion
        By mechanism, from :func:`resistance.functional.conclusions.by_mechanism`.
    localisation : pandas.DataFrame
        Columns ``LOCALISATION``.
    at_background : frozenset of str
        Symbols whose protein lies at background in every replicate of the target arm.
    """

    rules: pd.DataFrame
    names: Mapping[str, str]
    target: str
    confidence_of: ConfidenceOf
    n_derivations: str = "unknown"
    functional: Mapping[str, list[Conclusion]] = field(default_factory=dict)
    localisation: pd.DataFrame = field(default_factory=_nowhere)
    at_background: frozenset[str] = frozenset()


def at_background(protein: pd.DataFrame) -> frozenset[str]:
    """Find the proteins of which no replicate of the target arm rises above background.

    Parameters
    ----------
    protein : pandas.DataFrame
        Columns ``PROTEIN``.

    Returns
    -------
    frozenset of str
        Symbols of proteins that fall to background at the surface, or in any compartment where the
        surface was not measured.
    """
    lost = (protein["n_target"] > 0) & (protein["censored_target"] >= protein["n_target"])
    lost &= protein["log2FoldChange"] < 0
    found = set()
    for symbol, rows in protein.assign(lost=lost).groupby("gene_name", sort=True):
        surface = rows["compartment"] == "surface"
        own = rows[surface] if surface.any() else rows
        if own["lost"].all():
            found.add(str(symbol))
    return frozenset(found)
