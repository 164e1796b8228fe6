"""Collections with their versions; what was not done with gene sets is not described."""

import dataclasses

import pandas as pd

from resistance.report.citing import cited, in_words
from resistance.report.methods_sets import sets_text


def text(study, fabricate):
    return sets_text(study, fabricate.config()["enrichment"], "1.3.1")


def test_collections_are_named_with_version_and_source(fabricate):
    known = pd.DataFrame(
        {"collection": ["hallmark"], "title": ["Hallmark"], "version": ["MSigDB 7.5.1"]}
    )
    study = dataclasses.replace(fabricate.study(), set_collections=known)
    said = in_words(text(study, fabricate))
    assert "Hallmark, MSigDB 7.5.1 (Liberzon et al. 2015)" in said
    assert "seed 42" in said


def test_only_collections_that_were_tested_are_cited(fabricate):
    study = fabricate.study()
    study.contrasts[0].collections.loc[:, "status"] = "no_sets"
    assert cited([text(study, fabricate)]) == []


def test_scores_and_called_genes_are_described_where_they_were_made(fabricate):
    study = fabricate.study()
    empty = dataclasses.replace(study, score_samples=study.score_samples.iloc[:0])
    empty.contrasts[0] = dataclasses.replace(
        empty.contrasts[0],
        over_representation=empty.contrasts[0].over_representation.iloc[:0],
    )
    said = text(empty, fabricate)
    assert "singscore" not in said
    assert "hypergeometric" not in said
    scored = dataclasses.replace(study, score_samples=pd.DataFrame({"sample": ["s1"]}))
    assert "foroutan2018" in cited([text(scored, fabricate)])
