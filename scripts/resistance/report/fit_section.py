"""The part of the page that shows how well the model fits."""

from __future__ import annotations

from typing import Any

import pandas as pd

from resistance.fit_tables import MAIN, model_names, of_model, question
from resistance.report.data import StudyTables
from resistance.report.figures import fit
from resistance.report.figures.style import Figure

#: Models drawn; each weighs as much as two figures of genes.
DRAWN = 3


def fit_section(study: StudyTables, simulated: bool) -> dict[str, Any]:
    """Build the figures of the fits: dispersions and Cook's distances by model, mean against SD.

    Parameters
    ----------
    study : StudyTables
    simulated : bool

    Returns
    -------
    dict
        ``figures`` and ``more``, the number of models that are not drawn.
    """
    names = model_names(study.fit.genes)
    figures: list[Figure | None] = []
    for name in names[:DRAWN]:
        whose = _whose(study, name) if len(names) > 1 else ""
        means = _means(study, name)
        if means is not None:
            genes = of_model(study.fit.genes, name)
            figures.append(fit.dispersions(genes, means, simulated, whose))
        cooks = of_model(study.fit.cooks, name)
        figures.append(fit.cooks_distances(cooks, study.quality_samples, simulated, whose))
    if len(study.spread):
        figures.append(fit.mean_spread(study.spread, simulated))
    return {
        "figures": [figure for figure in figures if figure is not None],
        "more": max(0, len(names) - DRAWN),
    }


def _of_model(study: StudyTables, name: str) -> list[str]:
    """Ids of the contrasts that rest on a model."""
    return [
        contrast.id
        for contrast in study.contrasts
        if question(study.model, contrast.id).get("model", MAIN) == name
    ]


def _means(study: StudyTables, name: str) -> pd.Series | None:
    """Mean counts over a model's samples, which stand in the table of any contrast of it."""
    mine = [contrast for contrast in study.contrasts if contrast.id in _of_model(study, name)]
    return mine[0].de.set_index("gene_id")["baseMean"] if mine else None


def _whose(study: StudyTables, name: str) -> str:
    ids = _of_model(study, name)
    if name == MAIN:
        return "Model of all samples. "
    return f"Model of {', '.join(ids)}. " if ids else f"Model {name}. "
