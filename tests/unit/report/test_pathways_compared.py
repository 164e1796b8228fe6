from __future__ import annotations

import pandas as pd
import pytest

from resistance import columns
from resistance.report.pathways_compared import aberrant_samples, compared, compared_study

IDS = ["a_vs_wt", "b_vs_wt"]


def row(term, pattern, a, b, q_a=0.01, q_b=0.01, common="ESR1;PGR"):
    return {
        "collection": "hallmark",
        "term": term,
        "nes_a_vs_wt": a,
        "nes_b_vs_wt": b,
        "padj_a_vs_wt": q_a,
        "padj_b_vs_wt": q_b,
        "pattern": pattern,
        "common_leading_edge": common,
    }


@pytest.fixture
def table():
    return pd.DataFrame(
        [
            row("HALLMARK_ESTROGEN_RESPONSE_EARLY", "all_down", -2.5, -2.1),
            row("HALLMARK_HYPOXIA", "private_b_vs_wt", 1.1, 2.0, q_a=0.4, common=""),
            row("HALLMARK_APOPTOSIS", "none", 1.0, float("nan"), 0.6, float("nan"), ""),
        ]
    )


def best(table):
    return list(zip(table["collection"], table["term"], strict=True))


def test_sets_are_told_by_their_pattern(table):
    found = compared(table, best(table), IDS)
    assert found["sentence"] == (
        "2 gene sets name a group in a contrast: none is higher and 1 lower in every contrast, "
        "1 is called in one contrast alone."
    )
    first, second = (part["rows"][0] for part in found["parts"])
    assert [cell["icon"] for cell in first["cells"]] == ["down", "down"]
    assert first["common"] == "ESR1, PGR"
    assert [cell["icon"] for cell in second["cells"]] == ["up-open", "up"]
    assert [cell["words"] for cell in second["cells"]] == ["not called", "called"]


def test_contrasts_that_could_not_be_ranked_are_named(table):
    found = compared(table.assign(nes_b_vs_wt=float("nan")), best(table), IDS)
    assert found["sentence"].endswith(" Without a ranking, and left out: b_vs_wt.")


def test_only_sets_that_name_a_group_are_held_side_by_side(table):
    assert compared(table, [], IDS) == {}
    assert len(compared(table, best(table)[:1], IDS)["parts"]) == 1


def test_one_contrast_has_nothing_to_compare(table, fabricate):
    assert compared(table, best(table), IDS[:1]) == {}
    assert compared_study(fabricate.study()) == {}
    assert compared(table.iloc[:0], best(table), IDS) == {}


def test_samples_that_stand_apart_are_named(fabricate):
    rows = [
        {"sample": "R3", "n_sets": 1200, "ratio": 3.21, "status": "aberrant"},
        {"sample": "R1", "n_sets": 1200, "ratio": 1.1, "status": "usual"},
    ]
    (text,) = aberrant_samples(fabricate.frame(columns.PATHWAY_SCORE_SAMPLES, rows))
    assert text.startswith("Sample R3 lies 3.2 times as far from its replicates over 1,200 gene")
