"""The rows of a card must never say more than the verdict does."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from resistance.report import layers

CHANGE, EQUAL = math.log2(1.25), math.log2(1.5)


def reading(lfc, se, smallest, allowed=True):
    return layers.layer_reading(lfc, se, 12, CHANGE, smallest, EQUAL, allowed)


def test_readings():
    assert reading(2.0, 0.2, 2.4) == "higher"
    assert reading(-2.0, 0.2, 2.4) == "lower"
    assert reading(-0.1, 0.15, 0.37) == "unchanged within 1.5-fold"
    assert reading(float("nan"), 0.1, 0.1) == ""


def test_an_insignificant_change_is_not_called_unchanged():
    assert reading(0.3, 0.5, 1.2) == "not settled"


def test_tier_b_never_reads_unchanged():
    assert reading(-0.1, 0.15, 0.37, allowed=False) == "not settled"


def concordance_row(**values):
    row = {
        "protein_lfcSE": 0.2,
        "protein_df": 4.0,
        "rna_lfcSE": 0.15,
        "rna_df": 12.0,
        "change_margin": CHANGE,
    }
    return pd.Series(row | values)


def test_a_gene_that_is_not_in_the_counts():
    assert layers.rna_row(None, None)["call"] == "not in the counts table"


def test_a_gene_without_reads_in_one_arm_has_no_interval():
    de = pd.Series({"log2FoldChange": 8.0, "lfcSE": 1.2, "padj": 1e-9, "status": "tested"})
    columns = ["rna_ci_low", "rna_ci_high", "smallest_margin_rna", "rna_equivalence_margin"]
    given = concordance_row(**dict.fromkeys(columns, np.nan), tier="", call="concordant_up")
    row = layers.rna_row(de, given)
    assert (row["call"], row["interval"]) == ("higher", "–")
    assert row["detail"] == "RNA-seq; no reads in one arm: interval not shown"


def protein(**values):
    row = concordance_row(
        assay_id="flow_1",
        assay_type="flow",
        protein_log2FoldChange=-1.6,
        protein_ci_low=-2.0,
        protein_ci_high=-1.0,
        protein_padj=0.001,
        protein_status="estimated",
        protein_method="difference",
        protein_equivalence_margin=EQUAL,
        smallest_margin_protein=np.nan,
        combined_from="",
        cochran_p=np.nan,
        tier="",
        call="concordant_down",
    )
    return layers.protein_row(pd.Series({**row, **values}), "Protein, surface")


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(-np.inf, -1.0, "at most −1.60"), (-2.0, np.inf, "at least −1.60"), (-2.0, -1.0, "−1.60")],
)
def test_a_bound_is_no_estimate(low, high, text):
    bound = protein(protein_ci_low=low, protein_ci_high=high, protein_status="censored_bound")
    assert bound["estimate"] == text


@pytest.mark.parametrize(
    ("method", "status", "says"),
    [
        ("difference", "estimated", "flow cytometry, flow_1"),
        ("tobit", "estimated", "censored values modelled (Tobit)"),
        ("one_sample", "estimated", "lanes as ratios to the reference"),
        ("prior", "prior_based", "spread declared in the configuration"),
    ],
)
def test_how_an_estimate_was_made_is_said(method, status, says):
    row = protein(protein_method=method, protein_status=status)
    assert row["detail"].endswith(says)
    assert row["call"].startswith("lower")
    assert ("spread assumed, not measured" in row["call"]) == (status == "prior_based")


@pytest.mark.parametrize(
    ("call", "tier", "reads"),
    [
        ("transcript_only_up", "A", "unchanged within 1.5-fold"),
        ("transcript_only_up", "B", "not settled"),
        ("inconclusive", "", "unchanged within 1.5-fold"),
        ("inconclusive", "C", "not settled"),
    ],
)
def test_a_protein_reads_unchanged_only_where_its_call_grants_that(call, tier, reads):
    flat = {"protein_log2FoldChange": -0.05, "smallest_margin_protein": 0.3}
    assert protein(call=call, tier=tier, **flat)["call"] == reads


def test_a_published_ratio_is_descriptive_only():
    row = protein(protein_status="published", protein_lfcSE=np.nan, protein_method="none")
    assert row["call"] == "published ratio without an error: descriptive only"


@pytest.mark.parametrize(
    ("status", "p", "says"),
    [("estimated", 0.45, "flow_a and flow_b agree"), ("conflict", 0.003, "flow_b disagree")],
)
def test_a_combined_row_names_its_members_and_whether_they_agree(status, p, says):
    se = 0.2 if status == "estimated" else np.nan
    row = protein(
        assay_id="combined",
        protein_method="combined",
        combined_from="flow_a;flow_b",
        cochran_p=p,
        protein_status=status,
        protein_lfcSE=se,
    )
    assert says in row["detail"]
    assert f"Cochran\u2019s p {p}" in row["detail"]
    assert ("not combined" in row["call"]) == (status == "conflict")


def test_a_status_replaces_the_reading():
    de = pd.Series(
        {"log2FoldChange": np.nan, "lfcSE": np.nan, "padj": np.nan, "status": "all_zero"}
    )
    assert layers.rna_row(de, None)["call"] == "no reads in any sample"


def test_a_fit_that_did_not_converge_is_said_beside_the_reading(fabricate):
    contrast = fabricate.study().contrasts[0]
    de = contrast.de.iloc[1].copy()
    de["status"] = "not_converged"
    row = contrast.concordance[contrast.concordance["gene_id"] == de["gene_id"]].iloc[0]
    assert layers.rna_row(de, row)["call"] == "higher; fit did not converge"
    assert layers.rna_row(de, None)["call"] == "fit did not converge"


@pytest.mark.parametrize(("status", "says"), [("estimated", True), ("prior_based", False)])
def test_a_declared_spread_shows_no_protein_unchanged(status: str, says: bool) -> None:
    row = protein(
        protein_log2FoldChange=0.0,
        protein_status=status,
        smallest_margin_protein=0.2,
        tier="",
    )
    assert ("unchanged" in row["call"]) == says
