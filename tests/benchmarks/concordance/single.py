"""Power of an assay of one or two targets, whose variance cannot be shared, by size of the fall."""

from __future__ import annotations

import numpy as np

from concordance.cells import Cell, Sizes, margins_of
from concordance.estimates import ASSAYS, Layer, counts_of, fitted, protein_layer, rna_layer
from concordance.rules import called, claims_at
from concordance.scores import Scores, joined
from concordance.truth import Truth

FALLS = (0.7, 1.0, 1.5, 2.0)
TARGETS = (1, 2)


def single_cells(n: int, sizes: Sizes, seed: int) -> dict[tuple[Cell, int, float], Scores]:
    """Simulate panels of one and of two targets that fall while their mRNA stays.

    Every target has the assay's typical SD. Moderation needs three targets, so none is shared.

    Parameters
    ----------
    n : int
        Replicates per arm, at least 3: with 2, a variance that is not shared is not tested.
    sizes : Sizes
    seed : int

    Returns
    -------
    dict
        By cell, number of targets and fall.
    """
    parts: dict[tuple[Cell, int, float], list[Scores]] = {}
    panels = min(sizes.genes // max(TARGETS), sizes.panels)
    for fit in range(max(1, round(sizes.panels / panels))):
        rng = np.random.default_rng([seed, n, fit])
        # the mRNA of the study moves in half of the genes, those of the panels do not
        moves = rng.random(sizes.genes) < 0.5
        m = np.where(moves, rng.normal(0, 1.0, sizes.genes), rng.normal(0, 0.1, sizes.genes))
        estimates, still = rna_layer(fitted(counts_of(m, n, rng))[1]), np.flatnonzero(~moves)
        for assay in ASSAYS:
            for targets in TARGETS:
                rows = rng.choice(still, (panels, targets))
                for fall in FALLS:
                    truth = Truth(
                        m[rows], np.full(rows.shape, -fall), np.ones(rows.shape, dtype=bool)
                    )
                    values = rng.normal(0, assay.s0, (*rows.shape, 2 * n))
                    values[..., n:] -= fall
                    for tau in sizes.systematic_sd:
                        cell = Cell("single", assay.name, n, tau)
                        p = protein_layer(values, tau)
                        parts.setdefault((cell, targets, fall), []).append(
                            _losses(truth, estimates.take(rows), p, cell)
                        )
    return {key: joined(of_cell) for key, of_cell in parts.items()}


def _losses(truth: Truth, m: Layer, p: Layer, cell: Cell) -> Scores:
    margins = margins_of(cell.assay)
    at_f, at_one = (claims_at(m, p, margins, f) for f in (margins.fraction, 1.0))
    lost = called(at_f, at_one, margins.alpha)[0] == "posttranscriptional_loss"
    counts = (np.zeros_like(lost), lost, lost, truth.discordant)
    return Scores(*(np.sum(x, axis=1, dtype=float) for x in counts))
