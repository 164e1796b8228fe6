import pandas as pd
import pytest

from resistance.mechanisms.catalogue import GENE_KEY, RULE_KEY, merged, resolved
from resistance.readers.resources import CATALOGUE, read_annotation


@pytest.fixture(scope="module")
def human(request):
    return read_annotation(request.config.rootpath / "resources/annotation", "human")


def own(*rows: tuple[str, str], **columns: str) -> pd.DataFrame:
    """Rows of a study's own catalogue: mechanism and gene."""
    frame = pd.DataFrame(rows, columns=["mechanism", "gene"], dtype=object)
    return frame.assign(
        group="mechanism",
        role="a pump",
        evidence_class="effector",
        expected_direction="up",
        applies_to="any",
        rationale="ours",
        source="our data",
        **columns,
    )


def test_aliases_and_ids_become_symbols_with_their_id(human) -> None:
    table = resolved(
        own(("drug_efflux", "MDR1"), ("drug_efflux", "ENSG00000118777"), ("x", "NOSUCH")), human
    )
    assert list(table["gene"]) == ["ABCB1", "ABCG2", "NOSUCH"]
    assert list(table["ensembl_id"]) == ["ENSG00000085563", "ENSG00000118777", ""]
    assert set(table["confidence"]) == {"low"}


def test_names_of_an_organism_without_annotation_stay(human, request) -> None:
    other = read_annotation(request.config.rootpath / "resources/annotation", "other")
    table = resolved(own(("drug_efflux", "PDR5")), other)
    assert list(table["gene"]) == ["PDR5"]
    assert list(table["ensembl_id"]) == [""]


def test_own_row_stands_in_place_of_the_embedded_one(catalogue, human) -> None:
    mine = resolved(own(("drug_efflux", "P-gp"), ("drug_efflux", "ABCC4")), human)
    table = merged(catalogue, mine, GENE_KEY)
    assert list(table.columns) == list(CATALOGUE)
    assert len(table) == len(catalogue)  # ABCC4 is a regulator of the embedded table
    efflux = table[table["mechanism"] == "drug_efflux"].set_index("gene")
    assert efflux.loc["ABCB1", "rationale"] == "ours"
    assert efflux.loc["ABCC4", "evidence_class"] == "effector"
    assert not table.duplicated(GENE_KEY).any()


def test_new_mechanisms_come_last_and_others_keep_their_order(catalogue, human) -> None:
    mine = resolved(own(("zeta", "ABCB1"), ("alpha", "ABCG2"), ("drug_efflux", "ABCA3")), human)
    table = merged(catalogue, mine, GENE_KEY)
    mechanisms = list(dict.fromkeys(table["mechanism"]))
    assert mechanisms == [*dict.fromkeys(catalogue["mechanism"]), "alpha", "zeta"]
    assert list(table.loc[table["mechanism"] == "drug_efflux", "gene"])[-1] == "ABCA3"


def test_order_of_the_studys_rows_does_not_matter(catalogue, human) -> None:
    mine = resolved(
        own(("zeta", "ABCB1"), ("zeta", "ABCG2"), ("drug_efflux", "ABCA3"), ("alpha", "IL3RA")),
        human,
    )
    turned = mine.iloc[::-1]
    pd.testing.assert_frame_equal(
        merged(catalogue, mine, GENE_KEY), merged(catalogue, turned, GENE_KEY)
    )


def test_catalogue_that_replaces_the_embedded_one(catalogue, human) -> None:
    mine = resolved(own(("b", "ABCB1"), ("a", "ABCG2")), human)
    table = merged(catalogue.iloc[:0], mine, GENE_KEY)
    assert list(table["mechanism"]) == ["a", "b"]


def test_own_rule_stands_in_place_of_the_embedded_one(rules) -> None:
    mine = rules[rules["mechanism"] == "drug_efflux"].assign(title="Pumps")
    table = merged(rules, mine, RULE_KEY)
    assert len(table) == len(rules)
    assert list(table["mechanism"]) == list(rules["mechanism"])
    assert table.set_index("mechanism").loc["drug_efflux", "title"] == "Pumps"
