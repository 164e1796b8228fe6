import pandas as pd
import pytest

from resistance.inputs.contrast_checks import check_contrasts
from resistance.inputs.design_checks import check_design
from resistance.inputs.study_checks import check_samples, check_simulated


def rows(text: str) -> pd.DataFrame:
    lines = [line.split() for line in text.strip().splitlines()]
    index = pd.Index(range(2, len(lines) + 1), name="row")
    return pd.DataFrame(lines[1:], columns=lines[0], index=index, dtype=object)


SHEET = rows("sample line dex\ns1 A no\ns2 A yes\ns3 B no\ns4 B yes")
CONTRASTS = rows("id variable reference target\nk dex no yes")


def test_a_good_study_has_no_problems() -> None:
    assert check_samples(SHEET, "s") == []
    assert check_contrasts(CONTRASTS, SHEET, "c") == []
    assert check_design("~ line + dex", SHEET, CONTRASTS, "s", "c") == ([], [])


@pytest.mark.parametrize("drop", ["sample", "line", "dex"])
def test_a_missing_column_is_no_crash(drop) -> None:
    sheet = SHEET.drop(columns=drop)
    check_samples(sheet, "s")
    check_contrasts(CONTRASTS, sheet, "c")
    check_design("~ line + dex", sheet, CONTRASTS, "s", "c")


@pytest.mark.parametrize("drop", ["variable", "reference", "target"])
def test_a_missing_contrast_column_is_said_once(drop) -> None:
    contrasts = CONTRASTS.drop(columns=drop)
    (problem,) = check_contrasts(contrasts, SHEET, "c")
    assert (problem.column, problem.row) == (drop, "")
    assert check_design("~ line + dex", SHEET, contrasts, "s", "c")[0] == []


def test_contrasts_without_ids_are_no_crash() -> None:
    contrasts = CONTRASTS.drop(columns="id")
    assert check_contrasts(contrasts, SHEET, "c") == []
    assert check_design("~ line + dex", SHEET, contrasts, "s", "c")[0] == []


def test_contrast_of_two_levels_that_are_no_reference() -> None:
    sheet = rows("sample k\ns1 a\ns2 b\ns3 c\ns4 a\ns5 b\ns6 c")
    contrasts = rows("id variable reference target\none k a b\ntwo k b c")
    assert check_contrasts(contrasts, sheet, "c") == []
    assert check_design("~ k", sheet, contrasts, "s", "c") == ([], [])


def test_confounded_variables_are_named() -> None:
    sheet = SHEET.assign(day=["1", "2", "1", "2"])
    problems, _ = check_design("~ line + dex + day", sheet, CONTRASTS, "s", "c")
    assert len(problems) == 1
    assert "day_2_vs_1" in problems[0].message
    assert '"dex"' in problems[0].message


def test_one_against_one_is_a_note() -> None:
    sheet = rows("sample dex\ns1 no\ns2 yes")
    problems, notes = check_design("~ dex", sheet, CONTRASTS, "s", "c")
    assert problems == []
    assert len(notes) == 2


def test_simulated_names_the_first_wrong_row() -> None:
    sheet = SHEET.assign(simulated=["yes", "yes", "", "yes"])
    (problem,) = check_simulated(True, {"s": sheet, "p": None})
    assert (problem.file, problem.row) == ("s", "4")
    (problem,) = check_simulated(False, {"s": sheet})
    assert problem.row == "2"
    assert "3 of 4 rows" in problem.message
