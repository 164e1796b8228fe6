"""Real RNA and TMT protein of one experiment, in an organism that we have no annotation for."""

import gzip

import numpy as np
import pandas as pd
import pytest

from browsing import check_page, chromium
from resistance.checks.codes import CONFOUNDERS
from workflow_runs import shared

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("yeast")]

PAIRS = {"pbp1d_vs_WT": "pbp1Δ / WT", "pab1d_pbp1d_vs_pbp1d": "pab1Δpbp1Δ / pbp1Δ"}


def published_rna(pair: str) -> pd.DataFrame:
    path = shared("data", "yeast_pab1_rna_protein", "published_RNA_DESeq2.csv.gz")
    table = pd.read_csv(path)
    return table[(table["pair"] == pair) & table["padj"].notna()].set_index("row")


def published_protein(pair: str) -> pd.Series:
    """Read the limma table without its nine rows that unquoted commas shift."""
    path = shared("data", "yeast_pab1_rna_protein", "published_protein_limma.csv.gz")
    text = gzip.decompress(path.read_bytes()).decode()
    rows = [line.split(",") for line in text.splitlines()]
    kept = [row for row in rows[1:] if len(row) == len(rows[0]) and row[0] == pair]
    table = pd.DataFrame(kept, columns=rows[0])
    return table.set_index("Protein")["logFC"].astype(float)


@pytest.mark.parametrize("contrast", PAIRS)
def test_rna_equals_the_published_fold_changes(yeast, contrast: str) -> None:
    ours = yeast.table(f"{contrast}/differential_expression.tsv").set_index("gene_id")
    theirs = published_rna(PAIRS[contrast])
    both = ours.join(theirs, how="inner", rsuffix="_published").dropna(subset="log2FoldChange")
    assert len(both) > 4000
    r = np.corrcoef(both["log2FoldChange"], both["log2FoldChange_published"])[0, 1]
    assert r > 0.999


@pytest.mark.parametrize("contrast", PAIRS)
def test_protein_equals_the_published_fold_changes(yeast, contrast: str) -> None:
    ours = yeast.table(f"{contrast}/protein.tsv").set_index("protein_gene")["log2FoldChange"]
    theirs = published_protein(PAIRS[contrast])
    both = pd.concat([ours, theirs], axis=1, join="inner")
    assert len(both) > 2770
    assert np.corrcoef(both["log2FoldChange"], both["logFC"])[0, 1] > 0.999


def test_calls_of_the_second_contrast(yeast) -> None:
    table = yeast.table("pab1d_pbp1d_vs_pbp1d/concordance.tsv")
    calls = table[table["assay_id"] == "tmt"].set_index("gene_name")["call"]
    assert len(calls) >= 2596
    assert calls["PAB1"] == "concordant_down"
    assert not calls[["ATF1", "MRPS5"]].str.startswith("concordant").any()


def test_human_catalogue_does_not_apply(yeast) -> None:
    for contrast in PAIRS:
        verdicts = yeast.table(f"{contrast}/mechanisms.tsv")
        assert set(verdicts["verdict"]) == {"not_applicable"}
        table = yeast.table(f"{contrast}/concordance.tsv").set_index("gene_name")
        assert table.loc["IL3RA", "call"] == "not_applicable"
        assert yeast.table(f"{contrast}/enrichment.tsv").empty
        status = yeast.table(f"{contrast}/enrichment_collections.tsv")
        assert set(status["status"]) == {"no_sets"}
        assert status["reason"].notna().all()


def test_columns_that_the_sheet_does_not_name_are_listed(yeast) -> None:
    log = yeast.table("inputs.tsv")
    unused = log[(log["source"] == "counts") & (log["action"] == "not_used")]
    assert {"RPF_WT_rep1", "CDS_WT_rep1"} & set(unused["item"])


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_page_in_a_browser(yeast, width: int) -> None:
    with chromium() as browser:
        check_page(browser, yeast.directory / "results/report.html", width)


def test_no_confounder_fires_where_nothing_is_known(yeast) -> None:
    checks = yeast.table("checks.tsv")
    of = checks[checks["check"].isin(CONFOUNDERS)]
    assert set(of["check"]) == CONFOUNDERS
    assert set(of["status"]) == {"not_assessable"}
