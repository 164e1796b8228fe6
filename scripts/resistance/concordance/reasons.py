"""Why a gene is inconclusive, and how many replicates would decide."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from scipy.special import ndtri

from resistance.concordance.calls import APART, smaller
from resistance.concordance.claims import Layer, Margins
from resistance.concordance.tests import Floats, half_width

#: The first that applies is the reason.
REASONS: Final = (
    "n1",
    "assay_conflict",
    "censored",
    "ratio_compression",
    "lost_to_fdr",
    "difference_only",
    "rna_underpowered",
    "protein_underpowered",
    "between_margins",
)

#: Reason of a protein estimate that has no test, by its status.
PROTEIN_STATUS_REASONS: Final = {
    "n1": "n1",
    "n2": "protein_underpowered",
    "no_variance": "protein_underpowered",
    "censored": "censored",
    "on_off": "censored",
}

#: More replicates than this are no plan.
MOST_REPLICATES: Final = 100


def inconclusive_reasons(
    p: Mapping[str, Floats],
    q_levels: Floats,
    m: Layer,
    protein: Layer,
    compression_unknown: np.ndarray,
    alpha: float,
) -> np.ndarray:
    """Give the reason that would apply to each tested gene if it is inconclusive.

    Parameters
    ----------
    p : mapping of str to numpy.ndarray, (genes,)
        Claims of one family at the fraction f.
    q_levels : numpy.ndarray, (genes,)
        q values of the claim that the layers differ in size (f = 1).
    m, protein : Layer
    compression_unknown : numpy.ndarray of bool, (genes,)
        A transcript-only claim would pass at p < alpha, were the assay known not to compress
        ratios.
    alpha : float

    Returns
    -------
    numpy.ndarray of str, (genes,)
    """
    bound = protein.upper_bound | protein.lower_bound
    raw = np.fmin.reduce(
        [
            smaller(p, "loss", "gain"),
            smaller(p, "transcript_up", "transcript_down"),
            smaller(p, "concordant_up", "concordant_down"),
            p["unchanged"],
        ]
    )
    return np.select(
        [
            bound,
            compression_unknown,
            raw < alpha,
            q_levels < alpha,
            half_width(m.se, m.df, 0.90) > m.equivalence,
            half_width(protein.se, protein.df, 0.90) > protein.equivalence,
        ],
        list(REASONS[2:8]),
        REASONS[8],
    ).astype(object)


def replicates_needed(
    m: Layer,
    protein: Layer,
    n_rna: float,
    n_protein: Floats,
    systematic_sd: Floats,
    margins: Margins,
    fractions: tuple[float, float],
    rejected: tuple[int, int, int],
) -> Floats:
    """Replicates per arm that would settle a gene with 80% power at its observed estimates.

    Normal approximation with the observed variances: each of a claim's two parts gets 90% power, so
    that both hold in 80% (Bonferroni), at the p that the next gene of the family must reach
    (alpha (R + 1) / tests, R the claims that already pass); plus z^2/4 for the t distribution
    (Guenther 1981). The easiest claim counts.

    Parameters
    ----------
    m, protein : Layer
    n_rna : float
        Replicates per arm behind the mRNA (harmonic mean of both arms).
    n_protein : numpy.ndarray, (genes,)
    systematic_sd : numpy.ndarray, (genes,)
        Part of the protein's error that replicates do not lower, log2.
    margins : Margins
    fractions : tuple of float
        f of the protein-only and of the transcript-only claims.
    rejected : tuple of int
        Discordant, concordant and unchanged genes already called in the family.

    Returns
    -------
    numpy.ndarray, (genes,)
        NaN where no number up to 100 would do.
    """
    tau2 = systematic_sd**2
    var_m = m.se**2 * n_rna
    var_p = np.maximum(protein.se**2 - tau2, 0.0) * n_protein
    genes = len(m.x)
    thresholds = [
        margins.alpha * (r + 1) / tests
        for r, tests in zip(rejected, (APART * genes, genes, genes), strict=True)
    ]
    z_discordant, z_concordant, z_unchanged = (-ndtri(min(t, margins.alpha)) for t in thresholds)
    f, f_transcript = fractions

    def parts(z_alpha: float, *components: tuple[Floats, Floats, Floats]) -> Floats:
        z = z_alpha + ndtri(0.90)
        n = np.zeros(genes)
        for distance, variance, fixed in components:
            room = (np.maximum(distance, 0.0) / z) ** 2 - fixed
            n = np.maximum(n, np.where(room > 0, variance / np.where(room > 0, room, 1.0), np.inf))
        return n + z_alpha**2 / 4.0

    options = []
    none = np.zeros(genes)
    for sign in (1.0, -1.0):
        rna, prot = sign * m.x, sign * protein.x
        rna_moves = (rna - margins.change, var_m, none)
        protein_moves = (prot - margins.change, var_p, tau2)
        excess = (prot * f - rna, var_m + f**2 * var_p, f**2 * tau2)
        lag = (rna * f_transcript - prot, f_transcript**2 * var_m + var_p, tau2)
        options += [
            parts(z_discordant, protein_moves, excess),
            parts(z_concordant, rna_moves, protein_moves),
        ]
        if np.isfinite(f_transcript):
            options.append(parts(z_discordant, rna_moves, lag))
    rna_same = (m.equivalence - np.abs(m.x), var_m, none)
    protein_same = (protein.equivalence - np.abs(protein.x), var_p, tau2)
    options.append(parts(z_unchanged, rna_same, protein_same))
    with np.errstate(invalid="ignore"):
        n = np.maximum(np.ceil(np.min(options, axis=0)), np.floor(np.minimum(n_rna, n_protein)) + 1)
    return np.where(np.isfinite(n) & (n <= MOST_REPLICATES), n, np.nan)
