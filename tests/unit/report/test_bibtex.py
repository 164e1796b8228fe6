"""The file is BibTeX that a strict parser reads, and says what the catalogue says."""

import re

import pytest

from resistance.report.bibtex import bibtex
from resistance.report.references import CATALOGUE


def parsed(text: str) -> dict[str, dict[str, str]]:
    """Read entries by BibTeX's grammar: ``@type{key, name = {balanced}, ... }``."""
    entries, at = {}, 0
    while at < len(text):
        head = re.compile(r"\s*@(\w+)\{([^\s,{}]+),\s*").match(text, at)
        assert head, text[at : at + 60]
        at, fields = head.end(), {"type": head[1]}
        while text[at] != "}":
            name = re.compile(r"(\w+) = \{").match(text, at)
            assert name, text[at : at + 60]
            start, depth, at = name.end(), 1, name.end()
            while depth:
                depth += {"{": 1, "}": -1}.get(text[at], 0) if text[at - 1] != "\\" else 0
                at += 1
            fields[name[1]] = text[start : at - 1]
            at = re.compile(r",\s*").match(text, at).end()
        assert head[2] not in entries
        entries[head[2]] = fields
        at = re.compile(r"\}\s*").match(text, at).end()
    return entries


@pytest.fixture(scope="module")
def entries():
    return parsed("\n".join(bibtex(CATALOGUE)) + "\n")


def test_all_works_can_be_read_back(entries):
    assert list(entries) == list(CATALOGUE)
    for key, fields in entries.items():
        assert fields["doi"] == CATALOGUE[key].doi
        assert fields["year"] == str(CATALOGUE[key].year)
        needed = "booktitle" if fields["type"] == "inproceedings" else "journal"
        assert {"author", "title", needed} <= set(fields)
        assert not re.search(r"(?<!\\)[&%$#_]", fields["author"] + fields["title"])


def test_capitals_that_a_style_would_lower_are_kept(entries):
    assert "{RNA}-seq data with {DESeq2}" in entries["love2014"]["title"]
    assert "2{D}" in entries["hunter2007"]["title"] or "{2D}" in entries["hunter2007"]["title"]


def test_groups_pages_and_others(entries):
    assert entries["go2023"]["author"] == "{The Gene Ontology Consortium}"
    assert entries["zhu2019"]["pages"] == "2084--2092"
    assert entries["molder2021"]["author"].endswith(" and others")
    assert entries["hunter2007"]["journal"] == r"Computing in Science \& Engineering"
    assert "volume" not in entries["korotkevich2021"]


def test_nothing_cited_is_an_empty_file():
    assert bibtex([]) == []
