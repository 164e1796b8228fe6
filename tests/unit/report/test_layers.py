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
        "explained_fraction": 0.5,
        "change_margin": CHANGE,
    }
    return pd.Series(row | values)


def test_smallest_callable_change_is_found_with_about_80_percent_power():
    """Simulate the assay at the size the card prints: the claim passes in about four of five."""
    from scipy.stats import t

    row = concordance_row()
    size = layers.smallest_callable_change(row)
    rng = np.random.default_rng(1)
    n = 20_000
    # standard errors vary as their degrees of freedom say
    s_p = 0.2 * np.sqrt(rng.chisquare(4, n) / 4)
    s_m = 0.15 * np.sqrt(rng.chisquare(12, n) / 12)
    p, m = -size + 0.2 * rng.standard_normal(n), 0.15 * rng.standard_normal(n)
    falls = t.sf((-p - CHANGE) / s_p, 4) < 0.05
    variance = s_m**2 + 0.25 * s_p**2
    nu = variance**2 / (s_m**4 / 12 + 0.0625 * s_p**4 / 4)
    unexplained = t.sf((m - 0.5 * p) / np.sqrt(variance), nu) < 0.05
    assert np.mean(falls & unexplained) == pytest.approx(0.84, abs=0.06)


@pytest.mark.parametrize("missing", ["protein_lfcSE", "rna_df", "explained_fraction"])
def test_no_size_without_both_layers(missing):
    assert math.isnan(layers.smallest_callable_change(concordance_row(**{missing: np.nan})))


def test_a_gene_that_is_not_in_the_counts():
    assert layers.rna_row(None, None)["call"] == "not in the counts table"


def test_a_gene_without_reads_in_one_arm_has_no_interval():
    de = pd.Series({"log2FoldChange": 8.0, "lfcSE": 1.2, "padj": 1e-9, "status": "tested"})
    columns = ["rna_ci_low", "rna_ci_high", "smallest_margin_rna", "rna_equivalence_margin"]
    given = concordance_row(**dict.fromkeys(columns, np.nan), tier="", call="concordant_up")
    row = layers.rna_row(de, given)
    assert (row["call"], row["interval"]) == ("higher", "–")
    assert row["detail"] == "RNA-seq; no reads in one arm: interval not shown"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(-np.inf, -1.0, "at most −1.60"), (-2.0, np.inf, "at least −1.60"), (-2.0, -1.0, "−1.60")],
)
def test_a_bound_is_no_estimate(low, high, text):
    row = concordance_row(
        protein_log2FoldChange=-1.6,
        protein_ci_low=low,
        protein_ci_high=high,
        protein_padj=0.001,
        protein_status="censored_bound",
        protein_equivalence_margin=EQUAL,
        smallest_margin_protein=np.nan,
        tier="",
        call="concordant_down",
    )
    assert layers.protein_row(row, "Protein, surface", "")["estimate"] == text


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
