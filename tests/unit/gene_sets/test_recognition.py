"""Files whose genes are not those that they are said to be."""

import pytest

from resistance.gene_sets.gmt import parse_gmt
from resistance.gene_sets.recognition import Asked, check_members
from resistance.gene_sets.sources import Collection

PLACE = "enrichment.gene_sets.0"


def ens(number: int, organism: str = "") -> str:
    return f"ENS{organism}G{number:011d}"


@pytest.fixture
def check(human, mouse):
    def run(
        members: list[str],
        said: str = "human",
        organism: str = "human",
        ids: str = "auto",
        counted: frozenset[str] = frozenset(),
        more: str = "",
    ):
        file, _ = parse_gmt("A\t\t" + "\t".join(members) + "\n" + more, "mine.gmt")
        asked = Asked(organism, {"human": human, "mouse": mouse}.__getitem__, counted)
        item = Collection("mine", "Mine", said, ids=ids, file="mine.gmt", kind="file")
        return check_members(file, item, PLACE, asked)

    return run


def test_known_genes_pass_without_a_word(check) -> None:
    assert check(["TP53", "SEPT2", "MDR1"]) == ([], [])
    assert check([ens(1) + ".4", ens(99)]) == ([], [])
    assert check(["7157", "5243"]) == ([], [])
    assert check(["Trp53", "Myc"], said="mouse") == ([], [])


@pytest.mark.parametrize(
    ("members", "said", "organism", "hint"),
    [
        (["Trp53", "Myc"], "human", "human", "orthologues in human"),
        ([ens(1, "MUS"), ens(7, "MUS") + ".2"], "human", "human", "organism: mouse;"),
        (["TP53", "MYC", "ABCB1"], "mouse", "mouse", "orthologues in mouse"),
        (["TP53", "MYC", "ABCB1"], "mouse", "human", "organism: human."),
    ],
)
def test_genes_of_another_organism(check, members, said, organism, hint) -> None:
    (problem,), notes = check(members, said, organism)
    assert (problem.file, notes) == ("mine.gmt", [])
    assert f"not of {said}" in problem.message
    assert problem.value.startswith(sorted(members)[0])
    assert problem.allowed == f"genes of {said}"
    assert f"{PLACE}.organism" in problem.hint
    assert hint in problem.hint


def test_ids_of_another_form_than_is_said(check) -> None:
    (problem,), _ = check(["TP53", "MYC"], ids="entrez")
    assert "2 of 2 names of genes are no Entrez ids" in problem.message
    assert f"{PLACE}.ids" in problem.hint
    (problem,), _ = check(["7157", "5243", ens(1)], ids="ensembl")
    assert "2 of 3" in problem.message
    assert check(["7157", "TP53"], ids="symbol")[0] == []


def test_nothing_known(check) -> None:
    (problem,), _ = check(["probe_1", "probe_2"])
    assert "None of the genes" in problem.message
    (problem,), _ = check(["11111", "22222"], said="mouse", organism="mouse")
    assert "No Entrez ids of mouse" in problem.hint
    (problem,), _ = check(["YFG1"], said="other", organism="other", counted=frozenset({"ACT1"}))
    assert "gene of the counts" in problem.message


def test_names_of_the_counts_are_known(check) -> None:
    counted = frozenset({"YFG1", "11111"})
    assert check(["YFG1"], said="other", organism="other", counted=counted) == ([], [])
    assert check(["11111"], said="mouse", organism="mouse", counted=counted) == ([], [])


def test_what_is_noted(check) -> None:
    _, notes = check(["TP53", "MYC", "nonsense"], more="A\t\tMYC\nB\t\n")
    assert notes == [
        "mine.gmt: 1 of 3 names of genes not recognised: nonsense.",
        "mine.gmt: 1 set(s) with the name of an earlier one got a number: A.",
        "mine.gmt: 1 set(s) without genes: B.",
    ]
