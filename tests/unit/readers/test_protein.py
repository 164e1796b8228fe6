import pytest

from resistance.problems import InputError
from resistance.readers.protein import read_protein


def test_text_as_it_stands(tmp_path):
    path = tmp_path / "protein.tsv"
    path.write_text("gene\tvalue\nCD123\t007\n")
    for given in (str(path), [str(path)]):
        assert read_protein(given).to_dict("records") == [{"gene": "CD123", "value": "007"}]


def test_a_study_without_protein():
    assert read_protein([]).empty


def test_a_file_that_is_no_table(tmp_path):
    path = tmp_path / "protein.tsv"
    path.write_bytes(b"\x89PNG\0\0")
    with pytest.raises(InputError):
        read_protein(str(path))
