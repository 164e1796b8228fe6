import itertools
import math
import re

import numpy as np
import pandas as pd
import pytest

from resistance.concordance.localisation import readings
from resistance.wording import localisation as wording

FORBIDDEN = (
    "causes",
    "confirms",
    "proves",
    "supported",
    "post-translational",
    "mechanism identified",
    "not expressed",
    "antigen loss",
)

STATES = ("lower", "higher", "unchanged", "not_shown", "not_measured")


def row(surface: str, total: str, rna: str, ratio: float = -1.25, several: bool = False):
    states = pd.DataFrame(
        {
            "surface": [surface],
            "total": [total],
            "rna": [rna],
            "log2FoldChange": [ratio],
            "padj": [np.nan if math.isnan(ratio) else 0.001],
        }
    )
    return {
        "gene_name": "IL3RA",
        **states.iloc[0].to_dict(),
        "ci_low": ratio - 0.5,
        "ci_high": ratio + 0.5,
        "surface_margin": math.log2(1.5),
        "total_margin": 1.0 if total != "not_measured" else math.nan,
        "rna_margin": math.log2(1.5),
        "several_assays": several,
        "reading": readings(states, 0.05)[0],
    }


def every_row():
    for surface, total, rna, ratio, several in itertools.product(
        STATES, STATES, STATES, (-1.25, 1.25, math.nan), (False, True)
    ):
        yield row(surface, total, rna, ratio, several)


def test_every_sentence_is_plain_short_and_free_of_forbidden_words() -> None:
    rows = list(every_row())
    assert {one["reading"] for one in rows} == set(wording.READINGS)
    for one in rows:
        text = wording.sentence(one)
        lower = text.lower()
        assert not [word for word in FORBIDDEN if word in lower], text
        assert text.endswith("."), text
        assert "nan" not in re.findall(r"[a-z]+", lower), text
        assert not re.search(r"[{}_]|  |\(\)", text), text
        for sentence in re.split(r"(?<=[a-z0-9)])\. (?=[A-Z])", text):
            assert len(sentence.split()) <= 30, sentence


def test_the_symbol_stands_at_the_beginning_only() -> None:
    for one in every_row():
        assert "IL3RA" not in wording.sentence(one).removeprefix("IL3RA: ")


def test_a_surface_fall_is_always_a_lower_surface_signal() -> None:
    for one in every_row():
        if one["surface"] == "lower":
            assert "lower surface signal" in wording.sentence(one)


def test_counts_are_blind_is_said_where_a_protein_falls_without_its_mrna() -> None:
    for one in every_row():
        falls = "lower" in (one["surface"], one["total"]) and one["rna"] != "lower"
        said = wording.COUNTS_ARE_BLIND in wording.sentence(one)
        assert said == (falls and one["reading"] != "not_measured")


def test_the_surface_alone_lists_what_cannot_be_told_apart_and_what_to_do() -> None:
    text = wording.sentence(row("lower", "not_measured", "unchanged", math.nan))
    assert text == (
        "IL3RA: lower surface signal, total protein not measured, mRNA unchanged within 1.5-fold. "
        "Degradation, retention, endocytosis, shedding, less translation, isoform or epitope "
        "change, glycosylation and masking cannot be told apart. Next: total protein, a second "
        "non-competing clone, its soluble form in the medium. Gene counts cannot show an isoform "
        "switch or a coding mutation."
    )
    twice = wording.sentence(row("lower", "not_measured", "unchanged", math.nan, several=True))
    assert "second non-competing clone" not in twice


@pytest.mark.parametrize(
    ("state", "words"),
    [("unchanged", "total protein unchanged within 2-fold"), ("lower", "total protein lower")],
)
def test_the_total_names_its_own_margin(state: str, words: str) -> None:
    assert words in wording.states(row("lower", state, "unchanged"))
