from pathlib import Path

import pandas as pd
import pytest

from resistance.columns import INPUTS
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.import_counts import Imported, import_counts
from resistance.readers.matrix import read_matrix
from resistance.readers.resources import read_annotation
from resistance.readers.size_factors import Lengths, check_files, read_size_factor_inputs

ANNOTATION = read_annotation(Path(), "other")


@pytest.fixture
def imported() -> Imported:
    data = pd.DataFrame({0: ["b", "a", "NA"], 1: [1, 2, 3], 2: [4, 5, 6]})
    table = CountsTable("c.tsv", "matrix", ["id", "S1", "S2"], data, 1, "", "\t")
    return import_counts(table, ["S1", "S2"], ANNOTATION)


def test_nothing_to_read(imported, tmp_path) -> None:
    found, problems = read_size_factor_inputs([], "", tmp_path, imported, ANNOTATION)
    assert (found.control, found.offsets, problems) == (None, None, [])
    assert found.inputs is imported.inputs


@pytest.mark.parametrize("as_table", [True, False])
def test_control_genes_and_offsets(imported, tmp_path, as_table) -> None:
    # a gene may be called NA, a name may stand twice, and R writes a header that is one short
    (tmp_path / "genes.txt").write_text("gene\r\nNA\r\nb\r\nNA\r\n")
    (tmp_path / "o.tsv").write_text("S2\tS1\na\t1\t2\nNA\t3\t4\nb\t5\t6\n")
    control = "genes.txt" if as_table else ["NA", "b"]
    assert check_files(control, "o.tsv", tmp_path) == []
    found, problems = read_size_factor_inputs(control, "o.tsv", tmp_path, imported, ANNOTATION)
    assert problems == []
    assert found.control.to_dict("list") == {"gene_id": ["NA", "b"], "name": ["NA", "b"]}
    assert list(found.offsets.columns) == ["S1", "S2"]
    assert list(found.offsets.index) == list(imported.counts.index)
    assert found.offsets.loc["b"].round(9).to_list() == [6, 5]
    assert list(found.inputs) == list(INPUTS)
    added = found.inputs.iloc[len(imported.inputs) :]
    assert list(added["source"]) == ["control_genes", *["offsets"] * 3]
    assert list(added["n"]) == [2, 3, 0, 0]


def test_files_that_are_missing(tmp_path) -> None:
    problems = check_files("genes", "o.tsv", tmp_path)
    assert [problem.file for problem in problems] == ["genes", "o.tsv"]
    assert "names of genes are a list: [genes]" in problems[0].hint


def test_lengths_that_came_with_the_counts(imported, tmp_path) -> None:
    lengths = pd.DataFrame({"S1": [1.0, 2, 3], "S2": [4.0, 5, 0]}, index=["b", "a", "NA"])
    given = Lengths(lengths, {}, "salmon")
    found, problems = read_size_factor_inputs([], "", tmp_path, imported, ANNOTATION, given)
    assert problems == []
    assert found.offsets.loc["a"].round(9).to_list() == [2, 5]
    assert found.offsets.loc["NA"].round(9).to_list() == [3, 1]
    assert list(found.inputs["source"])[-2:] == ["offsets", "offsets"]
    given = Lengths(None, {}, "c.tsv")
    _, (problem,) = read_size_factor_inputs([], "", tmp_path, imported, ANNOTATION, given)
    assert (problem.column, problem.value) == ("counts.from_abundance", "offsets")
    assert "c.tsv holds counts without transcript lengths" in problem.message


#: As nf-core/rnaseq writes salmon.merged.gene_counts.tsv and salmon.merged.gene_lengths.tsv.
MERGED = """gene_id\tgene_name\tS1\tS2
ENSG00000000003\tTSPAN6\t10.5\t3
ENSG00000000419\tDPM1\t2\t8.25
"""
MERGED_LENGTHS = """gene_id\tgene_name\tS1\tS2
ENSG00000000419\tDPM1\t900.1\t880
ENSG00000000003\tTSPAN6\t2100\t2150
"""


@pytest.mark.parametrize("zero", [False, True])
def test_merged_tables_of_nf_core(tmp_path, zero) -> None:
    text = MERGED_LENGTHS.replace("900.1", "0") if zero else MERGED_LENGTHS
    (tmp_path / "counts.tsv").write_text(MERGED)
    (tmp_path / "salmon.merged.gene_lengths.tsv").write_text(text)
    table, problems = read_matrix(tmp_path / "counts.tsv", "counts.tsv")
    assert problems == []
    imported = import_counts(table, ["S2", "S1"], ANNOTATION)
    assert list(imported.genes["gene_name"]) == ["TSPAN6", "DPM1"]
    given = ("salmon.merged.gene_lengths.tsv", tmp_path, imported, ANNOTATION)
    found, problems = read_size_factor_inputs([], *given)
    if zero:
        (problem,) = problems
        assert (problem.row, problem.column, problem.value) == ("2", "S1", "0")
        assert problem.hint == "tximport's vignette sets lengths of 0 to 1."
    else:
        assert problems == []
        assert found.offsets["S1"].round(9).to_list() == [2100, 900.1]
