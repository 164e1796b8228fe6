from __future__ import annotations

import dataclasses

import pandas as pd

from resistance.report.functional_section import function_rows, functional_rows


def test_every_row_is_shown_with_what_it_compares(fabricate):
    table = fabricate.study().contrasts[0].functional
    rows = functional_rows(table, "parental", "resistant")
    assert [row["compared"] for row in rows] == [
        "resistant against parental",
        "zosuquidar against none, in resistant",
        "resistant against parental",
    ]
    assert [row["assay"] for row in rows] == ["dye efflux", "dye efflux", "IC50 of the drug"]
    # an effect is within one arm
    assert [row["n"] for row in rows] == ["3 v 3", "3", "3 v 3"]
    assert (rows[1]["estimate"], rows[1]["interval"]) == ("+1.90", "[+1.40, +2.40]")


def test_a_conclusion_an_open_test_and_a_mere_estimate_differ_in_shape(fabricate):
    rows = functional_rows(fabricate.study().contrasts[0].functional, "a", "b")
    assert [row["icon"] for row in rows] == ["question", "disc", "dash"]
    assert [row["sentence"][:13] for row in rows] == [
        "Less dye insi",
        "Pump active i",
        "No conclusion",
    ]


def test_a_row_without_a_test_says_why(fabricate):
    table = fabricate.study().contrasts[0].functional
    table = table.assign(status="n1", sentence="Measured once, so not tested.")
    assert functional_rows(table, "a", "b")[2]["sentence"] == "Measured once, so not tested."


def test_a_bound_is_no_estimate(fabricate):
    rows = functional_rows(fabricate.study().contrasts[0].functional, "a", "b")
    assert rows[2]["estimate"] == "at least +6.00"


def test_the_fdr_of_a_bound_is_that_of_its_change(fabricate):
    table = fabricate.study().contrasts[0].functional
    assert table.loc[2, "padj"] != table.loc[2, "padj"]
    rows = functional_rows(table.assign(q_changed=0.004), "a", "b")
    assert rows[2]["fdr"] == "0.004"
    assert rows[1]["fdr"] == "0.003"


def test_names_that_look_like_places_to_fill_stay_as_they_are(fabricate):
    table = fabricate.study().contrasts[0].functional.assign(modulator="{target}")
    assert functional_rows(table, "a", "b")[1]["compared"] == "{target} against none, in b"


def test_without_a_table_there_is_no_row(fabricate):
    assert (
        functional_rows(fabricate.study(functional=False).contrasts[0].functional, "a", "b") == []
    )


def on_card(fabricate, gene="ABCB1", clinical="P-gp", **changes):
    contrast = fabricate.study().contrasts[0]
    table = contrast.functional.assign(**changes)
    verdict = pd.Series({"gene_name": gene, "clinical_name": clinical, "function": "in words"})
    return function_rows(dataclasses.replace(contrast, functional=table), verdict)


def test_a_card_shows_the_assays_that_conclude_something_of_its_gene(fabricate):
    (row,) = on_card(fabricate)
    assert (row["detail"], row["call"]) == ("dye efflux, zosuquidar", "P-gp is active")
    assert (row["estimate"], row["fdr"]) == ("+1.90", "0.003")


def test_pumps_that_the_inhibitor_cannot_tell_apart_are_all_named(fabricate):
    (row,) = on_card(fabricate, modulator="elacridar")
    assert row["call"] == "P-gp and/or ABCG2 is active"
    (row,) = on_card(fabricate, modulator="compound X", mechanism="drug_efflux")
    assert row["call"] == "a pump is active"


def test_a_pump_on_the_free_payload_limits_the_payload(fabricate):
    said = {"assay": "payload_ic50", "conclusion": "pump_limits_drug", "mechanism": "drug_efflux"}
    assert (
        on_card(fabricate, modulator="zosuquidar", **said)[0]["call"] == "P-gp limits the payload"
    )


def test_an_inhibitor_of_two_other_pumps_says_nothing_of_this_one(fabricate):
    assert on_card(fabricate, modulator="MK-571")[0]["call"] == "in words"


def test_an_inhibitor_of_another_pump_says_nothing_of_this_one(fabricate):
    (row,) = on_card(fabricate, gene="ABCG2")
    assert (row["estimate"], row["call"]) == ("–", "in words")


def test_a_gene_that_is_no_effector_has_words_alone(fabricate):
    (row,) = on_card(fabricate, gene="GENE7")
    assert row["call"] == "in words"
