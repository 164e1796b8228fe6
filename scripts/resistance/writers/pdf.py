"""Lay the summary out as a PDF: fonts embedded, long names broken, same content, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import matplotlib
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    CondPageBreak,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from resistance.exports.brief import Brief, Gates, Part, Verdict
from resistance.exports.plain_text import plain
from resistance.writers.pdf_plots import Plot

#: The font that matplotlib brings: no machine's own fonts change a byte.
FONT, BOLD = "DejaVuSans", "DejaVuSans-Bold"
INK, GREY, PALE = HexColor("#1B2430"), HexColor("#5A6472"), HexColor("#EEF1F4")
WARNING = HexColor("#8A4B00")
#: To the edge of the text; platypus adds the padding of its frame to the margin it is told.
MARGIN, PADDING = 15 * mm, 6
WIDTH = A4[0] - 2 * MARGIN
#: What the heading of a contrast wants below it, or else it goes to the next page.
FIRST_ROW = 45 * mm
#: Of a page, without its margins: a row that is taller is parted.
TALLEST = A4[1] - 48 * mm
#: Characters of a text of the study beyond which it is cut: a cell must fit on a page.
LONGEST = 1200

_BASE = ParagraphStyle("base", fontName=FONT, fontSize=8.5, leading=11, textColor=INK)
STYLES = {
    "text": _BASE,
    "title": ParagraphStyle("title", _BASE, fontName=BOLD, fontSize=15, leading=18),
    "head": ParagraphStyle(
        "head", _BASE, fontName=BOLD, fontSize=11, leading=14, spaceBefore=7, spaceAfter=3
    ),
    "part": ParagraphStyle(
        "part", _BASE, fontName=BOLD, fontSize=9, leading=12, spaceBefore=5, spaceAfter=2
    ),
    "small": ParagraphStyle("small", _BASE, fontSize=7.5, leading=9.8),
    "grey": ParagraphStyle("grey", _BASE, fontSize=7.5, leading=9.8, textColor=GREY),
    "warning": ParagraphStyle("warning", _BASE, fontName=BOLD, textColor=WARNING),
    "list": ParagraphStyle(
        "list",
        _BASE,
        fontSize=7.5,
        leading=9.8,
        leftIndent=9,
        bulletFontName=FONT,
        bulletFontSize=6,
    ),
}
GRID = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 4),
    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ("TOPPADDING", (0, 0), (-1, -1), 2.5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#C9CED6")),
    ("BACKGROUND", (0, 0), (-1, 0), PALE),
]


def _said(text: object) -> str:
    """Return a text of the study as markup that shows it as it is."""
    line = plain(text)
    return escape(line if len(line) <= LONGEST else f"{line[:LONGEST]} ... (cut)")


def _p(text: object, style: str = "text", **more: Any) -> Paragraph:
    return Paragraph(_said(text), STYLES[style], **more)


def _bold(text: object) -> str:
    return f'<font name="{BOLD}">{_said(text)}</font>'


def write_pdf(brief: Brief, path: str | Path) -> None:
    """Write the summary.

    Parameters
    ----------
    brief : Brief
    path : str or Path
    """
    fonts = Path(matplotlib.get_data_path()) / "fonts/ttf"
    for name in (FONT, BOLD):
        pdfmetrics.registerFont(TTFont(name, fonts / f"{name}.ttf"))
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    document = SimpleDocTemplate(
        str(path),
        pagesize=A4,
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=13 * mm,
        bottomMargin=17 * mm,
        title=plain(brief.title)[:200],
        author="resistance-rnaseq",
        lang="en",
        # no time and no random id
        invariant=1,
    )
    footer = partial(_footer, warnings=bool(brief.warnings), notice=brief.notice)
    document.build(
        [*_first_page(brief), PageBreak(), *_second_page(brief)],
        onFirstPage=footer,
        onLaterPages=footer,
    )


def _footer(page: Any, document: Any, warnings: bool, notice: str) -> None:
    page.saveState()
    page.setFont(FONT, 6.5)
    page.setFillColor(GREY)
    page.drawString(MARGIN, 10 * mm, f"{'SIMULATED DATA. ' if warnings else ''}{notice}")
    page.drawRightString(A4[0] - MARGIN, 10 * mm, f"{document.page}")
    page.restoreState()


def _first_page(brief: Brief) -> list[Any]:
    out: list[Any] = [_p(brief.title, "title"), Spacer(0, 2), _p(brief.facts, "grey")]
    out += [Spacer(0, 3), *(_p(text, "warning") for text in brief.warnings)]
    out += [_p(brief.notice), _p("Verdicts", "head")]
    if len(brief.parts) > 1:
        where = f"{len(brief.parts)} contrasts; their verdicts may take further pages."
        out.append(_p(where, "grey"))
    for part in brief.parts:
        out += _part(part)
    return out


def _part(part: Part) -> list[Any]:
    head = [
        CondPageBreak(FIRST_ROW),
        _p(part.title, "part"),
        _p(part.numbers, "small"),
        Spacer(0, 3),
    ]
    if part.verdicts:
        header = [_p(text, "small") for text in ("Gene", "Verdict", "Confidence")]
        rows = [header, *(_verdict(verdict) for verdict in part.verdicts)]
        out = [*head, _table(rows, (0.14, 0.58, 0.28))]
    else:
        out = [*head, _p("No gene of interest has a verdict in this contrast.")]
    if part.mechanisms:
        lines = [_p(line, "list", bulletText="\u2022") for line in part.mechanisms]
        out.append(KeepTogether([_p("Mechanisms in scope", "part"), _halves(lines)]))
    return out


def _halves(lines: Sequence[Any]) -> Table:
    """Set a list in two columns."""
    half = (len(lines) + 1) // 2
    table = Table([[list(lines[:half]), list(lines[half:])]], colWidths=[WIDTH / 2] * 2)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_NO_PADDING]))
    return table


_NO_PADDING = [
    (f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")
]


def _table(rows: list[list[Any]], shares: Sequence[float]) -> Table:
    widths = [share * WIDTH for share in shares]
    table = Table(rows, widths, style=TableStyle(GRID), repeatRows=1)
    heights = [
        sum(
            part.wrap(width - 8, TALLEST)[1]
            for part in (cell if isinstance(cell, list) else [cell])
        )
        for row in rows
        for cell, width in zip(row, widths, strict=True)
    ]
    # a row goes to the next page as a whole, where a page can hold it
    table.splitInRow = int(max(heights) > TALLEST)
    return table


def _verdict(verdict: Verdict) -> list[Any]:
    gene = [Paragraph(_bold(verdict.gene), STYLES["text"])]
    if verdict.clinical_name and verdict.clinical_name != verdict.gene:
        gene.append(_p(verdict.clinical_name, "grey"))
    said = [Paragraph(_bold(verdict.label), STYLES["text"]), _p(verdict.sentence), Spacer(0, 2)]
    for row in verdict.layers:
        interval = row["interval"].replace(" ", "\u00a0")
        found = f"log2FC {row['estimate']} {interval}, FDR {row['fdr']}: {row['call']}"
        detail = f" ({row['detail']})" if row["detail"] else ""
        said.append(_p(f"{row['layer']}{detail}: {found}", "small"))
    if verdict.open_layers:
        said.append(_p("; ".join(verdict.open_layers), "grey"))
    if verdict.next_experiment:
        said += [Spacer(0, 2), _p(f"Next: {verdict.next_experiment}", "small")]
    level = verdict.confidence or "no verdict"
    confidence = [Paragraph(_bold(level), STYLES["text"])]
    confidence += [
        # the report's second section is the second page here
        _p(text.replace("(section 2)", "(see: Can I trust it?)"), "small")
        for text in verdict.reasons
    ]
    return [gene, said, confidence]


def _second_page(brief: Brief) -> list[Any]:
    out: list[Any] = [_p("Can I trust it?", "head")]
    for gates in brief.gates:
        out += _gates(gates)
    if not brief.gates:
        out.append(_p("No check was made."))
    out += [_p("Before quoting a number", "head")]
    out += [_p(text, "list", bulletText="\u2022") for text in brief.cautions]
    if brief.plots:
        out.append(KeepTogether([_p("Key figures", "head"), *_plots(brief)]))
    return out


def _gates(gates: Gates) -> list[Any]:
    out: list[Any] = [_p(gates.title, "part"), _p(gates.counts, "small"), Spacer(0, 2)]
    if gates.rows:
        header = [_p(text, "small") for text in ("", "Check", "What was found", "Touches")]
        rows = [header]
        for row in gates.rows:
            of = f" ({row['item']})" if row["item"] else ""
            found = f"{row['message']} Value {row['value']}, bound {row['threshold']}."
            cells = (row["word"], f"{row['title']}{of}", found, row["touches"])
            rows.append([_p(cell, "small") for cell in cells])
        out.append(_table(rows, (0.1, 0.24, 0.5, 0.16)))
        if gates.more:
            out.append(_p(f"and {gates.more} more: results/tables/checks.tsv", "grey"))
    for word, titles in (("Passed", gates.passed), ("Could not be checked", gates.unchecked)):
        if titles:
            out.append(_p(f"{word}: {'; '.join(titles)}.", "small"))
    return out


def _plots(brief: Brief) -> list[Any]:
    width = WIDTH / max(2, len(brief.plots))
    plots = [Plot(plot, width - 6, 210, FONT) for plot in brief.plots]
    captions = [_p(plot.caption, "grey") for plot in brief.plots]
    table = Table([plots, captions], [width] * len(plots), hAlign="LEFT")
    apart = ("RIGHTPADDING", (0, 0), (-1, -1), 6)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_NO_PADDING, apart]))
    out: list[Any] = [table]
    if brief.warnings:
        out.append(_p("Simulated data.", "warning"))
    if brief.more_plots:
        out.append(_p(f"Plots of {brief.more_plots} more contrasts: results/report.html", "grey"))
    return out
