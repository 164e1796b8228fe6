"""Write a figure as SVG with text that can be edited, and as PDF with its fonts embedded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from resistance.report.figures import style

if TYPE_CHECKING:
    import plotnine

#: text stays text; the fonts of a PDF are embedded as TrueType
FILES: dict[Any, Any] = {"svg.fonttype": "none", "pdf.fonttype": 42}
#: no time, so that the same figure is the same bytes
NOTHING = {"svg": ("Date", "Creator"), "pdf": ("CreationDate", "Creator", "Producer")}
#: what a machine without our font draws the text with: the first has the same widths
FALLBACK = b"'DejaVu Sans', Verdana, sans-serif"


def write_figure(plot: plotnine.ggplot, svg: str | Path, pdf: str | Path) -> None:
    """Draw a plot once and write it.

    Parameters
    ----------
    plot : plotnine.ggplot
    svg, pdf : str or Path
    """
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    with mpl.rc_context({**style.RC, **FILES}):
        figure: Any = plot.draw()
        for axes in figure.axes:
            for tick in axes.get_yticklabels():
                tick.set_multialignment("right")
        for kind, path in (("svg", svg), ("pdf", pdf)):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            figure.savefig(
                path,
                format=kind,
                dpi=style.RASTER_DPI,
                metadata=dict.fromkeys(NOTHING[kind]),
            )
        plt.close(figure)
    text = style.lighter(Path(svg).read_bytes())
    Path(svg).write_bytes(text.replace(b"'DejaVu Sans'", FALLBACK))
