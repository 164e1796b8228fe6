"""Tables of one row a measurement, in our words and in others."""

import pytest

from resistance.protein_formats.detect import detect, parse


def read(grid, lines, quantity=""):
    export, problems = parse(grid(lines), "auto", quantity)
    assert problems == []
    assert export.format == "tidy"
    return export


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("gene\tcondition\treplicate\tvalue", None),
        ("Gene\tCondition\tRep\tMFI", "MFI"),
        ("Marker\tGroup\tBiological replicate\tGeometric Mean", "MFI"),
        ("Protein\tArm\tRepl.\tNPX", "NPX"),
    ],
)
def test_four_columns_are_enough(grid, header, unit) -> None:
    export = read(grid, [header, "CD123\tparental\t1\t1520", "CD123\tresistant\t1\t310"])
    rows = export.rows
    assert rows[["gene", "condition", "replicate", "value"]].to_numpy().tolist() == [
        ["CD123", "parental", "1", "1520"],
        ["CD123", "resistant", "1", "310"],
    ]
    assert ("unit" in rows) == (unit is not None)
    assert unit is None or set(rows["unit"]) == {unit}
    renamed = [r["item"] for r in export.records if r["action"] == "renamed"]
    assert renamed == [name for name in header.split("\t") if not name.islower()]


def test_our_own_table_of_the_example_is_taken_as_it_is(grid) -> None:
    from pathlib import Path

    path = Path(__file__).parents[3] / "config/protein.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    export = read(grid, lines)
    cells = [dict(zip(lines[0].split("\t"), line.split("\t"), strict=True)) for line in lines[1:]]
    for column in lines[0].split("\t"):
        assert export.rows[column].tolist() == [row[column] for row in cells]
    assert not [r for r in export.records if r["action"] in ("renamed", "not_used")]


def test_other_columns_are_listed(grid) -> None:
    export = read(grid, ["gene,condition,replicate,value,who", "A,p,1,5,me", "A,r,1,7,me"])
    (left,) = (r for r in export.records if r["action"] == "not_used")
    assert "who" in left["detail"]


def test_two_columns_for_one(grid) -> None:
    lines = ["gene,condition,replicate,MFI,intensity", "A,p,1,5,6"]
    _, problems = parse(grid(lines), "auto", "")
    assert [p.message for p in problems] == ['Several columns could be "value".']
    assert read(grid, lines, "intensity").rows["value"].tolist() == ["6"]
    # the exact name is the one that is meant
    exact = ["gene,protein,condition,replicate,value", "A,P1,p,1,5"]
    assert read(grid, exact).rows["gene"].tolist() == ["A"]


def test_missing_replicate(grid) -> None:
    lines = ["gene,condition,value", "A,p,5"]
    assert detect(grid(lines))[0] == "tidy"
    _, problems = parse(grid(lines), "auto", "")
    assert [(p.column, p.row) for p in problems] == [("replicate", "1")]
    assert "Number the replicates" in problems[0].hint


def test_decimal_commas(grid) -> None:
    export = read(grid, ["gene;condition;replicate;value", "A;p;1;5,25", "A;r;1;7,5"])
    assert export.rows["value"].tolist() == ["5.25", "7.5"]
