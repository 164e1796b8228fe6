"""Rows of the combined table know where they came from."""

from dataclasses import replace

import pandas as pd

from resistance.columns import INPUTS
from resistance.inputs.protein_import import Source, combine
from resistance.inputs.protein_inputs import account, sorted_rows
from resistance.inputs.protein_runs import RunTable
from resistance.problems import Problem
from resistance.protein.tidy import DEFAULTS
from resistance.protein_formats.base import Export

SHEET = pd.DataFrame({"sample": ["P1", "R1"], "condition": ["p", "r"]})


def inputs(order=(0, 1), **tidy):
    rows = pd.DataFrame(
        {
            "run": ["P1", "R1"],
            "column": ["LFQ intensity P1", "LFQ intensity R1"],
            "gene": "IL3RA",
            "value": ["100", "x"],
        },
        index=[7, 7],
        dtype=object,
    ).iloc[list(order)]
    runs = pd.DataFrame({"run": ["P1", "R1"], "condition": ["p", "q"]}, index=[2, 3], dtype=object)
    export = Export("pg.txt", "maxquant", "why", rows, {"assay_type": "lfq_ms"})
    table = pd.DataFrame(tidy, index=[2], dtype=object) if tidy else None
    found, problems = combine(
        table, "p.tsv", [Source({}, export, RunTable("r.tsv", runs))], SHEET, ["condition"]
    )
    assert problems == []
    return found


def test_labels_say_row_and_column_and_file_of_several() -> None:
    assert list(inputs().table.index) == ["7 (LFQ intensity P1)", "7 (LFQ intensity R1)"]
    both = inputs(gene="A", condition="p", replicate="1", value="2")
    assert list(both.table.index)[:2] == ["2 of p.tsv", "7 (LFQ intensity P1) of pg.txt"]


def test_problems_are_placed_in_the_users_files() -> None:
    found = inputs()
    label = "7 (LFQ intensity R1)"
    given = [
        Problem("all", "no number", label, "value", "x"),
        Problem("all", "no such condition", label, "condition", "q"),
        Problem("all", "no gene", label, "gene", "IL3RA"),
        Problem("all", "and more"),
    ]
    placed = [(p.file, p.row, p.column) for p in found.located(given)]
    assert placed == [
        ("pg.txt", "7", "LFQ intensity R1"),
        ("r.tsv", "3", "condition"),
        ("pg.txt", "7", "gene"),
        ("all", "", ""),
    ]


def test_the_order_of_the_input_is_naught() -> None:
    one, other = sorted_rows(inputs().table), sorted_rows(inputs(order=(1, 0)).table)
    pd.testing.assert_frame_equal(one, other)
    assert list(one.columns) == list(DEFAULTS)


def test_the_account_is_a_table_of_inputs() -> None:
    table = account(inputs())
    assert list(table.columns) == list(INPUTS)
    assert set(table["source"]) == {"protein"}


def test_notes_stand_in_the_account() -> None:
    found = inputs()
    group = found.table.assign(gene="A;B")
    (noted,) = account(replace(found, table=group)).query("action == 'noted'")["detail"]
    assert noted.startswith("pg.txt: groups of genes: 1 (A;B).")
