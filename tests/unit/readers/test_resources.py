"""The committed resources, read and held against each other."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from resistance.genes.gene_ids import parse_ensembl, resolve_symbols
from resistance.readers.resources import (
    annotation_files,
    read_annotation,
    read_catalogue,
    read_clinical_names,
    read_gene_sets,
    read_mechanism_rules,
)

RESOURCES = Path(__file__).parents[3] / "resources"
FORBIDDEN = (
    "causes",
    "confirms",
    "proves",
    "supported",
    "post-translational",
    "mechanism identified",
    "not expressed",
)


def test_human_annotation_is_complete() -> None:
    human = read_annotation(RESOURCES / "annotation", "human")
    assert len(human.genes) == 78_691
    assert human.genes["ensembl_id"].is_unique
    assert human.genes["ensembl_id"].is_monotonic_increasing
    ids = set(human.genes["ensembl_id"])
    assert set(human.aliases["ensembl_id"]) <= ids
    assert set(human.retired["ensembl_id"]) <= ids
    assert not set(human.retired["retired_id"]) & ids
    assert human.retired["retired_id"].is_unique


def test_par_pairs_are_one_to_one_on_x_and_y() -> None:
    human = read_annotation(RESOURCES / "annotation", "human")
    par = human.par
    assert len(par) == 38
    assert par["ensembl_x"].is_unique
    assert par["ensembl_y"].is_unique
    assert "Metazoa_SRP" not in set(par["symbol"])
    for _, pair in par.iterrows():
        x, y = human.by_id[pair["ensembl_x"]], human.by_id[pair["ensembl_y"]]
        assert (x[0], x[2]) == (pair["symbol"], "X")
        assert (y[0], y[2]) == (pair["symbol"], "Y")
    twice = par[par["symbol"] == "CD99P1"]
    assert dict(zip(twice["ensembl_x"], twice["ensembl_y"], strict=True)) == {
        "ENSG00000223773": "ENSG00000292361",
        "ENSG00000291040": "ENSG00000292362",
    }
    assert human.x_of_y["ENSG00000292332"] == "ENSG00000185291"


def test_mouse_annotation_has_mouse_genes_only() -> None:
    mouse = read_annotation(RESOURCES / "annotation", "mouse")
    assert len(mouse.genes) == 56_305
    assert mouse.genes["ensembl_id"].str.fullmatch(r"ENSMUSG\d{11}").all()
    assert mouse.by_id["ENSMUSG00000029580"] == ("Actb", "protein_coding", "5")
    assert mouse.aliases.empty
    assert mouse.par.empty


def test_other_organisms_have_empty_frames_with_columns() -> None:
    other = read_annotation("no such folder", "other")
    assert other.genes.empty
    assert list(other.retired.columns) == ["retired_id", "ensembl_id"]
    assert annotation_files("other") == []
    with pytest.raises(KeyError):
        read_annotation(RESOURCES / "annotation", "dog")


@pytest.mark.parametrize(
    ("collection", "n", "term", "member"),
    [
        ("hallmark", 50, "HALLMARK_APOPTOSIS", "BCL2L11"),
        ("reactome", 1615, "REACTOME_APOPTOSIS", "BAX"),
        ("wikipathways", 664, "WP_APOPTOSIS", "CASP9"),
        ("go_bp", 5407, "Apoptotic Process (GO:0006915)", "BAX"),
    ],
)
def test_gene_sets(collection: str, n: int, term: str, member: str) -> None:
    sets = read_gene_sets(RESOURCES / "gene_sets" / f"{collection}.gmt.gz")
    assert len(sets) == n
    assert list(sets) == sorted(sets)
    assert member in sets[term]
    for members in sets.values():
        assert members
        assert len(set(members)) == len(members)
        assert not any(re.search(r"\s", symbol) for symbol in members)


def test_symbols_of_gene_sets_are_up_to_date() -> None:
    human = read_annotation(RESOURCES / "annotation", "human")
    in_use = set(human.genes["symbol"])
    unknown = {
        name: sorted(
            {
                symbol
                for members in read_gene_sets(RESOURCES / "gene_sets" / name).values()
                for symbol in members
            }
            - in_use
        )
        for name in ("hallmark.gmt.gz", "reactome.gmt.gz", "wikipathways.gmt.gz", "go_bp.gmt.gz")
    }
    assert unknown["hallmark.gmt.gz"] == []
    assert {name: len(symbols) for name, symbols in unknown.items()} == {
        "hallmark.gmt.gz": 0,
        "reactome.gmt.gz": 12,
        "wikipathways.gmt.gz": 7,
        "go_bp.gmt.gz": 47,
    }
    go = read_gene_sets(RESOURCES / "gene_sets" / "go_bp.gmt.gz")
    # upper-cased in the source
    assert any("C10orf71" in members for members in go.values())
    assert not any("C10ORF71" in members for members in go.values())


def test_gene_sets_are_read_from_plain_files_too(tmp_path: Path) -> None:
    path = tmp_path / "own.gmt"
    path.write_text("B\t\tX\tY\tX\t\t\r\nA\tsome text\tZ\n", encoding="utf-8")
    assert read_gene_sets(path) == {"A": ["Z"], "B": ["X", "Y"]}
    packed = tmp_path / "own.gmt.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_gene_sets(packed) == read_gene_sets(path)


def test_every_gene_of_the_catalogue_is_in_the_annotation() -> None:
    human = read_annotation(RESOURCES / "annotation", "human")
    catalogue = read_catalogue(RESOURCES / "catalogue" / "mechanisms.tsv")
    resolved = resolve_symbols(catalogue["gene"].tolist(), human)
    assert resolved["ensembl_id"].tolist() == catalogue["ensembl_id"].tolist()
    assert (resolved["matched_by"] == "symbol").all()
    assert set(catalogue["group"]) == {"mechanism", "cell_state", "outlook", "check"}
    assert set(catalogue["evidence_class"]) == {
        "effector",
        "regulator",
        "marker",
        "positional",
        "sentinel",
    }


def test_every_mechanism_has_one_rule() -> None:
    catalogue = read_catalogue(RESOURCES / "catalogue" / "mechanisms.tsv")
    rules = read_mechanism_rules(RESOURCES / "catalogue" / "mechanism_rules.tsv")
    keys = list(zip(rules["group"], rules["mechanism"], strict=True))
    assert len(set(keys)) == len(keys)
    assert set(keys) == set(zip(catalogue["group"], catalogue["mechanism"], strict=True))
    assert set(rules["ceiling"]) == {"compatible", "verdict"}
    assert sorted(rules.loc[rules["ceiling"] == "compatible", "mechanism"]) == [
        "antigen_turnover",
        "internalisation",
        "linker_cleavage",
        "lysosomal_trafficking",
    ]
    # a rule that decides by effectors needs some
    deciding = rules[rules["rule"] != "none"]
    effectors = catalogue[catalogue["evidence_class"] == "effector"]
    assert set(deciding["mechanism"]) <= set(effectors["mechanism"])
    assert set(deciding["group"]) == {"mechanism"}


def test_rules_are_worded_as_the_report_may_say_them() -> None:
    rules = read_mechanism_rules(RESOURCES / "catalogue" / "mechanism_rules.tsv")
    text = rules[["title", "function_assay", "next_experiment"]].to_numpy().ravel()
    for words in text:
        assert words
        assert not any(word in words.lower() for word in FORBIDDEN)
        assert all(len(sentence.split()) <= 30 for sentence in words.split(". "))


def test_clinical_names_mean_the_gene_they_stand_for() -> None:
    human = read_annotation(RESOURCES / "annotation", "human")
    names = read_clinical_names(RESOURCES / "catalogue" / "clinical_names.tsv")
    assert names["clinical_name"].is_unique
    resolved = resolve_symbols(names["clinical_name"].tolist(), human)
    assert resolved["ensembl_id"].tolist() == names["ensembl_id"].tolist()
    assert resolved["symbol"].tolist() == names["symbol"].tolist()
    display = names.drop_duplicates("symbol").set_index("symbol")["clinical_name"]
    assert display["ABCB1"] == "P-gp"
    assert display["IL3RA"] == "CD123"
    assert all(parse_ensembl(identifier) for identifier in names["ensembl_id"])
