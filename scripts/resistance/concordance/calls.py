"""From p values to exclusive calls: families, false discovery rates, precedence and tiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from resistance.concordance.tests import Floats
from resistance.protein.estimates import benjamini_hochberg

DISCORDANT: Final = (
    "posttranscriptional_loss",
    "posttranscriptional_gain",
    "transcript_only_up",
    "transcript_only_down",
)

CALLED: Final = [
    "q_protein_only",
    "q_transcript_only",
    "q_concordant",
    "q_unchanged",
    "q_levels_differ",
    "call",
    "qualifier",
    "tier",
]


def stacked_q(protein_only: Floats, transcript_only: Floats) -> tuple[Floats, Floats]:
    """Adjust both discordance families of the same genes in one Benjamini-Hochberg vector.

    Parameters
    ----------
    protein_only, transcript_only : numpy.ndarray, (genes,)
        The smaller p of loss and gain, and of transcript-only up and down; NaN counts as 1.

    Returns
    -------
    tuple of numpy.ndarray, (genes,)
        Their q values.
    """
    stack = np.concatenate([protein_only, transcript_only])
    q = benjamini_hochberg(np.where(np.isfinite(stack), stack, 1.0))
    half = len(protein_only)
    return q[:half], q[half:]


def smaller(p: Mapping[str, Floats], one: str, other: str) -> Floats:
    """Return the smaller p of two exclusive directions, ignoring NaN."""
    return np.fmin(p[one], p[other])


def discordance_q(p: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Return the q values of the protein-only and of the transcript-only claims of one family.

    Parameters
    ----------
    p : mapping of str to numpy.ndarray, (genes,)
        Result of :func:`resistance.concordance.claims.claims`.

    Returns
    -------
    tuple of numpy.ndarray, (genes,)
    """
    return stacked_q(smaller(p, "loss", "gain"), smaller(p, "transcript_up", "transcript_down"))


def call_family(
    p: Mapping[str, Floats], p_levels: Mapping[str, Floats], alpha: float
) -> pd.DataFrame:
    """Call every gene of one family (contrast x assay x compartment x panel or rest).

    One BH over the stacked discordance claims, one over the concordant ones, one over "unchanged".
    Precedence: concordant (a discordance that also passes becomes its qualifier), opposite (both
    discordances pass, with opposite signs), loss or gain, transcript-only, unchanged,
    inconclusive. Tier A of a discordance: the other layer also passes equivalence, BH within the
    selected genes; otherwise tier B. Tier C: no call, but a discordance passes at f = 1, so the
    layers differ in size.

    Parameters
    ----------
    p : mapping of str to numpy.ndarray, (genes,)
        Result of :func:`resistance.concordance.claims.claims`.
    p_levels : mapping of str to numpy.ndarray, (genes,)
        The same at f = 1: one layer moves by more than the other.
    alpha : float

    Returns
    -------
    pandas.DataFrame
        One row a gene in the order given, columns of :data:`CALLED`.
    """
    q_protein, q_transcript = discordance_q(p)
    # of which the other layer explains less than f, it explains less than all: degrees of freedom
    # that differ with the fraction must not part the two
    q_levels = np.minimum.reduce([*discordance_q(p_levels), q_protein, q_transcript])
    q_concordant = benjamini_hochberg(smaller(p, "concordant_up", "concordant_down"))
    q_unchanged = benjamini_hochberg(p["unchanged"])

    falls = _first(p["loss"], p["gain"])
    transcript_rises = _first(p["transcript_up"], p["transcript_down"])
    rises_together = _first(p["concordant_up"], p["concordant_down"])
    protein_only, transcript_only = q_protein < alpha, q_transcript < alpha
    concordant = q_concordant < alpha
    call = np.select(
        [
            concordant & rises_together,
            concordant,
            protein_only & transcript_only & (falls == transcript_rises),
            protein_only & falls,
            protein_only,
            transcript_only & transcript_rises,
            transcript_only,
            q_unchanged < alpha,
        ],
        [
            "concordant_up",
            "concordant_down",
            "opposite",
            *DISCORDANT,
            "unchanged",
        ],
        "inconclusive",
    ).astype(object)
    exceeds = concordant & protein_only & (falls != rises_together)
    buffered = concordant & transcript_only & (transcript_rises == rises_together)
    qualifier = np.select([exceeds, buffered], ["protein_exceeds", "buffered"], "").astype(object)

    selected = np.isin(call, DISCORDANT)
    other = np.where(np.isin(call, DISCORDANT[:2]), p["equivalent_rna"], p["equivalent_protein"])
    q_other = benjamini_hochberg(np.where(selected, other, np.nan))
    levels_differ = (call == "inconclusive") & (q_levels < alpha)
    tier = np.select(
        [selected & (q_other < alpha), selected, levels_differ], ["A", "B", "C"], ""
    ).astype(object)
    return pd.DataFrame(
        dict(
            zip(
                CALLED,
                (
                    q_protein,
                    q_transcript,
                    q_concordant,
                    q_unchanged,
                    q_levels,
                    call,
                    qualifier,
                    tier,
                ),
                strict=True,
            )
        )
    )


def _first(one: Floats, other: Floats) -> np.ndarray:
    """Tell where the first of two exclusive directions has the smaller p."""
    return np.nan_to_num(one, nan=2.0) < np.nan_to_num(other, nan=2.0)
