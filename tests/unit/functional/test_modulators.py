"""What inhibitors may name."""

import pytest

from resistance.functional.modulators import (
    KNOWN,
    is_none,
    lost_pump,
    named_pump,
    plain,
    pumps,
    spoken,
)


@pytest.mark.parametrize(
    ("modulator", "named", "words"),
    [
        ("zosuquidar", "ABCB1", "P-gp"),
        ("Zosuquidar", "ABCB1", "P-gp"),
        ("LY-335979", "ABCB1", "P-gp"),
        ("tariquidar", "", "P-gp and/or ABCG2"),
        ("elacridar", "", "P-gp and/or ABCG2"),
        ("verapamil", "", "P-gp and/or ABCC1"),
        ("Ko 143", "", "ABCG2, P-gp and/or ABCC1"),
        ("MK-571", "", "ABCC1 and/or ABCC2"),
        ("venetoclax", "", "a pump"),
        ("ABCB1 knockout", "ABCB1", "P-gp"),
        ("ABCG2 siRNA", "ABCG2", "ABCG2"),
    ],
)
def test_named_pump(modulator, named, words) -> None:
    assert named_pump(modulator) == named
    assert spoken(modulator) == words


def test_loss_of_another_gene_is_no_loss_of_a_pump() -> None:
    assert lost_pump("BCL2 knockout") == ""
    assert pumps("BCL2 knockout") == ()
    assert lost_pump("zosuquidar") == ""


def test_every_known_inhibitor_has_a_plain_name_pumps_and_a_source() -> None:
    for name, known in KNOWN.items():
        assert plain(name) == name
        assert known.pumps
        assert known.source


@pytest.mark.parametrize("word", ["", "none", "DMSO", "Vehicle", " untreated ", "-"])
def test_words_for_no_modulator(word) -> None:
    assert is_none(word)
    assert not is_none("zosuquidar")
