import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.readers.tables import read_matrix, read_table
from resistance.writers.tables import write_matrix, write_table

COLUMNS = {"gene_id": str, "gene_name": str, "value": float, "n": int}


def frame(**changes: list) -> pd.DataFrame:
    data = {
        "gene_id": ["a", "NA", "c d"],
        "gene_name": ["None", "", 'say "hi"'],
        "value": [1.5, np.nan, 1e-300],
        "n": [1, 2, 3],
    }
    return pd.DataFrame(data | changes)


@pytest.mark.parametrize("name", ["t.tsv", "t.tsv.gz"])
@pytest.mark.parametrize("simulated", [True, False])
def test_round_trip_keeps_text_and_missing_values(
    tmp_path: Path, name: str, simulated: bool
) -> None:
    path = tmp_path / "below" / name
    write_table(frame(), path, COLUMNS, simulated=simulated)
    back = read_table(path, COLUMNS)
    pd.testing.assert_frame_equal(back, frame().astype({"n": "Int64"}))
    data = path.read_bytes()
    header = (gzip.decompress(data) if name.endswith("gz") else data).decode().splitlines()[0]
    assert header.split("\t")[len(COLUMNS) :] == (["simulated"] if simulated else [])


def test_no_row_is_a_file_with_a_header(tmp_path: Path) -> None:
    write_table(frame().iloc[:0], tmp_path / "t.tsv", COLUMNS, simulated=True)
    assert (tmp_path / "t.tsv").read_text() == "gene_id\tgene_name\tvalue\tn\tsimulated\n"
    assert read_table(tmp_path / "t.tsv", COLUMNS).empty


def test_tabs_and_line_breaks_in_text_do_not_shift_columns(tmp_path: Path) -> None:
    write_table(
        frame(gene_name=["a\tb", "c\r\nd", "e"]), tmp_path / "t.tsv", COLUMNS, simulated=False
    )
    back = read_table(tmp_path / "t.tsv", COLUMNS)
    assert list(back["gene_name"]) == ["a b", "c d", "e"]


@pytest.mark.parametrize("broken", [frame().drop(columns="n"), frame().assign(extra=1)])
def test_other_columns_than_defined_are_refused(tmp_path: Path, broken: pd.DataFrame) -> None:
    with pytest.raises(KeyError, match=r"t\.tsv: columns differ"):
        write_table(broken, tmp_path / "t.tsv", COLUMNS, simulated=False)


def test_same_table_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / folder / "t.tsv.gz" for folder in ("a", "b")]
    for path in paths:
        write_table(frame(), path, COLUMNS, simulated=False)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_matrix_round_trip_by_name(tmp_path: Path) -> None:
    matrix = pd.DataFrame(
        {"s 1": [1.0, 2.0], "2-s": [3.0, np.nan]}, index=pd.Index(["g1", "NA"], name="gene_id")
    )
    names = pd.Series({"NA": "second", "g1": "first"})
    write_matrix(matrix, tmp_path / "m.tsv", names, simulated=True)
    first = (tmp_path / "m.tsv").read_text().splitlines()
    assert first[0] == "gene_id\tgene_name\ts 1\t2-s\tsimulated"
    assert first[1].startswith("g1\tfirst\t")
    pd.testing.assert_frame_equal(read_matrix(tmp_path / "m.tsv"), matrix, check_dtype=False)
    back = read_matrix(tmp_path / "m.tsv", ["2-s", "s 1"])
    pd.testing.assert_frame_equal(back, matrix[["2-s", "s 1"]], check_dtype=False)
