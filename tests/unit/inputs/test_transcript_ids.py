import pandas as pd
import pytest

from resistance.inputs.count_checks import check_table
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.transcript_ids import check_transcripts


def table(ids) -> CountsTable:
    data = pd.DataFrame({0: ids, 1: range(1, len(ids) + 1)})
    return CountsTable("c.tsv", "matrix", ["tx", "S1"], data, 1, "", "\t", row_numbers=(2, 3, 4))


@pytest.mark.parametrize(
    "ids",
    [
        ["TP53", "ENST00000373020.9", "ENSMUST00000193812"],
        ["ENST00000000233.10|ENSG00000004059.11|ARF5|", "g", "ENST00000381192.10_PAR_Y"],
    ],
)
def test_transcripts_are_told(ids) -> None:
    (problem,) = check_table(table(ids), {2: "S1"}, "s")
    assert problem.message == "The rows are transcripts, not genes: 2 of 3 ids."
    assert problem.value.startswith("ENS")
    assert "salmon.merged.gene_counts.tsv" in problem.hint


@pytest.mark.parametrize(
    "ids", [["a", "b", "ENST00000373020"], ["ENSG00000000003", "NM_000014", "ENSTBETA"]]
)
def test_genes_are_none(ids) -> None:
    assert check_transcripts(table(ids)) == []


def test_transcripts_of_refseq_are_no_genes() -> None:
    (problem,) = check_transcripts(table(["NM_002183.4", "XM_011545.1", "NR_001526"]))
    assert problem.value == "NM_002183.4"
