"""What the configuration and the sheet say of the counts."""

from pathlib import Path

import pandas as pd

from resistance.inputs.counts_source import CountsSource


def sheet(**columns):
    return pd.DataFrame(columns, index=range(2, 2 + len(columns["sample"])), dtype=object)


def test_config_and_sheet_are_brought_together():
    rows = sheet(sample=["S1", "S2", "S3"], file=["a.txt", "", "c.txt"], column=["", "x", "y"])
    config = {
        "samples": "s.tsv",
        "counts": {"path": "d", "format": "star", "allow_outside": True},
        "study": {"organism": "mouse"},
        "exclude_samples": ["S3"],
    }
    source = CountsSource.from_config(config, rows, Path("b"), Path("r"))
    assert (source.path, source.format, source.allow_outside) == ("d", "star", True)
    assert (source.files, source.columns) == ({"S1": "a.txt"}, {"S2": "x"})
    assert source.rows == {"S1": 2, "S2": 3}
    assert (source.organism, source.sample_sheet) == ("mouse", "s.tsv")
    assert source.annotation == Path("r/annotation")


def test_a_config_with_problems_of_its_own_gives_defaults():
    source = CountsSource.from_config(
        {"counts": {"format": 3}, "study": []}, sheet(sample=[]), Path()
    )
    assert (source.path, source.format, source.organism) == ("", "auto", "other")
    assert CountsSource.from_config({}, pd.DataFrame({"x": []}), Path()).files == {}
