import dataclasses

import pytest

from resistance.checks import identity


@pytest.mark.parametrize(
    ("xist", "rps4y1", "status", "touches"),
    [
        ([500] * 6, [0] * 6, "pass", "all"),
        ([0] * 6, [0] * 6, "pass", "all"),
        ([0] * 6, [300] * 3 + [0] * 3, "note", "CRLF2;CSF2RA;IL3RA;P2RY8"),
        ([0] * 6, [300] * 5 + [0], "note", "all"),
        ([500] * 3 + [0] * 3, [0] * 6, "note", "all"),
        ([500] * 3 + [0] * 3, [0] * 3 + [300] * 3, "fail", "all"),
    ],
)
def test_identity(make, alter, xist, rps4y1, status, touches):
    context = make()
    counts = context.counts.copy()
    counts.loc["g000"], counts.loc["g001"] = xist, rps4y1
    (row,) = identity.identity(alter(context, counts=counts))
    assert (row["status"], row["touches"]) == (status, touches)
    if touches != "all":
        assert "loss of Y" in row["message"]
        assert "another line" not in row["message"]


def test_the_limit_is_that_of_the_config(make, alter):
    context = make()
    counts = context.counts.copy()
    counts.loc["g000"], counts.loc["g001"] = 0, [300] * 3 + [50] * 3
    context = alter(context, counts=counts)
    assert identity.identity(context)[0]["status"] == "pass"
    limits = dataclasses.replace(context.thresholds, on_count=100.0)
    assert identity.identity(alter(context, thresholds=limits))[0]["status"] == "note"


def test_identity_needs_both_genes(make):
    context = make()
    nameless = context.genes.assign(ensembl_id="")
    (row,) = identity.identity(dataclasses.replace(context, genes=nameless))
    assert row["status"] == "not_assessable"


def lineage_of(alter, shift, context, ncam1, clec4c):
    counts = context.counts.copy()
    names = context.genes.set_index("gene_name")["gene_id"]
    changes = {}
    for gene, (one, other) in {"NCAM1": ncam1, "CLEC4C": clec4c}.items():
        counts.loc[names[gene]] = [one] * 3 + [other] * 3
        changes[gene] = 0.0 if one == other else 5.0 if other > one else -5.0
    return identity.lineage(shift(alter(context, counts=counts), changes))[0]


@pytest.mark.parametrize(
    ("ncam1", "clec4c", "status"),
    [
        ((500, 500), (500, 500), "pass"),
        ((500, 0), (500, 500), "note"),
        ((500, 500), (500, 0), "note"),
        ((500, 0), (0, 500), "fail"),
        ((0, 0), (0, 0), "pass"),
    ],
)
def test_lineage(make, alter, shift, ncam1, clec4c, status):
    assert lineage_of(alter, shift, make(), ncam1, clec4c)["status"] == status


def test_bpdcn_without_its_markers_is_noted(make, alter, shift):
    context = make()
    study = {**context.study, "disease": "bpdcn"}
    row = lineage_of(alter, shift, dataclasses.replace(context, study=study), (0, 0), (0, 0))
    assert row["status"] == "note"
    assert "not expected of BPDCN" in row["message"]


def test_a_gene_that_flickers_around_the_limit_is_no_other_line(make, alter, shift):
    context = make()
    counts = context.counts.copy()
    names = context.genes.set_index("gene_name")["gene_id"]
    counts.loc[names["NCAM1"]] = [12, 11, 12, 8, 9, 8]
    context = shift(alter(context, counts=counts), {"NCAM1": -0.4})
    assert identity.lineage(context)[0]["status"] == "pass"
