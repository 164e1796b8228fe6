import pandas as pd

from resistance.genes.gene_ids import Annotation
from resistance.inputs.protein_genes import check_gene_names

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
