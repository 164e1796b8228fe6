from resistance.columns import NOTES
from resistance.inputs.study_notes import note_rows

CONFIG = {
    "samples": "config/samples.tsv",
    "contrasts": "config/contrasts.tsv",
    "protein": "config/samples.tsv: odd name.tsv",
    "functional": None,
    "mechanisms": {"catalogue": "config/own.tsv", "rules": "", "replace": False},
}


def test_notes_are_of_the_table_that_they_name() -> None:
    notes = [
        "config/samples.tsv: spaces around 2 cell(s) were taken away.",
        "config/samples.tsv: odd name.tsv: genes that nobody knows: 1 (X).",
        "config/own.tsv: MDR1 is read as ABCB1.",
        'genes_of_interest: "X" is no symbol.',
        "exclude_samples leaves out S3.",
    ]
    table = note_rows([*notes, notes[0]], CONFIG)
    assert list(table.columns) == list(NOTES)
    assert list(table["note"]) == notes
    assert list(table["source"]) == ["samples", "protein", "mechanisms", "config", "config"]


def test_no_notes_are_a_table_without_rows() -> None:
    table = note_rows([], {"samples": "s.tsv"})
    assert list(table.columns) == list(NOTES)
    assert table.empty
