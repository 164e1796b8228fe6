from __future__ import annotations

import pytest

from resistance.pathway_figures.study import FIGURES, draw


@pytest.fixture(scope="module")
def figures(inputs):
    return draw(inputs, True)


def test_every_figure_comes_with_its_data_and_its_caption(figures):
    assert list(figures) == list(FIGURES)
    for name, drawing in figures.items():
        assert list(drawing.data) == list(FIGURES[name])
        assert len(drawing.data), name
        assert drawing.drawn
        assert drawing.caption.startswith("Simulated data. ")
        assert len(drawing.alt) > 30


def test_real_data_are_not_called_simulated(inputs):
    for drawing in draw(inputs, False).values():
        assert "imulated" not in drawing.caption
        assert getattr(drawing.plot.labels, "subtitle", None) is None


def test_arms_stand_side_by_side_before_other_samples(figures):
    data = figures["leading_edge"].data
    assert list(data["sample"][:5]) == ["P1", "P2", "R1", "R2", "other"]


def test_where_no_set_is_called_each_figure_says_so(nothing):
    for name, drawing in draw(nothing, False).items():
        assert drawing.data.empty
        assert not drawing.drawn
        assert drawing.caption == "No gene set called."
        assert drawing.alt.endswith(": no gene set called."), name
        assert list(drawing.plot.data["label"]) == ["No gene set called"]
