from __future__ import annotations

import base64

import pandas as pd

from resistance.figure_columns import CAPTIONS
from resistance.readers.figures import read_figures
from resistance.writers.tables import write_table

SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"/>'


def test_figures_come_with_their_words_and_size(tmp_path):
    rows = [
        ("dots", "Simulated data. Dots.", "A plot.", "yes", 80, 89),
        ("scores", "Scores.", "A map.", "no", 170, 183),
    ]
    table = pd.DataFrame(rows, columns=list(CAPTIONS))
    write_table(table, tmp_path / "c.tsv", CAPTIONS, True)
    for name, *_ in rows:
        (tmp_path / f"{name}.svg").write_text(SVG)
    found = read_figures(tmp_path / "c.tsv")
    assert list(found) == ["dots", "scores"]
    figure = found["dots"]
    assert (figure.width, figure.height) == (96, 48)
    assert (figure.caption, figure.alt) == ("Simulated data. Dots.", "A plot.")
    assert (figure.drawn, found["scores"].drawn) == (True, False)
    assert base64.b64decode(figure.src.split(",")[1]).decode() == SVG
