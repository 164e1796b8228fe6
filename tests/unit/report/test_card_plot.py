from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from resistance.report.card_plot import HEIGHT, Panel, draw, rna_panel

values = st.lists(st.floats(-30, 30), max_size=6)


@given(values, values)
def test_every_finite_replicate_is_drawn_inside_the_picture(reference, target):
    plot = draw([Panel("mRNA", reference, target)], ("a", "b"))
    if not reference and not target:
        assert plot is None
        return
    points = [p for arm in ("reference", "target") for p in plot["panels"][0][arm]["points"]]
    assert len(points) == len(reference) + len(target)
    assert all(0 <= p["y"] <= HEIGHT and 0 <= p["x"] <= plot["width"] for p in points)


def test_a_target_that_is_lower_lies_lower():
    panel = draw([Panel("surface", [8, 8.1], [5, 5.2])], ("a", "b"))["panels"][0]
    assert panel["target"]["mean"] > panel["reference"]["mean"]


def test_samples_are_chosen_by_name_and_zeros_are_kept():
    panel = rna_panel(pd.Series({"b": 3.5, "a": 0.0}), ["a"], ["b"])
    assert (panel.reference, panel.target) == ([-1.0], [2.0])


def test_missing_values_are_left_out():
    plot = draw([Panel("mRNA", [float("nan"), 1.0], [2.0])], ("a", "b"))
    assert len(plot["panels"][0]["reference"]["points"]) == 1
