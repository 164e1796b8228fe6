"""Cells of any table, as text."""

from resistance.readers.grids import read_grid


def test_semicolons_and_short_rows(tmp_path) -> None:
    (tmp_path / "t.csv").write_text("a;b;c\n1,5;x\n\n2;y;z\n")
    grid, problems = read_grid(tmp_path / "t.csv", "t.csv")
    assert problems == []
    assert (grid.header, grid.kind, grid.decimal_comma) == (["a", "b", "c"], "semicolons", True)
    assert list(grid.cells.index) == [2, 4]
    assert list(grid.cells.loc[2]) == ["1,5", "x", ""]
