"""Section 4: statuses and the table of genes."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd

from page_numbers import Page, captioned, column, columns_of, num, own_words, rows_of
from page_sections.codes import STATUSES, genes_by_id, spoken, without_members
from page_tree import Element


def genes(page: Page) -> None:
    page.section = "genes"
    alpha = float(page.config["differential"]["alpha"])
    model = json.loads((page.results / "differential/model.json").read_text())
    for contrast, block in page.blocks("genes"):
        de = page.of(contrast["id"], "differential_expression")
        (table,) = captioned(block, "What became of the")
        page.numbers(table.first("caption"), len(de))
        counts = de["status"].value_counts().to_dict()
        codes = {words: code for code, words in STATUSES.items()}
        for name, n in rows_of(table):
            code = codes[own_words(name, "detail")]
            page.numbers(n, counts.pop(code))
            if found := re.search(r"The cut: (.*?)\.$", name.words):
                cut = model["contrasts"][contrast["id"]]["filter_cut"]
                page.numbers(found[1], cut)
            name.tell()
        assert counts == {}
        for part in block.all("p", "missing"):
            if found := re.match(r"No gene passes an FDR of (\S+)\. ", part.words):
                assert not (column(de, "padj") < alpha).any()
                page.numbers(found[1], alpha)
                part.tell()
        for part in block.all("p", "question"):
            words = model["contrasts"][contrast["id"]]["words"]
            page.words(part, f"What is asked: {words}.")
        _gene_table(page, block, contrast, de)


def _gene_table(page: Page, block: Element, contrast: dict, de: pd.DataFrame) -> None:
    tables = [t for t in block.all("table") if columns_of(t)[0] == "Gene"]
    assert len(tables) == 1
    (table,) = tables
    keys = {
        "Mean count": "baseMean",
        "log2FC": "log2FoldChange",
        "SE": "lfcSE",
        "Shrunken": "log2FoldChange_shrunken",
        "p": "pvalue",
        "FDR": "padj",
        "s value": "svalue",
    }
    verdicts = page.table("tables/verdicts.tsv")
    panel = set(verdicts.loc[verdicts["contrast"] == contrast["id"], "gene_id"]) - {""}
    by_id = genes_by_id(page, contrast["id"])
    pairs = without_members(page.of(contrast["id"], "concordance"))
    titles, listed = columns_of(table)[1:], []
    for name, *cells in rows_of(table):
        text = [part.words for part in name.all("span", "detail")] or [name.words]
        row = by_id[text[0]]
        listed.append(text[0])
        assert name.first("i").words == " ".join((row["gene_name"] or row["gene_id"]).split())
        name.tell()
        for title, cell in zip(titles, cells, strict=True):
            if title in keys:
                page.numbers(cell, num(row[keys[title]]), chance=title in ("p", "FDR", "s value"))
            elif title == "Status":
                page.words(cell, STATUSES[row["status"]])
            else:
                mine = pairs[(pairs["gene_id"] == row["gene_id"]) & (pairs["assay_id"] != "")]
                for one in mine.to_dict("records"):
                    wanted = spoken(one["call"], one["tier"])
                    assert re.search(wanted, cell.words, re.IGNORECASE), (cell.words, wanted)
                if mine.empty:
                    assert cell.words == "not measured"
                cell.tell()
    # first the panel, then the smallest FDR
    n = len(panel & set(listed))
    assert set(listed[:n]) == panel & set(by_id)
    rest = de[column(de, "padj").notna() & ~de["gene_id"].isin(panel)]
    smallest = column(rest, "padj").sort_values().head(20)
    shown = sorted(num(by_id[gene]["padj"]) for gene in listed[n:])
    assert np.allclose(shown, smallest)
