"""How a table of counts is laid out, from its first lines."""

import pytest

from resistance.inputs.matrix_layout import has_no_header, matrix_layout


@pytest.mark.parametrize(
    ("text", "separator", "columns", "ids"),
    [
        ("id\tS1\tS2\ng\t1\t2", "\t", ["id", "S1", "S2"], 0),
        ('"S1","S2"\n"g",1,2\n"h",3,4', ",", ["gene_id", "S1", "S2"], 0),  # write.csv of R
        (';S1;S2\ng;1,5;2\nh;2,5;"3"', ";", ["gene_id", "S1", "S2"], 0),
        ("\tgene\tS1\n1\tA\t5\n2\tB\t6\n3\tC\t6", "\t", ["gene_id", "gene", "S1"], 1),
        ("chr\tgene_id\tS1\nchr1\tA\t5\nchr1\tB\t6\nchr1\tC\t7", "\t", ["chr", "gene_id", "S1"], 1),
        ("GeneID\tS1\n7157\t5\n672\t6", "\t", ["GeneID", "S1"], 0),  # Entrez
        ("x\tS1\tE\n5\t7\tENSG00000185291\n5\t7\tENSG00000185292", "\t", ["x", "S1", "E"], 2),
        ("name\tE\tS1\nA\tENSG00000185291\t7\nB\tENSG00000185292\t8", "\t", ["name", "E", "S1"], 1),
    ],
)
def test_layouts(text, separator, columns, ids) -> None:
    found = matrix_layout(text.split("\n"))
    assert (found.separator, found.columns, found.ids) == (separator, columns, ids)
    assert found.header == 0


def test_what_stands_above() -> None:
    lines = ["# made by us", "!Sample_title = x", "Counts of the paper", "id\tS1\tS2", "g\t1\t2"]
    found = matrix_layout(lines)
    assert (found.header, found.above, found.columns) == (3, 3, ["id", "S1", "S2"])
    assert matrix_layout(["#id\tS1\tS2", "g\t1\t2"]).columns == ["#id", "S1", "S2"]


def test_decimal_commas() -> None:
    assert matrix_layout(["id;S1", "a;1,5", "b;2"]).decimal_comma
    assert not matrix_layout(["id;S1", "a;1,234", "b;2"]).decimal_comma
    assert not matrix_layout(["id\tS1", "a\t1.5", "b\t2"]).decimal_comma


def test_no_header() -> None:
    assert has_no_header(matrix_layout(["ENSG1\t5\t6", "ENSG2\t7\t9"]))
    assert not has_no_header(matrix_layout(["x\t1\t2", "ENSG2\t7\t9"]))  # samples 1 and 2
    assert not has_no_header(matrix_layout(["id\t8\t9", "ENSG2\t7\t9"]))


def test_one_column() -> None:
    assert matrix_layout(["gene", "A"]).separator == ""
