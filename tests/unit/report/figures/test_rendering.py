"""One layout, many files: sizes in millimetres, text as text, fonts embedded, no trace of a run."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from resistance.report.figures import paper, style
from resistance.report.figures.drawing import ONE_COLUMN, Drawing
from resistance.report.figures.heat_map import Across, sample_map
from resistance.report.figures.labels import Label
from resistance.report.figures.rendering import for_screen, render, size_of

SCRIPTS = Path(__file__).parents[4] / "scripts"
HOSTILE = "<b> & $x_1$ 1.23456"


def made(**changes) -> Drawing:
    import plotnine as p9

    frame = pd.DataFrame({"x": [1.0, 2.0], "y": [1.0, 2.0], "name": [HOSTILE, "b"]})
    plot = (
        p9.ggplot(frame, p9.aes("x", "name"))
        + p9.geom_point(raster=True)
        + p9.labs(x="only once")
        + style.theme(5.6, 3)
    )
    return dataclasses.replace(Drawing(plot, "Caption.", "Alt."), **changes)


@pytest.fixture(scope="module")
def files():
    return render(made(paper_size=ONE_COLUMN))


def test_the_text_of_an_svg_is_text(files):
    for svg in (files.screen, files.paper["blood.svg"], files.paper["nature.svg"]):
        assert b">&lt;b&gt; &amp; $x_1$ 1.23456</text>" in svg
        assert b"'DejaVu Sans', Verdana, sans-serif" in svg
        assert b"<dc:date>" not in svg


def test_a_plot_that_is_laid_out_twice_has_its_text_once(files):
    assert files.screen.count(b">only once<") == 1
    assert files.paper["blood.svg"].count(b">only once<") == 1


def test_svgs_are_as_wide_as_the_columns(files):
    assert files.widths == {"blood": 80, "nature": 89}
    for journal, mm in files.widths.items():
        svg = files.paper[f"{journal}.svg"]
        width, height = re.search(
            rb'<svg [^>]*?width="([\d.]+)mm" height="([\d.]+)mm"', svg
        ).groups()
        assert float(width) == pytest.approx(mm, abs=0.01)
        assert float(height) == pytest.approx(mm * ONE_COLUMN[1] / ONE_COLUMN[0], abs=0.01)
    # the screen's size is that of its own layout, in points
    assert size_of(files.screen) == pytest.approx((5.6 * 72, 3 * 72))


def test_pdfs_are_as_wide_as_the_columns_and_embed_their_fonts(files):
    from pypdf import PdfReader

    for journal, mm in files.widths.items():
        pdf = files.paper[f"{journal}.pdf"]
        assert b"/FontFile2" in pdf
        assert b"/Subtype /Type3" not in pdf
        assert b"CreationDate" not in pdf
        page = PdfReader(io.BytesIO(pdf)).pages[0]
        assert float(page.mediabox.width) / 72 * paper.INCH == pytest.approx(mm, abs=0.01)
        assert "only once" in page.extract_text()


def test_pngs_have_the_resolution_of_print(files):
    from PIL import Image

    for journal, mm in files.widths.items():
        with Image.open(io.BytesIO(files.paper[f"{journal}.png"])) as image:
            assert image.width == pytest.approx(mm / paper.INCH * 600, abs=1.5)
            assert image.info["dpi"] == pytest.approx((600, 600), abs=0.01)
            assert "Software" not in image.info


def test_text_that_would_be_too_small_takes_a_wider_column():
    assert render(made()).widths == {"blood": 115, "nature": 183}


def test_labels_stand_on_every_copy():
    labels = [Label(1.0, 0.0, "IL3RA")]
    found = render(made(labels=labels, paper_size=ONE_COLUMN))
    assert all(b">IL3RA</text>" in svg for svg in (found.screen, found.paper["blood.svg"]))


def bar_height(image) -> int:
    """Rows of the colour bar, right of the map: pixels of the highest colour and the lowest."""
    pixels, width = image.convert("RGB"), image.width
    low, high = (tuple(bytes.fromhex(c[1:])) for c in (style.DOWN, style.UP))
    rows = [
        y
        for y in range(image.height)
        for x in range(int(width * 0.8), width, 4)
        if max(
            min(abs(a - b) for a, b in zip(pixels.getpixel((x, y)), c, strict=True)) < 3
            and sum(abs(a - b) for a, b in zip(pixels.getpixel((x, y)), c, strict=True)) < 12
            for c in (low, high)
        )
    ]
    return max(rows) - min(rows)


def test_a_colour_bar_has_the_same_size_at_every_resolution():
    from PIL import Image

    rows = [f"g{i}" for i in range(20)]
    data = pd.DataFrame(
        [(r, s, i - 10.0) for i, r in enumerate(rows) for s in "ab"],
        columns=["row", "sample", "centred"],
    )
    plot = sample_map(data, rows, rows, Across({}, {}), False, "log2", 4.4)
    found = render(Drawing(plot, "", ""))
    shares = []
    for journal in ("blood", "nature"):
        with Image.open(io.BytesIO(found.paper[f"{journal}.png"])) as image:
            shares.append(bar_height(image) / image.height)
    assert shares[0] == pytest.approx(shares[1], rel=0.05)
    assert shares[0] > 0.15


def digests(found) -> dict[str, str]:
    contents = {"screen.svg": found.screen, **found.paper}
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def test_the_same_drawing_is_the_same_bytes_in_another_process(files):
    code = (
        "import sys, json; sys.path.insert(0, sys.argv[1]); sys.path.insert(0, sys.argv[2])\n"
        "from test_rendering import ONE_COLUMN, digests, made, render\n"
        "print(json.dumps(digests(render(made(paper_size=ONE_COLUMN)))))\n"
    )
    arguments = [sys.executable, "-c", code, str(Path(__file__).parent), str(SCRIPTS)]
    environment = {**os.environ, "PYTHONHASHSEED": "12", "TZ": "Asia/Tokyo"}
    done = subprocess.run(arguments, check=True, env=environment, capture_output=True, text=True)
    import json

    assert json.loads(done.stdout.splitlines()[-1]) == digests(files)


def test_tiles_of_many_samples_are_a_raster_layer():
    rows, samples = [f"g{i}" for i in range(40)], [f"s{i}" for i in range(60)]
    data = pd.DataFrame(
        [
            (r, s, (i * 7 + j * 3) % 11 - 5.0)
            for i, r in enumerate(rows)
            for j, s in enumerate(samples)
        ],
        columns=["row", "sample", "centred"],
    )
    plot = sample_map(data, rows, rows, Across({}, {}), False, "log2")
    svg = for_screen(Drawing(plot, "", ""))
    assert b"data:image/png" in svg
    assert len(svg) < 100_000
