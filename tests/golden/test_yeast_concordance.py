"""RNA and TMT protein of yeast without PAB1 (GSE229691, PXD041495), on published estimates."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.columns import GENES
from resistance.concordance.assemble import concordance_table
from resistance.concordance.claims import Margins
from resistance.concordance.panel import PANEL
from resistance.concordance.study import rna_of_contrast
from resistance.protein.estimates import estimate
from resistance.protein.matching import attach_genes, match_genes
from resistance.protein.tidy import log2_signals, tidy

DATA = Path(__file__).parents[3] / "shared/data/yeast_pab1_rna_protein"
NAMED = ["PAB1", "ATF1", "MRPS5", "MRPS9", "ATP20", "HSP104"]

pytestmark = [
    pytest.mark.golden,
    pytest.mark.skipif(not DATA.exists(), reason=f"{DATA.name} is absent from ../shared/data"),
]


@pytest.fixture(scope="module")
def layers():
    wide = pd.read_csv(DATA / "protein_log2_tidy.tsv.gz", sep="\t", dtype=str)
    tall = wide.melt(["gene", "accession"], var_name="sample", value_name="value")
    tall[["condition", "replicate"]] = tall["sample"].str.rsplit("_", n=1, expand=True)
    signals = log2_signals(tidy(tall.assign(assay_type="tmt", scale="log2")))
    estimates = estimate(signals, ["pbp1d"], ["pab1d_pbp1d"])

    counts = pd.read_csv(DATA / "rsem_expected_count_genes.csv.gz", index_col=0)
    counts = counts[[name for name in counts if name.startswith("RNA_")]].round()
    counts.index.name = "gene_id"
    names = pd.read_csv(DATA / "transcript_gene_ids.txt", sep="\t", index_col=0)["gene_id"]
    genes = pd.DataFrame({"gene_id": counts.index, "measurable": "yes"})
    genes["gene_name"] = genes["gene_id"].map(names).fillna(genes["gene_id"])
    genes = genes.reindex(columns=list(GENES)).fillna("")

    published = pd.read_csv(DATA / "published_RNA_DESeq2.csv.gz")
    published = published[published["pair"] == "pab1Δpbp1Δ / pbp1Δ"]
    de = genes[["gene_id"]].merge(published.rename(columns={"row": "gene_id"}), how="left")
    samples = pd.DataFrame(
        {"condition": [name[4:].rsplit("_rep", 1)[0] for name in counts]},
        index=pd.Index(counts.columns, name="sample"),
    )
    rna = rna_of_contrast(
        de.assign(status="tested"),
        counts,
        pd.DataFrame({"sample": counts.columns, "size_factor": 1.0}),
        pd.DataFrame(
            {
                "model": "main",
                "gene_id": counts.index,
                "dispersion": 0.02,
                "dispersion_outlier": "no",
            }
        ),
        {"formula": "~ condition", "residual_df": 6, "prior_disp_var": 0.35},
        samples,
        pd.DataFrame(
            [("one", "condition", "pbp1d", "pab1d_pbp1d")],
            columns=["id", "variable", "reference", "target"],
        ),
        "one",
    )
    return attach_genes(estimates, match_genes(estimates, genes, None)), genes, rna


def called(layers, panel: list[str]) -> pd.DataFrame:
    protein, genes, rna = layers
    ids = genes.set_index("gene_name")["gene_id"]
    rows = pd.DataFrame([(ids[name], "", name, True, "", "") for name in panel], columns=PANEL)
    return concordance_table(protein, genes, rows, rna, Margins())


def test_all_matched_genes_as_one_family(layers) -> None:
    table = called(layers, [])
    tested = table[table["family_size"] > 0]
    assert len(tested[tested["gene_id"] != ""]) == 2596
    rows = table.set_index("gene_name").loc[NAMED]
    assert rows.loc["PAB1", "call"] == "concordant_down"
    assert set(rows["call"].drop("PAB1")) == {"inconclusive"}
    assert (rows["reason"].drop("PAB1") != "").all()
    assert set(rows.loc[["ATF1", "MRPS9"], "reason"]) == {"lost_to_fdr"}
    # their sizes differ beyond doubt, as one family of all genes: f = 1
    assert (rows.loc[["ATF1", "MRPS9", "MRPS5"], "q_levels_differ"] < 0.05).all()
    # lost to the number of genes, not for lack of evidence
    assert (rows.loc[["ATF1", "MRPS9"], "p_loss"] < 0.02).all()
    # the naive reader calls all five "down" or "up in protein only"
    assert rows["naive_reading"].drop("PAB1").str.startswith("protein only").all()


def test_ratio_compression_makes_no_flood_of_transcript_only_calls(layers) -> None:
    table = called(layers, [])
    fraction = table.loc[table["family_size"] > 0, "explained_fraction"]
    assert len(fraction) > 2500
    assert np.allclose(fraction, 0.5 * 0.41, atol=0.01)
    assert table["call"].str.startswith("transcript_only").sum() <= 2


def test_named_genes_as_a_panel(layers) -> None:
    rows = called(layers, NAMED).set_index("gene_name").loc[NAMED]
    assert rows.loc["PAB1", "call"] == "concordant_down"
    assert not rows["call"].drop("PAB1").isin(["concordant_up", "concordant_down"]).any()
    assert set(rows.loc[["ATF1", "MRPS9"], "call"]) == {"posttranscriptional_loss"}
