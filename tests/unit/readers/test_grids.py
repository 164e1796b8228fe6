"""Cells of any table, as text."""

import pytest

from resistance.readers.grids import read_grid


def test_semicolons_and_short_rows(tmp_path) -> None:
    (tmp_path / "t.csv").write_text("a;b;c\n1,5;x\n\n2;y;z\n")
    grid, problems = read_grid(tmp_path / "t.csv", "t.csv")
    assert problems == []
    assert (grid.header, grid.kind, grid.decimal_comma) == (["a", "b", "c"], "semicolons", True)
    assert list(grid.cells.index) == [2, 4]
    assert list(grid.cells.loc[2]) == ["1,5", "x", ""]


def grid_of(tmp_path, text: str):
    (tmp_path / "t").write_text(text)
    grid, problems = read_grid(tmp_path / "t", "t")
    assert problems == []
    return grid


def test_titles_and_comments_stand_above_the_header(tmp_path) -> None:
    grid = grid_of(tmp_path, "NPX export\n# made by hand\nSample,Assay,NPX\nA,IL6,1.5\n")
    assert grid.header == ["Sample", "Assay", "NPX"]
    assert list(grid.cells.index) == [4]
    assert "2 row(s) above the header" in grid.notes[0]


def test_quotation_marks_inside_of_names(tmp_path) -> None:
    grid = grid_of(tmp_path, 'Protein\tName\tS1\nP1\t"5\'-end" kinase\t7\n"P2"\t3" long\t8\n')
    assert list(grid.cells[0]) == ["P1", "P2"]
    assert list(grid.cells[1]) == ['"5\'-end" kinase', '3" long']


def test_quoted_commas_and_line_ends(tmp_path) -> None:
    grid = grid_of(tmp_path, 'a,b\n"x, y","two\nlines"\nz,1\n')
    assert list(grid.cells.loc[2]) == ["x, y", "two lines"]
    assert list(grid.cells.index) == [2, 4]


def test_an_open_quotation_mark(tmp_path) -> None:
    (tmp_path / "t").write_text('a,b\n"x,1\ny,2\n')
    grid, problems = read_grid(tmp_path / "t", "t")
    assert grid is None
    assert "not closed" in problems[0].message


def test_separators_at_the_end_of_each_row(tmp_path) -> None:
    assert grid_of(tmp_path, "a,b,\n1,2,\n").header == ["a", "b"]


def test_decimal_commas_beside_tabs(tmp_path) -> None:
    assert grid_of(tmp_path, "a\tb\nx\t1,5\ny\t2,25\n").decimal_comma
    assert not grid_of(tmp_path, "a\tb\nx\t1.5\ny\t2,225\n").decimal_comma


@pytest.mark.parametrize("text", [",,,\n,,,\n", '""\n""\n', "\x0b,\x0b\n", "\t\n;;\n"])
def test_nothing_but_separators(tmp_path, text) -> None:
    (tmp_path / "t").write_text(text)
    assert "empty" in read_grid(tmp_path / "t", "t")[1][0].message
