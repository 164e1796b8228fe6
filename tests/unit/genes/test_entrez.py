"""Tests of Entrez ids: told from the numbers of rows, and matched to genes in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from resistance.genes.entrez import entrez_genes
from resistance.genes.gene_ids import Annotation, map_gene_ids
from resistance.readers.resources import read_annotation

RESOURCES = Path(__file__).parents[3] / "resources"


@pytest.fixture(scope="module")
def human() -> Annotation:
    return read_annotation(RESOURCES / "annotation", "human")


def test_numbers_of_known_genes_are_entrez_ids(human: Annotation) -> None:
    ids = ["3563", "7157", "60", "2597", "8281", "GeneID:1438", "987654321"]
    mapping = map_gene_ids(ids, human).set_index("input_id")
    assert list(mapping["matched_by"]) == ["entrez"] * 6 + ["none"]
    assert list(mapping["gene_name"][:4]) == ["IL3RA", "TP53", "ACTB", "GAPDH"]
    # 8281 was once the id of the Y copy: a row of its own, of the same gene
    assert mapping.loc["8281", "ensembl_id"] == "ENSG00000185291"
    assert mapping.loc["8281", "gene_id"] == "8281"
    assert mapping.loc["987654321", "gene_name"] == "987654321"


@pytest.mark.parametrize("first", [0, 1, 5000])
def test_numbers_of_rows_are_no_entrez_ids(human: Annotation, first: int) -> None:
    ids = [str(number) for number in range(first, first + 3000)]
    assert entrez_genes(ids, human.by_entrez) == {}
    assert entrez_genes(ids[::-1], human.by_entrez) == {}


def test_a_few_numbers_among_symbols_are_no_entrez_ids(human: Annotation) -> None:
    assert entrez_genes(["TP53", "ACTB", "GAPDH", "3563"], human.by_entrez) == {}
    assert set(map_gene_ids(["TP53", "ACTB", "3563"], human)["matched_by"]) == {"symbol", "none"}


def test_numbers_that_no_gene_has_are_no_entrez_ids(human: Annotation) -> None:
    assert entrez_genes(["900000001", "900000401", "3563"], human.by_entrez) == {}


def test_each_entrez_id_has_one_gene_in_use(human: Annotation) -> None:
    assert human.entrez["entrez_id"].is_unique
    assert set(human.entrez["ensembl_id"]) <= set(human.by_id)
    assert not set(human.entrez["ensembl_id"]) & set(human.x_of_y)
