"""The page as a whole: complete, escaped, and honest about what is missing."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

FORBIDDEN = (
    "causes",
    "confirms",
    "proves",
    "supported",
    "post-translational",
    "mechanism identified",
    "not expressed",
)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% raw %}",
    "O'Neil & $x_1$ \\frac{",
)


class Reader(HTMLParser):
    """Collects elements, ids, links, headings and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements, self.ids, self.links, self.headings, self.images = [], [], [], [], []
        self.captions, self.text, self._skip = [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.elements.append((tag, attrs))
        self._skip = tag in ("script", "style")
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if attrs.get("href", "").startswith("#") and tag == "a":
            self.links.append(attrs["href"][1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "caption":
            self.captions.append("")

    def handle_endtag(self, tag):
        self._skip = False

    def handle_data(self, data):
        if not self._skip:
            self.text.append(data)
            if self.captions:
                self.captions[-1] += data if len(self.captions[-1]) < 20 else ""

    @property
    def words(self) -> str:
        return " ".join("".join(self.text).split())

    @property
    def scripts(self) -> int:
        """Those that run; blocks of data have a type that no browser runs."""
        kinds = [attrs.get("type", "") for tag, attrs in self.elements if tag == "script"]
        assert set(kinds) <= {"", "application/octet-stream"}
        return kinds.count("")


def test_verdicts_come_first_and_every_section_is_there(example, fabricate):
    words = Reader(example).words
    places = [
        words.index(text)
        for text in (
            fabricate.NOTICE,
            "Surface CD123 signal is lower; IL3RA mRNA is unchanged within 1.5-fold.",
            "In numbers",
            "Read before quoting a number",
        )
    ]
    assert places == sorted(places)
    order = [
        "bottom-line",
        "trust",
        "samples",
        "genes",
        "pathways",
        "layers",
        "mechanisms",
        "methods",
        "files",
        "words",
    ]
    assert [i for i in Reader(example).ids if i in order] == order
    assert "Cell line, resistance selected in vitro; may not mirror clinical resistance" in words


def test_every_icon_that_is_used_is_drawn(page, fabricate):
    for options in ({}, {"protein": False}, {"names": ("one", "two")}):
        read = Reader(page(fabricate.study(**options)))
        used = {a["href"][1:] for t, a in read.elements if t == "use"}
        assert used <= set(read.ids)


def test_ids_are_unique_links_arrive_and_headings_do_not_jump(page, fabricate):
    for names in (("one",), ("one", "two", "three")):
        read = Reader(page(fabricate.study(names=names)))
        assert len(read.ids) == len(set(read.ids))
        assert set(read.links) <= set(read.ids)
        assert all(b - a <= 1 for a, b in zip(read.headings, read.headings[1:], strict=False))
        assert read.headings[0] == 1
        assert read.headings.count(1) == 1


def test_the_policy_is_exact_and_nothing_points_outside(example):
    import base64
    import hashlib

    script = re.search(r"<script>(.*?)</script>", example, re.S).group(1)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(
        a["content"]
        for t, a in Reader(example).elements
        if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy == (
        f"default-src 'none'; script-src 'sha256-{digest}'; "
        "style-src 'unsafe-inline'; img-src data:"
    )
    for tag, attrs in Reader(example).elements:
        for name in ("src", "href"):
            assert attrs.get(name, "#").startswith(("#", "data:")), (tag, attrs)
        assert not any(name.startswith("on") for name in attrs)


def test_every_image_is_described_and_every_table_labelled(example):
    read = Reader(example)
    images = [a for t, a in read.elements if t == "img"]
    assert len(images) >= 7
    assert all(a["alt"] and a["width"] and a["height"] for a in images)
    headers = [a for t, a in read.elements if t == "th"]
    assert all(a.get("scope") in ("col", "row") for a in headers)
    tables = [t for t, _ in read.elements if t == "table"]
    assert len(tables) == len(read.captions)
    assert all(c.startswith("Simulated data.") for c in read.captions)


def test_real_data_is_nowhere_called_simulated(page, fabricate):
    html = page(config=fabricate.config(simulated=False), simulated=False, notice="")
    assert "simulated data" not in Reader(html).words.lower()


def hostile_evidence(study, text):
    """The study with a text in every place where evidence is told in words."""
    contrasts = [
        dataclasses.replace(
            c,
            ladder=c.ladder.assign(evidence=text, state=text),
            functional=c.functional.assign(
                gene=text, modulator=text, unit=text, assay=text, quantity=text, sentence=text
            ),
            localisation=c.localisation.assign(sentence=text),
            concordance=c.concordance.assign(assay_type=text, protein_method=text),
            mechanisms=c.mechanisms.assign(would_change=text, function=text, sentence=text),
        )
        for c in study.contrasts
    ]
    verdicts = study.verdicts.assign(would_change=text, function=text)
    return dataclasses.replace(study, contrasts=contrasts, verdicts=verdicts)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_comes_from_a_user_is_shown_as_text(page, fabricate, text):
    study = fabricate.study(
        gene=text,
        sample=text.replace("{", "{{").replace("}", "}}") + "{arm}{k}",
        levels=(text, f"{text}2"),
        names=(text, "other"),
    )
    study = hostile_evidence(study, text)
    html = page(study, fabricate.config(name=text), notice=text)
    read = Reader(html)
    assert read.words.count(" ".join(text.split())) > 10
    assert read.scripts == 1
    assert all(a.get("src", "data:").startswith("data:") for t, a in read.elements)
    assert not any(name.startswith("on") for _, attrs in read.elements for name in attrs)
    assert "49" not in read.words.split("Bottom line")[0]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"significant": False}, "No gene passes an FDR of 0.1"),
        ({"protein": False}, "No protein was measured in this contrast"),
        ({"sets": False}, "There are no gene sets for this organism."),
        ({"no_replicates": True}, "No gene has a p value in this contrast"),
        ({"checks": False}, "No check could be made on these inputs."),
        ({"functional": False}, "Function was not measured"),
        ({"functional": False}, "Functional validation is absent"),
        ({"n": 1}, "Not tested"),
    ],
)
def test_what_is_missing_is_said(page, fabricate, options, says):
    read = Reader(page(fabricate.study(**options)))
    assert says in read.words
    assert {"genes", "pathways", "layers", "mechanisms"} <= set(read.ids)
    assert "nan" not in re.findall(r"[a-z]+", read.words.lower())


def test_a_study_without_genes_of_interest_says_so(page, fabricate):
    study = fabricate.study()
    study = dataclasses.replace(study, verdicts=study.verdicts.iloc[:0])
    assert "so there is no verdict card" in Reader(page(study)).words


def asked_all(fabricate, **options):
    names = tuple(fabricate.QUESTIONS)
    return fabricate.study(names=names, asked=fabricate.QUESTIONS, n_genes=60, **options)


def without(study, **changes):
    """The study with something absent from every contrast."""
    contrasts = [dataclasses.replace(c, **changes) for c in study.contrasts]
    return dataclasses.replace(study, contrasts=contrasts)


def test_what_no_contrast_has_is_said_once(page, fabricate):
    study = asked_all(fabricate, protein=False, functional=False, sets=False)
    study = dataclasses.replace(study, verdicts=study.verdicts.iloc[:0])
    outside = study.contrasts[0].mechanisms.assign(verdict="not_applicable")
    study = without(study, mechanisms=outside)
    words = Reader(page(study)).words
    for text in (
        "No gene of interest is named in the configuration",
        "No mechanism of the catalogue is in scope",
        "Mechanisms at a glance",
        "Nothing of the catalogue is in scope for this study.",
        "No protein was measured in this study",
        "Function was not measured",
        "No gene set was tested. There are no gene sets for this organism.",
        "Contrasts. Each links to its numbers.",
    ):
        assert words.count(text) == 1, text
    assert "Nothing here is in scope" not in words
    assert "does not apply" in words
    empty = without(study, mechanisms=outside.iloc[:0])
    assert Reader(page(empty)).words.count("The catalogue holds no mechanism") == 1 + 9


def test_what_one_contrast_has_is_shown_with_each(page, fabricate):
    study = asked_all(fabricate)
    first, *rest = study.contrasts
    absent = {"protein": False, "functional": False, "sets": False}
    bare = fabricate.study(names=("b",), n_genes=60, **absent).contrasts[0]
    rest = [
        dataclasses.replace(
            c,
            concordance=bare.concordance,
            collections=bare.collections,
            enrichment=bare.enrichment,
            groups=bare.groups,
            mechanisms=bare.mechanisms.assign(verdict="not_applicable"),
            functional=bare.functional,
        )
        for c in rest
    ]
    study = dataclasses.replace(study, contrasts=[first, *rest])
    verdicts = study.verdicts[study.verdicts["contrast"] == first.id]
    words = Reader(page(dataclasses.replace(study, verdicts=verdicts))).words
    for text in (
        "No gene of interest is named in the configuration",
        "No mechanism of the catalogue is in scope",
        "No protein was measured in this contrast",
        "No gene set was tested in this contrast",
        "Function was not measured",
    ):
        assert words.count(text) == len(rest), text


def test_contrasts_of_the_same_levels_differ_in_overview_and_headings(page, fabricate):
    words = Reader(page(asked_all(fabricate))).words
    details = "tested: log2FoldChange between -1 and 1"
    assert f"resistant against parentalwithin · {details}" in words
    # sections 1, 4, 5, 6 and 7
    assert words.count(f"resistant against parental within{details}") == 5
    one = Reader(page(fabricate.study(asked={"resistant_vs_parental": {}}))).words
    assert "tested: log2" not in one


def test_function_is_shown_where_no_mechanism_is_in_scope(page, fabricate):
    study = fabricate.study(names=("one", "two"))
    outside = study.contrasts[0].mechanisms.assign(verdict="not_applicable")
    for mechanisms in (outside, outside.iloc[:0]):
        words = Reader(page(without(study, mechanisms=mechanisms))).words
        assert words.count("Pump active in resistant cells (P-gp)") == 2


def test_every_rung_of_the_ladder_is_told_by_shape_and_word(example):
    read = Reader(example)
    rungs = [a for t, a in read.elements if t == "li" and "rung" in a.get("class", "")]
    assert len(rungs) == 5 * 3
    for word in ("agrees", "speaks against", "not shown", "open"):
        assert f" {word}" in read.words
    for shape in ("disc", "cross", "ring", "dash"):
        assert any(a.get("href") == f"#i-{shape}" for t, a in read.elements if t == "use")


def test_the_statements_on_the_evidence_stand_on_the_page(example):
    words = Reader(example).words
    for text in (
        "Independent derivations, reference against target: 1 v 1.",
        "the inference is limited to this pair of lines",
        "Confidence concerns the measurement, not whether the change protects the cell.",
        "Gene counts cannot show an isoform switch or a coding mutation.",
        "What could mimic resistance",
    ):
        assert text in words, text


def test_assays_that_were_combined_count_once(page, fabricate):
    study = fabricate.study()
    table = study.contrasts[0].concordance
    member = table.iloc[[0]]
    more = [member.assign(assay_id="second"), member.assign(assay_id="combined")]
    more[1]["combined_from"] = "flow_cd123;second"
    table = pd.concat([table, *more], ignore_index=True)
    words = Reader(page(without(study, concordance=table))).words
    assert "32 genes with protein" in words
    assert "Lower surface signal, mRNA unchanged1" not in words
    assert "Lower protein, mRNA unchanged" not in words
    assert "surface (combined: flow_cd123, second)" in words
    assert "surface (second)" not in words


def test_numbers_rest_on_what_was_asked(page, fabricate):
    words = Reader(page(asked_all(fabricate))).words
    assert words.count("Higher and lower: FDR below 0.1.") == 4
    assert words.count("Higher: FDR below 0.1; lower was not tested.") == 1
    assert "genes in which the terms under test matter" in words


def test_the_gene_table_of_an_untested_contrast_without_genes_of_interest_is_left_out(
    page, fabricate
):
    study = fabricate.study(no_replicates=True)
    assert "Genes with the smallest FDR" in page(study)
    study = dataclasses.replace(study, verdicts=study.verdicts.iloc[:0])
    assert "Genes with the smallest FDR" not in page(study)
    assert "No gene was tested, so none is called." in page(study)


def test_every_contrast_has_its_own_blocks(page, fabricate):
    names = tuple(f"clone_{i}" for i in range(6))
    read = Reader(page(fabricate.study(names=names)))
    for name in names:
        for section in ("verdicts", "genes", "pathways", "layers", "mechanisms"):
            assert f"{section}-{name}" in read.ids
    assert "Verdicts at a glance" in read.words


def test_genes_are_held_side_by_side_over_several_contrasts(page, fabricate):
    sentence = "IL3RA mRNA: no change is shown in two contrasts."
    assert sentence in Reader(page(fabricate.study(names=("one", "two")))).words
    assert sentence not in Reader(page(fabricate.study())).words


def test_forbidden_words_are_absent(example):
    words = Reader(example).words.lower()
    assert [w for w in FORBIDDEN if re.search(rf"\b{w}\b", words)] == []


def test_same_tables_same_bytes(page, fabricate, example):
    assert page(fabricate.study(), drawn=True) == example


def test_the_page_is_small(example):
    assert len(example.encode()) < 3_000_000


@pytest.mark.parametrize("text", ["S1: the counts of S1b are added.", HOSTILE[0]])
def test_notes_on_the_inputs_are_shown(page, fabricate, text):
    notes = pd.DataFrame({"source": ["samples"], "note": [text]})
    read = Reader(page(dataclasses.replace(fabricate.study(), notes=notes)))
    assert f"Notes on the inputs {text}" in " ".join(read.words.split())
    assert read.scripts == 1
    assert "Notes on the inputs" not in Reader(page(fabricate.study())).words
