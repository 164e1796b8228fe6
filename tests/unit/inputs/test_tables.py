import pandas as pd

from resistance.inputs.tables import EXAMPLES, capped, cell, check_table, repeated_rows
from resistance.problems import Problem

SCHEMA = {
    "additionalProperties": False,
    "required": ["id", "kind"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "kind": {"enum": ["a", "b", ""]},
        "note": {"type": "string"},
    },
}


def frame(**columns) -> pd.DataFrame:
    table = pd.DataFrame(columns, dtype=object)
    return table.set_index(pd.Index(range(2, len(table) + 2), name="row"))


def test_a_good_table_has_no_problems() -> None:
    assert check_table(frame(id=["x", "y"], kind=["a", ""]), SCHEMA, "t") == []


def test_missing_and_unknown_columns() -> None:
    problems = check_table(frame(ID=["x"], nate=["a"]), SCHEMA, "t")
    assert [problem.column for problem in problems] == ["id", "kind", "ID", "nate"]
    assert problems[0].hint == 'Is it the column "ID"?'
    assert problems[3].hint == 'Did you mean "note"?'


def test_wrong_cells_have_row_and_choice() -> None:
    (problem,) = check_table(frame(id=["x", "y"], kind=["a", "A"]), SCHEMA, "t")
    assert (problem.row, problem.column, problem.value) == ("3", "kind", "A")
    assert problem.allowed == "a, b, (empty)"
    assert problem.hint == 'Did you mean "a"?'


def test_equal_wrong_cells_are_one_problem() -> None:
    kinds = ["A", "A", "a", "A", "c", ""]
    first, second = check_table(frame(id=list("uvwxyz"), kind=kinds), SCHEMA, "t")
    assert (first.row, first.value) == ("2", "A")
    assert first.message == "This value is not allowed here (3 rows: 2-3, 5)."
    assert (second.row, second.message) == ("6", "This value is not allowed here.")
    (empty,) = check_table(frame(id=["", "x", ""], kind=["a"] * 3), SCHEMA, "t")
    assert (empty.row, empty.message) == ("2", "The cell is empty (2 rows: 2, 4).")


def test_values_that_another_check_tells_of() -> None:
    rules = {**SCHEMA["properties"], "kind": {"enum": ["a"], "x-told-elsewhere": "%"}}
    schema = {**SCHEMA, "properties": rules}
    (problem,) = check_table(frame(id=["x", "y"], kind=["%", "b"]), schema, "t")
    assert problem.value == "b"


def test_capped_counts_the_rest() -> None:
    problems = [Problem("f", str(i)) for i in range(EXAMPLES + 5)]
    cut = capped(problems, "things")
    assert len(cut) == EXAMPLES + 1
    assert cut[-1] == Problem("f", "And 5 more things.")
    assert capped(problems[:EXAMPLES], "things") == problems[:EXAMPLES]


def test_cell() -> None:
    assert cell(frame(id=["x", "y"]), 3, "id") == "y"


def test_a_repeated_row_is_told_with_the_first_that_it_repeats() -> None:
    table = pd.DataFrame({"a": list("xyxxy"), "b": list("11121")}, index=[2, 3, 5, 6, 9])
    assert repeated_rows(table, ["a", "b"]) == [(5, 2), (9, 3)]
    assert repeated_rows(table, ["a"]) == [(5, 2), (6, 2), (9, 3)]
    assert repeated_rows(table.iloc[:2], ["a"]) == []
