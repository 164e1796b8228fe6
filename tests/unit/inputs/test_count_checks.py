from dataclasses import replace

import pandas as pd
import pytest

from resistance.inputs.count_checks import check_table
from resistance.inputs.counts_table import CountsTable
from resistance.inputs.tables import EXAMPLES


def table(text: str) -> CountsTable:
    lines = [line.split("\t") for line in text.split("\n") if line]
    data = pd.DataFrame(lines[1:])
    for column in data.columns[1:]:
        number = pd.to_numeric(data[column], errors="coerce")
        data[column] = data[column] if number.isna().any() else number
    return CountsTable("c", "matrix", lines[0], data, 1, text, "\t")


def problems_of(text: str, samples=("S1", "S2")):
    return check_table(table(text), dict(enumerate(samples, start=2)), "sheet")


GOOD = "id\tS1\tS2\nA\t1\t2\nB\t0\t30\n"


def test_counts() -> None:
    assert problems_of(GOOD) == []


def test_problems_of_ids_samples_and_values_come_together() -> None:
    problems = problems_of("id\tS1\tS2\nA\t1\t2\nA\t0\tx\nC\t4\t5\n", ("S1", "S2", "S3"))
    assert [(p.file, p.row, p.column, p.value) for p in problems] == [
        ("c", "3", "id", "A"),
        ("sheet", "4", "sample", "S3"),
        ("c", "3", "S2", "x"),
    ]


def test_values_of_columns_that_no_sample_has_do_not_matter() -> None:
    assert problems_of("id\tS1\tS2\tother\nA\t1\t2\t-7.5\nB\t3\t3\tx\n") == []


@pytest.mark.parametrize("n", [EXAMPLES, EXAMPLES + 1, 500])
def test_examples_are_limited(n) -> None:
    rows = "".join(f"G{i}\t-1\t{i + 1}\n" for i in range(n))
    found = problems_of("id\tS1\tS2\n" + rows)
    assert len(found) == min(n, EXAMPLES + 1)
    if n > EXAMPLES:
        assert found[-1].message == f"And {n - EXAMPLES} more negative counts."


def test_a_sample_named_twice_in_the_sheet_is_told_once() -> None:
    problems = problems_of("id\tS1\tx/S2.bam\ty/S2.bam\nA\t1\t2\t3\n", ("S1", "S2", "S2"))
    assert len(problems) == 1


def test_without_samples_only_ids_are_checked() -> None:
    assert problems_of(GOOD, ()) == []


@pytest.mark.parametrize("layout", ["salmon", "kallisto", "rsem"])
def test_decimals_of_quantifiers_are_those_of_counts(layout) -> None:
    text = "id\tS1\tS2\nA\t1.5\t2.25\nB\t0.5\t30.5\n"
    assert "logarithms" in problems_of(text)[0].message
    samples = {2: "S1", 3: "S2"}
    assert check_table(replace(table(text), layout=layout), samples, "s") == []
    one = replace(table("id\tS1\tS2\n" + "A\t1\t2\n" + "B\t1\t2.5\n"), layout=layout)
    assert check_table(one, samples, "s") == []


def test_a_row_that_adds_up_all_others_is_no_gene() -> None:
    rows = "A\t1\t2\nB\t3\t30\nC\t4\t5\n"
    (problem,) = problems_of(f"id\tS1\tS2\n{rows}Total\t8\t37\n")
    assert (problem.row, problem.value) == ("5", "Total")
    assert "sum of all others" in problem.message
    assert problems_of(f"id\tS1\tS2\n{rows}D\t8\t36\n") == []


@pytest.mark.parametrize(
    ("value", "hinted"), [("1'056", True), ("1.056.789", True), ("1.056,5", True), ("-7", False)]
)
def test_marks_between_thousands_are_told(value, hinted) -> None:
    (problem,) = problems_of(f"id\tS1\tS2\nA\t{value}\t2\nB\t0\t30\nC\t1\t1\n")
    assert ("thousands" in problem.hint) is hinted
