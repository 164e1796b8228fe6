"""Every work has what a reader needs to find it."""

import re

import pytest

from resistance.report.references import CATALOGUE


@pytest.mark.parametrize("key", CATALOGUE)
def test_a_work_is_complete(key):
    work = CATALOGUE[key]
    assert re.fullmatch(r"10\.\d{4,9}/\S+", work.doi)
    assert str(work.year) in key
    assert work.title
    assert not work.title.endswith(".")
    assert work.journal
    assert work.topic


def test_works_and_dois_are_distinct():
    assert len({work.doi for work in CATALOGUE.values()}) == len(CATALOGUE)
    assert len({work.short for work in CATALOGUE.values()}) == len(CATALOGUE)


def test_names_are_shortened_as_lists_of_literature_do():
    assert CATALOGUE["wu2012"].short == "Wu & Smyth 2012"
    assert CATALOGUE["love2014"].short == "Love et al. 2014"
    assert CATALOGUE["molder2021"].short == "M\u00f6lder et al. 2021"
    assert CATALOGUE["love2014"].text == (
        "Love MI, Huber W, Anders S. Moderated estimation of fold change and dispersion for "
        "RNA-seq data with DESeq2. Genome Biology 2014;15:550."
    )
    assert CATALOGUE["molder2021"].text.startswith("M\u00f6lder F, et al. Sustainable")
