from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from resistance.columns import CHECKS
from resistance.report import mechanisms_section


@pytest.fixture(scope="module")
def contrast(fabricate):
    return fabricate.study().contrasts[0]


def groups_of(contrast, checks=None, **changes):
    changed = dataclasses.replace(contrast, **changes)
    none = pd.DataFrame(columns=list(CHECKS))
    return mechanisms_section.mechanism_groups(changed, none if checks is None else checks)


def test_mechanisms_out_of_scope_stand_apart_with_their_reason(contrast):
    groups = groups_of(contrast)
    assert [g["code"] for g in groups] == ["mechanism", "cell_state"]
    assert [r["title"] for r in groups[0]["outside"]] == ["Linker cleavage"]
    assert groups[0]["rows"][1]["genes"][0]["gene"] == "ABCB1"


def test_a_gene_without_reads_is_not_called_unmeasured(contrast):
    genes = contrast.mechanism_genes.assign(grade="not_measured", rna_status="all_zero")
    groups = groups_of(contrast, mechanism_genes=genes)
    assert groups[0]["rows"][1]["genes"][0]["grade"] == "no reads; protein not measured"


def test_a_gene_whose_fit_did_not_converge_says_so_beside_its_estimate(contrast):
    genes = contrast.mechanism_genes.assign(rna_status="not_converged")
    groups = groups_of(contrast, mechanism_genes=genes)
    assert groups[0]["rows"][1]["genes"][0]["rna"] == "+5.20 (fit did not converge)"


def test_a_gene_in_protein_alone_says_what_its_mrna_is(contrast):
    genes = contrast.mechanism_genes.assign(
        grade="consistent_protein_only", call="not_measurable", tier=""
    )
    groups = groups_of(contrast, mechanism_genes=genes)
    grade = groups[0]["rows"][1]["genes"][0]["grade"]
    assert grade == "as expected in protein; mRNA not measured"


def test_a_mechanism_says_its_name_and_verdict_once(contrast):
    first = contrast.mechanisms["mechanism"].iloc[0]
    mechanisms = contrast.mechanisms[contrast.mechanisms["mechanism"] == first].assign(
        title="Lower antigen",
        verdict="undetermined",
        label="undetermined",
        sentence="Lower antigen: undetermined; 0 of 2 genes move.",
    )
    row = groups_of(contrast, mechanisms=mechanisms)[0]["rows"][0]
    assert (row["label"], row["sentence"]) == ("undetermined", "0 of 2 genes move.")


@pytest.mark.parametrize(
    ("verdict", "label", "sentence", "shown"),
    [
        (
            "undetermined",
            "undetermined; block before payload action (measured)",
            "Lower antigen: undetermined; 0 of 2 genes move; block before payload action.",
            "0 of 2 genes move; block before payload action.",
        ),
        (
            "function_against",
            "internalisation unchanged (measured)",
            "Lower antigen: internalisation unchanged (measured); this speaks against it.",
            "Internalisation unchanged (measured); this speaks against it.",
        ),
    ],
)
def test_what_is_left_of_a_sentence_still_says_what_it_speaks_of(
    contrast, verdict, label, sentence, shown
):
    mechanisms = contrast.mechanisms.iloc[[0]].assign(
        title="Lower antigen", verdict=verdict, label=label, sentence=sentence
    )
    row = groups_of(contrast, mechanisms=mechanisms)[0]["rows"][0]
    assert row["sentence"] == shown


def test_every_mechanism_has_all_rungs_in_order_and_what_is_missing_is_open(contrast):
    groups = groups_of(contrast)
    antigen = groups[0]["rows"][0]["ladder"]
    assert [(rung["name"], rung["word"]) for rung in antigen] == [
        ("mRNA", "not shown"),
        ("Protein", "agrees"),
        ("Place in the cell", "agrees"),
        ("Function", "open"),
        ("Intervention", "open"),
    ]
    assert antigen[0]["evidence"].startswith("antigen_loss, mrna")
    without = groups_of(contrast, ladder=contrast.ladder.iloc[:0])
    assert [r["word"] for r in without[0]["rows"][0]["ladder"]] == ["open"] * 5


def test_states_of_a_rung_differ_in_shape_and_word():
    for column in zip(*mechanisms_section.RUNG_STATES.values(), strict=True):
        assert len(set(column)) == 4


def test_what_caps_the_confidence_is_told_by_the_names_of_the_checks(contrast, fabricate):
    checks = fabricate.study().checks
    codes = "passage_confounded;single_derivation;function"
    mechanisms = contrast.mechanisms.assign(capped_by=codes, n_derivations="1 v 1")
    first, _, third = groups_of(contrast, checks, mechanisms=mechanisms)[0]["rows"]
    text = " ".join(first["confidence_reasons"])
    assert "Capped by a failed check: Passage." in text
    assert "Independent derivations per arm: 1 v 1. One derivation never exceeds" in text
    assert "No functional assay agrees" in text
    assert third["confidence_reasons"] == []


def test_a_check_that_does_not_cap_is_not_named(contrast, fabricate):
    checks = fabricate.study().checks
    row = groups_of(contrast, checks)[0]["rows"][0]
    assert "Passage" not in " ".join(row["confidence_reasons"])
