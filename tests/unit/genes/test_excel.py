"""Dates that were names of genes: given back where one gene alone fits."""

import pandas as pd
import pytest

from resistance.genes.excel import candidates, is_damaged, repairs
from resistance.genes.gene_ids import Annotation

EMPTY = pd.DataFrame(columns=["name", "ensembl_id", "kind"])
OTHER = Annotation("other", pd.DataFrame(), EMPTY, pd.DataFrame(), pd.DataFrame())
GENES = (
    ("E1", "MARCHF1", "MARCH1"),
    ("E2", "MTARC1", "MARC1"),
    ("E3", "SEPTIN2", "SEPT2"),
    ("E4", "MARCHF3", "MARCH3"),
)
HUMAN = Annotation(
    "human",
    pd.DataFrame(
        [[identifier, symbol, "", ""] for identifier, symbol, _ in GENES],
        columns=["ensembl_id", "symbol", "biotype", "chromosome"],
    ),
    pd.DataFrame(
        [[before, identifier, "previous"] for identifier, _, before in GENES],
        columns=["name", "ensembl_id", "kind"],
    ),
    pd.DataFrame(columns=["retired_id", "ensembl_id"]),
    pd.DataFrame(columns=["symbol", "ensembl_x", "ensembl_y"]),
)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("1-Mar", ["MARCH1", "MARC1"]),
        ("11-Mar", ["MARCH11"]),
        ("12-Mar", []),
        ("2-Sep", ["SEPT2"]),
        ("15-Sep", ["SEP15"]),
        ("Sep-02", ["SEPT2"]),
        ("2021-03-03", ["MARCH3"]),
        ("2021-03-03 00:00:00", ["MARCH3"]),
        ("1. Dez", ["DEC1"]),
        ("01-Mar-21", ["MARCH1", "MARC1"]),
        ("3/1/2021", []),
        ("5-May", []),
        ("2.31E+13", []),
    ],
)
def test_what_a_date_may_have_been(written, names) -> None:
    assert is_damaged(written)
    assert candidates(written) == names


@pytest.mark.parametrize("name", ["MARCH1", "SEPT2", "DEC1", "1-8U", "HLA-A", "NOV", "Mar1", "7SK"])
def test_names_of_genes_are_not_damaged(name) -> None:
    assert not is_damaged(name)


def test_one_gene_alone_is_given_back() -> None:
    found = repairs(["1-Mar", "2-Sep", "3-Mar"], HUMAN, {"1-Mar", "2-Sep", "3-Mar", "ABCB1"})
    assert found["1-Mar"] == ("", ("MARCH1", "MARC1"))
    assert found["2-Sep"].symbol == "SEPT2"
    # the gene has a row of its own: this one must be something else
    assert repairs(["3-Mar"], HUMAN, {"3-Mar", "MARCH3"})["3-Mar"].symbol == ""


def test_in_the_spelling_of_the_table() -> None:
    assert repairs(["3-Mar"], OTHER, {"Actb", "Tp53"})["3-Mar"].symbol == "March3"
    assert repairs(["3-Mar"], OTHER, {"ACTB", "TP53"})["3-Mar"].symbol == "MARCH3"
