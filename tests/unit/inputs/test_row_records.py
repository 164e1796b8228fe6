"""Reads of the file are reads of genes, set apart, or not used."""

import pandas as pd

from resistance.inputs.row_records import reads_agree

READ = pd.DataFrame({"S1": [5, 6, 7], "S2": [1, 2, 3]}, index=["A", "B", "__x"])
APART = READ.loc[["__x"]].assign(kind="outside")


def test_reads_agree() -> None:
    nothing = pd.Series({"S1": 0, "S2": 0})
    row = reads_agree(READ, READ.loc[["A", "B"]], APART, nothing)
    assert (row["item"], row["n"]) == ("", 2)
    row = reads_agree(READ, READ.loc[["A"]], APART, READ.loc["B"])
    assert row["item"] == ""


def test_a_lost_read_is_told() -> None:
    row = reads_agree(READ, READ.loc[["A"]], APART, pd.Series({"S1": 6, "S2": 1}))
    assert row["item"] == "S2"
    assert "do not agree" in str(row["detail"])
