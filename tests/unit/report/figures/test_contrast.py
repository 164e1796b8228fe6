"""All figures of a contrast: each with its data, and a reason where there is nothing to draw."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from resistance.report.figures import contrast, model, study


@pytest.fixture(scope="module")
def drawn(fabricate):
    return fabricate.drawings(fabricate.study())


@pytest.mark.parametrize(
    ("place", "figures"), [(0, study.FIGURES), (1, model.FIGURES), (2, contrast.FIGURES)]
)
def test_every_figure_is_there_with_its_columns(drawn, place, figures):
    found = drawn[place][0] if place == 2 else drawn[place]
    assert list(found) == list(figures)
    for name, drawing in found.items():
        if name == "pca_without_nuisance":  # one variable: nothing to take out
            assert not drawing.drawn
            assert drawing.alt.endswith("the design has no variable besides those compared.")
            continue
        assert drawing.drawn, name
        assert list(drawing.data) == list(figures[name]), name
        assert len(drawing.data), name


def test_data_of_points_are_those_of_the_table(fabricate, drawn):
    de = fabricate.study().contrasts[0].de
    volcano, ma = drawn[2][0]["volcano"].data, drawn[2][0]["ma"].data
    assert set(volcano["gene_id"]) == set(de.loc[de["pvalue"].notna(), "gene_id"])
    assert set(ma["gene_id"]) == set(de.loc[de["baseMean"] > 0, "gene_id"])
    for data in (volcano, ma):
        called = set(data.loc[data["kind"] != "no call", "gene_id"])
        assert called == set(de.loc[de["padj"] < 0.1, "gene_id"]) & set(data["gene_id"])
        assert set(data.loc[data["of_interest"] == "yes", "gene_name"]) == {"IL3RA", "ABCB1"}


def test_nothing_to_draw_says_why(fabricate):
    made = fabricate.study(significant=False, protein=False, no_replicates=True)
    first, fitted, (found,) = fabricate.drawings(made)
    said = {name: d.alt.split(": ")[1] for name, d in found.items() if not d.drawn}
    assert said == {
        "volcano": "no gene has a p value.",
        "p_values": "no gene has a p value.",
        "heatmap": "no gene is called.",
        "quadrant": "no gene has an estimate in both layers.",
    }
    assert found["ma"].drawn
    assert not any(d.drawn for d in fitted.values())
    assert first["library_sizes"].drawn


def test_a_contrast_without_arms_shows_all_samples(fabricate):
    made = fabricate.study()
    first = made.contrasts[0]
    bare = dataclasses.replace(first.sides, reference=(), target=())
    lone = dataclasses.replace(made, contrasts=[dataclasses.replace(first, sides=bare)])
    heatmap = fabricate.drawings(lone)[2][0]["heatmap"]
    assert list(dict.fromkeys(heatmap.data["sample"])) == list(made.samples["sample"])
    assert "no two arms" in heatmap.caption


def test_spread_leaves_out_genes_without_a_read():
    names = pd.Index(["a", "b"], name="gene_id")
    vst = pd.DataFrame({"s1": [5.0, 3.0], "s2": [7.0, 3.0]}, names)
    counts = pd.DataFrame({"s1": [9.0, 0.0], "s2": [30.0, 0.0]}, names)
    found = study.spread_of(vst, counts)
    assert list(found.index) == ["a"]
    assert found.loc["a", "mean"] == 6
    assert found.loc["a", "sd"] == pytest.approx(np.sqrt(2))


def test_a_model_is_named_where_there_are_several():
    assert model.whose(["a"], True, False) == ""
    assert model.whose(["a", "b"], True, True) == "Model of all samples. "
    assert model.whose(["a", "b"], False, True) == "Model of a, b. "


def test_components_without_nuisance_name_what_is_taken_out(fabricate):
    made = fabricate.study()
    without = made.pca.assign(without="batch, donor")
    found = study.draw(
        made.quality_samples, made.pca, without, made.distances, fabricate.spread(), True
    )["pca_without_nuisance"]
    assert "effects of batch and donor are taken out" in found.caption
    assert "For display only" in found.caption
    assert found.alt.endswith("Effects of batch and donor are taken out.")
