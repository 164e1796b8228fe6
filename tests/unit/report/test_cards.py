from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from resistance.report.cards import cards, not_made


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
        "P-gp is active",
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


def test_checks_that_could_not_be_made_are_told_once_for_all_cards():
    first, second, third = ({"title": name, "message": name} for name in "abc")
    assert not_made([{"unchecked": [first, second]}, {"unchecked": [first, third]}]) == [
        first,
        second,
        third,
    ]
    assert not_made([]) == []


def test_a_check_of_another_contrast_does_not_touch_the_card(fabricate):
    study = fabricate.study(names=("first", "second"))
    card = cards(study, study.contrasts[1])[0]
    assert not any("Passage" in r for r in card["confidence_reasons"])


def test_the_smallest_fall_the_assay_could_have_called_is_on_every_card_with_an_assay(made):
    assert [card["smallest"].split(",")[0] for card in made] == ["About 2.1-fold"] * 2


def changed(fabricate, **values):
    """The first card where its concordance row differs."""
    study = fabricate.study()
    contrast = study.contrasts[0]
    table = contrast.concordance.copy()
    for name, value in values.items():
        table.loc[0, name] = value
    verdicts = study.verdicts.copy()
    for name in {"call", "tier"} & set(values):
        verdicts.loc[0, name] = values[name]
    study = dataclasses.replace(study, verdicts=verdicts)
    return cards(study, dataclasses.replace(contrast, concordance=table))[0]


def test_without_an_estimate_there_is_no_smallest_fall(fabricate):
    assert changed(fabricate, smallest_callable=float("nan"))["smallest"] == ""


@pytest.mark.parametrize(
    ("own", "says"),
    [
        (0.5, "About 1.4-fold (surface, flow_cd123), while"),
        (
            float("nan"),
            "Not known for the assay that decides (surface, flow_cd123). "
            "About 4-fold (total, western), while",
        ),
    ],
)
def test_the_smallest_fall_is_that_of_the_assay_that_decides(fabricate, own, says):
    study = fabricate.study()
    contrast = study.contrasts[0]
    first = contrast.concordance.iloc[[0]].assign(smallest_callable=own)
    other = first.assign(
        assay_id="western",
        compartment="total",
        call="inconclusive",
        tier="",
        smallest_callable=2.0,
    )
    table = pd.concat([other, first, contrast.concordance.iloc[1:]], ignore_index=True)
    card = cards(study, dataclasses.replace(contrast, concordance=table))[0]
    assert card["smallest"].startswith(says)


@pytest.mark.parametrize(
    ("call", "tier", "lfc", "said"),
    [
        ("posttranscriptional_loss", "B", -1.6, True),
        ("opposite", "", -1.6, True),
        ("opposite", "", 1.6, False),
        ("inconclusive", "C", -1.6, True),
        ("inconclusive", "C", 1.6, False),
        ("inconclusive", "", -1.6, False),
        ("concordant_down", "", -1.6, False),
    ],
)
def test_what_gene_counts_cannot_show_is_said_where_the_protein_falls(
    fabricate, call, tier, lfc, said
):
    card = changed(fabricate, call=call, tier=tier, protein_log2FoldChange=lfc)
    assert ("isoform switch" in card["limits"]) == said


def test_tier_c_is_told_on_the_card(fabricate):
    card = changed(fabricate, call="inconclusive", tier="C", reason="difference_only")
    assert card["label"] == "Not settled; the layers differ in size"
    assert "which one moved is not settled" in card["tier"]


@pytest.mark.parametrize(("link", "says"), [("samples", "sample by sample"), ("arms", "arms")])
def test_how_the_layers_were_compared_is_told(fabricate, link, says):
    assert says in changed(fabricate, link=link)["link"]


def test_the_place_of_the_protein_stands_on_the_card_of_the_surface_target_alone(made):
    assert made[0]["place"] == "Lower surface signal; total CD123 was not measured."
    assert made[1]["place"] == ""


@pytest.mark.parametrize(
    ("said", "ratio"),
    [("", "Surface / total: log2FC −1.20 [−1.80, −0.60], FDR 0.01."), ("ratio", "")],
)
def test_the_ratio_of_surface_to_total_is_told_once(fabricate, said, ratio):
    study = fabricate.study()
    table = study.contrasts[0].localisation.assign(
        gene_name="IL3RA",
        sentence=f"IL3RA: lower surface signal{said}. "
        "Gene counts cannot show an isoform switch or a coding mutation.",
        log2FoldChange=-1.2,
        ci_low=-1.8,
        ci_high=-0.6,
        padj=0.01,
    )
    card = cards(study, dataclasses.replace(study.contrasts[0], localisation=table))[0]
    assert card["place"].startswith("Lower surface signal")
    assert card["place"].endswith(ratio or "coding mutation.")
    # said once
    assert card["limits"] == ""


def test_a_combined_row_goes_before_its_members_and_decides(fabricate):
    study = fabricate.study()
    contrast = study.contrasts[0]
    member = contrast.concordance.iloc[[0]]
    second = member.assign(assay_id="flow_clone2", smallest_callable=2.0)
    combined = member.assign(
        assay_id="combined",
        combined_from="flow_cd123;flow_clone2",
        cochran_p=0.4,
        smallest_callable=0.5,
    )
    table = pd.concat([contrast.concordance, second, combined], ignore_index=True)
    values = contrast.values[contrast.values["assay_id"] == "flow_cd123"]
    values = pd.concat([contrast.values, values.assign(assay_id="flow_clone2")])
    contrast = dataclasses.replace(contrast, concordance=table, values=values)
    card = cards(study, contrast)[0]
    details = [row["detail"] for row in card["rows"] if row["layer"] == "Protein, surface"]
    assert details[0].startswith("combined: flow_cd123 and flow_clone2 agree")
    assert len(details) == 3
    assert card["smallest"].startswith("About 1.4-fold (surface, combined), while")
    # members are drawn, their combination is not
    assert len(card["plot"]["panels"]) == 1 + 2


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


@pytest.mark.parametrize(
    ("gene_id", "status", "label"),
    [
        ("", "estimated", "Gene not in the counts"),
        ("", "not_in_contrast", "Protein not measured"),
        ("kept", "not_in_contrast", "Protein not measured"),
    ],
)
def test_a_measured_protein_whose_gene_the_counts_lack_is_called_so(
    fabricate, gene_id, status, label
):
    study = fabricate.study()
    verdicts, table = study.verdicts.copy(), study.contrasts[0].concordance.copy()
    verdicts.loc[0, ["call", "tier"]] = table.loc[0, ["call", "tier"]] = ["not_measured", ""]
    table.loc[0, "protein_status"] = status
    if not gene_id:
        verdicts.loc[0, "gene_id"] = table.loc[0, "gene_id"] = ""
    study = dataclasses.replace(study, verdicts=verdicts)
    card = cards(study, dataclasses.replace(study.contrasts[0], concordance=table))[0]
    assert card["label"] == label


def test_mrna_that_moves_is_told_where_protein_is_missing(fabricate):
    study = fabricate.study(protein=False)
    card = cards(study, study.contrasts[0])[1]
    assert card["icon"] == "up-open"
    assert card["label"] == "mRNA higher; protein not measured"


def test_a_gene_without_a_read_has_no_fold_to_plot(fabricate):
    study = fabricate.study(protein=False)
    study.normalised.iloc[0] = 0.0
    assert cards(study, study.contrasts[0])[0]["plot"] is None


def test_what_would_change_the_verdict_is_a_sentence_of_the_table(fabricate):
    study = fabricate.study()
    study.verdicts["would_change"] = "a second assay without the fall"
    study.verdicts["n_derivations"] = "unknown"
    card = cards(study, study.contrasts[0])[0]
    assert card["would_change"] == [
        "A second assay without the fall.",
        "Fill the column \u201cderivation\u201d of the sample sheet.",
    ]
