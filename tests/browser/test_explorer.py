"""Looking up genes in headless Chromium: by name, keyboard and link; numbers as in the tables."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

from browsing import HOSTILE, chromium, fabricated_tables, opened
from resistance.readers.resources import read_annotation
from resistance.report.context import build
from resistance.writers import html

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def browser():
    with chromium() as running:
        yield running


def written(study, folder: Path, fabricate) -> Path:
    shown = fabricate.with_figures(study, False, drawn=False)
    context = build(shown, fabricate.config(name="Study"), False, "")
    path = folder / "page.html"
    html.write(html.render(ROOT / "workflow/report", context), path)
    return path


@pytest.fixture(scope="module")
def study():
    made = fabricated_tables().study(names=("clone_1", "clone_2"), n_genes=120)
    genes = made.genes.copy()
    genes.loc[0, "ensembl_id"] = "ENSG00000185291"
    annotation = read_annotation(ROOT / "resources/annotation", "human")
    return dataclasses.replace(made, genes=genes, counts=made.normalised, annotation=annotation)


@pytest.fixture(scope="module")
def path(study, tmp_path_factory) -> Path:
    return written(study, tmp_path_factory.mktemp("explorer"), fabricated_tables())


def explorer(browser, path: Path, fragment: str = "#genes", width: int = 1280):
    page = opened(browser, path, width)
    page.goto(path.as_uri() + fragment)
    page.reload()
    page.wait_for_selector("#explorer:not([hidden])")
    return page


def part(page, name: str):
    return page.locator(f'[data-part="{name}"]')


def test_a_gene_is_found_by_any_of_its_names(browser, path, study) -> None:
    page = explorer(browser, path)
    for name in ("IL3RA", "il3ra", "CD123", study.genes.loc[0, "gene_id"]):
        part(page, "search").fill(name)
        part(page, "search").press("Enter")
        assert part(page, "gene").locator("h4 i").inner_text() == "IL3RA", name
    assert page.evaluate("document.activeElement.dataset.part") == "gene"
    assert page.said == []
    page.context.close()


def test_what_is_not_there_is_told_apart(browser, path) -> None:
    page = explorer(browser, path)
    part(page, "search").fill("TP53")
    assert "the counts have no row for it" in part(page, "said").inner_text()
    part(page, "search").fill("NOSUCHGENE")
    assert "not in the annotation" in part(page, "said").inner_text()
    page.context.close()


def shown(text: str) -> float:
    return float(text.replace("\u2212", "-").replace("+", "").replace(",", ""))


def test_rows_are_those_of_the_table_in_its_order(browser, path, study) -> None:
    page = explorer(browser, path)
    part(page, "contrast").select_option(label="clone_2")
    de = study.contrasts[1].de
    called = de[de["padj"] < 0.1]
    part(page, "which").select_option("called")
    assert f"of {len(called)} genes" in part(page, "count").inner_text()
    part(page, "which").select_option("all")
    expected = de.sort_values(["log2FoldChange", "gene_id"], na_position="last")
    part(page, "head").locator("button", has_text="log2FC").click()
    ids = part(page, "rows").locator("td:nth-child(2)").all_inner_texts()
    assert ids == expected["gene_id"].head(25).tolist()
    values = part(page, "rows").locator("td:nth-child(4)").all_inner_texts()
    for text, value in zip(values, expected["log2FoldChange"].head(25), strict=True):
        assert shown(text) == pytest.approx(value, abs=0.0051)
    assert part(page, "head").locator('[aria-sort="ascending"]').inner_text().strip() == "log2FC"
    part(page, "after").click()
    assert (
        part(page, "rows").locator("td:nth-child(2)").first.inner_text()
        == (expected["gene_id"].iloc[25])
    )
    page.context.close()


def test_downloaded_rows_are_the_filtered_ones(browser, path, study) -> None:
    page = explorer(browser, path)
    part(page, "which").select_option("up")
    with page.expect_download() as wanted:
        part(page, "download").click()
    table = pd.read_csv(wanted.value.path(), sep="\t")
    de = study.contrasts[0].de.set_index("gene_id")
    called = de[(de["padj"] < 0.1) & (de["log2FoldChange"] > 0)]
    assert set(table["gene_id"]) == set(called.index)
    joined = table.set_index("gene_id")
    for ours, theirs in (("padj", "padj"), ("log2FoldChange", "log2FoldChange")):
        pd.testing.assert_series_equal(
            joined[ours], called.loc[joined.index, theirs], rtol=1e-4, check_names=False
        )
    page.context.close()


def test_the_plot_is_walked_by_keyboard(browser, path, study) -> None:
    page = explorer(browser, path)
    part(page, "plot").focus()
    page.keyboard.press("ArrowRight")
    de = study.contrasts[0].de
    first = de.sort_values(["padj", "gene_id"]).iloc[0]
    assert first["gene_name"] in part(page, "said").inner_text()
    assert "Volcano plot of" in part(page, "plot").get_attribute("aria-label")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.part") == "gene"
    part(page, "kind").select_option("ma")
    assert "MA plot of" in part(page, "plot").get_attribute("aria-label")
    page.context.close()


def test_a_link_opens_the_page_at_a_gene_of_a_contrast(browser, path, study) -> None:
    gene = study.genes.loc[1, "gene_id"]
    page = explorer(browser, path, f"#gene/clone_2/{gene}")
    assert part(page, "contrast").input_value() == "1"
    assert gene in part(page, "gene").inner_text()
    page.context.close()


def test_it_fits_a_phone_and_asks_nobody(browser, path) -> None:
    page = explorer(browser, path, width=390)
    part(page, "search").fill("ABCB1")
    part(page, "search").press("Enter")
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert {url.split("#")[0] for url in page.asked if not url.startswith("data:")} == {
        path.as_uri()
    }
    page.context.close()


def test_hostile_names_stay_text(browser, tmp_path) -> None:
    fabricate = fabricated_tables()
    made = fabricate.study(gene=HOSTILE, levels=(HOSTILE, "other"), names=("a", HOSTILE))
    made = dataclasses.replace(made, counts=made.normalised)
    page = explorer(browser, written(made, tmp_path, fabricate))
    part(page, "search").fill("<img")
    part(page, "search").press("Enter")
    assert "<img" in part(page, "gene").locator("h4 i").inner_text()
    assert page.title() != "broken"
    assert page.said == []
    page.context.close()


def test_without_scripts_the_tables_are_there(browser, path) -> None:
    page = opened(browser, path, scripts=False)
    assert not page.locator("#explorer").is_visible()
    assert page.locator("#genes figure").first.is_visible()
    assert page.locator("#genes .block table").first.is_visible()
    page.context.close()
