"""Ids and names on the embedded annotation: real genes, every spelling of the trap."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.genes.gene_ids import (
    Annotation,
    map_gene_ids,
    parse_ensembl,
    resolve_symbols,
)
from resistance.readers.resources import read_annotation

RESOURCES = Path(__file__).parents[3] / "resources"
IL3RA = "ENSG00000185291"


@pytest.fixture(scope="module")
def human() -> Annotation:
    return read_annotation(RESOURCES / "annotation", "human")


@pytest.fixture(scope="module")
def mouse() -> Annotation:
    return read_annotation(RESOURCES / "annotation", "mouse")


@pytest.fixture(scope="module")
def other() -> Annotation:
    return read_annotation(RESOURCES / "annotation", "other")


@pytest.mark.parametrize(
    ("identifier", "stem", "is_par_y"),
    [
        (IL3RA, IL3RA, False),
        (f"{IL3RA}.12", IL3RA, False),
        (f"{IL3RA}.12_PAR_Y", IL3RA, True),
        (f"{IL3RA}_PAR_Y", IL3RA, True),
        (f"{IL3RA}_PAR_Y.12", IL3RA, True),
        (f"{IL3RA}.12_3", IL3RA, False),
        ("ENSGR0000185291", IL3RA, True),
        ("ENSGR0000185291.6", IL3RA, True),
        ("ENSG00000292332", "ENSG00000292332", False),
        ("ENSG00000292332.1", "ENSG00000292332", False),
        ("ENSMUSG00000029580.15", "ENSMUSG00000029580", False),
        ("ENSRNOG00000055252", "ENSRNOG00000055252", False),
        (f"{IL3RA}.12_IL3RA", IL3RA, False),
        (f"{IL3RA}_HLA-DRB1", IL3RA, False),
        (f"{IL3RA}.12_PAR_Y_IL3RA", IL3RA, True),
    ],
)
def test_every_spelling_of_an_ensembl_id_is_read(
    identifier: str, stem: str, is_par_y: bool
) -> None:
    assert parse_ensembl(identifier) == (stem, is_par_y)


@pytest.mark.parametrize(
    "name",
    [
        "RP11-34P13.7",
        "YMR056C",
        "AC245014.3",
        "Y74C9A.3",
        "HLA-A",
        "ENST00000331035.10",
        "ENSP00000327890",
        "ENSG001852",
        "xENSG00000185291",
        "ENSG00000185291 ",
        "ENSG00000185291\n",
        "ENSG000001852९1",
        "",
    ],
)
def test_other_names_are_never_cut(name: str) -> None:
    assert parse_ensembl(name) is None


@given(
    prefix=st.sampled_from(["ENSG", "ENSMUSG", "ENSDARG"]),
    number=st.integers(0, 10**11 - 1),
    version=st.none() | st.integers(0, 99),
    lifted=st.none() | st.integers(1, 9),
    par_y=st.booleans(),
)
def test_round_trip_of_ids(
    prefix: str, number: int, version: int | None, lifted: int | None, par_y: bool
) -> None:
    stem = f"{prefix}{number:011d}"
    spelled = stem + ("" if version is None else f".{version}")
    spelled += "" if lifted is None or version is None else f"_{lifted}"
    spelled += "_PAR_Y" if par_y else ""
    assert parse_ensembl(spelled) == (stem, par_y)
    assert parse_ensembl(stem) == (stem, False)


@given(number=st.integers(0, 10**10 - 1))
def test_round_trip_of_old_y_ids(number: int) -> None:
    assert parse_ensembl(f"ENSGR{number:010d}") == (f"ENSG{number:011d}", True)


@pytest.mark.parametrize(
    ("identifier", "matched_by"),
    [
        (f"{IL3RA}.12_PAR_Y", "ensembl_id"),
        ("ENSGR0000185291", "ensembl_id"),
        ("ENSG00000292332", "ensembl_id"),
        (f"{IL3RA}.18", "ensembl_id"),
    ],
)
def test_every_y_copy_of_il3ra_becomes_its_x_copy(
    human: Annotation, identifier: str, matched_by: str
) -> None:
    row = map_gene_ids([identifier], human).iloc[0]
    assert row.to_dict() == {
        "input_id": identifier,
        "gene_id": IL3RA,
        "ensembl_id": IL3RA,
        "gene_name": "IL3RA",
        "biotype": "protein_coding",
        "chromosome": "X",
        "matched_by": matched_by,
    }


def test_ids_are_recognised_one_by_one(human: Annotation) -> None:
    ids = [
        "ENSG00000085563.15",
        "MDR1",
        "CD123",
        "ABCB1",
        "Abcb1a",
        "RP11-34P13.7",
        "ERCC-00002",
        "ENSG00000999999.1",
        "ENSMUSG00000029580.15",
        "ENSG00000006075",
        "NA",
        "Y_RNA",
    ]
    mapped = map_gene_ids(ids, human).set_index("input_id")
    assert list(mapped.index) == ids
    wanted = {
        "ENSG00000085563.15": ("ENSG00000085563", "ENSG00000085563", "ABCB1", "ensembl_id"),
        "MDR1": ("MDR1", "ENSG00000085563", "MDR1", "previous"),
        "CD123": ("CD123", IL3RA, "CD123", "alias"),
        "ABCB1": ("ABCB1", "ENSG00000085563", "ABCB1", "symbol"),
        "Abcb1a": ("Abcb1a", "", "Abcb1a", "none"),
        "ERCC-00002": ("ERCC-00002", "", "ERCC-00002", "none"),
        "ENSG00000999999.1": ("ENSG00000999999", "ENSG00000999999", "ENSG00000999999", "none"),
        "ENSMUSG00000029580.15": (
            "ENSMUSG00000029580",
            "ENSMUSG00000029580",
            "ENSMUSG00000029580",
            "none",
        ),
        # retired in favour of the id of the primary assembly
        "ENSG00000006075": ("ENSG00000006075", "ENSG00000277632", "CCL3", "retired_id"),
        "NA": ("NA", "", "NA", "none"),
        "Y_RNA": ("Y_RNA", "", "Y_RNA", "none"),
    }
    for identifier, expected in wanted.items():
        row = mapped.loc[identifier, ["gene_id", "ensembl_id", "gene_name", "matched_by"]]
        assert tuple(row) == expected
    assert mapped.loc["RP11-34P13.7", "gene_id"] == "RP11-34P13.7"


def test_a_gene_without_symbol_is_named_by_its_id(human: Annotation) -> None:
    novel = human.genes.loc[human.genes["symbol"] == "", "ensembl_id"].iloc[0]
    assert map_gene_ids([f"{novel}.1"], human)["gene_name"].tolist() == [novel]


def test_organisms_are_not_mixed(mouse: Annotation, other: Annotation) -> None:
    mapped = map_gene_ids(["ENSMUSG00000029580", "Actb", "ACTB", "ENSG00000075624"], mouse)
    assert mapped["gene_name"].tolist() == ["Actb", "Actb", "ACTB", "ENSG00000075624"]
    assert mapped["matched_by"].tolist() == ["ensembl_id", "symbol", "none", "none"]
    yeast = map_gene_ids(["YMR056C", "Q0010", "PAB1"], other)
    assert yeast["gene_id"].tolist() == yeast["gene_name"].tolist() == ["YMR056C", "Q0010", "PAB1"]
    assert set(yeast["ensembl_id"]) == {""}
    assert set(yeast["matched_by"]) == {"none"}


def test_no_ids_give_an_empty_table_with_its_columns(human: Annotation) -> None:
    assert map_gene_ids([], human).shape == (0, 7)
    assert resolve_symbols([], human).shape == (0, 5)


@pytest.mark.parametrize(
    ("name", "symbol", "matched_by"),
    [
        ("IL3RA", "IL3RA", "symbol"),
        ("MDR1", "ABCB1", "previous"),
        ("MRP1", "ABCC1", "previous"),
        ("CD123", "IL3RA", "alias"),
        ("P-gp", "ABCB1", "alias"),
        ("BCL-xL", "BCL2L1", "alias"),
        ("survivin", "BIRC5", "alias"),
        # an approved symbol is never another gene's alias: PGP is not P-glycoprotein
        ("PGP", "PGP", "symbol"),
        # several ids carry the symbol: HGNC says which
        ("SIGLEC5", "SIGLEC5", "symbol"),
        ("PINX1", "PINX1", "symbol"),
        (f"{IL3RA}.12_PAR_Y", "IL3RA", "ensembl_id"),
        ("ENSG00000006075", "CCL3", "retired_id"),
        ("no such gene", "", "none"),
        ("actb", "", "none"),
        ("Y_RNA", "", "ambiguous"),
    ],
)
def test_names_are_resolved_in_order(
    human: Annotation, name: str, symbol: str, matched_by: str
) -> None:
    row = resolve_symbols([name], human).iloc[0]
    assert (row["symbol"], row["matched_by"]) == (symbol, matched_by)
    assert (row["ensembl_id"] == "") == (symbol == "")


def test_an_ambiguous_name_lists_its_candidates() -> None:
    genes = pd.DataFrame(
        [("ENSG00000000001", "AAA", "x", "1"), ("ENSG00000000002", "BBB", "x", "2")],
        columns=["ensembl_id", "symbol", "biotype", "chromosome"],
    )
    aliases = pd.DataFrame(
        [
            ("OLD", "ENSG00000000002", "previous"),
            ("OLD", "ENSG00000000001", "previous"),
            ("OLD", "ENSG00000000001", "alias"),
            ("old", "ENSG00000000001", "alias"),
        ],
        columns=["name", "ensembl_id", "kind"],
    )
    retired = pd.DataFrame(columns=["retired_id", "ensembl_id"])
    par = pd.DataFrame(columns=["symbol", "ensembl_x", "ensembl_y"])
    tiny = Annotation("human", genes, aliases, retired, par)
    resolved = resolve_symbols(["OLD", "old"], tiny)
    assert resolved["matched_by"].tolist() == ["ambiguous", "alias"]
    assert resolved["candidates"].tolist() == ["ENSG00000000001;ENSG00000000002", ""]
    assert map_gene_ids(["OLD"], tiny)["ensembl_id"].tolist() == [""]
    # without regard to case "aaa" is AAA, but the exact spelling comes first
    assert resolve_symbols(["aaa"], tiny, ignore_case=True)["symbol"].tolist() == ["AAA"]
    assert resolve_symbols(["old"], tiny, ignore_case=True)["symbol"].tolist() == ["AAA"]


def test_case_is_ignored_only_on_request(human: Annotation) -> None:
    names = ["C10ORF71", "tdt"]
    assert resolve_symbols(names, human)["symbol"].tolist() == ["", ""]
    assert resolve_symbols(names, human, ignore_case=True)["symbol"].tolist() == [
        "C10orf71",
        "DNTT",
    ]


def test_nearly_every_symbol_in_use_resolves_to_itself(human: Annotation) -> None:
    coding = human.genes[human.genes["biotype"] == "protein_coding"]
    symbols = sorted(set(coding["symbol"]) - {""})
    resolved = resolve_symbols(symbols, human)
    assert len(symbols) > 19_000
    assert (resolved["matched_by"] == "symbol").all()
    assert (resolved["symbol"] == resolved["name"]).all()
