import pandas as pd
import pytest

from resistance.genes.gene_ids import Annotation
from resistance.inputs.protein_genes import check_gene_names, unknown_gene_note

ANNOTATION = Annotation(
    organism="human",
    genes=pd.DataFrame(
        [("ENSG1", "ABCB1", "protein_coding", "7"), ("ENSG2", "IL3RA", "protein_coding", "X")],
        columns=["ensembl_id", "symbol", "biotype", "chromosome"],
    ),
    aliases=pd.DataFrame(
        [("MDR1", "ENSG1", "previous"), ("P-gp", "ENSG1", "clinical"), ("X1", "ENSG1", "alias"),
         ("X1", "ENSG2", "alias")],
        columns=["name", "ensembl_id", "kind"],
    ),
    retired=pd.DataFrame(columns=["retired_id", "ensembl_id"]),
    par=pd.DataFrame(columns=["symbol", "ensembl_x", "ensembl_y"]),
)  # fmt: skip


def table(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["gene", "condition", "replicate"]).assign(value="7")
    return frame.set_index(frame.index + 2)


def test_both_names_and_rows_are_told() -> None:
    protein = table(("P-gp", "a", "1"), ("IL3RA", "a", "1"), ("MDR1", "a", "1"), ("MDR1", "b", "1"))
    (problem,) = check_gene_names(protein, ANNOTATION, "p")
    assert (problem.row, problem.column, problem.value) == ("4", "gene", "MDR1")
    assert problem.message.startswith('"MDR1" and "P-gp" in row 2 are names of one gene (ENSG1)')


def test_the_same_name_twice_is_told_elsewhere() -> None:
    assert check_gene_names(table(("P-gp", "a", "1"), ("P-gp", "a", "1")), ANNOTATION, "p") == []


def test_ambiguous_and_unknown_names_collide_with_none() -> None:
    rows = [(name, "a", "1") for name in ("ABCB1", "X1", "IL3RA", "what")]
    assert check_gene_names(table(*rows), ANNOTATION, "p") == []


def test_spelling_is_no_matter_and_protein_ids_tell_apart() -> None:
    protein = table(("ABCB1", "a", "1"), ("abcb1", "a", "1"))
    assert len(check_gene_names(protein, ANNOTATION, "p")) == 1
    assert check_gene_names(protein.assign(protein_id=["P1", "P2"]), ANNOTATION, "p") == []


def test_tables_without_what_is_needed() -> None:
    assert check_gene_names(table().iloc[:0], ANNOTATION, "p") == []
    assert check_gene_names(table(("P-gp", "a", "1"))[["gene"]], ANNOTATION, "p") == []


def with_ids(*rows: tuple[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["gene", "ensembl_id"], dtype=object)
    frame = frame.assign(condition="a", value="7", replicate=[str(i) for i in frame.index])
    return frame.set_index(frame.index + 2)


def annotation() -> Annotation:
    symbols = ["ABCB1", "IL3RA", "IL3RA"]
    ids = [f"ENSG0000000000{i}" for i in (1, 2, 3)]
    genes = pd.DataFrame({"ensembl_id": ids, "symbol": symbols, "biotype": "", "chromosome": "1"})
    aliases = pd.DataFrame(
        [("IL3RA", ids[1], "approved"), ("MDR1", ids[0], "previous"), ("IL3RA", ids[0], "alias")],
        columns=["name", "ensembl_id", "kind"],
    )
    return Annotation("human", genes, aliases, ANNOTATION.retired, ANNOTATION.par)


def test_an_id_of_another_gene() -> None:
    other = ("MDR1", "ENSG00000000002.7")
    (problem,) = check_gene_names(with_ids(("MDR1", ""), other, other), annotation(), "p")
    assert (problem.row, problem.column, problem.value) == ("3", "ensembl_id", other[1])
    assert "MDR1 is ENSG00000000001, not the id that is given" in problem.message
    assert "that of IL3RA (2 rows)" in problem.message


@pytest.mark.parametrize(
    "row",
    [
        ("MDR1", "ENSG00000000001.12"),
        ("mdr1", "ENSG00000000001"),
        ("IL3RA", "ENSG00000000003"),  # another id of the same symbol
        ("IL3RA", "ENSG00000000001"),  # the name is an alias of that gene
        ("IL3RA", "ENSG00000000099"),  # an id that is not known
        ("NOBODY", "ENSG00000000001"),
    ],
)
def test_ids_that_do_not_contradict(row) -> None:
    assert check_gene_names(with_ids(row), annotation(), "p") == []


KNOWN = {"IL3RA", "CD123", "ABCB1", "MARCHF1", "ENSG00000185291"}


def test_names_that_nobody_knows_are_one_note() -> None:
    genes = ["IL3RAA", "1-Mar", "ENSG00000999999", "il3ra", "CD123", "A;B", "ENSG00000185291.4"]
    (note,) = unknown_gene_note(pd.DataFrame({"gene": genes}), KNOWN, "p")
    assert note.startswith("p: genes that neither the annotation nor the counts know: 3 (")
    assert "1-Mar: a symbol that a spreadsheet made a date?, ENSG00000999999, " in note
    assert 'IL3RAA: did you mean "IL3RA"?' in note


def test_known_names_give_no_note() -> None:
    assert unknown_gene_note(pd.DataFrame({"gene": ["IL3RA", "abcb1"]}), KNOWN, "p") == []
    named = pd.DataFrame({"gene": ["Mine"], "ensembl_id": ["ENSG00000185291.4"]})
    assert unknown_gene_note(named, KNOWN, "p") == []
    assert unknown_gene_note(pd.DataFrame(), KNOWN, "p") == []


def test_many_unknown_names_are_counted() -> None:
    table = pd.DataFrame({"gene": [f"Q{i:05d}" for i in range(20_000)]})
    (note,) = unknown_gene_note(table, KNOWN, "p")
    assert "20000 (Q00000, " in note
    assert "Q00009 and 19990 more)" in note
