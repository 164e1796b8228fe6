"""Condition and replicate of the runs of an export."""

import pandas as pd

from resistance.inputs.protein_runs import RunTable, resolve_runs, unmatched_rows
from resistance.protein_formats.base import Export

SHEET = pd.DataFrame(
    {
        "sample": ["P1", "P2", "R1"],
        "condition": ["parental", "parental", "resistant"],
        "line": ["A", "A", "A"],
    }
)


def export(*runs: str, kind: str = "diann", **columns: list[str]) -> Export:
    rows = pd.DataFrame({"run": list(runs), "gene": "IL3RA", "value": "1", **columns}, dtype=object)
    return Export("e.tsv", kind, "why", rows)


def table(**columns: list[str]) -> RunTable:
    frame = pd.DataFrame(columns, dtype=object)
    return RunTable("runs.tsv", frame.set_axis(range(2, len(frame) + 2)))


def resolve(given: Export, runs: RunTable | None = None, variables=("condition",)):
    return resolve_runs(given, runs, "ms", SHEET, list(variables))


def test_the_sheet_says_it_where_runs_are_named_as_samples() -> None:
    runs, problems = resolve(export("x/P1.raw", "x/R1.raw"))
    assert problems == []
    assert runs.about.loc[
        "x/R1.raw", ["condition", "rna_sample", "replicate", "line"]
    ].tolist() == [
        "resistant",
        "R1",
        "R1",
        "A",
    ]


def test_one_problem_lists_runs_and_shows_the_table() -> None:
    _, (problem,) = resolve(export("q1", "q2"))
    assert (problem.file, problem.column, problem.value) == ("e.tsv", "run", "q1, q2")
    assert "2 of 2 runs are named as no sample" in problem.message
    assert '"q1", "parental", "1"' in problem.hint
    assert "samples: config/protein_samples.tsv" in problem.hint


def test_columns_of_a_wide_table_may_be_no_runs() -> None:
    runs, problems = resolve(export("P1", "R1", "Mass", kind="wide"))
    assert problems == []
    assert runs.unused == ("Mass",)
    assert resolve(export("Mass", kind="wide"))[1] != []


def test_two_compared_variables_need_a_table() -> None:
    _, (problem,) = resolve(export("P1", "R1"), variables=("condition", "line"))
    assert "several variables" in problem.message


def test_two_runs_of_one_sample_need_a_table() -> None:
    _, (problem,) = resolve(export("a/P1.raw", "b/P1.raw"))
    assert "several runs have the name of one sample (P1)" in problem.message


def test_an_export_that_says_it_itself() -> None:
    runs, problems = resolve(export("q", condition=["parental"], replicate=["1"]))
    assert problems == []
    assert list(runs.about.index) == ["q"]


def test_a_table_names_the_runs_that_are_used() -> None:
    given = table(
        run=["q1", "q2"], condition=["parental", ""], rna_sample=["", "R1"], replicate=["a", ""]
    )
    runs, problems = resolve(export("m/q1.raw", "m/q2.raw", "m/qc.raw"), given)
    assert problems == []
    assert runs.about["condition"].tolist() == ["parental", "resistant"]
    assert runs.about["replicate"].tolist() == ["a", "q2"]
    assert runs.unused == ("m/qc.raw",)
    assert runs.about["place"].tolist() == [2, 3]


def test_rows_of_another_assay_are_passed_over() -> None:
    given = table(run=["q1", "q1"], condition=["parental", "resistant"], assay_id=["other", "ms"])
    runs, problems = resolve(export("q1"), given)
    assert problems == []
    assert runs.about["condition"].tolist() == ["resistant"]


def test_names_of_several_runs_and_runs_of_several_names() -> None:
    given = table(run=["q1", "q2", "q2.d"], condition=["parental"] * 3)
    _, problems = resolve(export("a/q1.raw", "b/q1.raw", "b/q2.raw"), given)
    assert [(p.row, p.value) for p in problems] == [("2", "q1"), ("4", "q2.d")]
    assert problems[0].allowed == "a/q1.raw, b/q1.raw"
    assert "Row 3 is about the same run" in problems[1].message


def test_no_condition_anywhere() -> None:
    _, (problem,) = resolve(export("q1"), table(run=["q1"]))
    assert (problem.file, problem.row, problem.column) == ("runs.tsv", "2", "condition")


def test_a_table_of_another_export() -> None:
    given = table(run=["z1"], condition=["parental"])
    runs, (problem,) = resolve(export("q1"), given)
    assert "No row names a run of e.tsv" in problem.message
    assert runs.unmatched == ()


def test_rows_that_name_no_run_of_any_export() -> None:
    given = table(run=["q1", "q3"], condition=["parental", "parental"])
    runs, problems = resolve(export("q1", "q2"), given)
    assert (problems, runs.unmatched) == ([], (3,))
    (problem,) = unmatched_rows(given, runs.unmatched, [export("q1", "q2")])
    assert (problem.row, problem.value, problem.allowed) == ("3", "q3", "q1, q2")
