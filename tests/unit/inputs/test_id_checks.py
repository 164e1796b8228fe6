import pandas as pd

from resistance.inputs.counts_table import CountsTable
from resistance.inputs.id_checks import check_ids, id_notes, odd_ids


def table(ids: list[str]) -> CountsTable:
    text = "\n".join(["id\tS", *(f"{name}\t1" for name in ids)])
    data = pd.DataFrame({0: ids, 1: [1] * len(ids)})
    return CountsTable("c", "matrix", ["id", "S"], data, 1, text, "\t")


def test_names_of_genes_are_no_dates() -> None:
    names = ["MARCH1", "MARCHF1", "SEPT2", "SEPTIN2", "DEC1", "RP11-34P13.7", "7SK", "HLA-A",
             "1-8U", "2610507B11Rik", "ENSG00000185291.12", "NOV", "Mar1"]  # fmt: skip
    assert odd_ids(names, "human") == []


def test_foreign_ids_are_counted() -> None:
    ids = ["ENSMUSG00000000002", "ENSMUSG00000000001.4", "ENSG00000000003", "Actb"]
    (row,) = odd_ids(ids, "human")
    assert (row["item"], row["n"]) == ("", 2)
    assert "such as ENSMUSG00000000001.4" in str(row["detail"])
    assert odd_ids(ids, "other") == []
    assert odd_ids(ids, "mouse")[0]["n"] == 1


def test_half_of_the_ids_may_be_foreign() -> None:
    ids = ["ENSMUSG00000000001", "ENSG00000000003", "A", "B"]
    assert check_ids(table(ids), "human") == []
    (problem,) = check_ids(table([*ids, "ENSMUSG00000000002"]), "human")
    assert problem.message.startswith("2 of 3 Ensembl ids")
    assert (problem.row, problem.value) == ("2", "ENSMUSG00000000001")
    assert problem.hint.endswith("set study.organism: mouse.")


def test_y_copies_of_old_releases_are_human() -> None:
    assert check_ids(table(["ENSGR0000185291", "ENSG00000185291"]), "human") == []
    (problem,) = check_ids(table(["ENSGR0000185291"]), "mouse")
    assert problem.hint.endswith("set study.organism: human.")


def test_notes_before_a_run() -> None:
    found = id_notes(table(["1-Mar", "1-Mar", "2-Sep", "ERCC-00002", "ABCB1"]))
    assert "2 names of genes are dates or numbers" in found[0]
    assert "1 spike-ins (ERCC-00002) are set apart" in found[1]
    assert id_notes(table(["ABCB1", "ERCC1"])) == []


def test_ids_with_a_genome_before_them_tell_their_organism() -> None:
    ids = [f"mm10_ENSMUSG{i:011d}" for i in range(1, 9)]
    (problem,) = check_ids(table(ids), "human")
    assert "mouse" in problem.message + problem.hint
