from __future__ import annotations

from resistance.report.functional_section import functional_rows


def test_every_row_is_shown_with_what_it_compares(fabricate):
    table = fabricate.study().contrasts[0].functional
    rows = functional_rows(table, "parental", "resistant")
    assert [row["compared"] for row in rows] == [
        "resistant against parental",
        "zosuquidar against none, in resistant",
        "resistant against parental",
    ]
    assert [row["assay"] for row in rows] == ["dye efflux", "dye efflux", "IC50 of the drug"]
    assert rows[0]["n"] == "3 v 3"
    assert (rows[1]["estimate"], rows[1]["interval"]) == ("+1.90", "[+1.40, +2.40]")


def test_a_conclusion_an_open_test_and_a_mere_estimate_differ_in_shape(fabricate):
    rows = functional_rows(fabricate.study().contrasts[0].functional, "a", "b")
    assert [row["icon"] for row in rows] == ["question", "disc", "dash"]


def test_a_bound_is_no_estimate(fabricate):
    rows = functional_rows(fabricate.study().contrasts[0].functional, "a", "b")
    assert rows[2]["estimate"] == "at least +6.00"


def test_names_that_look_like_places_to_fill_stay_as_they_are(fabricate):
    table = fabricate.study().contrasts[0].functional.assign(modulator="{target}")
    assert functional_rows(table, "a", "b")[1]["compared"] == "{target} against none, in b"


def test_without_a_table_there_is_no_row(fabricate):
    assert (
        functional_rows(fabricate.study(functional=False).contrasts[0].functional, "a", "b") == []
    )
