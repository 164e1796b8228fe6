"""Workbook, summary, archive and AnnData of the example say what its tables say."""

import re
import zipfile

import anndata
import numpy as np
import openpyxl
import pandas as pd
import pypdfium2
import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("example")]

CONTRAST = "resistant_vs_parental"
#: What is sent beside tables and figures.
PAGES = {"report.html", "summary.pdf", "summary.txt", "results.xlsx", "references.bib"}


def cells(value: object) -> str | float:
    return "" if value is None else value


def test_every_cell_of_the_workbook_is_that_of_the_table(example) -> None:
    book = openpyxl.load_workbook(example.directory / "results/results.xlsx", read_only=True)
    listed = [row for row in book["README"].iter_rows(values_only=True) if row[5:6] != (None,)]
    listed = [row for row in listed if row and str(row[5]).startswith("results/")]
    assert len(listed) == len(book.sheetnames) - 2
    for sheet, _, meaning, n_rows, _, path in listed:
        assert meaning, path
        table = pd.read_csv(
            example.directory / path, sep="\t", dtype=str, keep_default_na=False, quoting=3
        )
        assert n_rows == len(table)
        rows = list(book[sheet].iter_rows(values_only=True))
        assert list(rows[0]) == list(table.columns)
        for shown, written in zip(rows[1:], table.to_numpy().tolist(), strict=True):
            padded = [*shown, *[None] * (len(written) - len(shown))]
            for cell, text in zip(padded, written, strict=True):
                same = float(text) == cell if isinstance(cell, int | float) else text == cells(cell)
                assert same, (path, text, cell)


def test_ids_and_symbols_are_text(example) -> None:
    book = openpyxl.load_workbook(example.directory / "results/results.xlsx", read_only=True)
    page = book["differential_expression"].iter_rows(values_only=True)
    header = next(page)
    kinds = {type(value) for row in page for value in row[: header.index("gene_name") + 1]}
    assert kinds <= {str, type(None)}


def test_the_summary_says_what_the_terminal_says(example) -> None:
    document = pypdfium2.PdfDocument(example.directory / "results/summary.pdf")
    assert len(document) == 2
    shown = "".join(page.get_textpage().get_text_range() for page in document)
    shown = re.sub(r"\s+|\ufffe", "", shown)
    for line in (example.directory / "results/summary.txt").read_text().splitlines():
        if line.startswith("Not measured:"):
            break
        assert re.sub(r"\s+", "", line.split(" [")[0].rstrip(":")) in shown, line


def test_the_archive_holds_what_is_sent(example) -> None:
    with zipfile.ZipFile(example.directory / "results/results.zip") as archive:
        names = archive.namelist()
        assert archive.testzip() is None
        for name in names:
            file = example.directory / name
            if "docs" not in file.parts:
                assert archive.read(name) == file.read_bytes()
    assert {f"results/{name}" for name in PAGES} <= set(names)
    assert f"results/tables/{CONTRAST}/differential_expression.tsv" in names
    assert any(name.startswith(f"results/figures/{CONTRAST}/") for name in names)
    assert all(name.startswith("results/") for name in names)


def test_anndata_holds_the_numbers(example) -> None:
    data = anndata.read_h5ad(example.directory / "results/results.h5ad")
    tested = example.table(f"{CONTRAST}/differential_expression.tsv").set_index("gene_id")
    found = data.varm[CONTRAST]
    assert list(found.index) == list(data.var_names)
    assert np.allclose(
        found["log2FoldChange"], tested["log2FoldChange"].reindex(found.index), equal_nan=True
    )
    vst = example.table("vst.tsv").set_index("gene_id")
    assert np.allclose(data.X, vst.loc[data.var_names, data.obs_names].to_numpy().T)
    assert (data.layers["counts"] >= 0).all()
    assert data.uns["simulated"].startswith("SIMULATED")
