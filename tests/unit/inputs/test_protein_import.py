"""Protein table and exports come to one table, with every row accounted for."""

import pandas as pd

from resistance.inputs.protein_import import Source, combine
from resistance.inputs.protein_inputs import COLUMNS
from resistance.inputs.protein_runs import RunTable
from resistance.protein_formats.base import Export

SHEET = pd.DataFrame({"sample": ["P1", "R1"], "condition": ["p", "r"]})
TIDY = pd.DataFrame(
    {"gene": ["CD123"], "condition": ["p"], "replicate": ["1"], "value": ["5"]}, index=[2]
)


def source(name: str = "e.tsv", block=None, runs=None, defaults=None, **columns) -> Source:
    base = {
        "run": ["P1", "R1", "P1", "R1"],
        "gene": ["IL3RA;IL3RA", "IL3RA;IL3RA", "A;B", "A;B"],
        "protein_id": ["P26951", "P26951", "X;Y", "X;Y"],
        "value": ["100", "200", "300", ""],
    }
    rows = pd.DataFrame({**base, **columns}, index=[2, 2, 3, 3], dtype=object)
    defaults = defaults if defaults is not None else {"assay_type": "lfq_ms"}
    return Source(block or {}, Export(name, "maxquant", "why", rows, defaults), runs)


def test_nothing_at_all() -> None:
    inputs, problems = combine(None, "", [], SHEET, ["condition"])
    assert problems == []
    assert list(inputs.table.columns) == list(COLUMNS)
    assert inputs.table.empty


def test_a_table_alone_keeps_its_rows() -> None:
    inputs, problems = combine(TIDY, "p.tsv", [], SHEET, ["condition"])
    assert problems == []
    assert list(inputs.table.index) == ["2"]
    assert inputs.table.loc["2", "gene"] == "CD123"
    assert inputs.table.loc["2", "compartment"] == ""
    assert inputs.name == "p.tsv"


def test_groups_of_one_gene_become_it_and_others_stay_whole() -> None:
    inputs, _ = combine(None, "", [source()], SHEET, ["condition"])
    assert inputs.table["gene"].tolist() == ["IL3RA", "IL3RA", "A;B", "A;B"]
    assert [r["item"] for r in inputs.records if r["action"] == "renamed"] == ["IL3RA;IL3RA"]


def test_conditions_samples_and_missing_values_of_spectrometry() -> None:
    inputs, _ = combine(None, "", [source()], SHEET, ["condition"])
    assert inputs.table["condition"].tolist() == ["p", "r", "p", "r"]
    assert inputs.table["rna_sample"].tolist() == ["P1", "R1", "P1", "R1"]
    assert inputs.table["value"].tolist() == ["100", "200", "300", ""]
    kept = {r["item"]: r["n"] for r in inputs.records if "Values of this run" in r["detail"]}
    assert kept == {"P1": 2, "R1": 1}


def test_empty_cells_of_other_assays_are_nothing() -> None:
    inputs, _ = combine(None, "", [source(defaults={})], SHEET, ["condition"])
    assert inputs.table["value"].tolist() == ["100", "200", "300"]
    assert any("nothing was measured" in r["detail"] and r["n"] == 1 for r in inputs.records)


def test_what_a_row_says_stands_before_block_and_format() -> None:
    given = source(
        block={"compartment": "surface", "assay_type": "tmt"},
        compartment=["total", "", "", ""],
        defaults={"assay_type": "lfq_ms", "compartment": "secreted", "assay_id": "own"},
    )
    inputs, _ = combine(None, "", [given], SHEET, ["condition"])
    assert inputs.table["compartment"].tolist() == ["total"] + ["surface"] * 3
    assert set(inputs.table["assay_type"]) == {"tmt"}
    assert set(inputs.table["assay_id"]) == {"own"}


def test_proteins_without_gene_go_by_accession() -> None:
    inputs, _ = combine(None, "", [source(gene=["", "", "B", "B"])], SHEET, ["condition"])
    assert inputs.table["gene"].tolist() == ["P26951", "P26951", "B", "B"]
    nameless = source(gene=["", "", "B", "B"], protein_id=["", "", "Y", "Y"])
    inputs, _ = combine(None, "", [nameless], SHEET, ["condition"])
    assert inputs.table["gene"].tolist() == ["B", "B"]
    assert any("neither gene nor protein" in r["detail"] for r in inputs.records)


def test_two_files_of_one_kind_need_names() -> None:
    both = [source("a.tsv"), source("b.tsv")]
    _, (problem,) = combine(None, "", both, SHEET, ["condition"])
    assert problem.column == "protein_files.1.assay_id"
    assert 'both be the assay "lfq_ms"' in problem.message
    named = [source("a.tsv", {"assay_id": "x"}), source("b.tsv", {"assay_id": "x"})]
    assert combine(None, "", named, SHEET, ["condition"])[1] == []
    mixed = pd.concat([TIDY.assign(assay_type="lfq_ms")])
    _, (problem,) = combine(mixed, "p.tsv", [source("a.tsv")], SHEET, ["condition"])
    assert "a.tsv and p.tsv" in problem.message


def test_a_row_of_a_shared_table_must_name_a_run_of_one_of_them() -> None:
    frame = pd.DataFrame({"run": ["P1", "Z"], "condition": ["p", "p"]}, index=[2, 3], dtype=object)
    runs = RunTable("runs.tsv", frame)
    first = source("a.tsv", {"assay_id": "a"}, runs)
    other = source("b.tsv", {"assay_id": "b"}, runs, run=["P1", "Z", "P1", "Z"])
    assert combine(None, "", [first, other], SHEET, ["condition"])[1] == []
    _, (problem,) = combine(None, "", [first], SHEET, ["condition"])
    assert (problem.file, problem.row, problem.value) == ("runs.tsv", "3", "Z")


def test_runs_that_are_not_used_are_listed() -> None:
    frame = pd.DataFrame({"run": ["P1"], "condition": ["p"]}, index=[2], dtype=object)
    inputs, _ = combine(None, "", [source(runs=RunTable("r.tsv", frame))], SHEET, ["condition"])
    assert set(inputs.table["condition"]) == {"p"}
    assert [r["item"] for r in inputs.records if r["action"] == "not_used"] == ["R1"]
    assert inputs.notes == ["e.tsv: 1 of 2 runs are not used (R1)."]
