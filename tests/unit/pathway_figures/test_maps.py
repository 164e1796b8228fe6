from __future__ import annotations

import pandas as pd
import pytest

from resistance.pathway_figures import chosen, maps
from resistance.report.figures.heat_map import NAMED, Across


def test_the_map_counts_sets_and_groups(inputs):
    data = chosen.overlaps(inputs.groups, inputs.enrichment)
    drawing = maps.group_map(data, False)
    assert drawing.alt == "Heat map of the overlap of 8 gene sets in 4 groups."


@pytest.mark.parametrize("arms", [{"P1": "reference", "R1": "target"}, {}])
def test_arms_are_marked_by_shape(inputs, arms):
    data = chosen.set_scores(inputs.groups, inputs.scores, list(inputs.vst.columns), arms)
    drawing = maps.score_map(data, Across({"P1": "Parental 1"}, arms), False)
    ticks = drawing.plot.scales.get_scales("x").labels
    assert ("\u25cb Parental 1" in ticks) == bool(arms)
    assert ("\u25cf target" in drawing.caption) == bool(arms)
    assert ("no two arms" in drawing.caption) == (not arms)


def test_one_extreme_value_leaves_the_others_their_colour(inputs):
    data = chosen.leading_edge(inputs.groups, inputs.enrichment, inputs.de, inputs.vst)
    data.loc[0, "centred"] = 1e6
    drawing = maps.gene_map(data, Across({}, {}), False)
    assert drawing.plot.data["value"].max() < 10


def test_many_samples_are_not_named():
    rows = [("G", "set", f"s{i}", 1.0, i / 100) for i in range(NAMED + 1)]
    data = pd.DataFrame(rows, columns=["gene_name", "sets", "sample", "vst", "centred"])
    assert maps.gene_map(data, Across({}, {}), False).plot.scales.get_scales("x").breaks == []
