import pytest

from resistance.readers.json_files import read_json
from resistance.writers.json_files import write_json


def test_round_trip_is_sorted_and_marked(tmp_path):
    path = tmp_path / "deep" / "model.json"
    write_json({"b": 1.5, "a": None, "notes": ["µ"]}, path, simulated=True)
    assert list(read_json(path)) == ["a", "b", "notes", "simulated"]
    write_json({"notes": ["µ"], "a": None, "b": 1.5}, tmp_path / "again.json", simulated=True)
    assert path.read_bytes() == (tmp_path / "again.json").read_bytes()


def test_numbers_that_json_lacks_are_refused(tmp_path):
    with pytest.raises(ValueError, match="Out of range"):
        write_json({"a": float("nan")}, tmp_path / "x.json", simulated=False)
