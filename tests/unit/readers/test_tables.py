from pathlib import Path

import pytest

from resistance.readers.tables import read_sheet, read_table


def test_only_the_defined_columns_come_back_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("b\ta\tsimulated\n1\tx\tyes\n")
    back = read_table(tmp_path / "t.tsv", {"a": str, "b": float})
    assert list(back.columns) == ["a", "b"]
    assert back.loc[0, "b"] == 1.0


def test_a_missing_column_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("a\nx\n")
    with pytest.raises(KeyError):
        read_table(tmp_path / "t.tsv", {"a": str, "b": float})


def test_text_in_a_number_column_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text("a\nhigh\n")
    with pytest.raises(ValueError, match="high"):
        read_table(tmp_path / "t.tsv", {"a": float})


def test_a_sheet_keeps_every_column_as_text(tmp_path: Path) -> None:
    (tmp_path / "s.tsv").write_text("sample\tarm\tdose\n1 a\tNA\t1.0\ns2\tNone\t\n")
    back = read_sheet(tmp_path / "s.tsv")
    assert back.to_numpy().tolist() == [["1 a", "NA", "1.0"], ["s2", "None", ""]]
