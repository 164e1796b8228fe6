from __future__ import annotations

import math

import pandas as pd
import pytest

from resistance.exports.sheets import (
    MAX_CELLS,
    MAX_NAME,
    MAX_ROWS,
    MAX_TEXT,
    sheet_of,
    tables_of,
    too_large,
)
from resistance.exports.table_docs import TableDoc

DE = "results/tables/{}/differential_expression.tsv"
DOC = TableDoc("DIFFERENTIAL", DE.format("<contrast>"), "", {"gene_id": "the id"})


def frame(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype=object)


def rows(path: str, table: pd.DataFrame, docs=(DOC,)) -> list[tuple]:
    [table] = tables_of({path: table}, ["a", "b"], docs)
    return [tuple(row) for row in sheet_of(table).rows]


def test_numbers_are_numbers_and_ids_are_text():
    table = frame(gene_id=["1", "1-Mar"], gene_name=["MARCH1", "007"], padj=["1e-310", ""])
    assert rows(DE.format("a"), table) == [
        ("gene_id", "gene_name", "padj"),
        ("1", "MARCH1", 1e-310),
        ("1-Mar", "007", None),
    ]


def test_infinity_and_words_in_a_column_of_numbers_stay_text():
    table = frame(padj=["inf", "-inf", "nan", "0.5", "none"])
    assert [row[0] for row in rows(DE.format("a"), table)[1:]] == ["inf", "-inf", None, 0.5, "none"]


def test_samples_of_a_matrix_are_numbers_whatever_their_name():
    table = frame(gene_id=["7"], gene_name=["8"], s1=["9"], padj=["10"])
    assert rows("results/tables/vst.tsv", table)[1] == ("7", "8", 9.0, 10.0)


def test_a_table_without_a_definition_is_text():
    assert rows("results/inputs/samples.tsv", frame(sample=["1"], passage=["12"]))[1] == ("1", "12")


def test_an_empty_table_has_its_header():
    assert rows(DE.format("a"), frame(gene_id=[], padj=[])) == [("gene_id", "padj")]


def test_a_long_text_is_cut_and_says_so():
    for text in ("x" * 40_000, "\U0001f600" * 20_000):
        cell = rows("results/tables/notes.tsv", frame(note=[text]))[1][0]
        assert cell.endswith("(cut: the file has the whole)")
        assert len(cell.encode("utf-16-le")) // 2 <= MAX_TEXT


def test_names_are_short_unique_and_numbered_by_contrast():
    paths = [DE.format("a"), DE.format("b"), "results/tables/readme.tsv"]
    paths += ["results/quality/samples.tsv", "results/inputs/samples.tsv"]
    paths += [f"results/tables/{name}.tsv" for name in ("x" * 40, "X" * 40, "History")]
    tables = tables_of({path: frame(a=[]) for path in paths}, ["a", "b"], [])
    names = [table.sheet for table in tables]
    assert names[:2] == ["differential_expression 1", "differential_expression 2"]
    assert names[2:5] == ["readme_2", "quality_samples", "samples"]
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) == MAX_NAME
    assert [table.contrast for table in tables][:3] == ["a", "b", ""]
    [alone] = tables_of({DE.format("a"): frame(a=[])}, ["a"], [])
    assert alone.sheet == "differential_expression"


@pytest.mark.parametrize(
    ("n_rows", "n_columns", "said"),
    [
        (MAX_ROWS - 1, 1, ""),
        (MAX_ROWS, 1, "more than a sheet can hold"),
        (1, 16_384, ""),
        (1, 16_385, "more than a sheet can hold"),
        (60_000, math.ceil(MAX_CELLS / 60_000) + 1, "minutes to open"),
    ],
)
def test_what_does_not_fit_is_said(n_rows, n_columns, said):
    assert said in too_large(n_rows, n_columns)
    assert bool(said) == bool(too_large(n_rows, n_columns))


def test_a_table_that_does_not_fit_has_no_sheet():
    wide = pd.DataFrame([["x"] * 16_385], columns=[f"s{i}" for i in range(16_385)])
    [table] = tables_of({"results/tables/vst.tsv": wide}, ["a"], [])
    assert table.sheet == ""
    assert "16,385 columns" in table.why_not
