"""The figures of the example as files: for the screen, for papers, and the data behind each."""

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from pypdf import PdfReader

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("example")]

CONTRAST = "resistant_vs_parental"
PLACES = {
    "_study/captions.tsv": 5,
    f"{CONTRAST}/captions.tsv": 5,
    f"{CONTRAST}/fit_captions.tsv": 2,
    f"{CONTRAST}/pathways_captions.tsv": 5,
}
COLUMNS = {"blood": {80, 115, 170}, "nature": {89, 183}}


def captions(example) -> list[tuple[Path, dict[str, str]]]:
    folder = example.directory / "results/figures"
    found = []
    for place, count in PLACES.items():
        table = pd.read_csv(folder / place, sep="\t", keep_default_na=False)
        assert len(table) == count, place
        found += [((folder / place).parent, row) for row in table.to_dict("records")]
    return found


def test_every_file_is_named_by_a_caption(example) -> None:
    ends = [".svg", ".tsv"]
    ends += [f"_{journal}.{kind}" for journal in COLUMNS for kind in ("svg", "pdf", "png")]
    listed = {folder / f"{row['figure']}{end}" for folder, row in captions(example) for end in ends}
    listed |= {example.directory / "results/figures" / place for place in PLACES}
    written = {p for p in (example.directory / "results/figures").rglob("*") if p.is_file()}
    assert written == listed


def test_only_what_this_study_lacks_is_not_drawn(example) -> None:
    absent = {row["figure"]: row["alt"] for _, row in captions(example) if row["drawn"] == "no"}
    assert list(absent) == ["pca_without_nuisance"]
    assert "no variable besides those compared" in absent["pca_without_nuisance"]


def test_pictures_of_simulated_data_say_so_and_have_the_width_they_claim(example) -> None:
    for folder, row in captions(example):
        name = row["figure"]
        assert row["caption"].startswith("Simulated data. "), name
        assert (folder / f"{name}.tsv").read_text().splitlines()[0].endswith("simulated"), name
        for journal, widths in COLUMNS.items():
            mm = row[f"{journal}_mm"]
            assert mm in widths, name
            svg = (folder / f"{name}_{journal}.svg").read_text(encoding="utf-8")
            assert "Simulated data</text>" in svg, name
            assert "<dc:date>" not in svg, name
            assert float(re.search(r'width="([\d.]+)mm"', svg)[1]) == pytest.approx(mm, abs=0.01)
            pdf = (folder / f"{name}_{journal}.pdf").read_bytes()
            assert b"/FontFile2" in pdf, name
            assert b"CreationDate" not in pdf, name
            page = PdfReader(io.BytesIO(pdf)).pages[0]
            assert float(page.mediabox.width) / 72 * 25.4 == pytest.approx(mm, abs=0.01)
            with Image.open(folder / f"{name}_{journal}.png") as image:
                assert image.width == pytest.approx(mm / 25.4 * 600, abs=1.5), name
                assert image.info["dpi"] == pytest.approx((600, 600), abs=0.01)


def test_text_is_at_least_five_points_on_paper(example) -> None:
    for folder, row in captions(example):
        for journal in COLUMNS:
            svg = (folder / f"{row['figure']}_{journal}.svg").read_text(encoding="utf-8")
            box = float(re.search(r'viewBox="0 0 ([\d.]+)', svg)[1])
            scale = row[f"{journal}_mm"] / 25.4 * 72 / box
            sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", svg)]
            assert sizes, row["figure"]
            assert min(sizes) * scale > 4.99, (row["figure"], journal)


def test_the_heat_map_shows_called_genes_of_smallest_fdr(example) -> None:
    de = example.table(f"{CONTRAST}/differential_expression.tsv").set_index("gene_id")
    path = example.directory / f"results/figures/{CONTRAST}/heatmap.tsv"
    shown = pd.read_csv(path, sep="\t").drop_duplicates("gene_id")
    assert (de.loc[shown["gene_id"], "padj"].to_numpy(float) < 0.1).all()
    higher = de[(de["padj"] < 0.1) & (de["log2FoldChange"] > 0)]
    assert (shown["log2FoldChange"] > 0).sum() == min(20, len(higher))
    assert "ABCB1" in set(shown["gene_name"])


def test_the_page_shows_the_files(example) -> None:
    import base64

    for name in ("volcano", "heatmap", "quadrant"):
        svg = (example.directory / f"results/figures/{CONTRAST}/{name}.svg").read_bytes()
        assert base64.b64encode(svg).decode() in example.report, name
