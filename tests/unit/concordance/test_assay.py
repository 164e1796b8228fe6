"""Calls of one assay: families, rows without replicates of their own, and the link."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from resistance.concordance.assemble import concordance_table
from resistance.concordance.claims import Margins
from resistance.concordance.link import link_samples


def changed(protein: pd.DataFrame, gene: str, **values: object) -> pd.DataFrame:
    out = protein.copy()
    out.loc[out["gene_name"] == gene, list(values)] = list(values.values())
    return out


def test_a_declared_prior_is_tested_but_never_called(inputs, table, vectors) -> None:
    protein, genes, panel, rna = inputs()
    prior = changed(protein, "IL3RA", status="prior_based", method="prior")
    before = table(protein, genes, panel, rna).set_index("gene_name")
    after = table(prior, genes, panel, rna).set_index("gene_name")
    row = after.loc["IL3RA"]
    assert (row["call"], row["reason"], row["tier"]) == ("inconclusive", "n1", "C")
    assert row["p_loss"] == before.loc["IL3RA", "p_loss"]
    assert row["q_levels_differ"] < 0.05
    assert np.isnan(row["q_protein_only"])
    assert np.isnan(row["smallest_callable"])
    assert row["protein_method"] == "prior"
    # and it lends the others nothing: their family is that of the study without it
    alone = [case for case in vectors if case[0] != "IL3RA"]
    expected = table(*inputs(alone)).set_index("gene_name")
    others = [name for name, *_ in alone]
    pd.testing.assert_frame_equal(after.loc[others], expected.loc[others])


def test_a_prior_that_shows_no_difference_has_no_tier(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    prior = changed(protein, "SAME", status="prior_based")
    row = table(prior, genes, panel, rna).set_index("gene_name").loc["SAME"]
    assert (row["call"], row["reason"], row["tier"]) == ("inconclusive", "n1", "")


def test_a_published_ratio_is_shown_and_not_tested(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    gone = dict.fromkeys(["lfcSE", "df", "ci_low", "ci_high", "padj"], np.nan)
    published = changed(protein, "IL3RA", status="published", method="none", **gone)
    row = table(published, genes, panel, rna).set_index("gene_name").loc["IL3RA"]
    assert (row["call"], row["reason"], row["tier"], row["link"]) == ("inconclusive", "n1", "", "")
    assert "one ratio without SD" in row["sentence"]
    assert "consistent with lower surface signal" in row["sentence"]
    assert np.isfinite(row["p_rna_unchanged"])
    assert np.isnan(row["p_protein_down"])


@pytest.mark.parametrize(("other", "call"), [(-1.7, "posttranscriptional_loss"), (0.3, "")])
def test_two_assays_of_one_compartment_give_one_more_row(
    other: float, call: str, inputs, table
) -> None:
    protein, genes, panel, rna = inputs()
    second = protein[protein["gene_name"] == "IL3RA"].assign(
        assay_id="two", log2FoldChange=other, ci_low=other - 0.5, ci_high=other + 0.5
    )
    out = table(pd.concat([protein, second], ignore_index=True), genes, panel, rna)
    rows = out[out["gene_name"] == "IL3RA"].set_index("assay_id")
    assert rows.index.tolist() == ["combined", "one", "two"]
    assert rows["combined_from"].tolist() == ["one;two", "", ""]
    combined = rows.loc["combined"]
    assert combined["call"] == (call or "inconclusive")
    assert combined["reason"] == ("" if call else "assay_conflict")
    assert (combined["family_size"] == 1) == bool(call)
    untouched = table(protein, genes, panel, rna)
    one = out[out["assay_id"] == "one"].reset_index(drop=True)
    pd.testing.assert_frame_equal(one, untouched)


def test_a_users_assay_may_be_named_combined(inputs, table) -> None:
    protein, genes, panel, rna = inputs()
    second = protein[protein["gene_name"] == "IL3RA"].assign(assay_id="combined")
    out = table(pd.concat([protein, second], ignore_index=True), genes, panel, rna)
    rows = out[(out["gene_name"] == "IL3RA") & (out["assay_id"] == "combined")]
    assert rows["combined_from"].tolist() == ["", "combined;one"]
    assert (rows["family_size"] == 1).all()


@pytest.fixture
def linked_study(inputs):
    """The four cases with counts and signals of shared samples: errors of the same cultures."""
    protein, genes, panel, rna = inputs()
    rng = np.random.default_rng(2)
    culture = rng.normal(0, 0.2, (4, 6))
    counts = pd.DataFrame(
        rng.poisson(500 * 2.0**culture), index=rna.counts.index, columns=rna.counts.columns
    )
    rna = replace(rna, counts=counts, model=replace(rna.model, counts=counts.to_numpy(dtype=float)))
    values = pd.DataFrame(
        {
            "gene_id": np.repeat(counts.index, 6),
            "protein_gene": np.repeat(counts.index, 6),
            "protein_id": "",
            "assay_id": "one",
            "compartment": "surface",
            "condition": ["p", "p", "p", "r", "r", "r"] * 4,
            "sample": list(counts.columns) * 4,
            "rna_sample": list(counts.columns) * 4,
            "replicate": ["1", "2", "3"] * 8,
            "log2_signal": (10 + culture + rng.normal(0, 0.05, (4, 6))).ravel(),
            "censored": "none",
        }
    )
    return protein, genes, panel, rna, values


def test_samples_shared_by_both_layers_change_only_what_holds_them_together(
    table, linked_study
) -> None:
    protein, genes, panel, rna, values = linked_study
    links = link_samples(values, rna, {"p": "reference", "r": "target"})
    arms = table(protein, genes, panel, rna).set_index("gene_name")
    samples = concordance_table(protein, genes, panel, rna, Margins(), links)
    samples = samples.set_index("gene_name")
    assert (arms["link"] == "arms").all()
    assert (samples["link"] == "samples").all()
    parts = [name for name in arms if name.startswith(("p_rna", "p_protein", "rna_", "protein_"))]
    same = [*parts, "p_concordant_up", "p_concordant_down", "p_unchanged"]
    pd.testing.assert_frame_equal(arms[same], samples[same])
    assert (arms["p_difference"] != samples["p_difference"]).all()
    # errors that the layers share cancel in their difference
    assert samples.loc["IL3RA", "p_difference"] < arms.loc["IL3RA", "p_difference"]
    assert samples.loc["IL3RA", "smallest_callable"] != arms.loc["IL3RA", "smallest_callable"]


@pytest.mark.parametrize(
    "change", [{"status": "censored_bound", "reason": "upper_bound"}, {"paired": "yes"}]
)
def test_bounds_and_pairs_keep_independent_arms(change, linked_study) -> None:
    protein, genes, panel, rna, values = linked_study
    links = link_samples(values, rna, {"p": "reference", "r": "target"})
    out = concordance_table(
        changed(protein, "IL3RA", **change), genes, panel, rna, Margins(), links
    ).set_index("gene_name")
    assert out["link"].to_dict() == {
        "IL3RA": "arms",
        "ABCB1": "samples",
        "SAME": "samples",
        "WIDE": "samples",
    }
