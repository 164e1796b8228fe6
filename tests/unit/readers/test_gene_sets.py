"""GMT files as they come, the study's gene sets, and the table of their members."""

import gzip
import io
import zipfile
from itertools import chain
from pathlib import Path

import pandas as pd
import pytest

from resistance.columns import GENE_SETS, GENES
from resistance.gene_sets.sources import Collection, collections_of
from resistance.problems import InputError
from resistance.readers.gene_sets import (
    annotations_needed,
    check_gene_sets,
    load_gene_sets,
    read_collections,
    read_gene_set_table,
    read_gmt,
)
from resistance.readers.resources import read_gene_sets
from resistance.writers.tables import write_table

RESOURCES = Path(__file__).parents[3] / "resources"
TEXT = "A\t<b>x</b>\tTP53\tABCB1\nB\t\tSEPT2\n"
SETS = {"A": ["TP53", "ABCB1"], "B": ["SEPT2"]}


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("utf-16"),
        gzip.compress(TEXT.encode()),
        zipped(sets_gmt=TEXT, readme_txt="about"),
    ],
    ids=["plain", "Windows", "byte-order mark", "UTF-16", "gzip", "zip"],
)
def test_a_file_however_it_is_packed(tmp_path, data: bytes) -> None:
    (tmp_path / "mine.gmt").write_bytes(data)
    file, problems = read_gmt(tmp_path / "mine.gmt", "mine.gmt")
    assert (file.sets, problems) == (SETS, [])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02", "not a text file"),
        (b"A\t\tTP53\nB\t\t\xff\xfe\n", "not UTF-8"),
        (gzip.compress(TEXT.encode())[:-9], "damaged"),
        (zipped(a_gmt=TEXT, b_gmt=TEXT), "2 files that end in .gmt"),
        (zipped(a_txt=TEXT), "0 files that end in .gmt"),
        (zipped(sets_gmt=TEXT)[:60], "archive is damaged"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (gzip.compress(b" " * 60_000_000), "unpacks to more than"),
    ],
    # archives hold the time: their bytes make no name that two workers agree on
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_gmt(tmp_path, data: bytes, message: str) -> None:
    (tmp_path / "mine.gmt").write_bytes(data)
    file, (problem,) = read_gmt(tmp_path / "mine.gmt", "mine.gmt")
    assert file.sets == {}
    assert problem.file == "mine.gmt"
    assert message in problem.message
    assert problem.allowed in ("", "at most 500 MB, unpacked") or "gene set a line" in (
        problem.allowed
    )


def test_a_set_of_40_000_genes_in_the_first_line(tmp_path) -> None:
    text = "all\tof them\t" + "\t".join(f"GENE{i}" for i in range(40_000)) + "\n" + TEXT
    (tmp_path / "big.gmt").write_text(text)
    file, problems = read_gmt(tmp_path / "big.gmt", "big.gmt")
    assert problems == []
    assert {term: len(genes) for term, genes in file.sets.items()} == {
        "all": 40_000,
        "A": 2,
        "B": 1,
    }


def test_embedded_files_are_read_as_they_were(tmp_path) -> None:
    path = RESOURCES / "gene_sets/reactome.gmt.gz"
    file, problems = read_gmt(path, "reactome")
    assert problems == []
    assert file.sets == read_gene_sets(path)
    assert (file.empty, file.renamed) == ([], [])


def genes(*rows: tuple[str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["gene_id", "ensembl_id", "gene_name"], dtype=object)
    table = table.assign(input_ids=table["gene_id"])
    return table.reindex(columns=list(GENES), fill_value="")


HUMAN = genes(
    ("ENSG00000141510", "ENSG00000141510", "TP53"),
    ("ENSG00000168385", "ENSG00000168385", "SEPTIN2"),
    ("ENSG00000185291", "ENSG00000185291", "IL3RA"),
)
MOUSE = genes(("Trp53", "ENSMUSG00000059552", "Trp53"), ("Septin2", "", "Septin2"))


def own(path: str, **keys: str) -> Collection:
    block = {"name": "mine", "path": path, **keys}
    config = {"study": {"organism": "human"}, "enrichment": {"gene_sets": [block]}}
    return collections_of(config)[0]


@pytest.mark.parametrize(
    "members",
    ["TP53 SEPT2 CD123", "ENSG00000141510.17 ENSG00000168385 ENSG00000185291", "7157 4735 3563"],
)
def test_any_ids_come_to_the_names_of_the_study(tmp_path, members: str) -> None:
    (tmp_path / "mine.gmt").write_text("A\t\t" + "\t".join(members.split()) + "\n")
    found = load_gene_sets([own("mine.gmt")], HUMAN, "human", RESOURCES, tmp_path)
    assert found.members["gene_name"].tolist() == ["IL3RA", "SEPTIN2", "TP53"]
    assert found.collections["n_not_recognised"].tolist() == [0]


def test_human_sets_in_a_mouse_study(tmp_path) -> None:
    (tmp_path / "mine.gmt").write_text("A\t\tTP53\tSEPT2\tABCB1\n")
    found = load_gene_sets([own("mine.gmt")], MOUSE, "mouse", RESOURCES, tmp_path)
    assert found.members["gene_name"].tolist() == ["Septin2", "Trp53"]
    assert found.collections["n_without_orthologue"].tolist() == [1]


def test_mouse_symbols_of_today_in_a_mouse_study(tmp_path) -> None:
    (tmp_path / "mine.gmt").write_text("A\t\tTrp53\tSeptin2\tAars1\n")
    item = own("mine.gmt", organism="mouse")
    found = load_gene_sets([item], MOUSE, "mouse", RESOURCES, tmp_path)
    assert found.members["gene_name"].tolist() == ["Aars", "Septin2", "Trp53"]


def test_another_organism_has_its_own_sets_alone(tmp_path) -> None:
    (tmp_path / "mine.gmt").write_text("A\t\tYAL001C\tTP53\n")
    config = {
        "study": {"organism": "other"},
        "enrichment": {
            "collections": ["hallmark"],
            "gene_sets": [{"name": "mine", "path": "mine.gmt"}],
        },
    }
    table = genes(("YAL001C", "", "TFC3"))
    found = load_gene_sets(collections_of(config), table, "other", RESOURCES, tmp_path)
    assert found.members.to_numpy().tolist() == [["mine", "A", "TFC3"], ["mine", "A", "TP53"]]
    assert found.collections["status"].tolist() == ["no_sets", "ready"]
    assert annotations_needed(collections_of(config), "other") == ["other"]


def test_a_broken_file_stops_the_step(tmp_path) -> None:
    (tmp_path / "mine.gmt").write_text("TP53\nABCB1\n")
    with pytest.raises(InputError) as stopped:
        load_gene_sets([own("mine.gmt")], HUMAN, "human", RESOURCES, tmp_path)
    assert [problem.row for problem in stopped.value.problems] == ["1", "2"]


def test_a_download_of_another_organism_stops_the_step(tmp_path) -> None:
    block = {"name": "r", "url": "https://x.org/r.gmt", "sha256": "0" * 64}
    config = {"study": {"organism": "human"}, "enrichment": {"downloads": [block]}}
    (collection,) = collections_of(config)
    path = tmp_path / collection.file
    path.parent.mkdir(parents=True)
    path.write_text("A\t\tTrp53\tMcl1\n")
    with pytest.raises(InputError) as stopped:
        load_gene_sets([collection], HUMAN, "human", RESOURCES, tmp_path)
    (problem,) = stopped.value.problems
    assert problem.file == "https://x.org/r.gmt"
    assert "enrichment.downloads.0.organism: mouse" in problem.hint
    path.write_text("A\t\tTP53\tMCL1\n")
    found = load_gene_sets([collection], HUMAN, "human", RESOURCES, tmp_path)
    assert len(found.members) == 2


def test_the_table_comes_back(tmp_path) -> None:
    config = {"study": {"organism": "human"}, "enrichment": {"collections": ["resistance"]}}
    collections = collections_of(config)
    found = load_gene_sets(collections, HUMAN, "human", RESOURCES, tmp_path)
    for name, simulated in (("a.tsv.gz", False), ("b.tsv.gz", True), ("c.tsv", True)):
        write_table(found.members, tmp_path / name, GENE_SETS, simulated)
        sets = read_gene_set_table(tmp_path / name)
        assert list(sets) == ["resistance"]
        assert list(sets["resistance"]) == sorted(sets["resistance"])
        rows = [(term, gene) for term, listed in sets["resistance"].items() for gene in listed]
        assert rows == list(found.members[["term", "gene_name"]].itertuples(index=False, name=None))
    both = read_collections(tmp_path / "a.tsv.gz", ["hallmark", "resistance"])
    assert both == {"hallmark": {}, **sets}
    # rows of the counts in another order
    again = load_gene_sets(collections, HUMAN.iloc[::-1], "human", RESOURCES, tmp_path)
    write_table(again.members, tmp_path / "again.tsv.gz", GENE_SETS, False)
    assert (tmp_path / "again.tsv.gz").read_bytes() == (tmp_path / "a.tsv.gz").read_bytes()


def test_a_table_without_rows(tmp_path) -> None:
    write_table(pd.DataFrame(columns=list(GENE_SETS)), tmp_path / "x.tsv.gz", GENE_SETS, False)
    assert read_gene_set_table(tmp_path / "x.tsv.gz") == {}


def test_nothing_is_asked_for_without_files_of_the_studys_own(tmp_path) -> None:
    def never(*_):
        raise AssertionError("the annotation takes a second")

    config = {"study": {"organism": "human"}, "enrichment": {"collections": ["hallmark"]}}
    assert check_gene_sets(config, tmp_path, never, never) == ([], [])


def test_every_embedded_member_of_a_full_annotation_is_found(tmp_path) -> None:
    # symbols were brought up to date when the files were built: few are left that nothing knows
    config = {"study": {"organism": "human"}, "enrichment": {"collections": ["hallmark", "go_bp"]}}
    found = load_gene_sets(collections_of(config), HUMAN, "human", RESOURCES, tmp_path)
    unknown = set(chain.from_iterable(found.not_recognised.values()))
    assert len(unknown) < 50
    assert found.collections["n_renamed"].tolist() == [0, 0]
