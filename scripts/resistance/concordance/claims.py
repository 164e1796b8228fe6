"""Claims on mRNA and protein as intersection-union tests (Berger 1982): p = max of the parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from resistance.concordance import tests
from resistance.concordance.tests import Floats


@dataclass(frozen=True)
class Margins:
    """What counts as a change and as none; log2 units.

    Attributes
    ----------
    change : float
        dc: a change is more than this.
    equivalence : float
        dE: unchanged is less than this.
    western_equivalence : float
        dE of the protein for westerns.
    fraction : float
        f: a discordance needs that the other layer explains less than this share.
    alpha : float
        False discovery rate within a family.
    """

    change: float = float(np.log2(1.25))
    equivalence: float = float(np.log2(1.5))
    western_equivalence: float = 1.0
    fraction: float = 0.5
    alpha: float = 0.05


@dataclass(frozen=True)
class Layer:
    """Estimates of one layer, each array of shape (genes,).

    Attributes
    ----------
    x, se, df : numpy.ndarray
        log2 fold change, standard error, degrees of freedom.
    equivalence : numpy.ndarray
        dE of this layer, log2.
    upper_bound, lower_bound : numpy.ndarray of bool
        ``x`` is only an upper (lower) bound of the change: a censored arm.
    no_equivalence : numpy.ndarray of bool
        Equivalence may not be claimed: a bound, or zero counts in one whole arm.
    """

    x: Floats
    se: Floats
    df: Floats
    equivalence: Floats
    upper_bound: np.ndarray
    lower_bound: np.ndarray
    no_equivalence: np.ndarray


#: The claims in the order of their columns.
CLAIMS = (
    "loss",
    "gain",
    "transcript_up",
    "transcript_down",
    "concordant_up",
    "concordant_down",
    "unchanged",
)


@dataclass(frozen=True)
class RnaTests:
    """p values of the tests that involve the mRNA; each array of shape (genes,).

    By default t tests; genes with zero counts in one whole arm get likelihood-ratio tests instead
    (:mod:`resistance.concordance.rna`).

    Attributes
    ----------
    up, down : numpy.ndarray
        Up(m), Dn(m).
    above, below : numpy.ndarray
        Lin(m, p, f) and Lin(-m, -p, f): the mRNA lies above (below) f times the protein.
    protein_below, protein_above : numpy.ndarray
        Lin(-p, -m, f') and Lin(p, m, f'): the protein lies below (above) f' times the mRNA.
    difference : numpy.ndarray
        Two-sided, D = p - m.
    """

    up: Floats
    down: Floats
    above: Floats
    below: Floats
    protein_below: Floats
    protein_above: Floats
    difference: Floats


def rna_tests(m: Layer, p: Layer, change: float, f: float, f_transcript: float) -> RnaTests:
    """Run the t tests that involve the mRNA.

    Parameters
    ----------
    m, p : Layer
        mRNA and protein of the same genes.
    change : float
        dc, log2.
    f, f_transcript : float
        Fraction for the protein-only and for the transcript-only claims (f' < f where the assay
        compresses ratios; NaN where that is unknown).

    Returns
    -------
    RnaTests
    """
    rna, protein = (m.x, m.se, m.df), (p.x, p.se, p.df)
    minus_rna, minus_protein = (-m.x, m.se, m.df), (-p.x, p.se, p.df)
    return RnaTests(
        up=tests.up(*rna, change),
        down=tests.down(*rna, change),
        above=tests.linear(*rna, *protein, f),
        below=tests.linear(*minus_rna, *minus_protein, f),
        protein_below=tests.linear(*minus_protein, *minus_rna, f_transcript),
        protein_above=tests.linear(*protein, *rna, f_transcript),
        difference=tests.difference(*protein, *rna),
    )


def claims(m: Layer, p: Layer, rna: RnaTests, change: float) -> dict[str, Floats]:
    """Return the p value of every claim of the table in design section 2.

    A bound can only speak for a change in its own direction: an upper bound of the protein's
    change for "lower" and for "below a share of the mRNA", never for "unchanged".

    Parameters
    ----------
    m, p : Layer
    rna : RnaTests
    change : float
        dc, log2.

    Returns
    -------
    dict of str to numpy.ndarray
        Keys of :data:`CLAIMS`, ``equivalent_rna``, ``equivalent_protein`` and ``difference``, and
        the changes of each layer, ``rna_up, rna_down, protein_up, protein_down``.
    """
    protein_up = _allowed(tests.up(p.x, p.se, p.df, change), ~p.upper_bound)
    protein_down = _allowed(tests.down(p.x, p.se, p.df, change), ~p.lower_bound)
    above = _allowed(rna.above, ~p.lower_bound)
    below = _allowed(rna.below, ~p.upper_bound)
    protein_below = _allowed(rna.protein_below, ~p.lower_bound)
    protein_above = _allowed(rna.protein_above, ~p.upper_bound)
    equivalent_rna = _allowed(tests.equivalent(m.x, m.se, m.df, m.equivalence), ~m.no_equivalence)
    equivalent_protein = _allowed(
        tests.equivalent(p.x, p.se, p.df, p.equivalence), ~p.no_equivalence
    )
    return {
        "loss": np.maximum(protein_down, above),
        "gain": np.maximum(protein_up, below),
        "transcript_up": np.maximum(rna.up, protein_below),
        "transcript_down": np.maximum(rna.down, protein_above),
        "concordant_up": np.maximum(rna.up, protein_up),
        "concordant_down": np.maximum(rna.down, protein_down),
        "unchanged": np.maximum(equivalent_rna, equivalent_protein),
        "rna_up": rna.up,
        "rna_down": rna.down,
        "protein_up": protein_up,
        "protein_down": protein_down,
        "equivalent_rna": equivalent_rna,
        "equivalent_protein": equivalent_protein,
        "difference": np.where(p.upper_bound | p.lower_bound, np.nan, rna.difference),
    }


def _allowed(p: Floats, allowed: np.ndarray) -> Floats:
    """Set p to 1 where the claim may not be made."""
    return np.where(allowed | ~np.isfinite(p), p, 1.0)
