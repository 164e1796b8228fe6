from __future__ import annotations

import pytest

from resistance.report.set_names import figure_labels, set_label, set_name


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
        ("HALLMARK_UV_RESPONSE_DN", "UV response down"),
        ("HALLMARK_TNFA_SIGNALING_VIA_NFKB", "TNFA signaling via NFkB"),
        ("REACTOME_SARS_COV_2_INFECTION", "SARS CoV 2 infection"),
        ("RESISTANCE_DRUG_EFFLUX", "Drug efflux"),
        (
            "RESISTANCE_DNA_CROSSLINK_REPAIR_NOT_THIS_PAYLOAD",
            "DNA crosslink repair (not this payload)",
        ),
        ("Defense Response To Virus (GO:0051607)", "Defense response to virus"),
        ("Maturation Of 5.8S rRNA (GO:0000466)", "Maturation of 5.8S rRNA"),
        ("Golgi To Golgi Transport (GO:0000001)", "Golgi to Golgi transport"),
        ("Cell Cycle R-HSA-1640170", "Cell Cycle R-HSA-1640170"),
        ("my_own_set", "my_own_set"),
        ("WP_", "WP "),
        ("<b>", "<b>"),
    ],
)
def test_set_names(term, name):
    assert set_name(term) == name


def test_a_label_tells_the_collection():
    assert set_label("REACTOME_CELL_CYCLE", "reactome") == "Cell cycle (Reactome)"
    assert set_label("mine", "my_collection") == "mine (my_collection)"


def test_labels_of_figures_are_wrapped_and_never_the_same():
    terms = ["REACTOME_" + "_".join(["VERY", "LONG", "NAME"] * 12) + f"_{i}" for i in range(3)]
    labels = figure_labels([*terms, "HALLMARK_HYPOXIA"], ["reactome"] * 3 + ["hallmark"], 34)
    assert len(set(labels)) == 4
    assert labels[-1] == "Hypoxia [Hallmark]"
    for label in labels:
        assert label.count("\n") <= 1
        assert max(map(len, label.split("\n"))) <= 34 + 4
    assert all("[Reactome]" in label.replace("\n", " ") for label in labels[:3])


def test_labels_of_one_line_stay_on_it():
    labels = figure_labels(["A name of many words that goes on " * 4], ["go_bp"], 62, 1)
    assert "\n" not in labels[0]
