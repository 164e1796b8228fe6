import pandas as pd
import pytest

from resistance.inputs.protein_links import check_links
from resistance.protein.tidy import tidy

SHEET = pd.DataFrame(
    {"sample": ["P1", "P2", "R1"], "k": ["a", "a", "b"], "other": ["b", "x", "x"]}, index=[2, 3, 4]
)


def check(*rows: tuple[str, str, str], kind: str = "", variables=("k",)):
    frame = pd.DataFrame(rows, columns=["condition", "sample", "rna_sample"], dtype=object)
    frame = frame.assign(gene="G", replicate=[str(i) for i in range(len(rows))], value="5")
    frame = frame.assign(replicate_type=kind, assay_type="flow")
    frame.index = frame.index + 2
    return check_links(tidy(frame).set_index(frame.index), SHEET, variables, "p")


def test_one_culture_for_each_sample_is_fine() -> None:
    assert check(("a", "s1", "P1"), ("a", "s2", "P2"), ("b", "s3", "R1"), ("b", "s4", "")) == []
    # several genes of one sample
    assert check(("a", "s1", "P1"), ("a", "s1", "P1")) == []


def test_an_unknown_sample() -> None:
    (problem,) = check(("a", "s1", "P9"))
    assert (problem.row, problem.column, problem.value) == ("2", "rna_sample", "P9")
    assert problem.allowed == "P1, P2, R1"


def test_an_rna_sample_of_another_condition() -> None:
    (problem,) = check(("a", "s1", "P1"), ("b", "s2", "P2"))
    assert (problem.row, problem.column, problem.value) == ("3", "condition", "b")
    assert 'The RNA sample "P2" is "a" in column "k"' in problem.message
    # a level of several columns: one that agrees is enough
    assert check(("b", "s1", "P1"), variables=("k", "other")) == []
    # a condition that is no level at all is told elsewhere
    assert check(("z", "s1", "P1")) == []


def test_independent_samples_of_one_culture() -> None:
    (problem,) = check(("a", "s1", "P1"), ("a", "s2", "P1"))
    assert (problem.row, problem.column, problem.value) == ("3", "sample", "s2")
    assert '"P1" (s1, s2)' in problem.message
    assert check(("a", "s1", "P1"), ("a", "s2", "P1"), kind="technical") == []


def test_a_protein_sample_of_two_cultures() -> None:
    (problem,) = check(("a", "s1", "P1"), ("a", "s1", "P2"))
    assert (problem.column, problem.value) == ("rna_sample", "P2")
    assert '"s1" names several RNA samples: P1, P2' in problem.message


@pytest.mark.parametrize("sheet", [pd.DataFrame(), SHEET.iloc[:0]])
def test_without_a_sheet_there_is_no_crash(sheet) -> None:
    frame = pd.DataFrame({"condition": ["a"], "rna_sample": ["P1"], "replicate": ["1"]})
    check_links(tidy(frame), sheet, (), "p")
