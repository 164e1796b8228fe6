from pathlib import Path

import pandas as pd
import pytest

from resistance.columns import GENES
from resistance.genes.narrowed import narrowed
from resistance.inputs.counted_genes import counted_genes
from resistance.readers.resources import read_annotation

DIRECTORY = Path(__file__).parents[3] / "resources/annotation"


@pytest.fixture(scope="module")
def annotation():
    return read_annotation(DIRECTORY, "human")


@pytest.mark.parametrize(
    "identifier", ["IL3RA", "ENSG00000185291", "ENSG00000185291.12", "ENSGR0000185291"]
)
def test_a_gene_is_found_however_the_counts_write_it(annotation, identifier) -> None:
    part = narrowed(annotation, ["IL3RA"])
    genes = counted_genes(["x", identifier, "ENSG00000000003"], ["IL3RA"], part)
    assert list(genes.columns) == list(GENES)
    assert list(genes["ensembl_id"]) == ["ENSG00000185291"]
    assert list(genes["input_ids"]) == [identifier]
    assert list(genes["gene_name"]) == ["IL3RA"]


def test_rows_of_one_gene_stand_once(annotation) -> None:
    part = narrowed(annotation, ["IL3RA"])
    ids = ["ENSG00000185291.12", "ENSG00000185291.12_PAR_Y"]
    (joined,) = counted_genes(ids, ["IL3RA"], part)["input_ids"]
    assert joined == ";".join(ids)


def test_symbols_of_the_counts_own_name_unknown_ids() -> None:
    none = read_annotation(Path(), "other")
    own = pd.Series({"YOR001W": "RRP6", "YAL001C": "TFC3"})
    genes = counted_genes(["YAL001C", "YOR001W"], ["RRP6"], none, own)
    assert list(genes["gene_id"]) == ["YOR001W"]
    assert list(genes["gene_name"]) == ["RRP6"]


def test_nothing_asked_is_nothing_found(annotation) -> None:
    assert counted_genes(["IL3RA", ""], [], narrowed(annotation, [])).empty
