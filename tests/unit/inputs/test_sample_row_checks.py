import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.inputs.sample_row_checks import check_rows
from resistance.inputs.sample_rows import resolve

CONTRASTS = pd.DataFrame({"variable": ["k"], "reference": ["a"], "target": ["b"]})


def sheet(replicate_of: str, levels: str = "aaabbb") -> pd.DataFrame:
    links = [cell.replace(".", "") for cell in replicate_of.split()]
    return pd.DataFrame(
        {"sample": [f"S{i}" for i in range(1, 7)], "k": list(levels), "replicate_of": links},
        index=range(2, 8),
    )


def check(samples: pd.DataFrame, exclude: list[str] | None = None) -> list:
    return check_rows(samples, exclude or [], CONTRASTS, "~ k", "samples.tsv")


def test_good_ones() -> None:
    assert check(sheet(". S1 S2 . unknown S4"), ["S5"]) == []
    # the chain goes over a sample that is left out
    assert check(sheet(". S1 S2 . . ."), ["S2"]) == []
    # nobody asks what an excluded sample is a replicate of
    assert check(sheet(". S9 . . S5 ."), ["S2", "S5"]) == []


@pytest.mark.parametrize(
    ("links", "row", "value", "said"),
    [
        ("S1 . . . . .", "2", "S1", "replicate of itself"),
        (". S7 . . . .", "3", "S7", "no such sample"),
        (". S7 S2 . . .", "3", "S7", "no such sample"),
        ("S2 S3 S1 . . .", "4", "S1", "S1 -> S2 -> S3 -> S1"),
        ("S2 S3 S2 . . .", "4", "S2", "S2 -> S3 -> S2"),
        (". Unknown . . . .", "3", "Unknown", "no such sample"),
    ],
)
def test_links_that_lead_nowhere_are_said_once(links, row, value, said) -> None:
    (problem,) = check(sheet(links))
    assert (problem.row, problem.column, problem.value) == (row, "replicate_of", value)
    assert said in problem.message
    assert problem.allowed.endswith("or empty, or unknown")


def test_a_replicate_of_a_sample_that_is_left_out() -> None:
    (problem,) = check(sheet(". S1 . . . ."), ["S1"])
    assert 'exclude_samples leaves out "S1"' in problem.message
    assert problem.hint.startswith('Name "S2" there, too')


def test_a_replicate_with_another_level() -> None:
    (problem,) = check(sheet(". . . . S3 ."))
    assert (problem.row, problem.column, problem.value, problem.allowed) == ("6", "k", "b", "a")
    assert '"S5" is a technical replicate of "S3" (row 4)' in problem.message
    # variables of the design count, others do not
    other = sheet(". S1 . . . .").assign(batch=list("121212"))
    assert check_rows(other, [], CONTRASTS, "~ k", "s") == []
    (problem,) = check_rows(other, [], CONTRASTS, "~ batch + k", "s")
    assert problem.column == "batch"
    assert [p.column for p in check_rows(sheet(". . . . S3 ."), [], CONTRASTS, "~ (", "s")] == ["k"]


def test_exclusions() -> None:
    (problem,) = check(sheet(". . . . . ."), ["s1"])
    assert (problem.value, problem.hint) == ("s1", 'Did you mean "S1"?')
    (problem,) = check(sheet(". . . . . ."), [f"S{i}" for i in range(1, 7)])
    assert problem.message == "Every sample of the sheet is left out."
    (problem,) = check(sheet(". . . . . ."), ["S4", "S5", "S6"])
    assert 'k is "b" is left out, but a contrast compares it' in problem.message
    # a level that the sheet does not have is the contrasts' problem
    assert check(sheet(". . . . . .", "aaaccc"), ["S1"]) == []


def test_the_column_of_the_results_is_taken() -> None:
    (problem,) = check(sheet(". . . . . .").assign(summed_from=""))
    assert (problem.row, problem.column) == ("1", "summed_from")


names = st.sampled_from(["S1", "S2", "S3", "S4", "S5", "S6", "S7", ".", "unknown"])


@given(st.lists(names, min_size=6, max_size=6), st.lists(names, max_size=3, unique=True))
def test_what_has_no_problem_is_resolved(links, exclude) -> None:
    samples = sheet(" ".join(links), "aaaaaa")
    if check_rows(samples, exclude, CONTRASTS[:0], "~ k", "s"):
        return
    rows = resolve(samples, exclude)
    kept = list(rows.kept["sample"])
    assert set(rows.summed.values()) <= set(kept)
    assert sorted([*kept, *rows.summed, *rows.excluded]) == list(samples["sample"])
