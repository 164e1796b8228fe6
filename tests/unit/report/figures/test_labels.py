from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from resistance.readers.modules import imported_modules
from resistance.report.figures.labels import Label, place

mpl.use("Agg")


@pytest.mark.parametrize("seed", range(4))
def test_labels_overlap_neither_each_other_nor_the_frame(seed):
    from matplotlib import pyplot as plt

    rng = np.random.default_rng(seed)
    figure, axes = plt.subplots(figsize=(5, 4))
    xy = rng.normal(size=(18, 2)) * (0.2 if seed else 1)
    axes.scatter(*xy.T)
    figure.draw_without_rendering()
    boxes = place(figure, axes, [Label(x, y, f"GENE{i}", i < 2) for i, (x, y) in enumerate(xy)])
    frame = axes.get_window_extent()
    plt.close(figure)
    assert len(boxes) >= 12
    for i, a in enumerate(boxes):
        assert frame.x0 <= a[0]
        assert a[2] <= frame.x1
        assert frame.y0 <= a[1]
        assert a[3] <= frame.y1
        for b in boxes[i + 1 :]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_the_text_stands_where_its_box_was_reserved():
    """At any resolution: the file is written at another than the layout was measured at."""
    from matplotlib import pyplot as plt
    from matplotlib.text import Text

    figure, axes = plt.subplots(figsize=(5, 4), dpi=100)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    figure.draw_without_rendering()
    box = place(figure, axes, [Label(0.5, 0.5, "IL3RA")])[0]
    text = axes.texts[0]
    figure.set_dpi(200)
    figure.draw_without_rendering()
    drawn = Text.get_window_extent(text)
    plt.close(figure)
    assert (drawn.x0 / 2, drawn.y0 / 2) == pytest.approx((box[0] + 2, box[1] + 1), abs=3)


def test_labels_and_style_do_not_import_each_other():
    library = Path(__file__).parents[4] / "scripts/resistance"
    figures = library / "report/figures"
    assert figures / "style.py" not in imported_modules(figures / "labels.py", library)
    assert figures / "labels.py" in imported_modules(figures / "style.py", library)
