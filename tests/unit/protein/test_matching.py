import numpy as np
import pandas as pd
import pytest

from resistance.columns import GENES, PROTEIN, PROTEIN_VALUES
from resistance.genes.gene_ids import Annotation
from resistance.protein.estimates import estimate
from resistance.protein.matching import (
    GeneMatcher,
    attach_genes,
    genes_of_group,
    match_genes,
    replicate_values,
)
from resistance.protein.tidy import log2_signals, tidy

ANNOTATION = Annotation(
    organism="human",
    genes=pd.DataFrame(
        [
            ("ENSG00000185291", "IL3RA", "protein_coding", "X"),
            ("ENSG00000085563", "ABCB1", "protein_coding", "7"),
            ("ENSG00000118777", "ABCG2", "protein_coding", "4"),
        ],
        columns=["ensembl_id", "symbol", "biotype", "chromosome"],
    ),
    aliases=pd.DataFrame(
        [
            ("CD123", "ENSG00000185291", "clinical"),
            ("P-gp", "ENSG00000085563", "clinical"),
            ("MDR1", "ENSG00000085563", "previous"),
            ("XYZ", "ENSG00000085563", "alias"),
            ("XYZ", "ENSG00000118777", "alias"),
        ],
        columns=["name", "ensembl_id", "kind"],
    ),
    retired=pd.DataFrame(columns=["retired_id", "ensembl_id"]),
    par=pd.DataFrame(columns=["symbol", "ensembl_x", "ensembl_y"]),
)


def genes(rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["gene_id", "ensembl_id", "gene_name", "biotype"])
    return frame.reindex(columns=list(GENES)).fillna("")


COUNTS = genes(
    [
        ("ENSG00000185291", "ENSG00000185291", "IL3RA", "protein_coding"),
        ("ABCB1", "ENSG00000085563", "ABCB1", "protein_coding"),
        ("s1", "", "SIGLEC5", "lncRNA"),
        ("s2", "", "SIGLEC5", "protein_coding"),
        ("d1", "", "TWICE", ""),
        ("d2", "ENSG00000000002", "TWICE", ""),
        ("NA", "", "NA", ""),
    ]
)


@pytest.mark.parametrize(
    ("name", "ensembl_id", "gene_id"),
    [
        ("IL3RA", "", "ENSG00000185291"),
        ("CD123", "", "ENSG00000185291"),
        ("P-gp", "", "ABCB1"),
        ("MDR1", "", "ABCB1"),
        ("", "ENSG00000185291.12", "ENSG00000185291"),
        ("ENSG00000085563", "", "ABCB1"),
        ("some protein", "ENSG00000085563", "ABCB1"),
        ("SIGLEC5", "", "s2"),
        ("TWICE", "ENSG00000000002", "d2"),
        ("NA", "", "NA"),
    ],
)
def test_names_find_their_gene(name: str, ensembl_id: str, gene_id: str) -> None:
    assert GeneMatcher(COUNTS, ANNOTATION).match(name, ensembl_id)[0] == gene_id


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("ABCG2", "not in the counts"),
        ("nonsense", "not in the counts"),
        ("TWICE", "several genes of the counts: d1, d2"),
        ("XYZ", "several genes: ENSG00000085563;ENSG00000118777"),
        ("IL3RA;ABCB1", "a group of several genes is not split"),
    ],
)
def test_names_without_a_gene_say_why(name: str, note: str) -> None:
    gene_id, _, gene_name, said = GeneMatcher(COUNTS, ANNOTATION).match(name)
    assert gene_id == ""
    assert gene_name == name
    assert note in said


def test_without_annotation_only_names_and_ids_of_the_counts_match() -> None:
    matcher = GeneMatcher(COUNTS, None)
    assert matcher.match("IL3RA")[0] == "ENSG00000185291"
    assert matcher.match("CD123")[0] == ""


def test_unmatched_estimates_keep_their_row_and_name() -> None:
    frame = pd.DataFrame(
        [
            {"gene": g, "condition": c, "replicate": str(i), "value": str(100 + i)}
            for g in ("CD123", "ABCG2", "unheard of")
            for c in "pr"
            for i in range(3)
        ]
    )
    signals = log2_signals(tidy(frame))
    estimates = estimate(signals, ["p"], ["r"])
    table = attach_genes(estimates, match_genes(estimates, COUNTS, ANNOTATION))
    assert list(table.columns) == list(PROTEIN)
    assert table["gene_name"].tolist() == ["IL3RA", "ABCG2", "unheard of"]
    assert table["gene_id"].tolist() == ["ENSG00000185291", "", ""]
    assert table["ensembl_id"][1] == "ENSG00000118777"
    assert table["protein_gene"].tolist() == ["CD123", "ABCG2", "unheard of"]
    assert table["reason"][1].startswith("not in the counts")
    values = replicate_values(signals, match_genes(signals, COUNTS, ANNOTATION), ("p", "r"))
    assert list(values.columns) == list(PROTEIN_VALUES)
    assert len(values) == 18
    assert np.isfinite(values["log2_signal"]).all()
    assert values[values["gene_name"] == "IL3RA"]["condition"].tolist() == list("ppprrr")


def test_a_retired_id_does_not_make_its_gene_ambiguous() -> None:
    """Alternate haplotypes carry the Ensembl id and symbol of the gene that they stand for."""
    table = genes(
        [
            ("ENSG00000010610", "ENSG00000010610", "CD4", "protein_coding"),
            ("ENSG00000282912", "ENSG00000010610", "CD4", "protein_coding"),
            ("SIGLEC5", "", "SIGLEC5", ""),
        ]
    )
    matcher = GeneMatcher(table, None)
    assert matcher.match("CD4")[0] == "ENSG00000010610"
    assert matcher.match("", "ENSG00000010610")[0] == "ENSG00000010610"
    assert matcher.match("ENSG00000282912")[0] == "ENSG00000282912"
    assert matcher.match("SIGLEC5")[0] == "SIGLEC5"


def test_values_name_their_rna_sample_and_leave_missing_ones_out() -> None:
    frame = pd.DataFrame(
        {
            "gene": "CD123",
            "protein_id": "P26951",
            "assay_type": "dia_ms",
            "condition": list("ppprrr"),
            "replicate": list("123123"),
            "rna_sample": list("abcdef"),
            "value": ["9", "", "8", "5", "4", "6"],
        }
    )
    signals = log2_signals(tidy(frame))
    values = replicate_values(signals, match_genes(signals, COUNTS, ANNOTATION), ("p", "r"))
    assert values["rna_sample"].tolist() == list("acdef")
    kept = values[["protein_gene", "protein_id", "assay_type"]].drop_duplicates()
    assert kept.to_numpy().tolist() == [["CD123", "P26951", "dia_ms"]]


def test_a_group_of_one_gene_is_that_gene() -> None:
    genes = pd.DataFrame(
        {
            "gene_id": ["g1", "g2"],
            "ensembl_id": ["", ""],
            "gene_name": ["IL3RA", "CSF2RA"],
            "biotype": "protein_coding",
        }
    )
    matcher = GeneMatcher(genes, None)
    assert genes_of_group("IL3RA; IL3RA;") == ["IL3RA"]
    assert matcher.match("IL3RA;IL3RA")[:3] == ("g1", "", "IL3RA")
    # two names of one gene
    assert matcher.match("IL3RA;g1")[0] == "g1"
    for group in ("IL3RA;CSF2RA", "IL3RA;unknown", "x;y", ";"):
        assert matcher.match(group)[0] == ""
    assert "not split" in matcher.match("IL3RA;CSF2RA")[3]
