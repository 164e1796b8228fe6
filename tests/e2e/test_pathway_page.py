"""The example's figures of gene sets as files, and its section on pathways."""

import re

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("example")]

FIGURES = ["dots", "running_sum", "groups", "leading_edge", "scores"]


def test_the_section_opens_with_what_moved(example) -> None:
    groups = example.table("resistant_vs_parental/pathway_groups.tsv")
    best = groups[groups["is_best"] == "yes"]
    up = int((best["direction"] == "up").sum())
    section = example.report.split('<section id="pathways"')[1].split("</section>")[0]
    words = " ".join(re.sub(r"<[^>]*>", " ", section).split())
    assert f"gene sets are higher and {len(best) - up} lower in resistant than in parental" in words
    # of each direction twelve at most stand open, and the collection of mechanisms in full
    shown = section.count("<li><details>")
    assert shown == min(up, 12) + min(len(best) - up, 12)
    for name in ("Drug efflux", "DNA crosslink repair (not this payload)", "pDC identity"):
        assert name in words
    assert section.count("data:image/svg+xml") == len(FIGURES)
