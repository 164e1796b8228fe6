import pytest

from resistance.inputs.spaced import with_tabs


def test_as_r_writes_it() -> None:
    lines = ['"P1" "P 2"', '"ENSG1" 5 6', '"ENSG2" 0 12', ""]
    out, mark = with_tabs(lines)
    assert out == ["P1\tP 2", "ENSG1\t5\t6", "ENSG2\t0\t12", ""]
    assert mark == "spaces"


def test_columns_that_are_aligned() -> None:
    out, _ = with_tabs(["gene  P1  P2", "A      1 200", "BB   100   2"])
    assert out[2] == "BB\t100\t2"


def test_bars() -> None:
    out, mark = with_tabs(["gene | P1 | P2", "A one | 1 | 2", "B | 3 | 4"])
    assert out[1] == "A one\t1\t2"
    assert mark == "vertical bars"


@pytest.mark.parametrize(
    "lines",
    [
        ["one", "two"],
        ["a b c", "x 1 2", "y 1"],
        ["a b c", "x 1 2", "y 1 2 3"],
        ["a b", "x\t1 2"],
        ["a b c"],
        [],
        ["a", "long words in a row here", "x 1 2 3 4"],
    ],
)
def test_what_is_not_divided_alike_is_left(lines: list[str]) -> None:
    assert with_tabs(lines) == ([], "")
