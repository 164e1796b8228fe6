from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from resistance.columns import CONCORDANCE
from resistance.concordance.assay import Rna
from resistance.concordance.panel import PANEL


def test_factors_of_each_gene_reach_the_test_of_a_silent_arm(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    silent = rna.counts.copy()
    silent.loc["ABCB1"] = [0, 0, 0, 40, 50, 60]
    rows = []
    for factors in (
        np.ones(6),
        np.ones((len(silent), 6)),
        np.array([[1, 1, 1, 50, 50, 50.0]] * len(silent)),
    ):
        model = replace(rna.model, counts=silent.to_numpy(float), size_factors=factors)
        changed = replace(rna, counts=silent, model=model)
        rows.append(table(protein, genes, panel, changed).set_index("gene_id").loc["ABCB1"])
    plain, same, deeper = rows
    numbers = [name for name in plain.index if name.startswith("p_")]
    assert plain[numbers].tolist() == same[numbers].tolist()
    assert plain[numbers].tolist() != deeper[numbers].tolist()


@pytest.mark.parametrize("status", ["outlier", "not_converged"])
def test_an_estimate_that_is_none_is_not_called(status: str, inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    columns = rna.columns.copy()
    columns.loc["ABCB1", "rna_status"] = status
    out = table(protein, genes, panel, replace(rna, columns=columns)).set_index("gene_id")
    assert (out.loc["ABCB1", "call"], out.loc["ABCB1", "reason"]) == (
        "inconclusive",
        "rna_underpowered",
    )


def test_the_four_vectors_end_to_end(inputs, table) -> None:
    out = table(*inputs())
    assert list(out.columns) == list(CONCORDANCE)
    rows = out.set_index("gene_name")
    assert rows["call"].to_dict() == {
        "IL3RA": "posttranscriptional_loss",
        "ABCB1": "concordant_up",
        "SAME": "unchanged",
        "WIDE": "inconclusive",
    }
    loss = rows.loc["IL3RA"]
    assert loss["tier"] == "A"
    assert loss["p_loss"] == pytest.approx(0.00154, abs=5e-6)
    assert loss["family_size"] == 4
    # a single discovery among four genes
    assert 0.00154 * 4 <= loss["q_protein_only"] <= 0.00154 * 8 + 5e-5
    assert loss["naive_reading"] == "protein only down"
    assert "lower surface signal" in loss["sentence"]
    assert rows.loc["WIDE", "reason"] == "rna_underpowered"
    assert rows.loc["WIDE", "replicates_needed"] > 3
    assert rows.drop("WIDE")["replicates_needed"].isna().all()
    assert (rows[["smallest_margin_rna", "smallest_margin_protein"]] > 0).all(axis=None)


def test_a_gene_added_to_rest_changes_no_q_of_the_panel(inputs, table, vectors) -> None:
    before = table(*inputs())
    more = [*vectors, *((f"R{i}", 500, 2.0, 0.1, "tested", -2.0, 0.1) for i in range(40))]
    protein, genes, panel, rna = inputs(more)
    after = table(protein, genes, panel[panel["gene_name"].isin(before["gene_name"])], rna)
    kept = after[after["family"] == "panel"].reset_index(drop=True)
    pd.testing.assert_frame_equal(before, kept)
    assert set(after.loc[after["family"] == "rest", "call"]) == {"opposite"}


def test_row_order_changes_nothing(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    shuffled = table(
        protein.sample(frac=1, random_state=1), genes.iloc[::-1], panel.iloc[::-1], rna
    )
    pd.testing.assert_frame_equal(table(protein, genes, panel, rna), shuffled)


def test_precedence_of_what_cannot_be_called(inputs, table) -> None:
    cases = [
        ("BLOCKED", 0, 0.0, 1.0, "all_zero", -2.0, 0.1),
        ("SILENT", 0, 0.0, 1.0, "all_zero", -2.0, 0.1),
        ("ELSEWHERE", 500, 1.0, 0.1, "tested", np.nan, np.nan),
        ("PLAIN", 500, 1.0, 0.1, "tested", 1.0, 0.1),
    ]
    protein, genes, panel, rna = inputs(cases)
    genes.loc[0, ["measurable", "reason"]] = ["no", "PAR reads were dropped"]
    protein.loc[2, ["status", "reason"]] = ["not_in_contrast", "the assay was not made"]
    lacking = protein.iloc[[3]].assign(gene_id="", gene_name="GONE", reason="not in the counts")
    protein = pd.concat([protein.iloc[:3], lacking], ignore_index=True)
    extra = pd.DataFrame(
        [("", "ABCB1", "OTHER", True, "not_applicable", "human only")], columns=PANEL
    )
    rows = table(protein, genes, pd.concat([panel, extra]), rna).set_index("gene_name")
    assert rows["call"].to_dict() == {
        "BLOCKED": "not_measurable",
        "SILENT": "not_detected",
        "ELSEWHERE": "not_measured",
        "PLAIN": "not_measured",
        "GONE": "not_measured",
        "OTHER": "not_applicable",
    }
    assert rows.loc["BLOCKED", "reason"] == "PAR reads were dropped"
    assert rows.loc["PLAIN", "reason"] == "protein was not measured"
    assert rows.loc["PLAIN", "rna_log2FoldChange"] == 1.0
    assert rows.loc["GONE", "reason"] == "not in the counts"
    assert rows["q_protein_only"].isna().all()


def test_no_replicates_are_n1_on_either_layer(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    rna.columns[["rna_lfcSE", "rna_padj"]] = np.nan
    rna.columns["rna_status"] = "no_replicates"
    assert set(table(protein, genes, panel, rna)["reason"]) == {"n1"}
    protein, genes, panel, rna = inputs()
    protein.loc[0, ["lfcSE", "df", "status"]] = [np.nan, np.nan, "n1"]
    rows = table(protein, genes, panel, rna).set_index("gene_name")
    assert rows.loc["IL3RA", ["call", "reason"]].tolist() == ["inconclusive", "n1"]
    # it takes no part in the others' family
    assert rows.loc["ABCB1", "family_size"] == 3


def test_mrna_that_one_sample_makes_is_not_called(inputs, table, vectors) -> None:
    # the differential stage withholds the p of such a gene (Cook's distance)
    cases = [("ABCB1", 500, 5.2, 0.45, "outlier", 0.05, 0.12), vectors[0]]
    rows = table(*inputs(cases)).set_index("gene_name")
    row = rows.loc["ABCB1"]
    assert (row["call"], row["reason"]) == ("inconclusive", "rna_underpowered")
    assert "one sample dominates the mRNA" in row["sentence"]
    assert rows.loc["IL3RA", "family_size"] == 1


def test_on_off_and_unbounded_proteins_are_censored(inputs, table) -> None:
    for status, reason in (
        ("on_off", "censored"),
        ("censored", "censored"),
        ("n2", "protein_underpowered"),
        ("no_variance", "protein_underpowered"),
    ):
        protein, genes, panel, rna = inputs()
        protein.loc[0, ["lfcSE", "df", "status"]] = [np.nan, np.nan, status]
        row = table(protein, genes, panel, rna).set_index("gene_name").loc["IL3RA"]
        assert (row["call"], row["reason"]) == ("inconclusive", reason)


def test_a_bound_can_be_a_loss_and_never_unchanged(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    protein.loc[[0, 2], ["status", "reason"]] = ["censored_bound", "upper_bound"]
    protein.loc[[0, 2], "ci_low"] = -np.inf
    rows = table(protein, genes, panel, rna).set_index("gene_name")
    assert rows.loc["IL3RA", "call"] == "posttranscriptional_loss"
    assert "at most" in rows.loc["IL3RA", "sentence"]
    assert rows.loc["SAME", ["call", "reason"]].tolist() == ["inconclusive", "censored"]
    assert rows.loc["SAME", "p_unchanged"] == 1
    assert np.isnan(rows.loc["SAME", "smallest_margin_protein"])


def test_zero_counts_in_one_arm_use_the_likelihood_ratio(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    rna.counts.loc["ABCB1"] = [0, 0, 0, 300, 320, 290]
    rna.model.counts[1] = [0, 0, 0, 300, 320, 290]
    rna.columns.loc["ABCB1", "rna_lfcSE"] = 4.0
    wald = inputs()
    wald[3].columns.loc["ABCB1", "rna_lfcSE"] = 4.0
    exact = table(protein, genes, panel, rna).set_index("gene_name").loc["ABCB1"]
    plain = table(*wald).set_index("gene_name").loc["ABCB1"]
    assert plain["call"] != "concordant_up"
    assert exact["call"] == "concordant_up"
    assert exact["p_concordant_up"] < 1e-3
    assert exact["p_unchanged"] == 1


def test_zero_counts_in_both_arms_are_no_unchanged_mrna(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    wide = rna.counts.assign(third=[500, 500, 9, 500])
    wide.loc["SAME", rna.arms.index] = 0
    rna = Rna(rna.columns, wide, rna.model, rna.arms)
    row = table(protein, genes, panel, rna).set_index("gene_name").loc["SAME"]
    assert (row["call"], row["reason"]) == ("inconclusive", "rna_underpowered")


def test_compression_is_estimated_or_stops_transcript_only_calls(inputs, table, vectors) -> None:
    rng = np.random.default_rng(0)
    m = rng.uniform(1.2, 4, 60) * rng.choice([-1, 1], 60)
    cases = [(f"G{i:02d}", 500, x, 0.1, "tested", 0.4 * x, 0.05) for i, x in enumerate(m)] + [
        ("LAG", 500, 2.0, 0.1, "tested", 0.6, 0.05)
    ]
    known = table(*inputs(cases, "tmt")).set_index("gene_name")
    assert known["explained_fraction"].iloc[0] == pytest.approx(0.2, abs=0.01)
    assert not known["call"].str.startswith("transcript_only").any()
    uncompressed = table(*inputs(cases, "dia_ms")).set_index("gene_name")
    assert (uncompressed["qualifier"] == "buffered").sum() > 30
    few = table(*inputs([*vectors, ("LAG", 500, 3.0, 0.1, "tested", 0.1, 0.1)], "tmt"))
    few = few.set_index("gene_name")
    assert few["explained_fraction"].isna().all()
    assert few.loc["LAG", ["call", "reason"]].tolist() == ["inconclusive", "ratio_compression"]
    assert few.loc["IL3RA", "call"] == "posttranscriptional_loss"


def test_without_protein_only_the_panel_is_listed(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    out = table(protein.iloc[:0], genes, panel, rna)
    assert out["call"].tolist() == ["not_measured"] * 4
    assert list(out.columns) == list(CONCORDANCE)
    nothing = table(protein.iloc[:0], genes, pd.DataFrame(columns=PANEL), rna)
    assert nothing.empty
    assert list(nothing.columns) == list(CONCORDANCE)


def test_surface_and_total_are_called_on_their_own(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    total = protein.iloc[[0]].assign(
        compartment="total", log2FoldChange=0.02, lfcSE=0.1, ci_low=-0.2, ci_high=0.3
    )
    out = table(pd.concat([protein, total], ignore_index=True), genes, panel, rna)
    both = out[out["gene_name"] == "IL3RA"].set_index("compartment")
    assert both.loc["surface", "call"] == "posttranscriptional_loss"
    assert both.loc["total", "call"] == "unchanged"
    assert both["family_size"].to_dict() == {"surface": 4, "total": 1}


def test_one_arm_without_reads_has_no_wald_interval(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    rna.counts.loc["ABCB1", rna.arms.index[:3]] = 0
    row = table(protein.iloc[:0], genes, panel, rna).set_index("gene_name").loc["ABCB1"]
    assert row[["rna_ci_low", "rna_ci_high"]].isna().all()
    assert np.isfinite(row["rna_lfcSE"])
    assert "mRNA log2FC 5.2; no reads in reference." in row["sentence"]
