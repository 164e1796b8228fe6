from __future__ import annotations

from resistance.report.figures.drawing import nothing
from resistance.report.figures.rendering import for_screen


def test_where_there_is_nothing_the_figure_says_why():
    drawing = nothing("Volcano plot", "No gene has a p value", True)
    assert not drawing.drawn
    assert drawing.caption == "Simulated data. No gene has a p value."
    assert drawing.alt == "Volcano plot: no gene has a p value."
    svg = for_screen(drawing)
    assert b">No gene has a p value</text>" in svg
    assert b">Simulated data</text>" in svg
