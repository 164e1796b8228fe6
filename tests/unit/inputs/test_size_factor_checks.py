import pandas as pd
import pytest

from resistance.inputs.sample_rows import resolve
from resistance.inputs.size_factor_checks import check_lengths, check_size_factors

DEFAULT = {"method": "auto", "column": "", "control_genes": [], "offsets": ""}
SHEET = pd.DataFrame(
    {
        "sample": ["A", "B", "B2"],
        "replicate_of": ["", "", "B"],
        "sf": ["0.5", "1e1", ""],
        "text": ["1", "x", ""],
        "low": ["0", "nan", "2"],
    },
    index=[2, 3, 4],
)


def check(exclude=(), **block):
    return check_size_factors({**DEFAULT, **block}, resolve(SHEET, list(exclude)), "s.tsv")


@pytest.mark.parametrize(
    "block",
    [
        {},
        {"method": "given", "column": "sf"},
        {"method": "given", "column": "sf", "offsets": "o.tsv"},
        {"control_genes": ["ACTB"], "offsets": "o.tsv"},
        {"method": "poscounts", "control_genes": "genes.tsv"},
        {"method": "iterative"},
    ],
)
def test_good_ones(block) -> None:
    assert check(**block) == []


@pytest.mark.parametrize(
    ("block", "key", "said"),
    [
        ({"method": "given"}, "column", "needs the column"),
        ({"column": "sf"}, "method", "column is set, but the method auto does not use it"),
        ({"method": "iterative", "control_genes": ["a"]}, "method", "control_genes is set"),
        ({"method": "iterative", "offsets": "o"}, "method", "offsets is set"),
        ({"method": "given", "column": "sff"}, "column", "no such column"),
    ],
)
def test_keys_that_do_not_fit(block, key, said) -> None:
    (problem,) = check(**block)
    assert problem.column == f"differential.size_factors.{key}"
    assert said in problem.message


def test_cells_that_are_no_size_factors() -> None:
    (problem,) = check(method="given", column="text")
    assert (problem.file, problem.row, problem.value) == ("s.tsv", "3", "x")
    problems = check(method="given", column="low")
    assert [(p.row, p.value) for p in problems] == [("2", "0"), ("3", "nan"), ("4", "2")]
    assert problems[-1].hint == "Give the size factor of the sum to B."
    assert [p.row for p in check(["A", "B2"], method="given", column="low")] == ["3"]


def config(abundance="offsets", engine="vectorised", **block):
    differential = {"engine": engine, "size_factors": DEFAULT | block}
    return {"counts": {"from_abundance": abundance}, "differential": differential}


def test_lengths_that_fit() -> None:
    assert check_lengths(config()) == []
    assert check_lengths(config(method="poscounts", control_genes=["A"])) == []
    assert check_lengths(config("scaledTPM", "pydeseq2", offsets="o.tsv")) == []
    assert check_lengths({"counts": 3}) == []


@pytest.mark.parametrize(
    ("given", "column", "value"),
    [
        ({"offsets": "o.tsv"}, "differential.size_factors.offsets", "o.tsv"),
        ({"method": "iterative"}, "differential.size_factors.method", "iterative"),
        ({"engine": "pydeseq2"}, "differential.engine", "pydeseq2"),
    ],
)
def test_lengths_beside_what_takes_none(given, column, value) -> None:
    (problem,) = check_lengths(config(**given))
    assert (problem.column, problem.value) == (column, value)
    assert "counts.from_abundance: offsets" in problem.message
