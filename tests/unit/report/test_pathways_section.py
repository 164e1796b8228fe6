from __future__ import annotations

import pytest

from resistance.report import pathways_section


@pytest.fixture(scope="module")
def contrast(fabricate):
    return fabricate.study().contrasts[0]


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("HALLMARK_E2F_TARGETS", "E2F targets"),
        ("HALLMARK_OXIDATIVE_PHOSPHORYLATION", "Oxidative phosphorylation"),
        ("REACTOME_THE_CITRIC_ACID_TCA_CYCLE_AND_MORE", "The citric acid TCA cycle and more"),
        ("WP_TCA_CYCLE_AKA_KREBS", "TCA cycle aka Krebs"),
        ("REACTOME_MTOR_SIGNALLING", "mTOR signalling"),
        ("REACTOME_RHO_GTPASE_CYCLE", "RHO GTPase cycle"),
        ("WP_OXIDATIVE_STRESS", "Oxidative stress"),
        ("Cell Cycle R-HSA-1640170", "Cell Cycle R-HSA-1640170"),
        ("<b>", "<b>"),
    ],
)
def test_set_names(term, name):
    assert pathways_section.set_name(term) == name


def test_leading_edge_is_counted_against_the_size_of_the_set(contrast):
    assert pathways_section.pathway_rows(contrast.enrichment)[0]["genes"] == "12 of 40"
