"""All figures of gene sets of one contrast, each with the data behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from resistance import figure_columns
from resistance.columns import Columns
from resistance.enrichment.ranking import Ranking
from resistance.mechanisms.confidence import Arms
from resistance.pathway_figures import chosen, drawn, maps
from resistance.report.figures import heat_map
from resistance.report.figures.drawing import Drawing
from resistance.report.figures.samples import short_names

#: figures in the order of the report, with the columns of the data behind each
FIGURES: dict[str, Columns] = {
    "dots": figure_columns.PATHWAYS_DOTS,
    "running_sum": figure_columns.PATHWAYS_RUNNING_SUM,
    "groups": figure_columns.PATHWAYS_GROUPS,
    "leading_edge": figure_columns.PATHWAYS_LEADING_EDGE,
    "scores": figure_columns.PATHWAYS_SCORES,
}


@dataclass(frozen=True)
class Inputs:
    """Tables that the figures show.

    Attributes
    ----------
    groups, enrichment, members, scores, de, samples : pandas.DataFrame
        ``PATHWAY_GROUPS``, ``ENRICHMENT``, ``GENE_SETS``, ``PATHWAY_SCORES``, ``DIFFERENTIAL``
        (with the signed statistic) and ``QUALITY_SAMPLES`` of :mod:`resistance.columns`.
    vst : pandas.DataFrame
        Genes x samples, index ``gene_id``.
    ranking : Ranking
        Of the genes of ``de``.
    sides : Arms
        Samples of the contrast.
    target : str
        Name of the target arm.
    """

    groups: pd.DataFrame
    enrichment: pd.DataFrame
    members: pd.DataFrame
    scores: pd.DataFrame
    de: pd.DataFrame
    samples: pd.DataFrame
    vst: pd.DataFrame
    ranking: Ranking
    sides: Arms
    target: str


def draw(inputs: Inputs, simulated: bool) -> dict[str, Drawing]:
    """Draw all figures.

    Parameters
    ----------
    inputs : Inputs
    simulated : bool

    Returns
    -------
    dict of str to Drawing
        By the name of the figure, as in ``FIGURES``.
    """
    across = heat_map.across_arms(short_names(inputs.samples), inputs.sides)
    arms = across.arms
    # the arms of the contrast side by side, then the study's other samples
    ordered = [*arms, *(sample for sample in inputs.vst.columns if sample not in arms)]
    groups, enrichment, target = inputs.groups, inputs.enrichment, inputs.target
    statistic = inputs.ranking.statistic
    data = {
        "dots": chosen.dots(groups, enrichment),
        "running_sum": chosen.curves(groups, enrichment, inputs.members, statistic),
        "groups": chosen.overlaps(groups, enrichment),
        "leading_edge": chosen.leading_edge(groups, enrichment, inputs.de, inputs.vst[ordered]),
        "scores": chosen.set_scores(groups, inputs.scores, ordered, arms),
    }
    drawings = {
        "dots": drawn.dot_plot(data["dots"], target, simulated),
        "running_sum": drawn.running_sums(data["running_sum"], len(statistic), target, simulated),
        "groups": maps.group_map(data["groups"], simulated),
        "leading_edge": maps.gene_map(data["leading_edge"], across, simulated),
        "scores": maps.score_map(data["scores"], across, simulated),
    }
    return {name: replace(drawings[name], data=data[name]) for name in FIGURES}
