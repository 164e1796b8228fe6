from __future__ import annotations

import pytest

from resistance.report.glossary import glossary


@pytest.mark.parametrize(("margin", "western"), [(1.5, 2.0), (1.25, 1.25)])
def test_the_glossary_names_the_margin_of_the_study(margin, western):
    margins = {"equivalence_margin": margin, "western_equivalence_margin": western}
    words = dict(glossary({**margins, "explained_fraction": 0.5}))
    text = words[f"Unchanged within {margin:g}-fold"]
    assert ("western blots: of 2-fold" in text) == (western != margin)
    assert not any("{" in name + meaning for name, meaning in words.items())


@pytest.mark.parametrize(("fraction", "share"), [(0.5, "half"), (0.4, "40%")])
def test_the_glossary_names_the_share_of_the_study(fraction, share):
    margins = {"equivalence_margin": 1.5, "western_equivalence_margin": 2.0}
    words = dict(glossary({**margins, "explained_fraction": fraction}))
    assert f"less than {share} of the change" in words["Tiers A, B and C"]


def test_the_marks_of_gene_sets_are_explained():
    from resistance.report.pathways_section import MARKS, PROLIFERATION

    margins = {"equivalence_margin": 1.5, "western_equivalence_margin": 2.0}
    words = {name.lower() for name in dict(glossary({**margins, "explained_fraction": 0.5}))}
    shown = [MARKS["robust"], MARKS["gene_permutation_only"], PROLIFERATION]
    assert {label for _, label in shown} <= words
