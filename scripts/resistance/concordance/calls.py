"""From p values to exclusive calls: families, false discovery rates, precedence and tiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from resistance.concordance.tests import Floats
from resistance.multiple_testing import benjamini_hochberg

DISCORDANT: Final = (
    "posttranscriptional_loss",
    "posttranscriptional_gain",
    "transcript_only_up",
    "transcript_only_down",
)

#: L and c of :func:`discordance_p`: a discordance counts as c tests where the other layer does not
#: look like moving the other way, as up to c / L where it does.
LEAST_DIVISOR: Final = 0.3
APART: Final = 1.0 + LEAST_DIVISOR**2

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
    """Adjust both discordance families in one Benjamini-Hochberg procedure over their genes.

    A gene is a discovery once, by its smaller p, so R counts genes and the number of tests is the
    number of genes; the p values must bear that a gene has two (:func:`discordance_p`). A claim
    passes where its p is at most alpha R / G.

    Parameters
    ----------
    protein_only, transcript_only : numpy.ndarray, (genes,)
        p of each gene's two discordances; NaN counts as 1.

    Returns
    -------
    tuple of numpy.ndarray, (genes,)
        Their q values.
    """
    one, other = (np.where(np.isfinite(p), p, 1.0) for p in (protein_only, transcript_only))
    genes = np.sort(np.minimum(one, other))
    count = len(genes)
    of_genes = np.append(benjamini_hochberg(genes), 1.0)

    def q(p: Floats) -> Floats:
        ranks = np.searchsorted(genes, p, side="right")
        here = p * count / np.maximum(ranks, 1)
        # or at the level of any gene with a larger p
        return np.minimum(here, of_genes[np.searchsorted(genes, p, side="left")])

    return q(one), q(other)


def smaller(p: Mapping[str, Floats], one: str, other: str) -> Floats:
    """Return the smaller p of two exclusive directions, ignoring NaN."""
    return np.fmin(p[one], p[other])


def discordance_p(p: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Return p of the protein-only and of the transcript-only claim of each gene, weighted.

    A gene has two discordances, of the protein and of the transcript. Both can be false at the
    same time only where the layers seem to move apart, so p is not doubled but divided by the p of
    what the other claim needs: that the other layer moves the other way. With U of the protein and
    W of the mRNA, independent and uniform, P(U/W <= t) + P(W/U <= t) = t. The divisor is at least
    L = 0.3, to spare layers that truly move apart; c = 1 + L^2 pays for that:
    P(U <= t max(W, L) / c) + P(W <= t max(U, L) / c) = t. It is a bound for all nulls whose p have
    convex distribution functions, as tests of a margin have, while neither layer moves; where one
    does, Lin bounds the rest as long as f is well below 1 (simulated to f = 0.8). At f = 1 both
    claims stand on the two sides of one statistic, m - p, and layers that share samples are not
    independent: there (``dependent``) p is doubled. The change is tested on both sides, which
    matters where the standard error exceeds the margin.

    Parameters
    ----------
    p : mapping of str to numpy.ndarray, (genes,)
        Result of :func:`resistance.concordance.claims.claims`; with ``dependent``, 1 where p is
        to be doubled, if it is anywhere.

    Returns
    -------
    tuple of numpy.ndarray, (genes,)
    """
    dependent = p.get("dependent", np.zeros(1)) > 0

    def weighted(claim: str, layer: str, other_way: str) -> Floats:
        two_sided = 1.0 - np.abs(p[f"{layer}_up"] - p[f"{layer}_down"])
        both = np.maximum(p[claim], two_sided)
        tests = np.where(dependent, 2.0, APART / np.maximum(p[other_way], LEAST_DIVISOR))
        return np.minimum(tests * both, 1.0)

    return (
        np.fmin(weighted("loss", "protein", "rna_up"), weighted("gain", "protein", "rna_down")),
        np.fmin(
            weighted("transcript_up", "rna", "protein_down"),
            weighted("transcript_down", "rna", "protein_up"),
        ),
    )


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
    return stacked_q(*discordance_p(p))


def call_family(
    p: Mapping[str, Floats], p_levels: Mapping[str, Floats], alpha: float
) -> pd.DataFrame:
    """Call every gene of one family (contrast x assay x compartment x panel or rest).

    One BH over the genes' discordances, one over the concordant claims, one over "unchanged".
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
    of_levels = discordance_q({**p_levels, "dependent": np.ones(1)})
    q_levels = np.minimum.reduce([*of_levels, q_protein, q_transcript])
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
