import gzip
import os
from pathlib import Path

import pandas as pd
import pytest

from resistance.readers.gene_names import (
    MOST_BYTES,
    check_genes,
    first_fields,
    known_names,
    read_gene_names,
    unknown_names,
)

ANNOTATION = Path(__file__).parents[3] / "resources/annotation"


def test_first_column_to_second(tmp_path) -> None:
    (tmp_path / "n.csv").write_text("id,name,more\nA_1,NA,x\nB_1,,y\nA_1,NA,z\n")
    names, problems = read_gene_names(tmp_path / "n.csv", "n.csv")
    assert problems == []
    assert names.to_dict() == {"A_1": "NA"}


@pytest.mark.parametrize("text", ["id\nA\n", "id,name\nA,x\nA,y\n", ""])
def test_problems(tmp_path, text) -> None:
    (tmp_path / "n.csv").write_text(text)
    assert len(read_gene_names(tmp_path / "n.csv", "n.csv")[1]) == 1


def test_unknown_names() -> None:
    names = ["IL3RA", "CD123", "MDR1", "ENSG00000185291", "Actb", "protein_coding", "IL3R"]
    unknown = unknown_names(names, ANNOTATION, "human")
    assert not {"IL3RA", "CD123", "MDR1", "ENSG00000185291"} & set(unknown)
    assert "Actb" in unknown
    assert unknown_names(["Actb"], ANNOTATION, "mouse") == []
    assert unknown_names(["anything"], ANNOTATION, "other") == []


def test_unknown_genes_of_a_table() -> None:
    frame = pd.DataFrame({"gene": ["", "ABCB1", "ABCB99", "ABCB99"]}, index=range(2, 6))
    (problem,) = check_genes(frame, "f.tsv", ANNOTATION, "human")
    assert (problem.row, problem.value) == ("4", "ABCB99")
    assert problem.hint == 'Did you mean "ABCB1"?'
    assert check_genes(frame, "f.tsv", ANNOTATION, "other") == []
    assert check_genes(frame.drop(columns="gene"), "f.tsv", ANNOTATION, "human") == []


def test_known_names_are_those_that_are_not_unknown() -> None:
    names = ["IL3RA", "CD123", "ENSG00000185291", "Actb", "IL3RAA"]
    known = known_names(ANNOTATION, "human")
    assert [n for n in names if n not in known] == unknown_names(names, ANNOTATION, "human")
    assert known_names(ANNOTATION, "other") == frozenset()


def test_first_two_columns_of_counts(tmp_path) -> None:
    (tmp_path / "c.csv").write_text('"gene","P1"\r\n"A-1",7\r\n')
    assert {"A-1", "7"} <= first_fields(tmp_path / "c.csv")
    (tmp_path / "c.tsv").write_text("id\tname\tP1\nE1\tA, B\t7\n")
    assert first_fields(tmp_path / "c.tsv") == {"id", "name", "E1", "A, B"}
    assert first_fields(tmp_path / "none") == set()


def test_large_files_folders_and_pipes_do_not_hold_up_a_start(tmp_path) -> None:
    bomb = gzip.compress(b"0\t" * 70_000_000, 9)
    (tmp_path / "bomb.tsv.gz").write_bytes(bomb)
    with (tmp_path / "large.tsv").open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    os.mkfifo(tmp_path / "pipe")
    for name in ("bomb.tsv.gz", "large.tsv", "pipe", "."):
        assert first_fields(tmp_path / name) == set()
