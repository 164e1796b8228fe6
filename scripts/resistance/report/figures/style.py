"""One look for all figures, and the same bytes for the same data.

Colours are those of Okabe and Ito (colour-blind safe); a shape always says the same as a colour.
Text is laid out in the font that matplotlib ships (DejaVu Sans), so that no machine's fonts change
a byte; point clouds are a raster layer inside the SVG.
"""

from __future__ import annotations

import base64
import io
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from resistance.report import format as fmt
from resistance.report.figures.labels import INK

if TYPE_CHECKING:
    import pandas as pd
    import plotnine

DOWN, UP, CONCORDANT = "#0072B2", "#D55E00", "#009E73"
TRANSCRIPT, PROTEIN, OPPOSITE = "#E69F00", "#CC79A7", "#56B4E9"
GREY, PALE = "#8A9099", "#C3C7CC"
#: lines that mark a value of an axis
RULE = "#B5BAC1"

GROUP_COLOURS = (DOWN, UP, CONCORDANT, PROTEIN, TRANSCRIPT, OPPOSITE, "#000000", GREY)
GROUP_SHAPES = ("o", "^", "s", "D", "v", "P", "X", "*")

SIMULATED = "Simulated data"

#: dots per inch of the raster layers
RASTER_DPI = 144
#: colours of a raster layer: points of few colours, their edges blended
RASTER_COLOURS = 64

#: a number of 1 or more with more than two decimals
_DECIMALS = re.compile(rb"(?<![\d.])(\d*[1-9]\d*\.\d\d)\d+")

#: matplotlib's settings for every figure
RC: dict[Any, Any] = {
    "svg.hashsalt": "resistance-rnaseq",
    "font.family": "DejaVu Sans",
    # a "$" in a name of the user is a dollar sign, not the start of a formula
    "text.parse_math": False,
}


def group_scales(groups: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Give each group a colour and a shape; the pair is unique for up to 64 groups.

    Parameters
    ----------
    groups : sequence of str
        In order of appearance.

    Returns
    -------
    tuple of dict
        Group to colour and group to marker.
    """
    n = len(GROUP_COLOURS)
    colours = {g: GROUP_COLOURS[i % n] for i, g in enumerate(groups)}
    shapes = {g: GROUP_SHAPES[(i + i // n) % n] for i, g in enumerate(groups)}
    return colours, shapes


def theme(width: float, height: float, legend: str = "top") -> plotnine.theme:
    """Return the theme of all figures.

    Parameters
    ----------
    width, height : float
        Inches.
    legend : str
        ``top``, ``right`` or ``none``.

    Returns
    -------
    plotnine.theme
    """
    import plotnine as p9

    return p9.theme_bw(base_size=9, base_family="DejaVu Sans") + p9.theme(
        figure_size=(width, height),
        dpi=100,
        panel_border=p9.element_rect(colour=RULE, size=0.7),
        panel_grid_major=p9.element_line(colour="#ECEEF0", size=0.6),
        panel_grid_minor=p9.element_blank(),
        axis_ticks=p9.element_line(colour=RULE, size=0.6),
        axis_text=p9.element_text(colour="#3C4450"),
        axis_title=p9.element_text(colour=INK),
        plot_subtitle=p9.element_text(colour="#8A4B00", size=8.5, weight="bold"),
        legend_position=legend,
        legend_title=p9.element_blank(),
        legend_key=p9.element_blank(),
        legend_text=p9.element_text(size=8.5),
        legend_key_size=11,
        legend_box_margin=0,
        legend_margin=0,
    )


def subtitle(simulated: bool) -> dict[str, str]:
    """Return the labels that mark a figure of simulated data inside the image itself.

    Parameters
    ----------
    simulated : bool

    Returns
    -------
    dict
        Keyword arguments of ``plotnine.labs``.
    """
    return {"subtitle": SIMULATED} if simulated else {}


def caption(text: str, simulated: bool) -> str:
    """Begin the caption of a figure or table of simulated data with saying so.

    Parameters
    ----------
    text : str
    simulated : bool

    Returns
    -------
    str
    """
    return f"{SIMULATED}. {text}" if simulated else text


def decades(logs: pd.Series) -> dict[str, Any]:
    """Return breaks for an axis of log10 values, labelled by the numbers themselves.

    Parameters
    ----------
    logs : pandas.Series
        log10 values; finite.

    Returns
    -------
    dict
        ``breaks`` and ``labels`` of a plotnine scale: powers of ten, at most seven.
    """
    low, high = math.ceil(float(logs.min()) - 0.3), math.floor(float(logs.max()) + 0.3)
    step = max(1, math.ceil((high - low) / 6))
    # count down from 1 = 10^0, so that it is among the breaks whatever the step
    powers = [p for p in range(low, high + 1) if p % step == 0]
    labels = [
        f"{10**p:,}" if p >= 0 else f"{10.0**p:.{-p}f}" if p > -5 else f"1e{p}" for p in powers
    ]
    return {"breaks": powers, "labels": labels}


def small(size: float) -> plotnine.element_text:
    """Return the text of crowded axes; lines of one label stand closer than labels.

    Parameters
    ----------
    size : float
        Points.

    Returns
    -------
    plotnine.element_text
    """
    import plotnine as p9

    return p9.element_text(size=size, linespacing=1.05)


def colour_bar() -> plotnine.guide_colorbar:
    """Return a colour bar of a few plain rectangles: gradients take more bytes than a figure."""
    import plotnine as p9

    return p9.guide_colorbar(display="rectangles", nbin=24)


def true_minus(values: Any) -> Any:
    """Label the breaks of a scale.

    Parameters
    ----------
    values : sequence of float

    Returns
    -------
    list of str
    """
    return [f"{value:g}".replace("-", fmt.MINUS) for value in values]


def lighter(svg: bytes) -> bytes:
    """Store the same picture in fewer bytes: raster layers with a palette, a terse text.

    Parameters
    ----------
    svg : bytes

    Returns
    -------
    bytes
    """
    from PIL import Image

    def fewer(match: re.Match[bytes]) -> bytes:
        with Image.open(io.BytesIO(base64.b64decode(match[1]))) as image:
            palette = image.convert("RGBA").quantize(RASTER_COLOURS, Image.Quantize.FASTOCTREE)
        stream = io.BytesIO()
        palette.save(stream, format="png", optimize=True)
        return b"data:image/png;base64," + base64.b64encode(stream.getvalue())

    # two decimals of a pixel are plenty; numbers below 1 (scales, opacities) stay, and so do texts
    svg = re.sub(rb"<[^>]+>", lambda tag: _DECIMALS.sub(rb"\1", tag[0]), svg)
    svg = re.sub(rb"data:image/png;base64,\s*([A-Za-z0-9+/=\s]+)", fewer, svg)
    # a sixth of the bytes are comments, indents and long names of glyphs
    svg = re.sub(rb"<!--.*?-->|<metadata>.*?</metadata>", b"", svg, flags=re.DOTALL)
    svg = re.sub(rb"\s*\n\s*", b"\n", svg).replace(b">\n<", b"><")
    return svg.replace(b"DejaVuSans", b"S")
