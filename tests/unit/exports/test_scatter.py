from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resistance.exports.scatter import GRID, components, thinned, volcano

TITLE = "resistant against parental"


def test_a_volcano_counts_every_gene_and_draws_few(fabricate):
    study = fabricate.study(n_genes=3000)
    de = study.contrasts[0].de
    plot = volcano(de, 0.1, [de["gene_id"][1], "absent"], TITLE, {})
    tested = de["pvalue"].notna()
    counted = sum(int(p.name.split("(")[1].rstrip(")").replace(",", "")) for p in plot.points)
    assert counted == tested.sum()
    higher = (tested & (de["padj"] < 0.1) & (de["log2FoldChange"] > 0)).sum()
    assert f"higher ({higher:,})" in [points.name for points in plot.points]
    assert [label[2] for label in plot.labels] == ["ABCB1"]
    assert plot.labels[0][0] == pytest.approx(de["log2FoldChange"][1])
    (left, right), (low, high) = plot.x_range, plot.y_range
    assert all(left < x < right and low <= y <= high for p in plot.points for x, y in p.xy)


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_no_gene_to_draw_is_no_plot(fabricate, number):
    de = fabricate.study().contrasts[0].de.assign(log2FoldChange=number)
    assert volcano(de, 0.1, [], TITLE, {}) is None


def test_a_p_value_of_zero_is_drawn(fabricate):
    de = fabricate.study().contrasts[0].de.head(1).assign(pvalue=0.0, padj=0.0, log2FoldChange=0.0)
    plot = volcano(de, 0.1, [], TITLE, {})
    assert len(plot.points[0].xy) == 1
    assert np.isfinite(plot.points[0].xy).all()


def test_points_of_one_cell_are_drawn_once():
    x = pd.Series([0.001, 0.002, 0.9, 0.001])
    assert len(thinned(x, x, (0.0, 1.0), (0.0, 1.0))) == 2
    many = pd.Series(np.random.default_rng(1).uniform(size=100_000))
    assert len(thinned(many, many[::-1], (0.0, 1.0), (0.0, 1.0))) <= GRID**2


def test_components_by_group(fabricate):
    study = fabricate.study()
    plot = components(study.pca, study.quality_samples)
    assert [points.name for points in plot.points] == ["parental", "resistant"]
    assert sum(len(points.xy) for points in plot.points) == len(study.samples)
    assert components(study.pca.iloc[:0], study.quality_samples) is None
