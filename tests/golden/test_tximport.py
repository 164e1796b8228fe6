"""Genes of salmon and RSEM against tximport 1.26.1 in R (../shared/golden/tximport)."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.count_formats import rsem, salmon
from resistance.inputs.count_scale import is_estimated, wrong_scale
from resistance.transcripts.tx2gene import Tx2Gene
from resistance.transcripts.tximport import summarise

SHARED = Path(__file__).parents[2].parent / "shared"
DATA = SHARED / "data/format_salmon_rsem"
GOLDEN = SHARED / "golden/tximport"
#: The golden files have 12 digits.
RTOL = 1e-9

pytestmark = [
    pytest.mark.golden,
    pytest.mark.skipif(
        not (DATA.exists() and GOLDEN.exists()),
        reason="format_salmon_rsem or golden/tximport is absent from ../shared",
    ),
]


def read(module, pattern: str) -> dict:
    samples = {}
    for path in sorted(DATA.glob(pattern)):
        text = gzip.decompress(path.read_bytes()).decode()
        assert module.recognise(text[:2000].split("\n"))
        samples[path.parent.name], problems = module.parse(text, path.name)
        assert problems == []
    return samples


@pytest.fixture(scope="module")
def quant():
    return read(salmon, "salmon/*/quant.sf.gz")


@pytest.fixture(scope="module")
def tx2gene() -> Tx2Gene:
    with gzip.open(DATA / "tx2gene.csv.gz", "rt") as handle:
        return Tx2Gene("tx2gene.csv", dict(list(csv.reader(handle))[1:]), own=True)


def golden(name: str) -> pd.DataFrame:
    path = GOLDEN / f"{name}.tsv.gz"
    # a gene called NA would be one
    table = pd.read_csv(path, sep="\t", keep_default_na=False, dtype={"gene_id": str})
    return table.set_index("gene_id").sort_index()


def compare(found: pd.DataFrame, name: str) -> None:
    expected = golden(name)
    found = found.sort_index()
    assert list(found.index) == list(expected.index)
    assert sorted(found) == sorted(expected)
    np.testing.assert_allclose(found[list(expected)], expected, rtol=RTOL, atol=0)


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("offsets", "salmon_no"),
        ("scaledTPM", "salmon_scaledTPM"),
        ("lengthScaledTPM", "salmon_lengthScaledTPM"),
    ],
)
def test_salmon(quant, tx2gene, setting, name) -> None:
    found = summarise(quant, tx2gene, setting)
    assert found.problems == []
    compare(found.counts, name)
    compare(found.lengths, "salmon_length")


def test_rsem() -> None:
    found = summarise(read(rsem, "rsem/*/*.genes.results.gz"), None, "lengthScaledTPM")
    assert found.problems == []
    compare(found.counts, "rsem_counts")
    compare(found.lengths, "rsem_length")


def test_transcripts_without_a_gene_are_listed(quant, tx2gene) -> None:
    found = summarise(quant, tx2gene, "lengthScaledTPM")
    rows = pd.DataFrame(found.records)
    left = rows[(rows["action"] == "not_used") & (rows["item"] != "")]
    assert list(left["item"]) == ["NR_001526", "NR_001526_1", "NR_001526_2"]
    totals = rows[rows["item"] == ""].groupby("action")["n"].first()
    assert totals["read"] == totals["summed"] + totals["not_used"] == 48_009
    reads = {name: sample.counts[""].sum() for name, sample in quant.items()}
    np.testing.assert_allclose(found.counts.sum(), pd.Series(reads)[found.counts.columns])
    assert "3 have no known gene" in found.notes[0]


def test_no_table_of_transcripts(quant) -> None:
    (problem,) = summarise(
        quant, Tx2Gene("the table", {"ENST00000000001": "g"}), "offsets"
    ).problems
    assert (problem.column, problem.value) == ("counts.tx2gene", "NM_000014")
    assert "48009 of the 48009" in problem.message
    assert "Give counts.tx2gene" in problem.hint


@pytest.mark.parametrize("name", ["salmon_no", "salmon_scaledTPM", "salmon_lengthScaledTPM"])
def test_summed_counts_given_as_a_table_are_estimated_counts(name) -> None:
    counts = golden(name)
    assert wrong_scale(counts) is None
    assert is_estimated(counts)
