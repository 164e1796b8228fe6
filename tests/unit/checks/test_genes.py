import dataclasses

import pytest

from resistance.checks import genes


def test_genes_that_cannot_be_measured_are_named(make):
    context = make()
    lost = context.genes.copy()
    lost.loc[3, "measurable"] = "no"
    (row,) = genes.par_dropout(dataclasses.replace(context, genes=lost))
    assert (row["status"], row["touches"]) == ("fail", "IL3RA")


def test_sentinel(make, alter):
    context = make()
    assert genes.sentinel(context)[0]["status"] == "pass"
    counts = context.counts.copy()
    counts.loc["g002"] = 100
    (row,) = genes.sentinel(alter(context, counts=counts))
    assert row["status"] == "fail"
    assert "IL3RA" in row["touches"]


@pytest.mark.parametrize(
    ("value", "status"), [("yes", "pass"), ("no", "note"), ("unknown", "not_assessable")]
)
def test_masked_y(make, value, status):
    (row,) = genes.par_y_masked(dataclasses.replace(make(), par_y_masked=value))
    assert row["status"] == status
    assert "IL3RA" in row["touches"].split(";")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("forward", "pass"),
        ("reverse", "pass"),
        ("unstranded", "note"),
        ("unknown", "not_assessable"),
    ],
)
def test_strand(make, value, status):
    (row,) = genes.strandedness(dataclasses.replace(make(), strandedness=value))
    assert (row["status"], row["touches"]) == (status, "ABCB1;RUNDC3B")
