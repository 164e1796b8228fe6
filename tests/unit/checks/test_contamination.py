import dataclasses

import pandas as pd
import pytest

from resistance.checks import contamination

RISE = {"COL1A1": 2.0, "COL3A1": 2.5, "SPARC": 1.5, "VCAM1": 0.0}


def with_mouse(context, alter, shares):
    """Add one mouse gene that takes a share of each sample's reads."""
    counts = context.counts.copy()
    total = counts.sum()
    counts.loc["ENSMUSG00000000001"] = [
        round(total[name] * share / (1 - share)) for name, share in zip(counts, shares, strict=True)
    ]
    mouse = {"gene_id": "ENSMUSG00000000001", "gene_name": "Gnai3", "measurable": "yes"}
    mouse["ensembl_id"] = "ENSMUSG00000000001"
    genes = pd.concat([context.genes, pd.DataFrame([mouse])], ignore_index=True)
    return alter(context, genes=genes, counts=counts)


@pytest.mark.parametrize(
    ("shares", "status"),
    [
        ([0.001] * 6, "pass"),
        ([0.019] * 6, "pass"),
        ([0.019] * 5 + [0.021], "note"),
        ([0.09] * 6, "note"),
        ([0.09] * 5 + [0.11], "fail"),
        ([0.01] * 3 + [0.019] * 3, "pass"),
        ([0.005] * 3 + [0.012] * 3, "fail"),
        ([0.0001] * 3 + [0.004] * 3, "pass"),
        ([0.0] * 3 + [0.006] * 3, "fail"),
        ([0.0] * 6, "pass"),
    ],
)
def test_mouse_reads(make, alter, shares, status):
    (row,) = contamination.host_reads(with_mouse(make(), alter, shares))
    assert (row["status"], row["touches"]) == (status, "all")


def test_limits_come_from_the_config(make, alter):
    context = with_mouse(make(), alter, [0.03] * 6)
    assert contamination.host_reads(context)[0]["status"] == "note"
    for change, status in (
        ({"mouse_fraction_note": 0.05}, "pass"),
        ({"mouse_fraction_fail": 0.02}, "fail"),
    ):
        limits = dataclasses.replace(context.thresholds, **change)
        context = dataclasses.replace(context, thresholds=limits)
        assert contamination.host_reads(context)[0]["status"] == status


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        (RISE, "fail"),
        ({gene: -change for gene, change in RISE.items()}, "fail"),
        ({**RISE, "SPARC": 0.9}, "pass"),
        ({**RISE, "SPARC": -1.5}, "pass"),
        ({}, "pass"),
    ],
)
def test_joint_rise_of_stroma_where_no_mouse_gene_is_counted(make, shift, changes, status):
    context = shift(make(), dict.fromkeys(contamination.STROMAL, 0.0) | changes)
    assert contamination.host_reads(context)[0]["status"] == status


def test_mouse_stroma_that_the_counts_cannot_tell(make):
    context = make(stroma=["mouse"] * 6)
    (row,) = contamination.host_reads(context)
    assert row["status"] == "note"
    assert "no mouse gene" in row["message"]


def test_genes_without_reads_do_not_rise(make, shift):
    (row,) = contamination.host_reads(shift(make(), RISE, mean=0.5))
    assert (row["status"], row["value"]) == ("pass", "stromal genes have no reads")
