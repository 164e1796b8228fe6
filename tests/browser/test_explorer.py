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


def focused(page) -> str:
    return page.evaluate("document.activeElement.dataset.part || document.activeElement.id")


def tab_to(page, name: str) -> None:
    """Go on with the tabulator until a part has the focus."""
    for _ in range(60):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tabulator does not lead to {name}")


def test_a_gene_is_searched_by_keyboard_alone(browser, path) -> None:
    page = explorer(browser, path)
    page.locator("#genes").evaluate("one => { one.tabIndex = -1; one.focus(); }")
    tab_to(page, "search")
    page.keyboard.type("gene1")
    search, options = part(page, "search"), part(page, "options")
    assert search.get_attribute("aria-expanded") == "true"
    assert part(page, "said").inner_text().startswith("30 genes match; 8 are listed.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    active = search.get_attribute("aria-activedescendant")
    assert active == options.locator('[aria-selected="true"]').get_attribute("id") == "option-1"
    second = options.locator("li").nth(1).inner_text().split(" ")[0]
    page.keyboard.press("Escape")
    assert not options.is_visible()
    assert search.get_attribute("aria-activedescendant") is None
    page.keyboard.type("0")
    page.keyboard.press("Backspace")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert part(page, "gene").locator("h4 i").inner_text() == second
    assert page.get_by_role("region", name=second).evaluate("one => one === document.activeElement")
    page.keyboard.press("Shift+Tab")
    assert focused(page) == "plot"
    page.context.close()


def test_leaving_the_search_closes_its_list_and_a_click_opens_a_gene(browser, path) -> None:
    page = explorer(browser, path)
    part(page, "search").fill("gene1")
    page.keyboard.press("Tab")
    assert not part(page, "options").is_visible()
    part(page, "search").fill("ABCB1")
    part(page, "options").locator("li").first.click()
    assert part(page, "gene").locator("h4 i").inner_text() == "ABCB1"
    page.context.close()


def test_the_table_is_sorted_filtered_and_paged_by_keyboard_alone(browser, path) -> None:
    page = explorer(browser, path)
    part(page, "search").focus()
    tab_to(page, "filter")
    page.keyboard.type("gene1")
    assert part(page, "count").inner_text() == "1 to 25 of 30 genes"
    assert part(page, "count").get_attribute("role") == "status"
    heading = part(page, "head").get_by_role("columnheader", name="Mean count", exact=True)
    heading.locator("button").focus()
    page.keyboard.press("Enter")
    assert heading.get_attribute("aria-sort") == "ascending"
    page.keyboard.press("Space")
    assert heading.get_attribute("aria-sort") == "descending"
    # the headings stay, so that the focus does
    assert heading.locator("button").evaluate("one => one === document.activeElement")
    tab_to(page, "after")
    page.keyboard.press("Enter")
    assert part(page, "count").inner_text() == "26 to 30 of 30 genes"
    # "Later" cannot be pressed any more
    assert focused(page) == "before"
    page.keyboard.press("Enter")
    assert focused(page) == "after"
    part(page, "rows").locator("button").nth(2).focus()
    name = part(page, "rows").locator("button").nth(2).inner_text()
    page.keyboard.press("Enter")
    assert part(page, "gene").locator("h4 i").inner_text() == name
    assert focused(page) == "gene"
    part(page, "filter").fill("no such name")
    assert part(page, "count").inner_text() == "No gene passes these filters."
    page.context.close()


def test_the_contrast_is_switched_by_keyboard_alone(browser, path) -> None:
    page = explorer(browser, path)
    page.locator("#show-0").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator("#show-2").is_checked()
    assert not page.locator("#genes-clone_1").is_visible()
    assert page.locator("#genes-clone_2").is_visible()
    page.wait_for_function("() => document.querySelector('[data-part=\"contrast\"]').value === '1'")
    page.keyboard.press("ArrowLeft")
    assert page.locator("#genes-clone_1").is_visible()
    page.wait_for_function("() => document.querySelector('[data-part=\"contrast\"]').value === '0'")
    part(page, "contrast").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function("() => document.querySelector('[data-part=\"contrast\"]').value === '1'")
    page.context.close()


def test_a_walk_through_the_plot_goes_both_ways_and_is_told(browser, path) -> None:
    page = explorer(browser, path)
    part(page, "plot").focus()
    said = part(page, "said")
    assert said.get_attribute("role") == "status"
    told = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        told.append(said.inner_text())
        assert part(page, "gene").locator("h4 i").inner_text() == told[-1].split(":")[0]
        assert focused(page) == "plot"
    assert told[0] == told[2] != told[1]
    assert told[3] not in told[:3]
    page.context.close()


def test_every_control_has_a_name(browser, path) -> None:
    page = explorer(browser, path)
    genes = page.locator("#genes")
    part(page, "search").fill("IL3RA")
    for role, name in (
        ("combobox", "Gene"),
        ("combobox", "Contrast"),
        ("combobox", "Plot"),
        ("combobox", "Show"),
        ("listbox", "Genes that match"),
        ("searchbox", "Name holds"),
        ("button", "Download these rows (TSV)"),
        ("button", "Earlier rows"),
        ("button", "Later rows"),
        ("region", "All genes"),
    ):
        assert genes.get_by_role(role, name=name, exact=True).count() == 1, (role, name)
    assert part(page, "options").get_by_role("option").inner_text().startswith("IL3RA")
    assert genes.get_by_role("application", name="Volcano plot of").count() == 1
    names = [one.inner_text() for one in part(page, "head").get_by_role("button").all()]
    assert names == [
        *("Gene", "Id", "Mean count", "log2FC", "SE", "Shrunken", "p", "FDR", "Status")
    ]
    switch = page.get_by_role("group", name="Contrast")
    for name in ("All", "clone_1", "clone_2"):
        assert switch.get_by_role("radio", name=name, exact=True).count() == 1
    page.context.close()


def test_counts_of_a_gene_are_those_of_the_table(browser, path, study) -> None:
    page = explorer(browser, path)
    for row in (0, 1):
        gene = study.genes.loc[row, "gene_id"]
        part(page, "search").fill(gene)
        part(page, "search").press("Enter")
        dots = part(page, "gene").locator("circle title")
        dots.first.wait_for(state="attached")
        titles = [text.rpartition(": ") for text in dots.all_text_contents()]
        assert [sample for sample, _, _ in titles] == study.samples["sample"].tolist()
        for sample, _, count in titles:
            assert shown(count) == pytest.approx(study.counts.loc[gene, sample], rel=0.0055)
    page.context.close()
