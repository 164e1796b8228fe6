"""Airway (8 samples, ~ celltype + dex) against R DESeq2 1.38.3 and apeglm 1.27.0."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.differential.analysis import analyse

SHARED = Path(__file__).parents[2].parent / "shared"
GOLDEN = SHARED / "golden/airway"

pytestmark = [
    pytest.mark.golden,
    pytest.mark.skipif(not GOLDEN.is_dir(), reason=f"{GOLDEN} is not there"),
]


def golden(name):
    return pd.read_csv(GOLDEN / name, sep="\t", index_col=0, keep_default_na=False, na_values="NA")


@pytest.fixture(scope="module")
def analysis():
    counts = pd.read_csv(SHARED / "data/airway/airway_rawcounts.csv.gz", index_col=0)
    sheet = pd.read_csv(SHARED / "data/airway/airway_metadata.csv", index_col=0, dtype=str)
    genes = pd.DataFrame({"gene_id": counts.index, "ensembl_id": counts.index, "gene_name": ""})
    contrasts = pd.DataFrame(
        [["dex", "dex", "control", "treated"]], columns=["id", "variable", "reference", "target"]
    )
    return analyse(counts, genes, sheet, contrasts, "~ celltype + dex", alpha=0.1, threads=2)


@pytest.fixture(scope="module")
def compared(analysis):
    ours = analysis.tables["dex"].set_index("gene_id")
    return ours.join(golden("results.tsv.gz"), rsuffix="_r", how="left")


def test_every_gene_has_a_row_in_order(analysis):
    table = analysis.tables["dex"]
    assert len(table) == 64102
    assert table["gene_id"].is_monotonic_increasing


def test_size_factors(analysis):
    expected = golden("size_factors.tsv").iloc[:, 0]
    assert analysis.size_factors.index.tolist() == expected.index.tolist()
    np.testing.assert_allclose(analysis.size_factors, expected, rtol=0, atol=1e-6)


def test_base_means(compared):
    np.testing.assert_allclose(compared["baseMean"], compared["baseMean_r"], rtol=1e-6)


def test_fold_changes(compared):
    both = compared.dropna(subset=["log2FoldChange", "log2FoldChange_r"])
    relative = (both["log2FoldChange"] / both["log2FoldChange_r"] - 1).abs()
    print(f"\nmedian relative difference of log2FoldChange: {relative.median():.2e}")
    assert relative.median() < 1e-2
    assert (compared["log2FoldChange"].isna() == compared["log2FoldChange_r"].isna()).all()


def test_standard_errors(compared):
    both = compared.dropna(subset=["lfcSE", "lfcSE_r"])
    relative = (both["lfcSE"] / both["lfcSE_r"] - 1).abs()
    print(
        f"\nrelative difference of lfcSE: median {relative.median():.2e}, "
        f"p99 {relative.quantile(0.99):.2e}"
    )
    # stock PyDESeq2 gives .059 and .19: the prior's width at 3 residual degrees of freedom
    assert relative.median() < 0.07
    assert relative.quantile(0.99) < 0.25


def test_calls(compared):
    ours, theirs = compared["padj"] < 0.05, compared["padj_r"] < 0.05
    only_r, only_ours = int((theirs & ~ours).sum()), int((ours & ~theirs).sum())
    print(
        f"\ncalls at padj < .05: R {theirs.sum()}, ours {ours.sum()}; "
        f"only R {only_r}, only ours {only_ours}"
    )
    assert theirs.sum() == 3994
    # stock PyDESeq2: 271 + 105; the next issue removes them
    assert only_r + only_ours <= 400


def test_shrunken_fold_changes(compared):
    shrunk = golden("shrunk_apeglm.tsv.gz")
    both = compared.join(shrunk, rsuffix="_apeglm").dropna(
        subset=["log2FoldChange_shrunken", "log2FoldChange_apeglm"]
    )
    expressed = both[both["baseMean"] > 10]
    difference = (expressed["log2FoldChange_shrunken"] - expressed["log2FoldChange_apeglm"]).abs()
    print(f"\nmedian |difference| of shrunken log2FoldChange: {difference.median():.2e}")
    assert difference.median() < 0.02


def test_every_missing_value_has_a_status(compared):
    assert (compared["padj"].isna() == (compared["status"] != "tested")).all()
    assert (compared["pvalue"].isna() == compared["status"].isin(["all_zero", "outlier"])).all()


def test_known_responders(compared):
    expected = {"ENSG00000120129": 2.95, "ENSG00000103196": 2.63, "ENSG00000096060": 4.05}
    for gene, change in expected.items():  # DUSP1, CRISPLD2, FKBP5
        assert compared.loc[gene, "log2FoldChange"] == pytest.approx(change, abs=0.02)
