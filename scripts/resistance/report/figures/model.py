"""Both figures of a fitted model: dispersions and Cook's distances."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from resistance import figure_columns
from resistance.columns import Columns
from resistance.report.figures import fit
from resistance.report.figures.drawing import Drawing, or_nothing

#: figures in the order of the report, with the columns of the data behind each
FIGURES: Final[dict[str, Columns]] = {
    "dispersions": figure_columns.DISPERSIONS,
    "cooks_distances": figure_columns.COOKS_DISTANCES,
}
#: what each is called, and why it may be absent
ABSENT: Final = {
    "dispersions": ("Dispersions", "No gene has a dispersion"),
    "cooks_distances": ("Cook\u2019s distances", "No gene was fitted with an error of its own"),
}


def draw(
    genes: pd.DataFrame,
    cooks: pd.DataFrame,
    means: pd.Series,
    samples: pd.DataFrame,
    whose: str,
    simulated: bool,
) -> dict[str, Drawing]:
    """Draw both figures of a model.

    Parameters
    ----------
    genes, cooks : pandas.DataFrame
        ``FIT_GENES`` and ``COOKS`` of :mod:`resistance.columns`, of this model.
    means : pandas.Series
        Means of normalised counts over the model's samples; index ``gene_id``.
    samples : pandas.DataFrame
        ``QUALITY_SAMPLES``.
    whose : str
        First words of the captions, of :func:`whose`.
    simulated : bool

    Returns
    -------
    dict of str to Drawing
        By the name of the figure, as in ``FIGURES``; one that has nothing to show says so.
    """
    drawings = {
        "dispersions": fit.dispersions(genes, means, simulated, whose),
        "cooks_distances": fit.cooks_distances(cooks, samples, simulated, whose),
    }
    return or_nothing(drawings, ABSENT, simulated)


def whose(contrasts: Sequence[str], whole: bool, several: bool) -> str:
    """Say which model a figure is of.

    Parameters
    ----------
    contrasts : sequence of str
        Ids of those that rest on it.
    whole : bool
        Whether it is fitted on all samples.
    several : bool
        Whether the study has other models.

    Returns
    -------
    str
        Empty, or a sentence with a space after it.
    """
    if not several:
        return ""
    return "Model of all samples. " if whole else f"Model of {', '.join(contrasts)}. "
