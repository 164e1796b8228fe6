"""The paragraph follows the configuration: no sentence about what was not done."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from resistance.report import methods


def test_versions_design_and_margins_are_filled_in(fabricate):
    text = " ".join(methods.paragraph(fabricate.study(), fabricate.config(), True))
    for part in (
        "PyDESeq2 0.5.4",
        "~ condition",
        "resistant against parental",
        "FDR of 0.1",
        "1.25-fold",
        "1.5-fold",
        "western blots: 2-fold",
        "4 residual degrees of freedom",
        "GSEApy 1.3.1",
        "seed 42",
        "simulated",
    ):
        assert part in text
    assert "version not locked" in text.split("plotnine")[1]


def test_what_was_not_done_is_not_described(fabricate):
    study = fabricate.study(protein=False, sets=False)
    text = " ".join(methods.paragraph(study, fabricate.config(), False))
    assert "moderated t tests" not in text
    assert "GSEApy" not in text
    assert "simulated" not in text
    assert "No protein was measured" in text
    assert "Gene sets were not tested" in text


@pytest.mark.parametrize(
    ("method", "says"),
    [
        ("tobit", "Tobit regression"),
        ("paired", "within pairs"),
        ("one_sample", "tested against 0"),
        ("bound", "its limit gives a bound"),
        ("prior", "declared in the configuration"),
    ],
)
def test_a_way_of_estimating_protein_is_described_where_it_was_used(fabricate, method, says):
    study = fabricate.study()
    assert says not in methods.paragraph(study, fabricate.config(), False)[2]
    study.contrasts[0].protein.loc[0, "method"] = method
    assert says in methods.paragraph(study, fabricate.config(), False)[2]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [("link", "samples", "sample by sample"), ("combined_from", "a;b", "inverse variance")],
)
def test_linked_samples_and_combined_assays_are_described(fabricate, column, value, says):
    study = fabricate.study()
    assert says not in methods.paragraph(study, fabricate.config(), False)[2]
    study.contrasts[0].concordance.loc[0, column] = value
    assert says in methods.paragraph(study, fabricate.config(), False)[2]


@pytest.mark.parametrize("functional", [True, False])
def test_functional_assays_are_described_where_there_are_any(fabricate, functional):
    study = fabricate.study(functional=functional)
    text = " ".join(methods.paragraph(study, fabricate.config(), False))
    assert ("Functional assays" in text) == functional


def test_parameters_are_flat_and_sorted():
    rows = methods.parameters({"b": {"y": True, "x": [1, 2]}, "a": None, "c": {}, "d": []})
    assert rows == [("a", "none"), ("b.x", "1, 2"), ("b.y", "yes"), ("c", "none"), ("d", "none")]


def asked(study, **changes):
    name = study.contrasts[0].id
    first = {**study.model["contrasts"][name], **changes}
    model = {**study.model, "contrasts": {**study.model["contrasts"], name: first}}
    return dataclasses.replace(study, model=model)


def text_of(study, fabricate):
    return methods.paragraph(study, fabricate.config(), False)[0]


def test_the_engine_that_was_used_is_named(fabricate):
    study = fabricate.study()
    assert "DESeq2 1.38.3 and apeglm 1.27.0" in text_of(study, fabricate)
    stock = dataclasses.replace(study, model={**study.model, "engine": "pydeseq2 0.5.4"})
    assert "vectorised" not in text_of(stock, fabricate)
    assert "with PyDESeq2 0.5.4 (Muzellec et al. 2023), a Python implementation" in text_of(
        stock, fabricate
    )


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ({}, "two-sided Wald test of no change"),
        ({"alternative": "greater"}, "Wald test of a rise."),
        ({"alternative": "less", "lfc_threshold": 1.0}, "of a fall of more than 2-fold"),
        ({"alternative": "greaterAbs", "lfc_threshold": 1.0}, "of a change of more than 2-fold"),
        ({"alternative": "lessAbs", "lfc_threshold": 1.0}, "without the filter"),
        ({"test": "lrt", "reduced": "~ 1"}, "likelihood-ratio test against the model ~ 1"),
    ],
)
def test_the_test_of_a_contrast_is_said_in_words(fabricate, question, says):
    assert says in text_of(asked(fabricate.study(), **question), fabricate)


def test_contrasts_that_are_tested_alike_are_said_once(fabricate):
    study = fabricate.study(names=("one", "two"))
    assert "Test: two-sided Wald test of no change." in text_of(study, fabricate)
    text = text_of(asked(study, alternative="greater"), fabricate)
    assert "one: Wald test of a rise; two: two-sided Wald test" in text


def test_contrasts_of_the_same_levels_are_told_apart(fabricate):
    study = fabricate.study(names=("one", "two"), asked={"two": fabricate.QUESTIONS["subset"]})
    text = text_of(study, fabricate)
    assert "contrasts: one: resistant against parental (condition); two: resistant" in text
    assert f"(condition), {fabricate.SUBSET}." in text
    study.contrasts[1].de["status"] = "no_replicates"
    text = text_of(study, fabricate)
    assert "one: two-sided Wald test of no change; two: no test, for want of replicates." in text


def test_shrinkage_is_described_where_it_was_done(fabricate):
    study = fabricate.study()
    assert "(apeglm)" in text_of(study, fabricate)
    study.contrasts[0].de["log2FoldChange_shrunken"] = np.nan
    assert text_of(study, fabricate).endswith("Fold changes are not shrunken.")


def test_without_replicates_no_test_is_described(fabricate):
    text = text_of(fabricate.study(no_replicates=True), fabricate)
    assert "leaves no replicates" in text
    assert "Wald" not in text


def test_works_are_cited_where_their_method_is_named(fabricate):
    study, config = fabricate.study(), fabricate.config()
    text = " ".join(methods.paragraph(study, config, False))
    assert "DESeq2\u2019s algorithm (Love et al. 2014)" in text
    listed = methods.cited(study, config)
    assert listed[0] == "love2014"
    assert {"zhu2019", "berger1982", "schuirmann1987", "smyth2004", "wu2012"} <= set(listed)
    assert len(listed) == len(set(listed))
    assert [doi for _, _, doi in methods.citations(study, config)][0] == "10.1186/s13059-014-0550-8"


def test_no_work_is_cited_that_was_not_used(fabricate):
    config = fabricate.config()
    listed = set(methods.cited(fabricate.study(protein=False, sets=False), config))
    assert not listed & {"subramanian2005", "fang2023", "smyth2004", "berger1982", "liberzon2015"}
    assert not {"tobin1958", "soneson2015"} & set(methods.cited(fabricate.study(), config))
    untested = set(methods.cited(fabricate.study(no_replicates=True), config))
    assert not untested & {"bourgon2010", "zhu2019", "cook1977"}
    assert {"love2014", "molder2021"} <= untested


def test_every_work_of_the_list_stands_in_the_text(fabricate):
    study, config = fabricate.study(functional=True), fabricate.config()
    text = " ".join(methods.paragraph(study, config, False))
    for key in methods.cited(study, config):
        assert methods.CATALOGUE[key].short in text
    assert "\x1e" not in text
