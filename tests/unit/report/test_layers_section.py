from __future__ import annotations

import pytest

from resistance.report import layers_section


@pytest.fixture(scope="module")
def contrast(fabricate):
    return fabricate.study().contrasts[0]


def test_misleading_rows_differ_from_ours(contrast):
    found = layers_section.misleading_rows(contrast.concordance, [])
    assert found["rows"]
    assert all(
        r["naive"] == "protein only, higher" or "no change" in r["naive"] for r in found["rows"]
    )
    assert not any(r["gene"] in ("IL3RA", "ABCB1") for r in found["rows"])
    table = contrast.concordance
    silent = (table["naive_reading"] == "neither") & (table["call"] == "inconclusive")
    assert found["silent"] == silent.sum() > 0


def test_counts_of_calls_sum_to_the_rows(contrast):
    counts = layers_section.call_counts(contrast.concordance)
    assert sum(int(r["n"]) for r in counts) == len(contrast.concordance)


def test_a_combined_row_names_its_assays(contrast):
    table = contrast.concordance.iloc[[0]].assign(assay_id="combined", combined_from="a;b")
    assert layers_section.protein_rows(table, [])["rows"][0]["layer"] == "surface (combined: a, b)"
