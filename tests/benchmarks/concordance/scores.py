"""False discoveries and power of the claims of many panels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from concordance.rules import Claims, Rule
from concordance.truth import Floats, Truth, true_claims


@dataclass(frozen=True)
class Scores:
    """What a rule did in each panel; arrays of shape (panels,).

    Attributes
    ----------
    false, claimed : numpy.ndarray
        V and R: genes with a false claim, and with any claim.
    found, discordant : numpy.ndarray
        Discordant genes called in a true family and direction, and all discordant genes.
    """

    false: Floats
    claimed: Floats
    found: Floats
    discordant: Floats

    @property
    def panels(self) -> int:
        """Number of panels."""
        return len(self.false)


@dataclass(frozen=True)
class Share:
    """A share with its 95% interval."""

    value: float
    low: float
    high: float


def score(claims: Claims, truth: Truth, rule: Rule, equivalence: tuple[float, float]) -> Scores:
    """Hold claims against the truth, each against what it says itself.

    Parameters
    ----------
    claims : Claims
    truth : Truth
    rule : Rule
    equivalence : tuple of float
        Equivalence margins of mRNA and protein, log2.

    Returns
    -------
    Scores
    """
    of_protein, of_transcript = true_claims(truth, rule.fraction, rule.change)
    false, true = np.zeros((2, *truth.m.shape), dtype=bool)
    for direction, of_truth, other, margin in (
        (claims.protein, of_protein, truth.m, equivalence[0]),
        (claims.transcript, of_transcript, truth.p, equivalence[1]),
    ):
        for sign, holds in of_truth.items():
            if rule.other_unchanged:
                holds = holds & (np.abs(other) < margin)
            made = direction == sign
            false |= made & ~holds
            true |= made & holds
    made = (claims.protein != 0) | (claims.transcript != 0)
    found = truth.discordant & claims.called & true
    return Scores(*(np.sum(x, axis=1, dtype=float) for x in (false, made, found, truth.discordant)))


def joined(parts: list[Scores]) -> Scores:
    """Put the panels of several fits together."""
    fields = Scores.__dataclass_fields__
    return Scores(*(np.concatenate([getattr(part, name) for part in parts]) for name in fields))


def false_discovery_rate(scores: Scores) -> Share:
    """Mean of V / max(R, 1) over panels."""
    share = scores.false / np.maximum(scores.claimed, 1.0)
    return _bootstrap(scores.panels, lambda rows: share[rows].mean(axis=-1))


def any_false(scores: Scores) -> Share:
    """Share of panels with a false claim."""
    wrong = scores.false > 0
    return _bootstrap(scores.panels, lambda rows: wrong[rows].mean(axis=-1))


def power(scores: Scores) -> Share:
    """Share of discordant genes that are found."""

    def share(rows: np.ndarray) -> Floats:
        found, there = scores.found[rows].sum(axis=-1), scores.discordant[rows].sum(axis=-1)
        return np.asarray(found / np.where(there > 0, there, np.nan))

    return _bootstrap(scores.panels, share)


def _bootstrap(panels: int, statistic: Callable[[np.ndarray], Floats], draws: int = 1000) -> Share:
    """Draw panels with replacement for the interval; 3 / panels is the upper end of no event."""
    rng = np.random.default_rng(0)
    value = float(statistic(np.arange(panels)))
    drawn = np.concatenate(
        [statistic(rng.integers(0, panels, (100, panels))) for _ in range(max(1, draws // 100))]
    )
    low, high = np.nanquantile(drawn, [0.025, 0.975]) if np.isfinite(value) else (np.nan, np.nan)
    if value == 0 and high == 0:
        high = min(1.0, 3.0 / panels)
    return Share(value, float(low), float(high))
