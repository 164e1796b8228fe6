"""Which gene of the study a member of a gene set names."""

import pandas as pd
import pytest

from resistance.gene_sets.members import (
    StudyGenes,
    identify,
    kind_of,
    translate,
    translate_across,
)
from resistance.gene_sets.orthologues import Orthologues


def ens(number: int, organism: str = "") -> str:
    return f"ENS{organism}G{number:011d}"


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        (["TP53", "ABCB1", "1"], "symbol"),
        ([ens(1), ens(2) + ".7", "TP53"], "ensembl"),
        (["ENSMUSG00000000001", "ENSMUSG00000000002"], "ensembl"),
        (["7157", "5243", "GeneID:4609", "TP53"], "entrez"),
        ([], "symbol"),
    ],
)
def test_kinds_are_told_by_their_form(members, kind) -> None:
    assert kind_of(members) == kind


def test_a_gene_of_a_study_goes_by_all_its_names() -> None:
    table = pd.DataFrame(
        {
            "gene_id": ["b", "a", ens(3)],
            "input_ids": ["b", "a;a.1", f"{ens(3)}.5"],
            "ensembl_id": [ens(1), ens(1), ens(3)],
            "gene_name": ["second", "first", ""],
        }
    )
    genes = StudyGenes.from_table(table)
    assert genes.find("a.1", "") == "first"
    assert genes.find("unknown", ens(1)) == "first"
    assert genes.find(f"{ens(3)}.5", "") == ens(3)
    assert genes.find("unknown", "") == ""


def test_symbols_of_a_study_of_ensembl_ids(human, study_of) -> None:
    study = study_of((ens(1), ens(1), "TP53"), (ens(2), ens(2), "SEPTIN2"))
    members = ["TP53", "SEPT2", "MDR1", "C1ORF112", "BOTH", "TWIN", "nonsense"]
    found = translate(members, "symbol", human, study)
    assert found.names == {
        "TP53": "TP53",
        "SEPT2": "SEPTIN2",
        "MDR1": "ABCB1",  # the counts lack it
        "C1ORF112": "C1orf112",
        "BOTH": "BOTH",  # two genes
        "TWIN": "TWIN",  # a symbol in use, of two ids
        "nonsense": "nonsense",
    }
    assert found.unknown == {"BOTH", "nonsense"}
    assert found.renamed == {"SEPT2", "MDR1", "C1ORF112"}
    assert found.lost == frozenset()


def test_a_study_of_older_symbols_keeps_its_own(human, study_of) -> None:
    study = study_of(("SEPT2", ens(2), "SEPT2"))
    found = translate(["SEPTIN2", "SEPT2"], "symbol", human, study)
    assert found.names == {"SEPTIN2": "SEPT2", "SEPT2": "SEPT2"}
    assert found.renamed == {"SEPTIN2"}


def test_ids(human, study_of) -> None:
    study = study_of((ens(1), ens(1), "TP53"), ("MYC", ens(7), "MYC"))
    found = translate([f"{ens(1)}.18", ens(99), ens(7), ens(55) + ".1"], "ensembl", human, study)
    assert sorted(found.names.values()) == ["ABCB1", ens(55), "MYC", "TP53"]
    assert found.unknown == {ens(55) + ".1"}
    found = translate(["7157", "entrez:5243", "4609", "12"], "entrez", human, study)
    assert found.names == {"7157": "TP53", "4609": "MYC", "entrez:5243": "ABCB1", "12": "12"}
    assert (found.unknown, found.renamed) == ({"12"}, frozenset())


def test_an_organism_without_annotation_knows_its_counts_alone(human, study_of) -> None:
    other = human.__class__("other", *([human.genes.iloc[:0]] * 4))
    found = translate(["YAL001C", "TP53"], "symbol", other, study_of("YAL001C"))
    assert found.unknown == {"TP53"}
    assert found.names == {"YAL001C": "YAL001C", "TP53": "TP53"}


def test_exact_spelling_tells_organisms_apart(human, mouse) -> None:
    assert set(identify(["Tp53", "TP53"], "symbol", human, ignore_case=False)) == {"TP53"}
    assert set(identify(["Tp53", "TP53"], "symbol", human, ignore_case=True)) == {"Tp53", "TP53"}
    assert identify(["TP53", "MYC"], "symbol", mouse, ignore_case=False) == {}


def test_human_sets_in_a_mouse_study(human, pairs, study_of) -> None:
    study = study_of(("x", ens(1, "MUS"), "Trp53"), "Septin2")
    members = ["TP53", "SEPT2", "MYC", "ABCB1", "nonsense"]
    found = translate_across(members, "symbol", human, Orthologues(pairs, "human"), study)
    assert found.names == {"TP53": "Trp53", "SEPT2": "Septin2", "MYC": "Myc"}
    assert (found.lost, found.unknown, found.renamed) == ({"ABCB1"}, {"nonsense"}, {"SEPT2"})


def test_mouse_sets_in_a_human_study(mouse, pairs, study_of) -> None:
    study = study_of((ens(1), ens(1), "TP53"))
    members = ["Trp53", "Myc", "Abcb1a", "Septin2"]
    found = translate_across(members, "symbol", mouse, Orthologues(pairs, "mouse"), study)
    assert found.names == {"Trp53": "TP53", "Myc": "MYC", "Septin2": "SEPTIN2"}
    assert found.lost == {"Abcb1a"}
    found = translate_across(
        [ens(1, "MUS") + ".3"], "ensembl", mouse, Orthologues(pairs, "mouse"), study
    )
    assert found.names == {ens(1, "MUS") + ".3": "TP53"}
