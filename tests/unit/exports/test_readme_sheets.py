from __future__ import annotations

import pandas as pd
import pytest

from resistance.exports.readme_sheets import About, columns_sheet, readme_sheet
from resistance.exports.sheets import Link, tables_of
from resistance.exports.table_docs import TableDoc
from resistance.wording.summary import NOTICE, SIMULATED

DE = "results/tables/{}/differential_expression.tsv"
DOCS = [
    TableDoc("DIFFERENTIAL", DE.format("<contrast>"), "", {"gene_id": "the id", "padj": "FDR"}),
    TableDoc("PATHWAY_GROUPS", "results/tables/groups.tsv", "Sets in groups. More.", {}),
]


@pytest.fixture
def tables():
    empty = pd.DataFrame({"gene_id": [], "padj": []})
    matrix = pd.DataFrame({"gene_id": [], "gene_name": [], "s1": [], "s2": []})
    wide = pd.DataFrame([["x"] * 16_385], columns=[f"s{i}" for i in range(16_385)])
    frames = {DE.format("a"): empty, DE.format("b"): empty, "results/tables/groups.tsv": empty}
    frames |= {"results/tables/normalised_counts.tsv": matrix, "results/tables/vst.tsv": wide}
    return tables_of(frames, ["a", "b"], DOCS)


def test_the_first_sheet_names_all_and_leads_to_them(tables):
    sheet = readme_sheet(About("Study", True, "Planted."), tables)
    rows = [list(row) for row in sheet.rows]
    said = [row[0] for row in rows if row]
    assert said[0] == "Study"
    assert {SIMULATED, "Planted.", NOTICE} <= set(said)
    assert rows[sheet.header][0] == "sheet"
    listed = rows[sheet.header + 1 :]
    assert sheet.n_rows == len(rows)
    assert listed[1][:2] == [Link("differential_expression 2"), "b"]
    assert listed[2][2] == "Sets in groups."
    assert listed[4][0] == "\u2013"
    assert "16,385 columns" in listed[4][2]
    assert [row[5] for row in listed] == [table.path for table in tables]


def test_real_data_are_not_called_simulated(tables):
    rows = [list(row) for row in readme_sheet(About("=1+1", False, ""), tables).rows]
    assert [SIMULATED] not in rows
    assert [NOTICE] in rows


def test_columns_of_each_table_once(tables):
    rows = [tuple(row) for row in columns_sheet(tables).rows]
    assert rows[0] == ("table", "column", "meaning")
    assert rows.count(("differential_expression", "padj", "FDR")) == 1
    assert any("(2 samples)" in row[2] for row in rows)
