from __future__ import annotations

import pytest

from resistance.pathway_figures.study import FIGURES, captions, draw


@pytest.fixture(scope="module")
def figures(inputs):
    return draw(inputs, True)


def test_every_figure_comes_with_its_data_and_its_caption(figures):
    assert list(figures) == list(FIGURES)
    for name, (data, drawing) in figures.items():
        assert list(data) == list(FIGURES[name])
        assert len(data), name
        assert drawing.caption.startswith("Simulated data. ")
        assert len(drawing.alt) > 30
    table = captions(figures)
    assert list(table["figure"]) == list(FIGURES)


def test_real_data_are_not_called_simulated(inputs):
    for _, drawing in draw(inputs, False).values():
        assert "imulated" not in drawing.caption
        assert getattr(drawing.plot.labels, "subtitle", None) is None


def test_arms_stand_side_by_side_before_other_samples(figures):
    data, _ = figures["leading_edge"]
    assert list(data["sample"][:5]) == ["P1", "P2", "R1", "R2", "other"]


def test_where_no_set_is_called_each_figure_says_so(nothing):
    for name, (data, drawing) in draw(nothing, False).items():
        assert data.empty
        assert drawing.caption == "No gene set called."
        assert drawing.alt.endswith(": no gene set called."), name
        assert list(drawing.plot.data["label"]) == ["No gene set called"]
