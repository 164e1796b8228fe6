"""What a table of counts knows of its rows, cells and columns."""

import pandas as pd

from resistance.inputs.counts_table import CountsTable, counts_matrix

DATA = pd.DataFrame({0: ["g", "h"], 1: [1.5, 2.0], 2: ["x", "3"]})


def table(**more):
    return CountsTable("c", "matrix", ["id", "a/S1.bam", "S2"], DATA, 1, **more)


def test_rows_and_cells_are_those_of_the_file() -> None:
    read = table(text='id,a,b\n\n"g",1.50,x\nh,2,3\n', separator=",")
    assert read.rows == [3, 4]
    assert (read.cell(0, 1), read.cell(1, 2)) == ("1.50", "3")


def test_a_table_of_several_files_has_rows_and_cells_too() -> None:
    read = table(text="", separator="", row_numbers=(5, 6))
    assert read.rows == [5, 6]
    assert (read.cell(0, 1), read.cell(1, 2)) == ("1.5", "3")


def test_what_the_sheet_names_is_the_column() -> None:
    read = table(text="", separator="", chosen={"A": 2})
    assert read.matched(["S1", "A", "S2"]) == {"S1": [1], "A": [2], "S2": []}


def test_a_cell_that_is_no_number_is_missing() -> None:
    counts = counts_matrix(table(text="", separator=""), {"S1": [1], "S2": [2], "S3": [1, 2]})
    assert counts["S1"].to_list() == [1.5, 2.0]
    assert counts["S2"].isna().to_list() == [True, False]
    assert "S3" not in counts
