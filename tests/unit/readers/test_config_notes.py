from pathlib import Path

import pytest

from resistance.readers.config_notes import config_notes, known_values

RESOURCES = Path(__file__).parents[3] / "resources"
APPLIES_TO = ["any", "class=adc;linker=cleavable", "payload=a_payload|b_payload", "target=IL3RA"]


def notes(genes=(), organism="human", **drug) -> list[str]:
    config = {"study": {"organism": organism, "drug": drug}, "genes_of_interest": list(genes)}
    return config_notes(config, RESOURCES, APPLIES_TO)


def test_known_names_need_no_word() -> None:
    assert notes(["IL3RA", "P-gp"], target="CD123", linker="Cleavable", payload="a_payload") == []
    assert notes(target="IL3RA", linker="unknown", payload="") == []


@pytest.mark.parametrize(
    ("genes", "twice"),
    [
        (["IL3RA", "CD123"], ['"CD123" and "IL3RA"']),
        (["P-gp", "MDR1", "ABCB1"], ['"MDR1" and "P-gp"', '"ABCB1" and "P-gp"']),
        (["BCL2", "ENSG00000171791"], ['"ENSG00000171791" and "BCL2"']),
    ],
)
def test_two_names_of_one_gene_are_told(genes, twice) -> None:
    said = notes(genes)
    assert len(said) == len(twice)
    assert all(names in note for names, note in zip(twice, said, strict=True))


def test_a_name_of_no_gene_is_told() -> None:
    (note,) = notes(["NOSUCHGENE"])
    assert "NOSUCHGENE" in note


def test_a_target_that_is_no_gene_is_told_with_the_closest_name() -> None:
    (note,) = notes(target="CD1234")
    assert note.startswith('study.drug.target: "CD1234" is no symbol, alias or id')
    assert 'Did you mean "CD123"?' in note
    assert "IL3RA" in note


def test_a_gene_that_the_catalogue_does_not_speak_of_is_told() -> None:
    (note,) = notes(target="ESR1")
    assert 'no mechanism of the catalogue is of the drug target "ESR1"' in note


def test_words_for_linker_and_payload_that_the_catalogue_lacks_are_told() -> None:
    linker, payload = notes(linker="cleavble", payload="MMAE")
    assert 'Did you mean "cleavable"?' in linker
    assert payload.endswith("The catalogue knows: a_payload, b_payload.")


def test_nothing_is_known_of_other_organisms() -> None:
    assert notes(["X"], organism="other", target="Y", linker="z") == []


def test_conditions_that_cannot_be_read_are_left_out() -> None:
    assert known_values("payload", [*APPLIES_TO, "payload", "nonsense=1"]) == [
        "a_payload",
        "b_payload",
    ]
