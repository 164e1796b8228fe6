"""The cells of the benchmark: a truth, a number of replicates, an assay and a loading error."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from concordance.estimates import (
    ASSAYS,
    Layer,
    counts_of,
    fitted,
    protein_layer,
    protein_values,
    rna_layer,
)
from concordance.rules import RULES, compared
from concordance.scores import Scores, joined, score
from concordance.truth import Truth, draw
from resistance.concordance.claims import Margins
from resistance.protein.estimates import SYSTEMATIC_SD

#: SD of the loading error that the world ``bias`` hides, log2.
HIDDEN_BIAS = 0.20
MARGINS = Margins()


@dataclass(frozen=True)
class Sizes:
    """How much is simulated."""

    genes: int = 1500
    panel: int = 24
    panels: int = 1000
    replicates: tuple[int, ...] = (2, 3, 6)
    systematic_sd: tuple[float, ...] = (SYSTEMATIC_SD, 0.0)


@dataclass(frozen=True, order=True)
class Cell:
    """What is simulated and tested."""

    world: str
    assay: str
    replicates: int
    systematic_sd: float


def margins_of(assay: str) -> Margins:
    """Return the margins with the assay's own equivalence margin of the protein."""
    if assay == "western":
        return MARGINS
    return replace(MARGINS, western_equivalence=MARGINS.equivalence)


def world_cells(world: str, n: int, sizes: Sizes, seed: int) -> dict[tuple[Cell, str], Scores]:
    """Simulate a truth with n replicates per arm and let every rule judge every assay.

    One fit of the mRNA gives many panels; each assay draws its own protein for them.

    Parameters
    ----------
    world : str
        A key of :data:`concordance.truth.WORLDS`.
    n : int
    sizes : Sizes
    seed : int

    Returns
    -------
    dict
        By cell and rule.
    """
    parts: dict[tuple[Cell, str], list[Scores]] = {}
    per_fit = sizes.genes // sizes.panel
    left, fit = sizes.panels, 0
    while left > 0:
        rng = np.random.default_rng([seed, n, fit])
        genes = draw("grey" if world == "bias" else world, sizes.genes, rng)
        # size factors are medians: where hardly any gene of the panels stays, the rest of the
        # study must, or all m are off by the same error and on no boundary
        rest = rng.normal(0, 0.1, sizes.genes if world == "half_edge" else 0)
        estimates = rna_layer(fitted(counts_of(np.append(genes.m, rest), n, rng))[1])
        panels = min(left, per_fit)
        rows = rng.permutation(sizes.genes)[: panels * sizes.panel].reshape(panels, sizes.panel)
        truth, m = genes.take(rows), estimates.take(rows)
        for assay in ASSAYS:
            values = protein_values(truth, assay, n, rng)
            if world == "bias":
                values[..., n:] += rng.normal(0, HIDDEN_BIAS, (panels, 1, 1))
            for tau in sizes.systematic_sd:
                cell = Cell(world, assay.name, n, tau)
                for rule, scores in judged(truth, m, protein_layer(values, tau), cell).items():
                    parts.setdefault((cell, rule), []).append(scores)
        left, fit = left - panels, fit + 1
    return {key: joined(of_cell) for key, of_cell in parts.items()}


def judged(truth: Truth, m: Layer, p: Layer, cell: Cell) -> dict[str, Scores]:
    """Let every rule judge panels of one cell."""
    margins = margins_of(cell.assay)
    equivalence = (margins.equivalence, margins.western_equivalence)
    return {
        name: score(claims, truth, RULES[name], equivalence)
        for name, claims in compared(m, p, margins).items()
    }
