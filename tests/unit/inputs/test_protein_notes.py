import pandas as pd
import pytest

from resistance.inputs.protein_notes import protein_notes
from resistance.protein.tidy import tidy

BASE = pd.DataFrame(
    {
        "gene": "CD33",
        "condition": list("aabb"),
        "replicate": list("1212"),
        "value": ["5", "6", "7", "8"],
    },
    index=[2, 3, 4, 5],
    dtype=object,
)


SYMBOLS = {"cd123": "IL3RA", "ensg00000185291": "IL3RA"}


def notes(target: str = "", **columns) -> list[str]:
    table = BASE.assign(**columns)
    return protein_notes(tidy(table).set_index(table.index), "p", target, SYMBOLS)


def test_four_columns_get_by_without_a_word() -> None:
    assert notes("CD33") == []


@pytest.mark.parametrize(
    ("columns", "part"),
    [
        ({"replicate_type": "technical"}, 'all replicates of assay "protein" are technical'),
        ({"replicate_type": "passage"}, "replicates of protein are passages of one culture"),
        (
            {"assay_type": "flow", "background": "1", "n_events": ["499", "500", "", "900"]},
            "flow measurements on fewer than 500 events: 1 (row 2)",
        ),
        (
            {"assay_type": "flow", "background": ["1", "", "1", ""]},
            'measurements of assay "flow" without background: 2 (row 3, 5)',
        ),
        (
            {"assay_type": "western", "value": ["8", "6", "7", "8"]},
            'lanes of assay "western" look saturated (row 2, 5)',
        ),
        ({"gene": ["CD33", "A;B", "A;B", "C;D"]}, "groups of genes: 2 (A;B, C;D)"),
    ],
)
def test_what_is_said(columns, part) -> None:
    (note,) = notes(**columns)
    assert note.startswith("p: ")
    assert part in note


def test_some_independent_replicates_are_enough() -> None:
    assert notes(replicate_type=["technical", "technical", "independent", ""]) == []


def test_technical_replicates_of_several_cultures_are_no_weakness() -> None:
    technical = {"replicate_type": "technical"}
    assert notes(**technical, sample=["a", "b", "c", "c"]) == []
    assert len(notes(**technical, sample=["a", "a", "c", "c"])) == 1
    # without names the batch tells cultures apart
    assert notes(**technical, batch=["1", "2", "1", "2"]) == []


def test_values_at_or_below_their_background() -> None:
    (note,) = notes(background=["4", "6", "8", ""])
    assert 'values of assay "protein" at or below their background: 2 (row 3, 4).' in note
    (note,) = notes(background="99999")
    assert 'no value of assay "protein" lies above its background' in note
    assert notes(background="4") == []
    assert notes(background="6", censored="left", lod="6") == []


def test_a_stain_of_the_target_must_say_whether_it_competes() -> None:
    surface = {"compartment": "surface", "clone_competes_with_drug": ["no", "yes", "unknown", ""]}
    (note,) = notes("CD33", **surface)
    assert "not stated for surface CD33" in note
    assert notes("", **surface) == []
    assert notes("CD33", **surface, is_surface_control="yes") == []
    assert notes("CD33", **{**surface, "clone_competes_with_drug": "no"}) == []
    # of several surface proteins only the target matters, where its name is known
    genes = ["CD33", "CD33", "CD4", "CD4"]
    assert notes("CD33", **surface, gene=genes) == []
    assert notes("IL3RA", **surface, gene=genes) == []


@pytest.mark.parametrize("target", ["IL3RA", "CD123", "il3ra", "ENSG00000185291"])
@pytest.mark.parametrize(
    "columns",
    [
        {"gene": ["CD123", "CD123", "CD4", "CD4"]},
        {"gene": ["IL3RA", "IL3RA", "CD4", "CD4"]},
        {
            "gene": ["mine", "mine", "CD4", "CD4"],
            "ensembl_id": ["ENSG00000185291.3"] * 2 + [""] * 2,
        },
    ],
)
def test_the_target_is_known_by_its_other_names(target, columns) -> None:
    (note,) = notes(target, compartment="surface", **columns)
    assert f"not stated for surface {columns['gene'][0]}. If" in note


def test_an_empty_table_has_no_notes() -> None:
    assert protein_notes(tidy(BASE.iloc[:0]), "p", "X", {}) == []
