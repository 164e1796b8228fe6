"""Read figures that a rule wrote, for the report to show them within its page."""

from __future__ import annotations

import base64
from pathlib import Path

from resistance.figure_columns import CAPTIONS
from resistance.readers.tables import read_table
from resistance.report.figures.drawing import Figure
from resistance.report.figures.rendering import size_of

#: CSS pixels of a point
PIXELS = 96 / 72


def read_figures(captions: str | Path) -> dict[str, Figure]:
    """Read the figures of a folder.

    Parameters
    ----------
    captions : str or Path
        Table of captions, beside the figures.

    Returns
    -------
    dict of str to Figure
        By name, in the order of the captions.
    """
    folder = Path(captions).parent
    return {
        str(row["figure"]): figure_of(
            (folder / f"{row['figure']}.svg").read_bytes(),
            str(row["alt"]),
            str(row["caption"]),
            row["drawn"] != "no",
        )
        for row in read_table(captions, CAPTIONS).to_dict("records")
    }


def figure_of(svg: bytes, alt: str, caption: str, drawn: bool = True) -> Figure:
    """Put a picture into a ``data:`` URI.

    Parameters
    ----------
    svg : bytes
    alt, caption : str
    drawn : bool

    Returns
    -------
    Figure
    """
    width, height = (round(points * PIXELS) for points in size_of(svg))
    data = base64.b64encode(svg).decode("ascii")
    return Figure(f"data:image/svg+xml;base64,{data}", alt, caption, width, height, drawn)
