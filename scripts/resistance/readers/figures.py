"""Read figures that a rule wrote, for the report to show them within its page."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from resistance.figure_columns import PATHWAYS_CAPTIONS
from resistance.readers.tables import read_table
from resistance.report.figures.style import Figure

#: size of the picture in points, as matplotlib writes it into the first element
_WIDTH, _HEIGHT = (
    re.compile(rb"<svg [^>]*\b" + side + rb'="([\d.]+)pt"') for side in (b"width", b"height")
)
#: CSS pixels of a point
PIXELS = 96 / 72


def read_figures(captions: str | Path) -> dict[str, Figure]:
    """Read the figures of gene sets of one contrast.

    Parameters
    ----------
    captions : str or Path
        ``pathways_captions.tsv``, beside the figures.

    Returns
    -------
    dict of str to Figure
        By name, in the order of the captions.
    """
    folder, found = Path(captions).parent, {}
    for row in read_table(captions, PATHWAYS_CAPTIONS).to_dict("records"):
        svg = (folder / f"pathways_{row['figure']}.svg").read_bytes()
        width, height = (
            round(float(match[1]) * PIXELS) if (match := side.search(svg)) else 0
            for side in (_WIDTH, _HEIGHT)
        )
        data = base64.b64encode(svg).decode("ascii")
        found[str(row["figure"])] = Figure(
            f"data:image/svg+xml;base64,{data}",
            str(row["alt"]),
            str(row["caption"]),
            width,
            height,
        )
    return found
