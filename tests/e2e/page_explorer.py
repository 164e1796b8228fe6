"""What the explorer of genes shows in Chromium, held against the tables."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from page_numbers import MISSING, Page, agrees, column, num
from page_sections.codes import STATUSES
from page_tree import value

#: heading of a column, and the column of the table that it shows
COLUMNS = {
    "Mean count": "baseMean",
    "log2FC": "log2FoldChange",
    "SE": "lfcSE",
    "Shrunken": "log2FoldChange_shrunken",
    "p": "pvalue",
    "FDR": "padj",
}
#: Packed numbers are right to 2e-6, of -log10 p where it is one.
ROUNDED = 1.05
#: What the page may shift by packing: numbers nearer to each other may change places.
NEAR = 1e-5
ROWS = """() => [...document.querySelectorAll('[data-part="rows"] tr')].map(
    row => [...row.children].map(cell => cell.textContent))"""
LAST = """() => { const later = document.querySelector('[data-part="after"]');
    while (!later.disabled) later.click(); }"""
STRIP = """() => [...document.querySelectorAll('[data-part="gene"] circle title')].map(
    title => title.textContent)"""


def part(page: Any, name: str) -> Any:
    return page.locator(f'[data-part="{name}"]')


def shown(browser_page: Any, path: Path) -> Any:
    """Open the page at its genes and wait until they are unpacked."""
    browser_page.goto(path.as_uri() + "#genes")
    browser_page.wait_for_selector("#explorer:not([hidden])")
    return browser_page


def compare(page: Page, browser_page: Any) -> None:
    """Hold every column, sorted both ways, first and last page, of every contrast."""
    page.section = "explorer"
    shown(browser_page, page.results / "report.html")
    for i, contrast in enumerate(page.contrasts):
        if len(page.contrasts) > 1:
            part(browser_page, "contrast").select_option(str(i))
        de = page.of(contrast["id"], "differential_expression").set_index("gene_id", drop=False)
        heads = part(browser_page, "head").locator("button").all_inner_texts()
        assert heads == ["Gene", "Id", *COLUMNS, "Status"]
        for k, heading in enumerate(heads, 1):
            head = part(browser_page, "head").locator(f"th:nth-child({k})")
            for way in ("ascending", "descending"):
                while head.get_attribute("aria-sort") != way:
                    head.locator("button").click()
                _page(page, browser_page, de, heading, 1 if way == "ascending" else -1)
        browser_page.evaluate(LAST)
        text = part(browser_page, "count").inner_text()
        page.numbers(text, (len(de) - 1) // 25 * 25 + 1, len(de), len(de))
        _rows(page, browser_page.evaluate(ROWS), de)
        _one_gene(page, browser_page, de, contrast)
        _download(page, browser_page, de)
    assert browser_page.said == []


def _page(page: Page, browser_page: Any, de: pd.DataFrame, heading: str, way: int) -> None:
    rows = browser_page.evaluate(ROWS)
    text = part(browser_page, "count").inner_text()
    page.numbers(text, 1, min(25, len(de)), len(de))
    assert len(rows) == min(25, len(de))
    _rows(page, rows, de)
    if heading not in COLUMNS:
        return
    values = column(de, COLUMNS[heading])
    listed = values[[row[1] for row in rows]].to_numpy()
    known = listed[~np.isnan(listed)]
    # what is missing comes last, whatever the order
    assert not np.isnan(listed[: len(known)]).any()
    assert len(known) == min(25, values.notna().sum())
    gap = NEAR * np.abs(known[1:]) * (400 if heading in ("p", "FDR") else 1) + 1e-300
    assert (way * np.diff(known) >= -gap).all(), (heading, way, known)
    if len(known):
        rest = values.drop([row[1] for row in rows]).dropna()
        slack = NEAR * abs(known[-1]) * (400 if heading in ("p", "FDR") else 1) + 1e-300
        assert (way * (rest - known[-1]) >= -slack).all(), (heading, way)


def _rows(page: Page, rows: list[list[str]], de: pd.DataFrame) -> None:
    for symbol, identifier, *cells, status in rows:
        row = de.loc[identifier]
        assert symbol == (row["gene_name"] or identifier)
        assert status == STATUSES[row["status"]]
        for cell, name in zip(cells, COLUMNS.values(), strict=True):
            if name == "baseMean":
                _mean(page, cell, num(row[name]))
            else:
                _same(page, cell, num(row[name]), name in ("pvalue", "padj"))


def _mean(page: Page, cell: str, wanted: float) -> None:
    """Hold a mean count, which is shown with three digits whatever its size."""
    third = 10.0 ** (math.floor(math.log10(wanted)) - 2) if wanted > 0 else 0.0
    assert abs(value(cell) - wanted) <= 0.5 * ROUNDED * third, (cell, wanted)
    page.compared[page.section] += 1


def _same(page: Page, cell: str, wanted: float, chance: bool) -> None:
    assert agrees(cell.strip(), wanted, chance, ROUNDED), (cell, wanted)
    page.compared[page.section] += cell != MISSING


def _one_gene(page: Page, browser_page: Any, de: pd.DataFrame, contrast: dict) -> None:
    """Open a gene: the sentence above its counts, and the counts themselves."""
    tested = de[de["pvalue"] != ""]
    identifier = (tested if len(tested) else de)["gene_id"].iloc[-1]
    row = de.loc[identifier]
    part(browser_page, "search").fill(identifier)
    part(browser_page, "search").press("Enter")
    text = part(browser_page, "gene").locator("p").first.inner_text()
    _, _, said = text.partition(": log2FC ")
    change, _, rest = said.partition(", p ")
    p, _, rest = rest.partition(", FDR ")
    q, _, mean = rest.partition("; mean count ")
    half = 1.959964 * num(row["lfcSE"])
    middle = num(row["log2FoldChange"])
    ends = [] if math.isnan(half) else [middle - half, middle + half]
    page.numbers(change, middle, *ends, slack=ROUNDED)
    _same(page, p, num(row["pvalue"]), chance=True)
    _same(page, q, num(row["padj"]), chance=True)
    _mean(page, mean.rstrip("."), num(row["baseMean"]))
    counts = page.table("tables/normalised_counts.tsv").set_index("gene_id").loc[identifier]
    titles = browser_page.evaluate(STRIP)
    names = page.table("quality/samples.tsv")["sample"]
    assert len(titles) == len(names)
    for title in titles:
        sample, _, number = title.rpartition(": ")
        # in steps of 0.03%, shown with three digits
        wanted = num(counts[sample])
        assert abs(float(number.replace(",", "")) - wanted) <= 0.0056 * wanted + 1e-3, (
            title,
            wanted,
        )
        page.compared[page.section] += 1


def _download(page: Page, browser_page: Any, de: pd.DataFrame) -> None:
    """Hold every number of every gene against the table, by what the button writes."""
    part(browser_page, "which").select_option("all")
    with browser_page.expect_download() as wanted:
        part(browser_page, "download").click()
    table = pd.read_csv(wanted.value.path(), sep="\t", dtype=str, keep_default_na=False, quoting=3)
    plain = table["gene_id"].str.removeprefix("'")
    assert len(table) == len(de)
    own = de.loc[plain.where(plain.isin(de.index), table["gene_id"])]
    assert (table["status"].to_numpy() == own["status"].to_numpy()).all()
    for name in COLUMNS.values():
        shown, known = column(table, name).to_numpy(), column(own, name).to_numpy()
        assert (np.isnan(shown) == np.isnan(known)).all(), name
        seen = ~np.isnan(known)
        if name in ("pvalue", "padj"):
            # four digits of a -log10 that is right to 2e-6; what is below 1e-300 stays there
            ours, theirs = (np.log10(np.clip(x[seen], 1e-300, None)) for x in (shown, known))
            assert np.allclose(ours, theirs, rtol=3e-6, atol=2.5e-4), name
        else:
            assert np.allclose(shown[seen], known[seen], rtol=3e-6, atol=1e-9), name
        page.compared["download"] += int(seen.sum())
