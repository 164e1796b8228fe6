"""The text of a GMT file, however it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.gene_sets.gmt import parse_gmt

TEXT = st.text(st.characters(blacklist_characters="\t\n\r", blacklist_categories=["Cs"]))
NAMES = st.text(st.characters(categories=["L", "N", "S"]), min_size=1, max_size=9)


def good(text: str):
    file, problems = parse_gmt(text, "mine.gmt")
    assert problems == []
    return file


def test_sets_of_a_plain_file() -> None:
    file = good("A\tabout a\tTP53\tABCB1\nB\t\tIL3RA\n")
    assert file.sets == {"A": ["TP53", "ABCB1"], "B": ["IL3RA"]}
    assert (file.empty, file.renamed) == ([], [])
    assert file.members == ["ABCB1", "IL3RA", "TP53"]


def test_what_does_not_matter() -> None:
    plain = good("A set\tx\tTP53\tABCB1\nB\ty\tIL3RA\n")
    for text in (
        "A set\tx\tTP53\tABCB1\r\nB\ty\tIL3RA\r\n",
        "\ufeffA set\tx\tTP53\tABCB1\nB\ty\tIL3RA",
        "# written by hand\n\n A set \tx\t TP53\tABCB1\t\t\nB\ty\tIL3RA\t\n   \n",
        "A set\tx\tTP53\tABCB1\tTP53\nB\ty\t\tIL3RA\n",
        "A set\tx\tTP53,1.0\tABCB1,0.5\nB\ty\tIL3RA,1\n",
        'A set\tx\t"TP53"\tABCB1\nB\ty\tIL3RA\n',
    ):
        assert good(text) == plain, text


@pytest.mark.parametrize(
    "description",
    [
        "",
        "# first",
        "<script>alert('x')</script> & more",
        "=cmd()",
        "a\u2028b\x0bc",
        "x, y; z",
        "#",
    ],
)
def test_descriptions_are_passed_over(description: str) -> None:
    assert good(f"A\t{description}\tTP53\nB\tb\tMYC\n").sets == {"A": ["TP53"], "B": ["MYC"]}


def test_names_that_come_twice_are_kept_apart() -> None:
    file = good("A\t\tTP53\nA\t\tMYC\nA (2)\t\tBCL2\nA\t\tMCL1\n")
    assert file.sets == {
        "A": ["TP53"],
        "A (3)": ["MYC"],
        "A (2)": ["BCL2"],
        "A (4)": ["MCL1"],
    }
    assert file.renamed == ["A", "A"]


def test_sets_without_genes_are_listed() -> None:
    file = good("A\t\tTP53\nB\tnone\nC\t\t\t \nD\t\n")
    assert file.sets == {"A": ["TP53"]}
    assert file.empty == ["B", "C", "D"]


def test_control_characters_of_names_become_spaces() -> None:
    file = good("A\x0bset\u2028one\t\tTP\x0153\n")
    assert file.sets == {"A set one": ["TP 53"]}


def test_a_set_of_a_whole_genome() -> None:
    genes = [f"G{i}" for i in range(40_000)]
    assert good("all\tbig\t" + "\t".join(genes) + "\n").sets["all"] == genes


@pytest.mark.parametrize(
    ("text", "row", "message", "hint"),
    [
        ("A\t\tTP53\nTP53\nB\t\tMYC\n", "2", "no tab", "a list of genes"),
        ("A\t\tTP53\nB,x,MYC,TP53\n", "2", "no tab", "commas"),
        ("A\t\tTP53\nB x MYC TP53\n", "2", "no tab", "spaces"),
        ("A\t\tTP53\n\n \tx\tMYC\n", "3", "no name", ""),
    ],
)
def test_lines_that_are_no_set(text: str, row: str, message: str, hint: str) -> None:
    _, problems = parse_gmt(text, "mine.gmt")
    (problem,) = problems
    assert (problem.file, problem.row) == ("mine.gmt", row)
    assert message in problem.message
    assert hint in problem.hint
    assert "tabs between" in problem.allowed


@pytest.mark.parametrize("text", ["A\t\nB\tx\t\n", "# nothing\n"])
def test_a_file_without_any_gene(text: str) -> None:
    _, (problem,) = parse_gmt(text, "mine.gmt")
    assert "no gene set that has a gene" in problem.message


def test_many_wrong_lines_are_counted() -> None:
    _, problems = parse_gmt("TP53\n" * 500, "genes.txt")
    assert len(problems) == 21
    assert "480 more" in problems[-1].message


@given(st.lists(st.tuples(NAMES, TEXT, st.lists(NAMES, min_size=1, max_size=5)), min_size=1))
def test_nothing_is_lost(rows) -> None:
    text = "".join("\t".join([term, about, *genes]) + "\n" for term, about, genes in rows)
    file = good(text)
    assert [set(genes) for genes in file.sets.values()] == [set(genes) for _, _, genes in rows]
    assert file.empty == []
    assert len(file.renamed) == len(rows) - len({term for term, _, _ in rows})
