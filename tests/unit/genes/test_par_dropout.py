"""Drop-out of pseudo-autosomal reads: in made-up tables, and in real ones."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from resistance.columns import CHECKS
from resistance.genes.gene_ids import map_gene_ids
from resistance.genes.par_dropout import DEPENDENT, SENTINEL_RATIO, SENTINELS, dropout, par_sentinel
from resistance.readers.resources import read_annotation

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
IL3RA = DEPENDENT["IL3RA"]


def frames(counts: dict[str, list[int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    table = pd.DataFrame.from_dict(counts, orient="index")
    return table, pd.DataFrame({"gene_id": list(counts), "ensembl_id": list(counts)})


def test_zero_sentinels_make_il3ra_not_measurable() -> None:
    counts = dict.fromkeys([*SENTINELS.values(), *DEPENDENT.values()], [0, 0])
    # a neighbour with reads is measurable, one without is not
    counts |= {"ENSG00000169093": [0, 0], "ENSG00000178605": [3, 0], "ENSG00000085563": [0, 0]}
    out = dropout(*frames(counts), "human").set_index("gene_id")
    assert list(out.index) == list(counts)
    lost = set(out.index[out["measurable"] == "no"])
    assert lost == {*SENTINELS.values(), *DEPENDENT.values(), "ENSG00000169093"}
    assert "SLC25A6" in out.loc[IL3RA, "reason"]
    assert out.loc["ENSG00000085563", "reason"] == ""


def test_one_read_of_one_sentinel_is_enough() -> None:
    counts = dict.fromkeys([*SENTINELS.values(), IL3RA], [0, 0]) | {SENTINELS["ZBED1"]: [0, 1]}
    assert set(dropout(*frames(counts), "human")["measurable"]) == {"yes"}


def test_sentinels_that_were_filtered_out_are_not_missed() -> None:
    some = {SENTINELS["VAMP7"]: [0, 0], SENTINELS["CD99"]: [0, 0], IL3RA: [0, 0]}
    out = dropout(*frames(some), "human")
    assert set(out["measurable"]) == {"no"}
    assert "CD99, VAMP7" in out["reason"].iloc[0]


@pytest.mark.parametrize(
    ("counts", "organism"),
    [
        ({IL3RA: [0, 0], "ENSG00000085563": [5, 5]}, "human"),
        (dict.fromkeys([*SENTINELS.values(), IL3RA], [0, 0]), "mouse"),
        ({}, "human"),
    ],
    ids=["no sentinel in the table", "mouse", "no genes"],
)
def test_without_sentinels_nothing_is_concluded(
    counts: dict[str, list[int]], organism: str
) -> None:
    out = dropout(*frames(counts), organism)
    assert list(out.columns) == ["gene_id", "measurable", "reason"]
    assert set(out["measurable"]) <= {"yes"}


def test_symbols_are_known_by_their_ensembl_id() -> None:
    table = pd.DataFrame({"a": [0, 0]}, index=["SLC25A6", "CD123"])
    genes = pd.DataFrame(
        {"gene_id": ["CD123", "SLC25A6"], "ensembl_id": [IL3RA, SENTINELS["SLC25A6"]]}
    )
    out = dropout(table, genes, "human")
    assert out["gene_id"].tolist() == ["CD123", "SLC25A6"]
    assert set(out["measurable"]) == {"no"}


@pytest.mark.parametrize(
    ("slc25a6", "status"), [(SENTINEL_RATIO * 100, "pass"), (SENTINEL_RATIO * 100 - 1, "fail")]
)
def test_sentinel_threshold(slc25a6: float, status: str) -> None:
    ordinary = {f"ENSG{i:011d}": [100, 100] for i in range(1, 12)}
    silent = {f"ENSG{i:011d}": [9, 9] for i in range(20, 60)}
    counts, genes = frames({**ordinary, **silent, SENTINELS["SLC25A6"]: [slc25a6, slc25a6]})
    check = par_sentinel(counts, genes)
    assert list(check.columns) == list(CHECKS)
    row = check.iloc[0]
    assert (row["check"], row["status"]) == ("par_sentinel", status)
    assert row["touches"] == "CRLF2;CSF2RA;IL3RA;P2RY8"
    assert ("Y-masked" in row["message"]) == (status == "fail")


def test_sentinel_that_cannot_be_judged() -> None:
    counts, genes = frames({"ENSG00000085563": [100, 100]})
    assert par_sentinel(counts, genes)["status"].tolist() == ["not_assessable"]
    counts, genes = frames({SENTINELS["SLC25A6"]: [1, 1]})
    assert par_sentinel(counts, genes)["status"].tolist() == ["not_assessable"]
    counts, genes = frames({"YMR056C": [100, 100], "ENSMUSG00000029580": [1, 1]})
    assert par_sentinel(counts, genes).empty


@pytest.mark.parametrize(
    ("path", "separator", "status", "low", "high"),
    [
        ("airway/airway_rawcounts.csv.gz", ",", "pass", 15, 30),
        # IL3RA is zero here, and so is nearly every gene of PAR1: this reference was unmasked
        ("mcf7_endocrine/counts.tsv.gz", "\t", "fail", 0, 0.2),
    ],
)
def test_sentinel_in_real_counts(
    path: str, separator: str, status: str, low: float, high: float
) -> None:
    if not (SHARED / path).exists():
        pytest.skip(f"../shared/data/{path} is not there")
    counts = pd.read_csv(SHARED / path, sep=separator, index_col=0)
    counts = counts.select_dtypes("number")
    human = read_annotation(ROOT / "resources" / "annotation", "human")
    genes = map_gene_ids(list(counts.index), human)
    check = par_sentinel(counts / counts.sum() * counts.sum().mean(), genes).iloc[0]
    assert check["status"] == status
    assert low < float(check["value"]) < high
    assert set(dropout(counts, genes, "human")["measurable"]) == {"yes"}
