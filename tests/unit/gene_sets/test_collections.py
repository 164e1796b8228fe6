"""Collections under the study's names, and the account of each."""

import pandas as pd
import pytest

from resistance.columns import GENE_SET_COLLECTIONS, GENE_SETS
from resistance.gene_sets.collections import Known, put_together
from resistance.gene_sets.gmt import parse_gmt
from resistance.gene_sets.sources import Collection


def ens(number: int, organism: str = "") -> str:
    return f"ENS{organism}G{number:011d}"


def gmt(text: str):
    file, problems = parse_gmt(text, "x")
    assert problems == []
    return file


@pytest.fixture
def known(human, mouse, pairs, study_of) -> Known:
    study = study_of((ens(1), ens(1), "TP53"), (ens(2), ens(2), "SEPTIN2"))
    return Known("human", study, {"human": human, "mouse": mouse}, pairs)


def rows_of(sets: pd.DataFrame) -> list[tuple[str, ...]]:
    return list(sets.itertuples(index=False, name=None))


def test_members_sorted_distinct_and_named_as_the_study_does(known) -> None:
    first = Collection("second", "Second", "human", licence="MIT")
    file = gmt("B\t\tSEPT2\tSEPTIN2\tTP53\nA\t\tnonsense\nA\t\tMDR1\nC\t\t\n")
    found = put_together([(first, file), (Collection("a", "A", "human"), gmt("A\t\tMYC"))], known)
    assert list(found.members.columns) == list(GENE_SETS)
    assert rows_of(found.members) == [
        ("second", "A", "nonsense"),
        ("second", "A (2)", "ABCB1"),
        ("second", "B", "SEPTIN2"),
        ("second", "B", "TP53"),
        ("a", "A", "MYC"),
    ]
    assert list(found.collections.columns) == list(GENE_SET_COLLECTIONS)
    row = found.collections.set_index("collection").loc["second"]
    assert (row["ids"], row["status"], row["licence"]) == ("symbol", "ready", "MIT")
    counts = ["n_sets", "n_genes", "n_not_recognised", "n_renamed", "n_empty", "n_renamed_sets"]
    assert row[counts].tolist() == [3, 4, 1, 2, 1, 1]
    assert "1 of 5 names of genes not recognised: nonsense." in row["reason"]
    assert "got a number: A." in row["reason"]
    assert "1 set(s) without genes: C." in row["reason"]
    assert found.not_recognised == {"second": ["nonsense"], "a": []}


def test_another_organism_is_translated_and_the_loss_counted(known) -> None:
    file = gmt("P\t\tTrp53\tMyc\tAbcb1a\nQ\t\tAbcb1a\n")
    found = put_together([(Collection("m", "M", "mouse"), file)], known)
    assert rows_of(found.members) == [("m", "P", "MYC"), ("m", "P", "TP53")]
    (row,) = found.collections.itertuples(index=False)
    assert (row.n_sets, row.n_genes, row.n_without_orthologue, row.n_empty) == (1, 2, 1, 1)
    assert "Mouse genes, taken as their one-to-one human orthologues; 1 of 3" in row.reason


def test_a_collection_that_the_organism_has_not(known) -> None:
    other = Known("other", known.study, known.annotations)
    found = put_together([(Collection("hallmark", "Hallmark", "human"), None)], other)
    assert len(found.members) == 0
    assert list(found.members.columns) == list(GENE_SETS)
    (row,) = found.collections.itertuples(index=False)
    assert (row.status, row.n_sets, row.ids) == ("no_sets", 0, "")
    assert "enrichment.gene_sets" in row.reason


def test_no_set_left_is_no_error(known) -> None:
    found = put_together([(Collection("m", "M", "mouse"), gmt("Q\t\tAbcb1a\n"))], known)
    (row,) = found.collections.itertuples(index=False)
    assert (row.status, row.n_empty) == ("no_sets", 1)
    assert "No set has a gene that could be named." in row.reason


def test_declared_ids_stand_above_their_form(known) -> None:
    item = Collection("x", "X", "human", ids="entrez")
    found = put_together([(item, gmt("A\t\t7157\tTP53\tSEPT2\n"))], known)
    assert found.members["gene_name"].tolist() == ["SEPTIN2", "TP53"]
    assert found.collections["ids"].tolist() == ["entrez"]


def test_translation_without_pairs_is_a_mistake_of_ours(known) -> None:
    bare = Known("human", known.study, known.annotations)
    with pytest.raises(ValueError, match="no orthologues"):
        put_together([(Collection("m", "M", "mouse"), gmt("Q\t\tMyc\n"))], bare)
