from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from resistance.writers.pdf_plots import shape, ticks


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 1.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (-7.0, 7.0, [-5.0, 0.0, 5.0]),
        (0.0, 308.0, [0.0, 100.0, 200.0, 300.0]),
        (1e-9, 2e-9, [1e-9, 1.2e-9, 1.4e-9, 1.6e-9, 1.8e-9, 2e-9]),
    ],
)
def test_ticks_are_round_and_few(low, high, expected):
    assert ticks(low, high) == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["s", "D", "^", "v", "P", "*"])
def test_every_mark_is_a_closed_shape(tmp_path, kind):
    path = Canvas(str(tmp_path / "x.pdf")).beginPath()
    shape(path, kind, 10.0, 10.0, 2.0)
    assert path.getCode().strip().endswith("h")
