from __future__ import annotations

import pytest

from resistance.report import layers_section, sections


@pytest.fixture(scope="module")
def contrast(fabricate):
    return fabricate.study().contrasts[0]


def test_headline_counts_equal_the_tables(contrast):
    de = contrast.de
    values = [i["value"] for i in sections.headline(de, contrast.concordance, 0.1, "b", {})]
    called = de[de["padj"] < 0.1]
    assert values[0] == str((called["log2FoldChange"] > 0).sum())
    assert values[1] == str((called["log2FoldChange"] < 0).sum())
    assert values[2] == str((de["status"] == "tested").sum())


@pytest.mark.parametrize("asked", [{"test": "lrt"}, {"test": "wald", "alternative": "lessAbs"}])
def test_tests_without_direction_are_counted_without_one(contrast, asked):
    de = contrast.de
    items = sections.headline(de, contrast.concordance, 0.1, "b", asked)
    assert items[0]["value"] == str((de["padj"] < 0.1).sum())
    assert not any("higher" in item["text"] or "lower" in item["text"] for item in items)


def test_a_one_sided_test_counts_its_own_side_alone(contrast):
    de = contrast.de
    asked = {"alternative": "less", "lfc_threshold": 1.0}
    items = sections.headline(de, contrast.concordance, 0.1, "b", asked)
    fallen = ((de["padj"] < 0.1) & (de["log2FoldChange"] < 0)).sum()
    assert items[0] == {"value": str(fallen), "text": "genes lower in b, by more than 2-fold"}
    assert "of 400 genes tested" in items[1]["text"]


def test_columns_of_the_gene_table_that_hold_nothing_are_left_out(contrast):
    def keys(de, protein):
        rows = sections.gene_rows(de, contrast.concordance, [])
        return [column["key"] for column in sections.gene_columns(rows, protein)]

    assert keys(contrast.de, True) == list(sections.GENE_COLUMNS)
    assert keys(contrast.de, False) == list(sections.GENE_COLUMNS)[:-1]
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
        rows = sections.gene_rows(contrast.de.assign(**changes), contrast.concordance, list(panel))
        return sections.gene_caption(rows, fabricate.QUESTIONS[name], "resistant")

    positive = "Positive: higher in resistant than in parental."
    assert caption("plain") == f"The smallest FDR first. {positive}"
    assert caption("plain", [contrast.de["gene_id"].iloc[0]]).startswith("Genes of interest first")
    assert "p and FDR are those of the likelihood ratio" in caption("ratio_of_two")
    assert caption("ratio", log2FoldChange=float("nan")) == "The smallest FDR first."


def test_every_gene_has_a_status_in_the_count(contrast):
    rows = sections.status_rows(contrast.de)
    assert sum(int(r["n"].replace(",", "")) for r in rows) == len(contrast.de)
    assert all(r["meaning"] for r in rows)


def test_a_status_that_is_new_is_counted_all_the_same(contrast):
    de = contrast.de.assign(status="some_new_status")
    assert sections.status_rows(de) == [
        {"status": "some new status", "meaning": "", "n": str(len(de))}
    ]


def test_the_cut_of_the_independent_filter_is_said(contrast):
    rows = sections.status_rows(contrast.de, 4.5)
    assert [r["meaning"].endswith("The cut: 4.5.") for r in rows].count(True) == 1
    assert "The cut" not in str(sections.status_rows(contrast.de))


def test_s_values_stand_beside_the_fdr_where_there_are_any(contrast):
    assert sections.gene_rows(contrast.de, contrast.concordance, [])[0]["svalue"]
    older = contrast.de.drop(columns="svalue")
    assert sections.gene_rows(older, contrast.concordance, [])[0]["svalue"] == ""


def test_genes_of_interest_come_first_then_the_smallest_fdr(contrast):
    panel = list(contrast.de["gene_id"][:2])
    rows = sections.gene_rows(contrast.de, contrast.concordance, panel, limit=5)
    assert [r["gene_id"] for r in rows[:2]] == panel
    best = contrast.de[~contrast.de["gene_id"].isin(panel)].sort_values("padj")["gene_id"]
    assert [r["gene_id"] for r in rows[2:]] == list(best[:5])
    assert rows[0]["protein"] == "Lower surface signal, mRNA unchanged"


def test_row_order_of_the_table_does_not_matter(contrast):
    shuffled = contrast.de.sample(frac=1, random_state=1)
    args = (contrast.concordance, [])
    assert sections.gene_rows(shuffled, *args) == sections.gene_rows(contrast.de, *args)


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("HALLMARK_E2F_TARGETS", "E2F targets"),
        ("HALLMARK_OXIDATIVE_PHOSPHORYLATION", "Oxidative phosphorylation"),
        ("REACTOME_THE_CITRIC_ACID_TCA_CYCLE_AND_MORE", "The citric acid TCA cycle and more"),
        ("WP_TCA_CYCLE_AKA_KREBS", "TCA cycle aka Krebs"),
        ("REACTOME_MTOR_SIGNALLING", "mTOR signalling"),
        ("REACTOME_RHO_GTPASE_CYCLE", "RHO GTPase cycle"),
        ("WP_OXIDATIVE_STRESS", "Oxidative stress"),
        ("Cell Cycle R-HSA-1640170", "Cell Cycle R-HSA-1640170"),
        ("<b>", "<b>"),
    ],
)
def test_set_names(term, name):
    assert sections.set_name(term) == name


def test_leading_edge_is_counted_against_the_size_of_the_set(contrast):
    assert sections.pathway_rows(contrast.enrichment)[0]["genes"] == "12 of 40"


def test_misleading_rows_differ_from_ours(contrast):
    found = layers_section.misleading_rows(contrast.concordance, [])
    assert found["rows"]
    assert all(
        r["naive"] == "protein only, higher" or "no change" in r["naive"] for r in found["rows"]
    )
    assert not any(r["gene"] in ("IL3RA", "ABCB1") for r in found["rows"])
    table = contrast.concordance
    silent = (table["naive_reading"] == "neither") & (table["call"] == "inconclusive")
    assert found["silent"] == silent.sum() > 0


def test_counts_of_calls_sum_to_the_rows(contrast):
    counts = layers_section.call_counts(contrast.concordance)
    assert sum(int(r["n"]) for r in counts) == len(contrast.concordance)


def test_mechanisms_out_of_scope_stand_apart_with_their_reason(contrast):
    groups = layers_section.mechanism_groups(contrast.mechanisms, contrast.mechanism_genes)
    assert [g["code"] for g in groups] == ["mechanism", "cell_state"]
    assert [r["title"] for r in groups[0]["outside"]] == ["Linker cleavage"]
    assert groups[0]["rows"][1]["genes"][0]["gene"] == "ABCB1"


def test_a_gene_without_reads_is_not_called_unmeasured(contrast):
    genes = contrast.mechanism_genes.assign(grade="not_measured", rna_status="all_zero")
    groups = layers_section.mechanism_groups(contrast.mechanisms, genes)
    assert groups[0]["rows"][1]["genes"][0]["grade"] == "no reads; protein not measured"


def test_a_gene_whose_fit_did_not_converge_says_so_beside_its_estimate(contrast):
    genes = contrast.mechanism_genes.assign(rna_status="not_converged")
    groups = layers_section.mechanism_groups(contrast.mechanisms, genes)
    assert groups[0]["rows"][1]["genes"][0]["rna"] == "+5.20 (fit did not converge)"


def test_a_gene_in_protein_alone_says_what_its_mrna_is(contrast):
    genes = contrast.mechanism_genes.assign(
        grade="consistent_protein_only", call="not_measurable", tier=""
    )
    groups = layers_section.mechanism_groups(contrast.mechanisms, genes)
    grade = groups[0]["rows"][1]["genes"][0]["grade"]
    assert grade == "as expected in protein; mRNA not measured"


def test_a_mechanism_says_its_name_and_verdict_once(contrast):
    first = contrast.mechanisms["mechanism"].iloc[0]
    mechanisms = contrast.mechanisms[contrast.mechanisms["mechanism"] == first].assign(
        title="Lower antigen",
        verdict="undetermined",
        label="undetermined",
        sentence="Lower antigen: undetermined; 0 of 2 genes move.",
    )
    row = layers_section.mechanism_groups(mechanisms, contrast.mechanism_genes)[0]["rows"][0]
    assert (row["label"], row["sentence"]) == ("undetermined", "0 of 2 genes move.")
