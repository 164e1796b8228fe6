from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from resistance.report.figures import style
from resistance.writers.figures import write_figure

SCRIPTS = Path(__file__).parents[3] / "scripts"
HOSTILE = "<b> & $x_1$ 1.23456"


def plot():
    import plotnine as p9

    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [1.0, 2.0], "name": [HOSTILE, "b"]})
    return p9.ggplot(frame, p9.aes("x", "name")) + p9.geom_point() + style.theme(4, 3)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures") / "new"
    write_figure(plot(), folder / "a.svg", folder / "a.pdf")
    return folder


def test_the_text_of_an_svg_is_text(written):
    svg = (written / "a.svg").read_text()
    assert ">&lt;b&gt; &amp; $x_1$ 1.23456</text>" in svg
    assert "'DejaVu Sans', Verdana, sans-serif" in svg
    assert "<dc:date>" not in svg


def test_a_pdf_embeds_its_fonts_and_tells_no_time(written):
    pdf = (written / "a.pdf").read_bytes()
    assert b"/FontFile2" in pdf
    assert b"/Subtype /Type3" not in pdf
    assert b"CreationDate" not in pdf


def test_the_same_plot_is_the_same_bytes_in_another_process(written, tmp_path):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); sys.path.insert(0, sys.argv[2])\n"
        "from test_figures import plot\nfrom resistance.writers.figures import write_figure\n"
        "write_figure(plot(), sys.argv[3] + '/a.svg', sys.argv[3] + '/a.pdf')\n"
    )
    arguments = [sys.executable, "-c", code, str(Path(__file__).parent), str(SCRIPTS)]
    subprocess.run(
        [*arguments, str(tmp_path)], check=True, env={**os.environ, "PYTHONHASHSEED": "12"}
    )
    for name in ("a.svg", "a.pdf"):
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes()
