from pathlib import Path

import pandas as pd
import pytest

from resistance.checks import growth

CATALOGUE = Path(__file__).parents[3] / "resources/catalogue/mechanisms.tsv"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"MKI67": -1.0, "PCNA": -0.8, "MCM2": 0.0}, "fail"),
        ({"MKI67": 1.0, "PCNA": 0.8, "MCM2": 0.7}, "fail"),
        ({"MKI67": 1.0, "PCNA": -0.8, "MCM2": 0.0}, "note"),
        ({"MKI67": 1.0, "PCNA": 0.0, "MCM2": 0.0}, "note"),
        ({"MKI67": 0.3, "PCNA": 0.3, "MCM2": 0.3}, "pass"),
    ],
)
def test_proliferation(make, shift, changes, status):
    (row,) = growth.proliferation(shift(make(), changes))
    assert row["status"] == status
    assert "BIRC5" in row["touches"].split(";")
    assert "IL3RA" not in row["touches"].split(";")


def test_it_needs_two_of_the_genes(make, shift):
    (row,) = growth.proliferation(shift(make(), {"MKI67": 2.0, "PCNA": 2.0}, mean=1.0))
    assert row["status"] == "not_assessable"


def test_the_genes_that_follow_are_of_the_catalogue():
    known = pd.read_csv(CATALOGUE, sep="\t", dtype=str)
    assert set(growth.FOLLOWERS) <= set(known["gene"])
    told = known[known["rationale"].str.contains("follows proliferation", case=False)]
    assert set(told["gene"]) <= set(growth.FOLLOWERS)
