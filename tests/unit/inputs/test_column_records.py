"""What inputs.tsv says of the columns, or files, of counts."""

import pandas as pd

from resistance.inputs.column_records import column_notes, column_records
from resistance.inputs.counts_table import CountsTable

COLUMNS = ["id", "x/S1.bam", "S2", "S3", "name"]
DATA = pd.DataFrame({0: ["g"], 1: [1.0], 2: [2.0], 3: [3.0], 4: ["G"]})


def rows(table, **more):
    records = column_records(table, ["S1", "S2"], [], more.get("excluded", ()))
    return {(row["action"], row["item"]): row["detail"] for row in records}


def test_every_column_is_accounted_for() -> None:
    said = rows(CountsTable("c", "matrix", COLUMNS, DATA, 1, "", "", why="a header and numbers"))
    assert said == {
        ("kept", ""): "samples of the sheet, each with one column of c",
        ("listed", ""): "taken for matrix: a header and numbers",
        ("renamed", "x/S1.bam"): "column of sample S1 (folders and known endings cut)",
        ("not_used", "S3"): "column that the sample sheet does not name",
        ("listed", "name"): "annotation beside the counts",
    }


def test_files_are_called_files_and_what_reading_says_is_kept() -> None:
    row = {"source": "counts", "action": "not_used", "item": "log", "n": 1, "detail": "no counts"}
    table = CountsTable(
        "d",
        "star",
        COLUMNS[:4],
        DATA[[0, 1, 2, 3]],
        1,
        "",
        "",
        files=("x", "y", "z"),
        records=(row,),
    )
    said = rows(table, excluded=["S3"])
    assert said["not_used", "log"] == "no counts"
    assert ("renamed", "x/S1.bam") not in said  # reading says it
    assert said["not_used", "S3"] == "file of a sample that exclude_samples leaves out"


def test_the_step_of_the_rule_is_a_note() -> None:
    table = CountsTable("c", "matrix", COLUMNS, DATA, 1, "", "")
    assert column_notes(table, ["S2", "S3"]) == []
    assert column_notes(table, ["S1", "S2"]) == [
        "c: the columns of 1 sample were found by their names, folders and known endings cut: "
        "S1 is x/S1.bam."
    ]
