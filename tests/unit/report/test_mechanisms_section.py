from __future__ import annotations

import pytest

from resistance.report import mechanisms_section


@pytest.fixture(scope="module")
def contrast(fabricate):
    return fabricate.study().contrasts[0]


def test_mechanisms_out_of_scope_stand_apart_with_their_reason(contrast):
    groups = mechanisms_section.mechanism_groups(contrast.mechanisms, contrast.mechanism_genes)
    assert [g["code"] for g in groups] == ["mechanism", "cell_state"]
    assert [r["title"] for r in groups[0]["outside"]] == ["Linker cleavage"]
    assert groups[0]["rows"][1]["genes"][0]["gene"] == "ABCB1"


def test_a_gene_without_reads_is_not_called_unmeasured(contrast):
    genes = contrast.mechanism_genes.assign(grade="not_measured", rna_status="all_zero")
    groups = mechanisms_section.mechanism_groups(contrast.mechanisms, genes)
    assert groups[0]["rows"][1]["genes"][0]["grade"] == "no reads; protein not measured"


def test_a_gene_whose_fit_did_not_converge_says_so_beside_its_estimate(contrast):
    genes = contrast.mechanism_genes.assign(rna_status="not_converged")
    groups = mechanisms_section.mechanism_groups(contrast.mechanisms, genes)
    assert groups[0]["rows"][1]["genes"][0]["rna"] == "+5.20 (fit did not converge)"


def test_a_gene_in_protein_alone_says_what_its_mrna_is(contrast):
    genes = contrast.mechanism_genes.assign(
        grade="consistent_protein_only", call="not_measurable", tier=""
    )
    groups = mechanisms_section.mechanism_groups(contrast.mechanisms, genes)
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
    row = mechanisms_section.mechanism_groups(mechanisms, contrast.mechanism_genes)[0]["rows"][0]
    assert (row["label"], row["sentence"]) == ("undetermined", "0 of 2 genes move.")
