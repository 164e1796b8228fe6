"""The part of the page that shows how well the model fits."""

from __future__ import annotations

from typing import Any

from resistance.report.data import StudyTables

#: Models shown; each weighs as much as two figures of genes.
SHOWN = 3


def fit_section(study: StudyTables) -> dict[str, Any]:
    """Collect the figures of the fits: dispersions and Cook's distances by model, mean against SD.

    Parameters
    ----------
    study : StudyTables

    Returns
    -------
    dict
        ``figures`` and ``more``, the number of models that are not shown.
    """
    figures = [
        figure
        for of_model in study.fit_figures[:SHOWN]
        for figure in of_model.values()
        if figure.drawn
    ]
    spread = study.figures.get("mean_spread")
    if spread is not None and spread.drawn:
        figures.append(spread)
    return {"figures": figures, "more": max(0, len(study.fit_figures) - SHOWN)}
