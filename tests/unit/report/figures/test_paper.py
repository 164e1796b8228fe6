from __future__ import annotations

import pytest

from resistance.report.figures import paper


@pytest.mark.parametrize(
    ("journal", "width", "smallest", "mm"),
    [
        ("blood", 80 / 25.4, 5.0, 80),
        ("blood", 80 / 25.4, 4.9, 115),
        ("blood", 5.6, 7.2, 115),
        ("blood", 20, 7.0, 170),
        ("nature", 4.5, 7.2, 89),
        ("nature", 5.6, 7.2, 183),
    ],
)
def test_the_narrowest_column_that_leaves_text_readable(journal, width, smallest, mm):
    assert paper.column_width(journal, width, smallest) == mm


def test_a_figure_is_scaled_to_millimetres():
    assert paper.scale(25.4, 2.0) == pytest.approx(0.5)
