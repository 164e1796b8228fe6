"""True changes of mRNA and protein, and what may truly be claimed of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resistance.concordance.claims import Margins

Floats = NDArray[np.float64]

DC = Margins().change
KINDS = ("unchanged", "concordant", "grey", "protein_only", "transcript_only", "opposite")
#: Share of each kind.
SHARES = (0.30, 0.15, 0.30, 0.10, 0.10, 0.05)

#: What a panel's genes may truly do.
WORLDS = {
    "grey": "grey truth: 30% unchanged, 15% concordant (slope .7 to 1.1), 30% concordant and "
    "small, 10% protein only, 10% transcript only, 5% opposite",
    "bias": "grey truth, and a hidden loading error N(0, .2) of each panel's protein",
    "slopes": "grey truth, but the protein follows every mRNA with a slope of .3 to .6",
    "change_edge": "25% discordant; all others |p| = log2(1.25) and m = 0, or the layers exchanged",
    "half_edge": "25% discordant; all others m = p/2 or p = m/2, |larger change| 1 to 3",
    "none": "no discordance: unchanged, concordant and small concordant genes only",
}


@dataclass(frozen=True)
class Truth:
    """True log2 changes of some genes.

    Attributes
    ----------
    m, p : numpy.ndarray
        mRNA and protein.
    discordant : numpy.ndarray of bool
        Drawn as protein only, transcript only or opposite: power is counted on these.
    """

    m: Floats
    p: Floats
    discordant: np.ndarray

    def take(self, rows: np.ndarray) -> Truth:
        """Return the chosen genes, in the shape of ``rows``."""
        return Truth(self.m[rows], self.p[rows], self.discordant[rows])


def draw(world: str, genes: int, rng: np.random.Generator) -> Truth:
    """Draw the true changes of some genes.

    Parameters
    ----------
    world : str
        A key of :data:`WORLDS`.
    genes : int
    rng : numpy.random.Generator

    Returns
    -------
    Truth
    """
    shares = np.array(SHARES)
    if world == "none":
        shares[3:] = 0.0
    kind = rng.choice(len(KINDS), genes, p=shares / shares.sum())
    sign = rng.choice([-1.0, 1.0], genes)

    def size(low: float, high: float) -> Floats:
        return sign * rng.uniform(low, high, genes)

    small, other_small = rng.normal(0, 0.1, (2, genes))
    strong, grey, moved = size(1.0, 3.0), size(0.3, 1.2), size(1.2, 3.0)
    follows = rng.uniform(0.7, 1.1, genes)
    grey_follows = np.ones(genes)
    if world == "slopes":
        follows = grey_follows = rng.uniform(0.3, 0.6, genes)
    against = -sign * rng.uniform(1.2, 3.0, genes)
    m = np.choose(kind, [small, strong, grey, small, moved, moved])
    p = np.choose(
        kind, [other_small, strong * follows, grey * grey_follows, moved, other_small, against]
    )
    discordant = kind >= 3
    if world.endswith("_edge"):
        larger = strong if world == "half_edge" else DC * sign
        rest = larger / 2.0 if world == "half_edge" else np.zeros(genes)
        protein_larger = rng.random(genes) < 0.5
        m = np.where(discordant, m, np.where(protein_larger, rest, larger))
        p = np.where(discordant, p, np.where(protein_larger, larger, rest))
    return Truth(m, p, discordant)


def true_claims(
    truth: Truth, fraction: float, change: float = DC
) -> tuple[dict[int, np.ndarray], dict[int, np.ndarray]]:
    """Tell of which genes a discordance may be claimed.

    Parameters
    ----------
    truth : Truth
    fraction : float
        f: the other layer explains less than this share.
    change : float
        dc: the change is more than this, log2.

    Returns
    -------
    tuple of dict
        Of the protein and of the transcript; by direction, +1 or -1.
    """
    m, p = truth.m, truth.p
    protein = {s: (s * p > change) & (s * m < fraction * s * p) for s in (1, -1)}
    transcript = {s: (s * m > change) & (s * p < fraction * s * m) for s in (1, -1)}
    return protein, transcript
