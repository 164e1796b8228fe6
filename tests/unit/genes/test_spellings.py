"""Tests of the spellings of gene ids: what tables join to them, and what must stay as it is."""

from __future__ import annotations

import pytest

from resistance.genes.spellings import joined_symbol, parse_ensembl, plain_names

IL3RA = "ENSG00000185291"


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        (IL3RA, ""),
        (f"{IL3RA}.12_IL3RA", "IL3RA"),
        (f"IL3RA_{IL3RA}", "IL3RA"),
        (f"{IL3RA}|IL3RA", "IL3RA"),
        (f"{IL3RA};IL3RA", "IL3RA"),
        (f"IL3RA|{IL3RA}.12", "IL3RA"),
        (f"{IL3RA}.12|ENST00000331035.10|OTTHUMG0|IL3RA-201|IL3RA|1694|", ""),
        (f"GRCh38_{IL3RA}", ""),
        (f"GRCh38______{IL3RA}.12", ""),
        (f"hg19_{IL3RA}", ""),
        (f"gene:{IL3RA}", ""),
    ],
)
def test_an_id_is_read_from_what_is_joined_to_it(written: str, symbol: str) -> None:
    assert parse_ensembl(written) == (IL3RA, False)
    assert joined_symbol(written) == symbol


def test_the_y_copy_is_read_with_a_genome_before_it() -> None:
    assert parse_ensembl(f"GRCh38_{IL3RA}.12_PAR_Y") == (IL3RA, True)
    assert parse_ensembl(f"{IL3RA}.12_PAR_Y|IL3RA") == (IL3RA, True)


@pytest.mark.parametrize(
    "written",
    [
        f"{IL3RA};ENSG00000141510",  # two genes
        f"ENST00000331035.10|{IL3RA}.12",  # a transcript
        f"a|{IL3RA}|b",
        f" {IL3RA}",
        f"{IL3RA} ",
        "SENSE_ENSEMBLE",
        "hg38_GAPDH",
        "",
    ],
)
def test_what_names_no_gene_or_several_is_left_as_it_is(written: str) -> None:
    assert parse_ensembl(written) is None


def test_symbols_lose_the_genome_of_the_study_alone() -> None:
    ids = ["hg38_GAPDH", "GRCh38___ACTB", "mm10___Actb", "gene-IL3RA", "TP53|7157", "RP11-34P13.7"]
    human = {"hg38_GAPDH": "GAPDH", "GRCh38___ACTB": "ACTB", "gene-IL3RA": "IL3RA"}
    human["TP53|7157"] = "TP53"
    assert plain_names(ids, "human") == human
    assert plain_names(ids, "mouse")["mm10___Actb"] == "Actb"
    assert "hg38_GAPDH" not in plain_names(ids, "mouse")
    assert "hg38_GAPDH" not in plain_names(ids, "other")


def test_two_rows_never_become_one_symbol() -> None:
    ids = ["hg38_GAPDH", "GAPDH", "SLC35E2|9906", "SLC35E2|728661", "gene-ACTB"]
    assert plain_names(ids, "human") == {"gene-ACTB": "ACTB"}
