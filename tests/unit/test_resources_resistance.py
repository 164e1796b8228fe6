"""Every gene of our own gene sets has a source that holds it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from resistance.readers.resources import read_catalogue, read_gene_sets

RESOURCES = Path(__file__).parents[2] / "resources"
MIN_SIZE = 10


def rows() -> list[dict[str, str]]:
    with (RESOURCES / "gene_sets/resistance_sources.tsv").open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def embedded() -> dict[str, dict[str, list[str]]]:
    names = ("reactome", "wikipathways", "go_bp")
    return {name: read_gene_sets(RESOURCES / f"gene_sets/{name}.gmt.gz") for name in names}


def test_the_sets_are_those_of_the_table() -> None:
    sets = read_gene_sets(RESOURCES / "gene_sets/resistance.gmt.gz")
    listed: dict[str, list[str]] = {}
    for row in rows():
        listed.setdefault(row["term"], []).append(row["gene"])
    assert sets == {term: sorted(genes) for term, genes in listed.items()}
    assert all(len(genes) >= MIN_SIZE for genes in sets.values())
    assert all(len(genes) == len(set(genes)) for genes in listed.values())


def test_each_gene_stands_where_its_source_says(
    embedded: dict[str, dict[str, list[str]]],
) -> None:
    catalogue = read_catalogue(RESOURCES / "catalogue/mechanisms.tsv")
    cited = catalogue.groupby("gene")["source"].agg(set)
    for row in rows():
        assert row["in_catalogue"] == ("yes" if row["gene"] in cited.index else "no"), row
        term, _, file = row["source"].rpartition(", ")
        name = file.removesuffix(".gmt.gz")
        if name in embedded:
            assert row["gene"] in embedded[name][term], row
        else:
            assert row["source"] in cited[row["gene"]], row


def test_repair_of_crosslinks_stands_apart() -> None:
    read = read_gene_sets(RESOURCES / "gene_sets/resistance.gmt.gz")
    sets = {term: set(genes) for term, genes in read.items()}
    (crosslinks,) = (term for term in sets if term.endswith("_NOT_THIS_PAYLOAD"))
    adducts = set().union(*(genes for term, genes in sets.items() if "MONOADDUCT" in term))
    assert sets[crosslinks].isdisjoint(adducts)
    assert {"FANCD2", "BRCA2"} <= sets[crosslinks]
    assert {"REV1", "ERCC6", "MGMT"} <= adducts


def test_signatures_of_bpdcn_keep_their_names() -> None:
    sets = read_gene_sets(RESOURCES / "gene_sets/bpdcn.gmt.gz")
    assert len(sets) == 21
    assert {"Griffin_BPDCN_pDC", "sapienza_BPDCN_up", "villani_BPDCN_up"} <= set(sets)
    assert "CLEC4C" in sets["Griffin_BPDCN_pDC"]
