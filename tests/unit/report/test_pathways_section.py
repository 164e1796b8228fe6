"""The section on pathways: few groups, in words, nothing hidden and nothing shown as markup."""

from __future__ import annotations

import dataclasses
import re

import pytest

from resistance import columns
from resistance.report import pathways_section
from resistance.report.pathways_section import direction_groups, marks, opening

HOSTILE = "<img src=x onerror=alert(1)>"


def group(number, direction="up", best=True, **more):
    return {
        "direction": direction,
        "group": number,
        "label": f"SET_{number}",
        "collection": "reactome",
        "term": f"SET_{number}" if best else f"SET_{number}_MEMBER",
        "is_best": "yes" if best else "no",
        "nes": 2.0 if direction == "up" else -2.0,
        "padj": 0.001 * number,
        "camera_padj_rho05": 0.2,
        "call": "gene_permutation_only",
        "size": 40,
        "follows_proliferation": "no",
        **more,
    }


@pytest.fixture(scope="module")
def study(fabricate):
    return fabricate.study()


@pytest.fixture(scope="module")
def table(fabricate):
    return lambda rows: fabricate.frame(columns.PATHWAY_GROUPS, rows)


def with_contrast(study, **changes):
    contrast = dataclasses.replace(study.contrasts[0], **changes)
    return dataclasses.replace(study, contrasts=[contrast])


def words_of(html):
    section = html.split('<section id="pathways"')[1].split("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", section).split())


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            [group(1, call="robust"), group(2), group(1, "down", follows_proliferation="yes")],
            "2 groups of gene sets are higher and 1 lower in resistant than in parental; 1 of "
            "these 3 is robust to correlation between genes, and 1 follows proliferation.",
        ),
        (
            [group(1, call="robust")],
            "1 group of gene sets is higher and none lower in resistant than in parental; it is "
            "robust to correlation between genes, and none follows proliferation.",
        ),
        (
            [
                group(1, "down", follows_proliferation=""),
                group(2, "down", follows_proliferation=""),
            ],
            "No group of gene sets is higher and 2 lower in resistant than in parental; none of "
            "these 2 is robust to correlation between genes, and whether they follow proliferation "
            "was not judged.",
        ),
        (
            [group(1, call="robust"), group(1, "down", call="robust")],
            "1 group of gene sets is higher and 1 lower in resistant than in parental; all 2 are "
            "robust to correlation between genes, and none follows proliferation.",
        ),
        ([], ""),
    ],
)
def test_the_opening_counts_groups(study, table, rows, says):
    assert opening(table(rows), study.contrasts[0]) == says


def test_twelve_groups_a_direction_are_shown_and_the_others_folded(table):
    rows = [group(i) for i in range(1, 101)] + [group(1, "down")]
    part = direction_groups(table(rows), "up", {})
    assert (part["n"], len(part["shown"]), len(part["more"]), part["left"]) == (100, 12, 60, 28)
    assert [row["term"] for row in part["shown"]] == [f"SET_{i}" for i in range(1, 13)]
    assert direction_groups(table(rows), "down", {})["n"] == 1
    assert direction_groups(table([]), "up", {}) == {"n": 0, "shown": [], "more": [], "left": 0}


def test_members_are_folded_under_the_best_set_with_the_genes_they_share(table):
    rows = [group(1), group(1, best=False, nes=1.7, padj=0.03)]
    edges = {
        ("reactome", "SET_1"): ["A", "B", "C"],
        ("reactome", "SET_1_MEMBER"): ["C", "X", "A"],
    }
    row = direction_groups(table(rows), "up", edges)["shown"][0]
    assert (row["name"], row["n_sets"], row["edge"]) == (
        "SET 1",
        2,
        "A, B, C",
    )
    (member,) = row["folded"]
    assert (member["shared"], member["n_shared"]) == ("A, C", 2)
    assert (member["nes"], member["fdr"], member["camera"]) == ("+1.70", "0.03", "0.20")


def test_many_members_are_counted_not_listed(table):
    rows = [group(1)] + [group(1, best=False, term=f"M{i}") for i in range(40)]
    row = direction_groups(table(rows), "up", {})["shown"][0]
    assert len(row["folded"]) == pathways_section.MEMBERS
    assert row["unlisted"] == 40 - pathways_section.MEMBERS


def test_marks_are_words_with_a_shape():
    assert marks("robust", "no") == [{"icon": "tick", "label": "robust to correlation"}]
    labels = [mark["label"] for mark in marks("gene_permutation_only", "yes")]
    assert labels == ["gene permutation only", "follows proliferation"]
    assert marks("not_called", "") == []
    shapes = [
        icon for icon, _ in (*pathways_section.MARKS.values(), pathways_section.PROLIFERATION)
    ]
    assert len(set(shapes)) == len(shapes)


def test_the_page_opens_with_the_sentence_and_folds_members(page, study):
    words = words_of(page(study))
    assert words.index("gene sets are higher") < words.index("Higher in resistant:")
    assert words.index("Lower in resistant:") < words.index("Second view")
    assert "robust to correlation" in words
    assert "follows proliferation" in words
    assert "Simulated data." in words.split("gene sets are higher")[0]


@pytest.mark.parametrize("field", ["term", "collection"])
def test_names_of_sets_are_text(page, study, fabricate, field):
    contrast = study.contrasts[0]
    changes = {
        name: getattr(contrast, name).assign(**{field: HOSTILE})
        for name in ("enrichment", "groups", "over_representation", "collections")
        if field in getattr(contrast, name)
    }
    hostile = dataclasses.replace(
        with_contrast(study, **changes),
        resistance_sets=fabricate.frame(
            columns.GENE_SETS,
            [{"collection": "resistance", "term": HOSTILE, "gene_name": HOSTILE}],
        ),
        set_collections=contrast.collections[["collection"]].assign(
            collection=HOSTILE, title=HOSTILE, licence=HOSTILE, version="1", date="", reason=HOSTILE
        ),
    )
    html = page(hostile)
    assert "<img src=x" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("no_sets", "The collection has no sets for this organism."),
        (
            "no_ranked_genes",
            "The likelihood-ratio test of this contrast compares no two arms: its statistic has no "
            "direction, and genes cannot be ranked from lower to higher.",
        ),
    ],
)
def test_what_could_not_be_tested_says_why(page, study, status, reason):
    contrast = study.contrasts[0]
    bare = with_contrast(
        study,
        enrichment=contrast.enrichment.iloc[:0],
        groups=contrast.groups.iloc[:0],
        over_representation=contrast.over_representation.iloc[:0],
        collections=contrast.collections.assign(status=status, reason=reason, n_tested=0),
        pathway_figures={},
    )
    words = words_of(page(bare))
    assert f"No gene set was tested in this contrast. {reason}" in words
    assert "Second view" not in words
    assert "Groups of gene sets" not in words


def test_without_collections_the_configuration_is_named(page, study):
    contrast = study.contrasts[0]
    bare = with_contrast(
        study,
        enrichment=contrast.enrichment.iloc[:0],
        groups=contrast.groups.iloc[:0],
        collections=contrast.collections.iloc[:0],
    )
    assert "no collection is named in the configuration" in words_of(page(bare))


def test_where_nothing_is_called_the_nearest_sets_are_named(page, study):
    contrast = study.contrasts[0]
    quiet = contrast.enrichment.assign(padj=0.4)
    words = words_of(page(with_contrast(study, enrichment=quiet, groups=contrast.groups.iloc[:0])))
    assert "No gene set called: none passes an FDR of 0.05 within its collection." in words
    assert "Gene sets with the smallest FDR; none is called." in words


def test_a_p_value_at_the_floor_is_a_bound(study):
    table = study.contrasts[0].enrichment
    rows = pathways_section.nearest(table.assign(pvalue=1e-10, padj=1e-9))
    assert rows[0]["p"] == "\u2264 1.0e\u221210"
    assert len(rows) == pathways_section.NEAREST


@pytest.mark.parametrize(("n", "shown"), [(3, 2), (4, 1)])
def test_a_page_of_many_contrasts_holds_one_figure_each(page, fabricate, n, shown):
    study = fabricate.study(names=tuple(f"c{i}" for i in range(n)), n_genes=60)
    figures = {"dots": fabricate.figure("First plot."), "scores": fabricate.figure("Second map.")}
    contrasts = [dataclasses.replace(c, pathway_figures=figures) for c in study.contrasts]
    words = words_of(page(dataclasses.replace(study, contrasts=contrasts)))
    assert words.count("First plot.") == n
    assert words.count("Second map.") == (n if shown == 2 else 0)
    assert words.count("in results/figures/c") == n


def test_a_sample_that_stands_apart_is_named_first(page, study, fabricate):
    rows = [{"sample": "R3", "n_sets": 900, "ratio": 3.0, "status": "aberrant"}]
    apart = fabricate.frame(columns.PATHWAY_SCORE_SAMPLES, rows)
    words = words_of(page(dataclasses.replace(study, score_samples=apart)))
    assert "> 5 Pathways Sample R3 lies 3.0 times as far" in words


def test_several_contrasts_are_held_side_by_side(page, fabricate):
    study = fabricate.study(names=("one", "two"), n_genes=60)
    best = study.contrasts[0].groups.iloc[[0]]
    facts = {"nes": 2.0, "padj": 0.01, "call": "robust"}
    table = best[["collection", "term"]].assign(
        n_up=2, n_down=0, pattern="all_up", common_leading_edge="ABCB1;<b>"
    )
    for name in ("one", "two"):
        table = table.assign(**{f"{key}_{name}": value for key, value in facts.items()})
    html = page(dataclasses.replace(study, comparison=table))
    words = words_of(html)
    assert "1 gene set names a group in a contrast: 1 is higher and none lower" in words
    assert words.index("Shared by the contrasts") < words.index("Groups of gene sets")
    assert "ABCB1, &lt;b&gt;" in html
