"""Section 6: mRNA against protein."""

from __future__ import annotations

import math
import re

import pandas as pd

from page_numbers import Page, captioned, columns_of, num, own_words, rows_of
from page_sections.codes import CALLS, NAIVE, spoken, without_members
from page_tree import Element, value


def layers(page: Page) -> None:
    page.section = "layers"
    for contrast, block in page.blocks("layers"):
        pairs = without_members(page.of(contrast["id"], "concordance"))
        measured = pairs[pairs["assay_id"] != ""]
        if measured.empty:
            assert "No protein was measured in this contrast" in block.words
            continue
        counts = pairs["call"].value_counts().to_dict()
        (table,) = captioned(block, "Calls, one for each gene")
        for name, n in rows_of(table):
            (call,) = [
                call
                for call in counts
                if re.fullmatch(
                    {
                        "unchanged": CALLS["unchanged"],
                        "inconclusive": CALLS["inconclusive"],
                    }.get(call, CALLS[call]),
                    name.words,
                )
            ]
            page.numbers(n, counts.pop(call))
            name.tell()
        assert counts == {}
        _misleading(page, block, measured)
        for table in captioned(block, "genes of interest first."):
            if columns_of(table)[:2] == ["Gene", "Protein layer"]:
                _pairs(page, table, measured)
        for note in block.all("p", "fine"):
            if "more in results/tables/" in note.words and "concordance.tsv" in note.words:
                above = note.parent.children
                tables = [
                    node.all("table")[0]
                    for node in above[: above.index(note)]
                    if isinstance(node, Element) and node.all("table")
                ]
                last = tables[-1]
                if "The usual reading" not in last.first("caption").words:
                    page.numbers(note.words.split(" ")[0], len(measured) - len(rows_of(last)))
                    note.tell()


def _gene_row(cells: list[Element], measured: pd.DataFrame) -> dict:
    """Find the row of a gene, compartment and assay."""
    gene, layer = cells[0].words, cells[1].words
    by_name = measured["gene_name"].where(measured["gene_name"] != "", measured["gene_id"])
    measured = measured[by_name.str.split().str.join(" ") == gene]
    place, _, assay = layer.partition(" (")
    assay = assay.rstrip(")")
    for row in measured.to_dict("records"):
        combined = f"combined: {row['combined_from'].replace(';', ', ')}"
        if row["compartment"] in (place, "") and assay in (row["assay_id"], combined):
            return row
    raise AssertionError((gene, layer))


def _pairs(page: Page, table: Element, measured: pd.DataFrame) -> None:
    rows = rows_of(table)
    assert len(rows) == min(40, len(measured))
    for cells in rows:
        row = _gene_row(cells, measured)
        for cell, layer in zip(cells[2:4], ("rna", "protein"), strict=True):
            change, *ends = (
                num(row[f"{layer}_{n}"]) for n in ("log2FoldChange", "ci_low", "ci_high")
            )
            page.numbers(own_words(cell, "ci"), change)
            shown = cell.first("span", "ci").words
            page.numbers(shown, *([math.nan] if any(map(pd.isna, ends)) else ends))
            cell.tell()
        _call(page, cells[4], row)
        for cell in cells[:2]:
            cell.tell()


def _call(page: Page, cell: Element, row: dict) -> None:
    page.pattern(own_words(cell, "detail"), spoken(row["call"], row["tier"]))
    page.compared[page.section] += 1
    cell.tell()


def _misleading(page: Page, block: Element, measured: pd.DataFrame) -> None:
    both = measured[measured["naive_reading"] != ""]
    same = {
        "both up": "concordant_up",
        "both down": "concordant_down",
        "opposite": "opposite",
        "mRNA only up": "transcript_only_up",
        "mRNA only down": "transcript_only_down",
        "protein only up": "posttranscriptional_gain",
        "protein only down": "posttranscriptional_loss",
        "neither": "unchanged",
    }
    differ = both[both["naive_reading"].map(same) != both["call"]]
    silent = (differ["naive_reading"] == "neither") & (differ["call"] == "inconclusive")
    listed = differ[~silent]
    for table in captioned(block, "The usual reading beside ours."):
        rows = rows_of(table)
        assert len(rows) == min(30, len(listed))
        for cells in rows:
            row = _gene_row(cells, measured)
            for cell, layer in zip(cells[2:4], ("rna", "protein"), strict=True):
                change, _, fdr = cell.words.partition(", FDR ")
                page.numbers(change, num(row[f"{layer}_log2FoldChange"]))
                page.numbers(fdr, num(row[f"{layer}_padj"]), chance=True)
                cell.tell()
            page.words(cells[4], NAIVE[row["naive_reading"]])
            _call(page, cells[5], row)
            for cell in cells[:2]:
                cell.tell()
    for part in block.all("p"):
        if found := re.search(r"(?:Of|in) (\S+) measured pairs", part.words):
            page.numbers(found[1], len(both))
            part.tell()
        elif found := re.match(r"In (\S+) more it would say", part.words):
            page.numbers(found[1], int(silent.sum()))
            part.tell()
        elif (
            (found := re.match(r"(\S+) more in .*concordance\.tsv", part.words))
            and len(listed) > 30
            and value(found[1]) == len(listed) - 30
        ):
            page.numbers(found[1], len(listed) - 30)
            part.tell()
