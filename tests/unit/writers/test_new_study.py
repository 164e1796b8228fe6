from pathlib import Path

import pandas as pd
import pytest

from resistance.new_study.draft import Draft
from resistance.readers.delimited import read_delimited
from resistance.writers.new_study import FILES, occupied, write_study

EXAMPLE = Path(__file__).parents[3] / "config/config.yaml"
CELLS = ['a"b', "c,d", "=1+1", "<b>", "'", "e  f"]
DRAFT = Draft(
    pd.DataFrame({"sample": CELLS, "condition": ["x"] * 6}),
    pd.DataFrame({"id": ["k"]}),
    {"samples": "config/samples.tsv"},
    frozenset(),
    [],
)


def test_tables_are_read_back_as_they_are(tmp_path) -> None:
    paths = write_study(tmp_path / "deep/study", DRAFT, EXAMPLE)
    assert [path.name for path in paths] == list(FILES)
    frame, problems, _ = read_delimited(paths[1], "samples.tsv")
    assert problems == []
    assert list(frame["sample"]) == CELLS


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_overwritten(tmp_path, name) -> None:
    assert occupied(tmp_path) == []
    (tmp_path / "config").mkdir()
    path = tmp_path / "config" / name
    path.symlink_to(tmp_path / "nowhere")
    (problem,) = occupied(tmp_path)
    assert name in problem.file
    path.unlink()
    path.write_text("mine")
    assert len(occupied(tmp_path)) == 1
    with pytest.raises(FileExistsError):
        write_study(tmp_path, DRAFT, EXAMPLE)
    assert path.read_text() == "mine"
