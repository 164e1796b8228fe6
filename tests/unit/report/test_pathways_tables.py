from __future__ import annotations

import dataclasses

import pytest

from resistance import columns
from resistance.report.pathways_tables import collection_rows, over_represented, resistance_rows

SIZES = {"min_size": 10, "max_size": 500}


@pytest.fixture(scope="module")
def contrast(fabricate):
    return fabricate.study().contrasts[0]


@pytest.fixture(scope="module")
def sets(fabricate, contrast):
    known = list(contrast.de["gene_name"][:14])
    rows = [("RESISTANCE_DRUG_EFFLUX", gene) for gene in known]
    rows += [("RESISTANCE_NEURAL_TRAITS", gene) for gene in (*known[:3], "NOWHERE")]
    return fabricate.frame(
        columns.GENE_SETS,
        [{"collection": "resistance", "term": t, "gene_name": g} for t, g in rows],
    )


def with_set(fabricate, contrast, **more):
    row = {
        "collection": "resistance",
        "term": "RESISTANCE_DRUG_EFFLUX",
        "nes": 1.9,
        "padj": 0.01,
        "camera_padj_rho05": 0.03,
        "call": "robust",
        "size": 14,
        "set_size": 17,
        "follows_proliferation": "no",
        "leading_edge": "ABCB1;MVP",
        **more,
    }
    return dataclasses.replace(contrast, enrichment=fabricate.frame(columns.ENRICHMENT, [row]))


def test_every_set_of_resistance_is_listed_tested_or_not(fabricate, contrast, sets):
    found, missing = resistance_rows(with_set(fabricate, contrast), sets, SIZES)
    assert (found["name"], found["direction"], found["reading"]) == (
        "Drug efflux",
        "up",
        "Robust to correlation",
    )
    assert (found["genes"], found["edge"]) == ("14 of 17", "ABCB1, MVP")
    assert missing["name"] == "Neural traits"
    assert missing["reading"] == "Not tested: 3 of 4 genes are ranked; 10 to 500 are needed."


def test_a_set_that_is_not_called_has_no_direction(fabricate, contrast, sets):
    quiet = with_set(fabricate, contrast, call="not_called", padj=0.8)
    row = resistance_rows(quiet, sets, SIZES)[0]
    assert (row["direction"], row["reading"], row["edge"]) == ("", "Not called", "")


def test_without_a_ranking_the_reason_is_that(fabricate, contrast, sets):
    collections = fabricate.frame(
        columns.ENRICHMENT_COLLECTIONS,
        [{"collection": "resistance", "status": "no_ranked_genes", "reason": "No direction."}],
    )
    bare = dataclasses.replace(
        contrast, enrichment=contrast.enrichment.iloc[:0], collections=collections
    )
    rows = resistance_rows(bare, sets, SIZES)
    assert [row["reading"] for row in rows] == [
        "Not tested: no gene of this contrast could be ranked."
    ] * 2
    assert resistance_rows(bare, sets.iloc[:0], SIZES) == []


def test_the_second_view_keeps_directions_apart(fabricate):
    table = fabricate.frame(
        columns.OVER_REPRESENTATION, fabricate.over_rows("up", 20) + fabricate.over_rows("down", 2)
    )
    view = over_represented(table, 0.1)
    assert (len(view["up"]["rows"]), view["up"]["more"]) == (12, 8)
    assert (len(view["down"]["rows"]), view["down"]["more"]) == (2, 0)
    row = view["down"]["rows"][0]
    assert (row["overlap"], row["expected"], row["odds"]) == ("12 of 40", "3.2", "5.5")


def test_the_second_view_says_why_it_is_empty(contrast):
    table = contrast.over_representation
    why = over_represented(table.iloc[:0], 0.1)["down"]["why"]
    assert why == "No gene of a tested set is called lower at an FDR of 0.1."
    why = over_represented(table.assign(padj=0.5), 0.1)["up"]["why"]
    assert why == "No set holds more higher genes than expected at an FDR of 0.05."


def test_collections_tell_what_they_are_and_what_was_left_out(contrast, fabricate):
    described = contrast.collections[["collection"]].assign(
        title="Hallmark (MSigDB)", version="7.5.1", date="2022", licence="CC-BY-4.0", reason=""
    )
    (row,) = collection_rows(contrast.collections, described)
    assert (row["name"], row["about"]) == ("Hallmark (MSigDB)", "7.5.1, 2022, CC-BY-4.0")
    assert (row["sets"], row["small"], row["large"], row["genes"]) == (
        *("50 of 50", "0", "1"),
        "300 of 400",
    )
    assert not row["warning"]
    warned = contrast.collections.assign(reason="Warning: only 12% of the genes are ranked.")
    (row,) = collection_rows(warned, described.iloc[:0])
    assert row["warning"]
    both = contrast.collections.assign(reason="No set has 10 to 500 ranked genes. Warning: only 5%")
    assert collection_rows(both, described)[0]["warning"]
    assert (row["name"], row["about"]) == ("Hallmark", "")
