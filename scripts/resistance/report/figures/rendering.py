"""Draw a figure once, into the bytes of SVG, PDF and PNG."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from resistance.report.figures import paper, style
from resistance.report.figures.drawing import Drawing
from resistance.report.figures.labels import place

#: text stays text; the fonts of a PDF are embedded as TrueType
SETTINGS: dict[Any, Any] = {"svg.fonttype": "none", "pdf.fonttype": 42}
#: no time and no program, so that the same figure is the same bytes
NO_METADATA = {
    "svg": dict.fromkeys(("Date", "Creator")),
    "pdf": dict.fromkeys(("CreationDate", "Creator", "Producer")),
    "png": {"Software": None},
}
#: what a machine without our font draws the text with: the first has the same widths
FALLBACK = b"'DejaVu Sans', Verdana, sans-serif"
#: size of the picture as matplotlib writes it into the first element
_SIZE = re.compile(rb'(<svg [^>]*?)\bwidth="([\d.]+)pt" height="([\d.]+)pt"')


@dataclass(frozen=True)
class Rendered:
    """The files of one figure.

    Attributes
    ----------
    screen : bytes
        SVG as the page and slides show it.
    paper : dict of str to bytes
        End of the name, such as ``blood.pdf``, to the file.
    widths : dict of str to int
        Journal to the column width in millimetres.
    """

    screen: bytes
    paper: dict[str, bytes]
    widths: dict[str, int]


def render(drawing: Drawing) -> Rendered:
    """Draw a figure for the screen, and for the columns of journals.

    A figure whose size for papers differs is laid out a second time; all else is scaled.

    Parameters
    ----------
    drawing : Drawing

    Returns
    -------
    Rendered
    """
    with _laid_out(drawing, None) as figure:
        screen = _svg(figure, style.RASTER_DPI)
        if drawing.paper_size is None:
            return Rendered(screen, *_for_papers(figure))
    with _laid_out(drawing, drawing.paper_size) as figure:
        return Rendered(screen, *_for_papers(figure))


def for_screen(drawing: Drawing) -> bytes:
    """Draw a figure as the page shows it.

    Parameters
    ----------
    drawing : Drawing

    Returns
    -------
    bytes
        SVG whose text is text.
    """
    with _laid_out(drawing, None) as figure:
        return _svg(figure, style.RASTER_DPI)


@contextmanager
def _laid_out(drawing: Drawing, size: tuple[float, float] | None) -> Iterator[Any]:
    """Draw with plotnine, then place the labels.

    plotnine's own adjustment of labels runs before the layout is final and lets them overlap.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    import plotnine as p9
    from matplotlib import pyplot as plt

    with mpl.rc_context({**style.RC, **SETTINGS}):
        # a plot that was drawn keeps its texts in its theme: drawn again it has them twice
        plot = copy.deepcopy(drawing.plot)
        figure: Any = (plot + p9.theme(figure_size=size) if size else plot).draw()
        for axes in figure.axes:
            for tick in axes.get_yticklabels():
                tick.set_multialignment("right")
        figure.draw_without_rendering()
        if drawing.labels:
            place(figure, figure.axes[0], drawing.labels, drawing.obstacles)
        yield figure
        plt.close(figure)


def _for_papers(figure: Any) -> tuple[dict[str, bytes], dict[str, int]]:
    width = float(figure.get_size_inches()[0])
    smallest = _smallest_text(figure)
    widths = {journal: paper.column_width(journal, width, smallest) for journal in paper.COLUMNS}
    # layers of points have the resolution of print at the widest
    dots = paper.DOTS_PER_INCH * max(paper.scale(mm, width) for mm in widths.values())
    svg, pdf = _svg(figure, dots), _saved(figure, "pdf", dots)
    files = {}
    for journal, mm in widths.items():
        by = paper.scale(mm, width)
        files[f"{journal}.svg"] = scaled_svg(svg, by)
        files[f"{journal}.pdf"] = scaled_pdf(pdf, by)
        files[f"{journal}.png"] = _saved(
            figure,
            "png",
            paper.DOTS_PER_INCH * by,
            pil_kwargs={"dpi": (paper.DOTS_PER_INCH, paper.DOTS_PER_INCH)},
        )
    return files, widths


def _smallest_text(figure: Any) -> float:
    from matplotlib.text import Text

    sizes = [
        float(text.get_fontsize())
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip()
    ]
    return min(sizes, default=paper.SMALLEST_TEXT)


def _svg(figure: Any, dots: float) -> bytes:
    svg = style.lighter(_saved(figure, "svg", dots))
    return svg.replace(b"'DejaVu Sans'", FALLBACK)


def _saved(figure: Any, kind: str, dots: float, **options: Any) -> bytes:
    # plotnine fits its colour bars to the resolution of the first picture alone
    for box in figure.findobj(lambda artist: hasattr(artist, "_dpi_corrected")):
        box._dpi_corrected = False
    stream = io.BytesIO()
    figure.savefig(stream, format=kind, dpi=dots, metadata=NO_METADATA[kind], **options)
    return stream.getvalue()


def size_of(svg: bytes) -> tuple[float, float]:
    """Read the width and height of a figure.

    Parameters
    ----------
    svg : bytes
        As matplotlib writes it.

    Returns
    -------
    tuple of float
        Points; 0 where it does not say.
    """
    match = _SIZE.search(svg)
    return (float(match[2]), float(match[3])) if match else (0.0, 0.0)


def scaled_svg(svg: bytes, by: float) -> bytes:
    """Give an SVG another size on paper; its content stays as it is.

    Parameters
    ----------
    svg : bytes
        As matplotlib writes it.
    by : float

    Returns
    -------
    bytes
        With its size in millimetres.
    """
    width, height = (f"{by * points / 72 * paper.INCH:.2f}".encode() for points in size_of(svg))
    return _SIZE.sub(rb'\1width="%bmm" height="%bmm"' % (width, height), svg, count=1)


def scaled_pdf(pdf: bytes, by: float) -> bytes:
    """Give a PDF of one page another size; fonts and layers of points are scaled with it.

    Parameters
    ----------
    pdf : bytes
    by : float

    Returns
    -------
    bytes
    """
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.pages[0].scale_by(by)
    writer.metadata = None
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
