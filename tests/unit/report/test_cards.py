from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from resistance.report.cards import cards


@pytest.fixture(scope="module")
def made(fabricate):
    study = fabricate.study()
    return cards(study, study.contrasts[0])


def test_rows_stand_whether_measured_or_not(made):
    il3ra, abcb1 = made
    assert [r["layer"] for r in il3ra["rows"]] == [
        "mRNA",
        "Protein, surface",
        "Protein, total",
        "Function",
    ]
    assert [r["call"] for r in il3ra["rows"]] == [
        "unchanged within 1.5-fold",
        "lower",
        "not measured",
        "not measured",
    ]
    assert il3ra["rows"][1]["estimate"] == "−1.60"
    assert il3ra["rows"][1]["interval"] == "[−2.16, −1.04]"
    assert [r["call"] for r in abcb1["rows"]] == [
        "higher",
        "not measured",
        "higher",
        "not measured",
    ]


def test_labels_shapes_and_plots(made):
    assert [c["label"] for c in made] == [
        "Lower surface signal, mRNA unchanged",
        "Higher in mRNA and protein",
    ]
    assert len({c["icon"] for c in made}) == 2
    assert [len(c["plot"]["panels"]) for c in made] == [2, 2]
    assert len(made[0]["plot"]["panels"][1]["target"]["points"]) == 3


def test_a_failed_check_is_named_on_the_card(made):
    for card in made:
        assert any("Capped by a failed check: Passage." in r for r in card["confidence_reasons"])
        assert [c["title"] for c in card["unchecked"]] == ["Drug at harvest"]


def test_what_could_not_be_checked_is_not_stated_as_found(fabricate):
    study = fabricate.study()
    verdicts = study.verdicts.copy()
    verdicts["n_derivations"] = "unknown"
    verdicts["capped_by"] = "single_derivation;technical_replicates"
    checks = study.checks.copy()
    open_check = checks.iloc[0].copy()
    open_check[["check", "status", "touches"]] = ["technical_replicates", "not_assessable", "all"]
    open_check[["scope", "item"]] = ["study", ""]
    checks = pd.concat([checks, open_check.to_frame().T], ignore_index=True)
    study = dataclasses.replace(study, verdicts=verdicts, checks=checks)
    card = cards(study, study.contrasts[0])[0]
    text = " ".join(card["confidence_reasons"])
    assert "does not tell how many independent derivations" in text
    assert "One derivation" not in text
    assert "are technical" not in text
    assert any("Fill the column" in sentence for sentence in card["would_change"])


def test_a_check_that_fails_for_several_samples_is_named_once(fabricate):
    study = fabricate.study()
    failed = study.checks[study.checks["status"] == "fail"]
    assert len(failed) == 1
    study = dataclasses.replace(study, checks=pd.concat([study.checks, failed, failed]))
    reasons = cards(study, study.contrasts[0])[0]["confidence_reasons"]
    assert [r for r in reasons if "failed check" in r] == [
        "Capped by a failed check: Passage, in 3 places (section 2)."
    ]


def test_a_check_of_another_contrast_does_not_touch_the_card(fabricate):
    study = fabricate.study(names=("first", "second"))
    card = cards(study, study.contrasts[1])[0]
    assert not any("Passage" in r for r in card["confidence_reasons"])


def test_the_smallest_change_the_assay_could_call_is_on_the_card(made):
    assert made[0]["smallest"].startswith("About 2.2-fold at unchanged mRNA")
    # ABCB1 moved in both layers
    assert made[1]["smallest"] == ""


def test_the_tier_is_told_in_words(made):
    assert [c["tier"] for c in made] == [
        "evidence tier A: the other layer was shown to be unchanged",
        "",
    ]


def test_one_sample_in_an_arm_is_no_test(fabricate):
    study = fabricate.study(protein=False)
    contrast = study.contrasts[0]
    de = contrast.de.assign(status="no_replicates", lfcSE=float("nan"), padj=float("nan"))
    card = cards(study, dataclasses.replace(contrast, de=de))[1]
    assert card["label"] == "mRNA not tested; protein not measured"


def test_a_gene_without_counts_and_protein_still_has_a_card(fabricate):
    study = fabricate.study()
    verdicts = study.verdicts.copy()
    verdicts.loc[0, ["gene_id", "ensembl_id", "gene_name"]] = ["", "", "MISSING1"]
    verdicts.loc[0, ["call", "tier"]] = ["not_measured", ""]
    study = dataclasses.replace(study, verdicts=verdicts)
    card = cards(study, study.contrasts[0])[0]
    assert (card["gene"], card["plot"]) == ("MISSING1", None)
    assert card["rows"][0]["call"] == "not in the counts table"


def test_mrna_that_moves_is_told_where_protein_is_missing(fabricate):
    study = fabricate.study(protein=False)
    card = cards(study, study.contrasts[0])[1]
    assert card["icon"] == "up-open"
    assert card["label"] == "mRNA higher; protein not measured"


def test_a_gene_without_a_read_has_no_fold_to_plot(fabricate):
    study = fabricate.study(protein=False)
    study.normalised.iloc[0] = 0.0
    assert cards(study, study.contrasts[0])[0]["plot"] is None
