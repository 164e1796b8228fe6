import gzip
from pathlib import Path

import pytest

from resistance.readers.transcripts import read_tx2gene, transcript_files
from resistance.transcripts.tx2gene import genes_of

ANNOTATION = Path(__file__).parents[3] / "resources/annotation"


def own(tmp_path: Path, text: str):
    path = tmp_path / "t.tsv"
    path.write_text(text)
    return read_tx2gene(path, "t.tsv", ANNOTATION, "human")


@pytest.mark.parametrize(
    "text",
    [
        "t1\tg1\nt2\tg2\n",
        "TXNAME,GENEID\nt1,g1\n\nt2,g2\n",
        '"transcript_id","gene_id","gene_name"\n"t1","g1","a, b"\nt2,g2,c\n',
        "t1\tg1\tA\r\nt2\tg2\tB\r\nt2\tg2\tB\r\n",
    ],
)
def test_two_columns_with_a_header_or_none(tmp_path, text) -> None:
    table, problems = own(tmp_path, text)
    assert problems == []
    assert (table.own, table.name) == (True, "t.tsv")
    assert genes_of(["t1", "t2", "t3"], table).genes == ["g1", "g2", ""]


@pytest.mark.parametrize(
    ("text", "row", "value", "words"),
    [
        ("t1\tg1\nt1\tg2\n", "2", "g2", "An earlier row gives this transcript the gene g1."),
        ("t1\tg1\nt2\n", "2", "t2", "no transcript and gene"),
        ("t1\tg1\n\tg2\n", "2", "", "no transcript and gene"),
        ("t1\nt2\n", "1", "t1", "one column only"),
        ("t1;g1\nt2;g2\n", "1", "t1;g1", "semicolons"),
        ("g\tt\nENSG00000000003\tENST00000373020\n", "2", "ENSG00000000003", "holds genes"),
    ],
)
def test_what_is_wrong_with_a_table(tmp_path, text, row, value, words) -> None:
    table, (problem,) = own(tmp_path, text)
    assert table is None
    assert (problem.file, problem.row, problem.value) == ("t.tsv", row, value)
    assert words in problem.message


def test_a_table_that_is_not_there(tmp_path) -> None:
    _, (problem,) = read_tx2gene(tmp_path / "no.tsv", "no.tsv", ANNOTATION, "human")
    assert problem.message == "The file does not exist."


@pytest.mark.parametrize(
    ("organism", "transcript", "gene"),
    [
        ("human", "ENST00000373020.9", "ENSG00000000003"),
        ("human", "ENSMUST00000193812", ""),
        ("mouse", "ENSMUST00000193812", "ENSMUSG00000102693"),
        ("mixed", "ENSMUST00000193812", "ENSMUSG00000102693"),
        ("mixed", "ENST00000373020", "ENSG00000000003"),
    ],
)
def test_embedded_tables(organism, transcript, gene) -> None:
    table, problems = read_tx2gene(None, "", ANNOTATION, organism)
    assert problems == []
    assert genes_of([transcript], table).genes == [gene]


def test_other_organisms_have_none() -> None:
    assert read_tx2gene(None, "", ANNOTATION, "other") == (None, [])
    assert transcript_files("other") == []


def test_genes_of_the_embedded_table_are_those_of_the_annotation() -> None:
    known = gzip.decompress((ANNOTATION / "human.tsv.gz").read_bytes()).decode()
    ids = {line.split("\t")[0] for line in known.split("\n")}
    table, _ = read_tx2gene(None, "", ANNOTATION, "human")
    assert sum(gene in ids for gene in table.genes.values()) / len(table.genes) > 0.84


def test_a_quotation_mark_that_is_not_closed(tmp_path) -> None:
    _, (problem,) = own(tmp_path, 't1,"g1\n' + "x" * 200_000)
    assert "not closed" in problem.message
