"""Genes of salmon and RSEM against tximport 1.26.1 in R (../shared/golden/tximport)."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.count_formats import rsem, salmon
from resistance.differential.analysis import analyse
from resistance.differential.models import Settings
from resistance.differential.normalisation import Normalisation
from resistance.inputs.count_scale import is_estimated, wrong_scale
from resistance.inputs.counts_source import CountsSource
from resistance.inputs.import_counts import import_counts
from resistance.readers.counts import read_counts
from resistance.readers.delimited import usable
from resistance.readers.resources import read_annotation
from resistance.readers.size_factors import Lengths, read_size_factor_inputs
from resistance.transcripts.tx2gene import Tx2Gene
from resistance.transcripts.tximport import summarise

SHARED = Path(__file__).parents[2].parent / "shared"
DATA = SHARED / "data/format_salmon_rsem"
GOLDEN = SHARED / "golden/tximport"
#: The golden files have 12 digits.
RTOL = 1e-9
CONTRAST = ["id", "variable", "reference", "target"]

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


#: DESeq2 1.38.3 as ``DESeqDataSetFromTximport`` sets it up (rounded counts of "no", the average
#: lengths as ``avgTxLength``), ~ group, ERR188297 to ERR188356 against the others, alpha 0.1.
CALLS = {0.1: 29, 0.05: 16}
CHANGES = {
    "PTPN13": 5.4261717524,
    "KANK1": 2.9900631747,
    "ZNF711": 2.2542218768,
    "SEPT10": 3.3809384839,
}


def test_calls_with_lengths_in_the_fit() -> None:
    """From the folder of salmon to the calls of R."""
    names = sorted(path.parent.name for path in DATA.glob("salmon/*/quant.sf.gz"))
    source = CountsSource(
        DATA,
        "salmon",
        tx2gene="tx2gene.csv.gz",
        from_abundance="offsets",
        rows={name: row for row, name in enumerate(names, start=2)},
    )
    table = usable(read_counts(source))
    assert (table.layout, list(table.lengths.columns)) == ("salmon", names)
    annotation = read_annotation(Path(), "other")
    imported = import_counts(table, names, annotation)
    lengths = Lengths(table.lengths, {}, table.name)
    beside = usable(read_size_factor_inputs([], "", DATA, imported, annotation, lengths))
    samples = pd.DataFrame({"group": list("aaabbb")}, index=pd.Index(names, name="sample"))
    contrast = pd.DataFrame([("k", "group", "a", "b")], columns=CONTRAST)
    settings = Settings(alpha=0.1, normalisation=Normalisation(offsets=beside.offsets))
    fitted = analyse(imported.counts, imported.genes, samples, contrast, "~ group", settings)
    found = fitted.tables["k"].set_index("gene_id")
    assert {alpha: int((found["padj"] < alpha).sum()) for alpha in CALLS} == CALLS
    changes = found.loc[list(CHANGES), "log2FoldChange"]
    np.testing.assert_allclose(changes, list(CHANGES.values()), rtol=1e-8)
