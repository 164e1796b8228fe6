from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from resistance.exports.brief import Brief, Gates, Part, Verdict, brief_of
from resistance.exports.scatter import Points, Scatter
from resistance.writers.pdf import write_pdf

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src='http://127.0.0.1/x.png'/>",
    '<b>unclosed & <a href="javascript:1">',
    "{{ 7*7 }} %s ${x}",
    "A" * 200,
    "long " * 60,
    "\x00\x07\ud800",
    "\u202eright to left",
    "\u4e2d\u6587 \U0001f9ec \u03b2-catenin \u0105\u015b\u0107",
    "",
]


def hostile(text: str) -> Brief:
    layer = dict.fromkeys(("layer", "detail", "estimate", "interval", "fdr", "call"), text)
    row = dict.fromkeys(("title", "item", "word", "value", "threshold", "touches", "message"), text)
    verdict = Verdict(text, text, text, text, text, [layer], [text], [text], text)
    points = Points(text, "#0072B2", "o", [(0.0, 0.0)])
    plot = Scatter(text, "x", "y", text, (-1, 1), (-1, 1), [points], [(0, 0, text)] * 3)
    part = Part(text, text, [verdict, verdict], [text] * 3)
    gates = Gates(text, text, [row, row], 3, [text], [text])
    return Brief(text, text, [text], text, [part] * 2, [gates], [text], [plot] * 3, 4)


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", "", "".join(pages))


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_shown_as_they_are(tmp_path, text):
    write_pdf(hostile(text), tmp_path / "one.pdf")
    shown = text_of(tmp_path / "one.pdf")
    if text.isascii() and text.isprintable():
        assert re.sub(r"\s+", "", text) in shown
    raw = (tmp_path / "one.pdf").read_bytes()
    for action in (b"/URI", b"/JavaScript", b"/Launch", b"/OpenAction", b"/EmbeddedFile"):
        assert action not in raw


def fabricated():
    if "report_fabricate" not in sys.modules:
        path = Path(__file__).parents[1] / "report/fabricate.py"
        spec = importlib.util.spec_from_file_location("report_fabricate", path)
        module = importlib.util.module_from_spec(spec)
        sys.modules["report_fabricate"] = module
        spec.loader.exec_module(module)
    return sys.modules["report_fabricate"]


def a_brief(simulated: bool = True, **options) -> Brief:
    fabricate = fabricated()
    notice = fabricate.NOTICE if simulated else ""
    return brief_of(fabricate.study(**options), fabricate.config(), simulated, notice)


def test_one_contrast_takes_two_pages_with_its_fonts(tmp_path):
    brief = a_brief()
    write_pdf(brief, tmp_path / "new" / "one.pdf")
    assert len(pypdfium2.PdfDocument(tmp_path / "new" / "one.pdf")) == 2
    shown = text_of(tmp_path / "new" / "one.pdf")
    for verdict in brief.parts[0].verdicts:
        assert re.sub(r"\s+", "", verdict.sentence) in shown
        assert all(re.sub(r"\s+", "", row["interval"]) in shown for row in verdict.layers)
    assert "SIMULATED" in shown
    assert "notfortreatmentdecisions." in shown
    raw = (tmp_path / "new" / "one.pdf").read_bytes()
    fonts = set(re.findall(rb"/BaseFont /([\w+-]+)", raw))
    assert all(b"+DejaVuSans" in font for font in fonts - {b"Helvetica"})
    assert raw.count(b"/FontFile2") >= 2


def test_real_data_are_not_called_simulated(tmp_path):
    write_pdf(a_brief(simulated=False), tmp_path / "one.pdf")
    assert "simulated" not in text_of(tmp_path / "one.pdf").lower()


@pytest.mark.parametrize(
    "options",
    [
        {"names": tuple(f"contrast_{i}" for i in range(12))},
        {"no_replicates": True, "protein": False, "functional": False, "checks": False},
        {"significant": False, "gene": "<r>" + "G" * 200},
        {"n_genes": 40},
        {"sample": "s" * 200 + "{arm}{k}"},
    ],
    ids=["many", "bare", "quiet", "small", "long"],
)
def test_any_study(tmp_path, options):
    brief = a_brief(**options)
    write_pdf(brief, tmp_path / "one.pdf")
    shown = text_of(tmp_path / "one.pdf")
    assert all(re.sub(r"\s+", "", part.title) in shown for part in brief.parts)


def test_a_study_without_anything(tmp_path):
    write_pdf(Brief("", "", [], "", [], [], [], [], 0), tmp_path / "one.pdf")
    write_pdf(replace(hostile("x"), parts=[Part("x", "", [], [])]), tmp_path / "two.pdf")
    assert "Nogeneofinteresthasaverdict" in text_of(tmp_path / "two.pdf")


def write_again(path: str) -> None:
    write_pdf(a_brief(), path)


def test_same_bytes_again_and_on_another_machine(tmp_path, elsewhere):
    for name in ("one.pdf", "two.pdf"):
        write_again(tmp_path / name)
    elsewhere(__file__, "write_again", tmp_path / "three.pdf")
    for name in ("two.pdf", "three.pdf"):
        assert (tmp_path / name).read_bytes() == (tmp_path / "one.pdf").read_bytes()


def test_a_row_taller_than_a_page_is_parted_and_others_are_not(tmp_path):
    [part] = a_brief().parts
    tall = replace(part.verdicts[0], reasons=[f"reason {i}" for i in range(200)])
    brief = replace(hostile("x"), parts=[replace(part, verdicts=[tall])])
    write_pdf(brief, tmp_path / "tall.pdf")
    assert "reason199" in text_of(tmp_path / "tall.pdf")
    write_pdf(replace(brief, parts=[part] * 9), tmp_path / "many.pdf")
    for page in pypdfium2.PdfDocument(tmp_path / "many.pdf"):
        said = page.get_textpage().get_text_range()
        # the label begins a row, what was not measured stands near its end
        begun = said.count("Lower surface signal, mRNA unchanged")
        assert begun == said.count("Protein, total: not measured; Function")
