"""All figures of one contrast's genes and proteins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from resistance import figure_columns
from resistance.columns import Columns
from resistance.concordance.combine import without_members
from resistance.mechanisms.confidence import Arms
from resistance.report.asked import Asked
from resistance.report.figures import heat_map, p_values, top_genes
from resistance.report.figures.drawing import Drawing, or_nothing
from resistance.report.figures.ma_plot import ma_plot
from resistance.report.figures.quadrant import quadrant
from resistance.report.figures.samples import short_names
from resistance.report.figures.volcano import volcano

#: figures in the order of the report, with the columns of the data behind each
FIGURES: Final[dict[str, Columns]] = {
    "volcano": figure_columns.VOLCANO,
    "ma": figure_columns.MA,
    "p_values": figure_columns.P_VALUES,
    "heatmap": figure_columns.HEATMAP,
    "quadrant": figure_columns.QUADRANT,
}
#: what each is called, and why it may be absent
ABSENT: Final = {
    "volcano": ("Volcano plot", "No gene has a p value"),
    "ma": ("MA plot", "No gene has a fold change"),
    "p_values": ("Histogram of p values", "No gene has a p value"),
    "heatmap": ("Heat map of called genes", "No gene is called"),
    "quadrant": ("mRNA against protein", "No gene has an estimate in both layers"),
}


@dataclass(frozen=True)
class Inputs:
    """What the figures of a contrast show.

    Attributes
    ----------
    de, concordance, verdicts, samples : pandas.DataFrame
        ``DIFFERENTIAL``, ``CONCORDANCE``, ``VERDICTS`` of this contrast and ``QUALITY_SAMPLES`` of
        :mod:`resistance.columns`; of the concordance what may be shown.
    vst : pandas.DataFrame
        Genes x samples, index ``gene_id``.
    asked : mapping
        What ``model.json`` says of the contrast.
    sides : Arms
        Samples of the contrast.
    arms : tuple of str
        Names of reference and target.
    alpha : float
        FDR threshold.
    """

    de: pd.DataFrame
    concordance: pd.DataFrame
    verdicts: pd.DataFrame
    samples: pd.DataFrame
    vst: pd.DataFrame
    asked: Asked
    sides: Arms
    arms: tuple[str, str]
    alpha: float


def draw(inputs: Inputs, simulated: bool) -> dict[str, Drawing]:
    """Draw all figures of a contrast.

    Parameters
    ----------
    inputs : Inputs
    simulated : bool

    Returns
    -------
    dict of str to Drawing
        By the name of the figure, as in ``FIGURES``; one that has nothing to show says so.
    """
    de, alpha, asked, arms = inputs.de, inputs.alpha, inputs.asked, inputs.arms
    named = inputs.verdicts.loc[inputs.verdicts["gene_id"] != "", "gene_id"]
    panel = list(dict.fromkeys(named))
    # assays that were combined count once, as their combination
    pairs = without_members(inputs.concordance)
    across = heat_map.across_arms(short_names(inputs.samples), inputs.sides)
    # the arms side by side; a contrast without two of them shows all samples
    samples = list(across.arms) or list(inputs.vst.columns)
    top = top_genes.top_genes(de, inputs.vst[samples], panel, alpha)
    drawings = {
        "volcano": volcano(de, alpha, panel, arms, simulated, asked),
        "ma": ma_plot(de, alpha, panel, arms, simulated, asked),
        "p_values": p_values.histogram(de, asked, simulated),
        "heatmap": top_genes.heat_map(top, across, alpha, simulated),
        "quadrant": quadrant(pairs[pairs["assay_id"] != ""], panel, arms, simulated),
    }
    return or_nothing(drawings, ABSENT, simulated)
