from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resistance.pathway_figures import chosen, drawn


@pytest.fixture(scope="module")
def dots(inputs):
    return chosen.dots(inputs.groups, inputs.enrichment)


def test_dots_count_directions_and_mark_proliferation(dots):
    drawing = drawn.dot_plot(dots, "resistant", False)
    assert drawing.alt == (
        "Dot plot of 4 gene sets: 2 with higher and 2 with lower genes in resistant."
    )
    assert "\u2020 not called without" in drawing.caption
    names = list(drawing.plot.data["name"].cat.categories)
    assert [name.endswith(drawn.FOLLOWS) for name in names].count(True) == 2
    quiet = drawn.dot_plot(dots.assign(follows_proliferation="no"), "resistant", False)
    assert "\u2020" not in quiet.caption


def test_sets_of_one_name_keep_a_row_each(dots):
    same = dots.assign(term="The same name")
    categories = drawn.dot_plot(same, "resistant", False).plot.data["name"].cat.categories
    assert len(categories) == len(dots)


def test_curves_are_told_apart_by_letters(inputs):
    data = chosen.curves(inputs.groups, inputs.enrichment, inputs.members, inputs.ranking.statistic)
    drawing = drawn.running_sums(data, 200, "resistant", True)
    assert sorted(set(drawing.plot.data["key"])) == list("abcde")
    assert "Drug efflux (Resistance mechanisms)" in drawing.alt


def test_numbers_of_axes_have_a_true_minus():
    assert drawn.true_minus([-0.5, 0.0, 2]) == ["\u22120.5", "0", "2"]


def test_letters_of_one_side_stand_apart_and_within_the_panel():
    places = pd.Series([100.0, 101.0, 199.0, 200.0, 100.0])
    above = pd.Series([True, True, True, True, False])
    moved = drawn._apart(places, above, 10)
    assert np.diff(np.sort(moved[:4])).min() >= 10 - 1e-9
    assert moved.max() <= 200
    assert moved[4] == 100
