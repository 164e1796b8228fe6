"""Section 3: samples, and what was read."""

from __future__ import annotations

import pandas as pd

from page_numbers import Page, captioned, num, rows_of
from page_tree import Element


def samples(page: Page) -> None:
    page.section = "samples"
    section = page.main.named("samples")
    table = page.table("quality/samples.tsv")
    (shown,) = captioned(section, "Samples. Correlation")
    rows = rows_of(shown)
    assert len(rows) == len(table)
    for cells, row in zip(rows, table.to_dict("records"), strict=True):
        name, group, reads, seen, top, factor, correlation = cells
        page.words(
            name, " ".join(dict.fromkeys((row["display_name"] or row["sample"], row["sample"])))
        )
        page.words(group, row["group"])
        page.numbers(reads, num(row["library_size"]))
        page.numbers(seen, num(row["detected_genes"]))
        if row["top_gene"]:
            gene, _, share = top.words.rpartition(" (")
            assert gene == row["top_gene"]
            page.numbers(share, 100 * num(row["top_gene_share"]))
        top.tell()
        page.numbers(factor, num(row["size_factor"]))
        page.numbers(correlation, num(row["replicate_correlation"]))
    _inputs(page, section)


def _inputs(page: Page, section: Element) -> None:
    log = pd.concat([page.table("tables/inputs.tsv"), page.table("tables/protein_inputs.tsv")])
    tables = captioned(section, "From the files to the tables")
    known: dict[tuple[str, ...], list[float]] = {}
    for row in log.to_dict("records"):
        key = (
            row["source"].replace("_", " "),
            row["action"].replace("_", " "),
            row["item"],
            row["detail"],
        )
        known.setdefault(tuple(" ".join(k.split()) for k in key), []).append(num(row["n"]))
    n_shown = 0
    for table in tables:
        for source, action, item, n, detail in rows_of(table):
            key = (source.words, action.words, item.words, detail.words)
            assert key in known, key
            page.numbers(n, known[key].pop(0))
            for cell in (source, action, item, detail):
                cell.tell()
            n_shown += 1
        for part in section.all("p", "fine"):
            if "more rows in results/tables/inputs.tsv" in part.words:
                page.numbers(part, len(log) - n_shown)
                n_shown = len(log)
    assert n_shown == len(log)
    notes = page.table("tables/notes.tsv")["note"]
    for list_ in section.all("ul", "reading"):
        assert [item.words for item in list_.all("li")] == [
            " ".join(text.split()) for text in notes
        ]
        list_.tell()
