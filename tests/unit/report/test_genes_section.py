from __future__ import annotations

import pandas as pd
import pytest

from resistance.report import genes_section


@pytest.fixture(scope="module")
def contrast(fabricate):
    return fabricate.study().contrasts[0]


def test_headline_counts_equal_the_tables(contrast):
    de = contrast.de
    values = [i["value"] for i in genes_section.headline(de, contrast.concordance, 0.1, "b", {})]
    called = de[de["padj"] < 0.1]
    assert values[0] == str((called["log2FoldChange"] > 0).sum())
    assert values[1] == str((called["log2FoldChange"] < 0).sum())
    assert values[2] == str((de["status"] == "tested").sum())


@pytest.mark.parametrize("asked", [{"test": "lrt"}, {"test": "wald", "alternative": "lessAbs"}])
def test_tests_without_direction_are_counted_without_one(contrast, asked):
    de = contrast.de
    items = genes_section.headline(de, contrast.concordance, 0.1, "b", asked)
    assert items[0]["value"] == str((de["padj"] < 0.1).sum())
    assert not any("higher" in item["text"] or "lower" in item["text"] for item in items)


def test_a_one_sided_test_counts_its_own_side_alone(contrast):
    de = contrast.de
    asked = {"alternative": "less", "lfc_threshold": 1.0}
    items = genes_section.headline(de, contrast.concordance, 0.1, "b", asked)
    fallen = ((de["padj"] < 0.1) & (de["log2FoldChange"] < 0)).sum()
    assert items[0] == {"value": str(fallen), "text": "genes lower in b, by more than 2-fold"}
    assert "of 400 genes tested" in items[1]["text"]


def test_columns_of_the_gene_table_that_hold_nothing_are_left_out(contrast):
    def keys(de, protein):
        rows = genes_section.gene_rows(de, contrast.concordance, [])
        return [column["key"] for column in genes_section.gene_columns(rows, protein)]

    assert keys(contrast.de, True) == list(genes_section.GENE_COLUMNS)
    assert keys(contrast.de, False) == list(genes_section.GENE_COLUMNS)[:-1]
    empty = ("log2FoldChange", "lfcSE", "log2FoldChange_shrunken", "svalue")
    without = contrast.de.assign(**dict.fromkeys(empty, float("nan")))
    assert keys(without, False) == ["mean", "p", "fdr", "status"]
    # a value in one row keeps the column
    without.loc[without["padj"].idxmin(), "lfcSE"] = 0.1
    assert keys(without, False) == ["mean", "se", "p", "fdr", "status"]


def test_the_caption_of_the_gene_table_speaks_of_a_sign_only_where_there_is_one(
    contrast, fabricate
):
    def caption(name, panel=(), **changes):
        rows = genes_section.gene_rows(
            contrast.de.assign(**changes), contrast.concordance, list(panel)
        )
        return genes_section.gene_caption(rows, fabricate.QUESTIONS[name], "resistant")

    positive = "Positive: higher in resistant than in parental."
    assert caption("plain") == f"The smallest FDR first. {positive}"
    assert caption("plain", [contrast.de["gene_id"].iloc[0]]).startswith("Genes of interest first")
    assert "p and FDR are those of the likelihood ratio" in caption("ratio_of_two")
    assert caption("ratio", log2FoldChange=float("nan")) == "The smallest FDR first."


def test_every_gene_has_a_status_in_the_count(contrast):
    rows = genes_section.status_rows(contrast.de)
    assert sum(int(r["n"].replace(",", "")) for r in rows) == len(contrast.de)
    assert all(r["meaning"] for r in rows)


def test_a_status_that_is_new_is_counted_all_the_same(contrast):
    de = contrast.de.assign(status="some_new_status")
    assert genes_section.status_rows(de) == [
        {"status": "some new status", "meaning": "", "n": str(len(de))}
    ]


def test_the_cut_of_the_independent_filter_is_said(contrast):
    rows = genes_section.status_rows(contrast.de, 4.5)
    assert [r["meaning"].endswith("The cut: 4.5.") for r in rows].count(True) == 1
    assert "The cut" not in str(genes_section.status_rows(contrast.de))


def test_s_values_stand_beside_the_fdr_where_there_are_any(contrast):
    assert genes_section.gene_rows(contrast.de, contrast.concordance, [])[0]["svalue"]
    older = contrast.de.drop(columns="svalue")
    assert genes_section.gene_rows(older, contrast.concordance, [])[0]["svalue"] == ""


def test_genes_of_interest_come_first_then_the_smallest_fdr(contrast):
    panel = list(contrast.de["gene_id"][:2])
    rows = genes_section.gene_rows(contrast.de, contrast.concordance, panel, limit=5)
    assert [r["gene_id"] for r in rows[:2]] == panel
    best = contrast.de[~contrast.de["gene_id"].isin(panel)].sort_values("padj")["gene_id"]
    assert [r["gene_id"] for r in rows[2:]] == list(best[:5])
    assert rows[0]["protein"] == "Lower surface signal, mRNA unchanged"


def test_row_order_of_the_table_does_not_matter(contrast):
    shuffled = contrast.de.sample(frac=1, random_state=1)
    args = (contrast.concordance, [])
    assert genes_section.gene_rows(shuffled, *args) == genes_section.gene_rows(contrast.de, *args)


def test_calls_of_two_compartments_name_them(contrast):
    first = contrast.concordance[contrast.concordance["gene_name"] == "IL3RA"].iloc[[0]]
    total = first.assign(compartment="total", assay_id="western", call="unchanged", tier="")
    gene = list(first["gene_id"])
    rows = genes_section.gene_rows(contrast.de, pd.concat([first, total]), gene, limit=0)
    assert rows[0]["protein"] == (
        "Surface: lower surface signal, mRNA unchanged; total: unchanged in mRNA and protein"
    )
