"""Exports of a study are found, opened and read."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from resistance.readers.protein_files import (
    absent_files,
    blocks_of,
    input_files,
    read_protein_inputs,
)
from resistance.readers.study import read_schema

SCHEMAS = Path(__file__).parents[3] / "workflow/schemas"
RULES = tuple(
    read_schema(SCHEMAS / f"{kind}.schema.yaml") for kind in ("protein", "protein_samples")
)
SHEET = pd.DataFrame({"sample": ["P1", "R1"], "condition": ["p", "r"]})
CONTRASTS = pd.DataFrame(
    {"id": ["x"], "variable": ["condition"], "reference": ["p"], "target": ["r"]}
)
EXPORT = "Gene\tP1\tR1\nIL3RA\t1200\t300\n"


def read(base: Path, *blocks: dict):
    return read_protein_inputs(None, {"protein_files": list(blocks)}, base, RULES, SHEET, CONTRASTS)


def test_blocks_with_faults_of_their_own_are_passed_over() -> None:
    given = yaml.safe_load("[{path: a.tsv}, {path: 5}, {format: wide}, text, {path: b, sheet: 1}]")
    assert [block["path"] for block in blocks_of({"protein_files": given})] == ["a.tsv"]
    assert blocks_of({"protein_files": given})[0]["format"] == "auto"
    assert blocks_of({}) == []


def test_files_that_do_not_exist_are_told_without_opening(tmp_path) -> None:
    config = {"protein_files": [{"path": "a.tsv", "samples": "b.tsv"}, {"path": "a.tsv"}]}
    assert [p.file for p in absent_files(config, tmp_path)] == ["a.tsv", "b.tsv"]
    assert input_files({**config, "protein": "p.tsv"}) == ["p.tsv", "a.tsv", "b.tsv"]


def test_an_export_with_runs_named_as_samples(tmp_path) -> None:
    (tmp_path / "a.tsv").write_text(EXPORT)
    inputs, problems = read(tmp_path, {"path": "a.tsv", "assay_type": "lfq_ms"})
    assert problems == []
    rows = inputs.table[["gene", "condition", "rna_sample", "value", "assay_type"]]
    assert rows.to_numpy().tolist() == [
        ["IL3RA", "p", "P1", "1200", "lfq_ms"],
        ["IL3RA", "r", "R1", "300", "lfq_ms"],
    ]


def test_a_table_of_runs(tmp_path) -> None:
    (tmp_path / "a.tsv").write_text(EXPORT.replace("P1\tR1", "q/1.raw\tq/2.raw"))
    (tmp_path / "s.tsv").write_text("run\tcondition\treplicate_type\n1\tp\tpassages\n2\tr\t\n")
    _, (problem,) = read(tmp_path, {"path": "a.tsv", "samples": "s.tsv"})
    assert (problem.file, problem.row, problem.column) == ("s.tsv", "2", "replicate_type")
    (tmp_path / "s.tsv").write_text("run\tcondition\n1\tp\n2\tr\n")
    inputs, problems = read(tmp_path, {"path": "a.tsv", "samples": "s.tsv"})
    assert problems == []
    assert inputs.table["condition"].tolist() == ["p", "r"]


def test_parquet_is_refused_with_the_way_out(tmp_path) -> None:
    (tmp_path / "report.parquet").write_bytes(b"PAR1\x15\x04")
    _, (problem,) = read(tmp_path, {"path": "report.parquet"})
    assert problem.message == "This is a Parquet file, which is not read."
    assert "report.pg_matrix.tsv" in problem.hint


@pytest.mark.parametrize("text", ["", "\x00", "a\tb\n1\t2\n"])
def test_what_cannot_be_read_is_a_problem_of_its_file(tmp_path, text) -> None:
    (tmp_path / "a.tsv").write_text(text)
    _, problems = read(tmp_path, {"path": "a.tsv"})
    assert [problem.file for problem in problems] == ["a.tsv"]


def test_a_folder_is_no_export(tmp_path) -> None:
    (tmp_path / "a").mkdir()
    _, (problem,) = read(tmp_path, {"path": "a"})
    assert "folder" in problem.message
