"""Problems of contrasts that are formulas, likelihood-ratio tests, or have samples of their own."""

import pandas as pd
import pytest

from resistance.problems import format_problems

CONTRASTS = "config/contrasts.tsv"


def of(study, number: int = 1) -> str:
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == number, text
    return text


@pytest.fixture
def study(study):
    """Three clones and two batches; a row is set by ``ask``."""
    study.samples["condition"] = ["parental"] * 2 + ["R-1"] * 2 + ["R2"] * 2
    study.samples["batch"] = ["1", "2"] * 3
    study.config["design"] = "~ batch + condition"
    study.config["protein"] = None
    return study


def ask(study, **cells):
    study.contrasts = pd.DataFrame([{"id": "k", **cells}])
    return study


LEVELS = {"variable": "condition", "reference": "parental", "target": "R2"}


@pytest.mark.parametrize(
    "cells",
    [
        {"formula": "('R-1' + R2)/2 - parental"},
        {"formula": "(R2 - parental) - ('R-1' - parental)"},
        {"test": "lrt", "reduced": "~ batch"},
        {"test": "lrt", "reduced": "~ 1", **LEVELS},
        {"test": "lrt", "reduced": "~ condition", "formula": "batch='2' - batch='1'"},
        {"alternative": "greaterAbs", "lfc_threshold": "1", **LEVELS},
        {"lfc_threshold": ".5", **LEVELS},
        {"subset": "condition = parental|R2", **LEVELS},
        {"subset": "condition = R-1|R2", "formula": "R2 - 'R-1'"},
        {"exclude_samples": "P1;P3", **LEVELS},
    ],
)
def test_good_questions(study, cells) -> None:
    assert ask(study, **cells).problems() == []


@pytest.mark.parametrize(
    ("cells", "column", "parts"),
    [
        ({}, "variable", ["does not say what is compared", "or a formula"]),
        ({**LEVELS, "target": ""}, "target", ["The cell is empty"]),
        ({**LEVELS, "formula": "R2 - parental"}, "formula", ["has both"]),
        ({**LEVELS, "test": "LRT"}, "test", ["Allowed: wald, lrt"]),
        ({**LEVELS, "test": "lrt"}, "reduced", ["needs the design"]),
        ({**LEVELS, "reduced": "~ batch"}, "reduced", ["compares with no reduced design"]),
        ({**LEVELS, "alternative": "greterAbs"}, "alternative", ['Did you mean "greaterAbs"?']),
        ({**LEVELS, "alternative": "lessAbs"}, "lfc_threshold", ["must be above 0"]),
        ({**LEVELS, "alternative": "two-sided", "lfc_threshold": "1"}, "alternative", ["no thres"]),
        ({**LEVELS, "lfc_threshold": "-1"}, "lfc_threshold", ["at least 0"]),
        ({**LEVELS, "lfc_threshold": "1,5"}, "lfc_threshold", ["at least 0"]),
        (
            {"test": "lrt", "reduced": "~ batch", "lfc_threshold": "1"},
            "lfc_threshold",
            ["neither alternative nor threshold"],
        ),
        (
            {"test": "lrt", "reduced": "~ batch", "alternative": "less"},
            "alternative",
            ["neither alternative nor threshold"],
        ),
        (
            {"test": "lrt", "reduced": "~ bach"},
            "reduced",
            ['names "bach"', 'Did you mean "batch"?', "The design has batch, condition."],
        ),
        ({"test": "lrt", "reduced": "~ batch + condition"}, "reduced", ["as many coefficients"]),
        ({"test": "lrt", "reduced": "~ batch*condition"}, "reduced", ["does not lie within"]),
        ({"test": "lrt", "reduced": "~ I(batch)"}, "reduced", ["a call", "Allowed:"]),
        ({"formula": "R2 - parentl"}, "formula", ['Did you mean "parental"?', "'R-1', R2"]),
        ({"formula": "R-1 - parental"}, "formula", ["adds a number to cells", "in quotes a level"]),
        ({"formula": "R2"}, "formula", ["add up to 1, not to 0"]),
        ({"formula": "R2 - R2"}, "formula", ["compares nothing"]),
        ({"formula": "R2 - '1'"}, "formula", ["in some of its cells only"]),
        ({"formula": "__import__('os') - R2"}, "formula", ['cannot be read at "("', "Allowed:"]),
        ({"formula": "R2/0 - parental"}, "formula", ["divides by zero"]),
        ({**LEVELS, "subset": "batch"}, "subset", ["something else than", "line = A|B"]),
        ({**LEVELS, "subset": "bach = 1"}, "subset", ["no column", 'Did you mean "batch"?']),
        ({**LEVELS, "subset": "batch = 3"}, "subset", ["No sample has", "The levels are 1, 2."]),
        (
            {**LEVELS, "subset": "condition = parental|R-1"},
            "subset",
            ['No sample with "condition" = "R2" is left'],
        ),
        (
            {**LEVELS, "exclude_samples": "P1;R33"},
            "exclude_samples",
            ['value "R33"', 'Did you mean "R3"?', "P1, P2, P3"],
        ),
        (
            {**LEVELS, "exclude_samples": "P1;P2;P3;R1;R2;R3"},
            "exclude_samples",
            ["No sample is left"],
        ),
        (
            {"formula": "R2 - 'R-1'", "subset": "condition = R2|parental"},
            "formula",
            ['"R-1" is no level', "There are '1', '2', R2, parental"],
        ),
    ],
)
def test_questions_that_cannot_be_answered(study, cells, column, parts) -> None:
    text = of(ask(study, **cells))
    assert f'{CONTRASTS}, row 2, column "{column}"' in text
    assert [part for part in parts if part not in text] == []


def test_a_subset_whose_design_is_confounded(study) -> None:
    study.samples["batch"] = ["1", "1", "2", "2", "1", "2"]
    text = of(ask(study, **{**LEVELS, "target": "R-1", "subset": "condition = parental|R-1"}))
    assert f'{CONTRASTS}, row 2, column "subset"' in text
    assert "not of full rank" in text
    assert '"condition" cannot be told apart from "batch"' in text


def test_a_curve_with_too_few_doses_in_a_subset(study) -> None:
    study.samples["dose"] = ["0", "1", "0", "1", "2", "3"]
    study.config["design"] = "~ condition + poly(dose, 2)"
    cells = {**LEVELS, "target": "R-1", "subset": "condition = parental|R-1"}
    text = of(ask(study, **cells))
    assert "In the samples of this row: poly(dose, 2) needs more than 2 different values" in text


def test_a_formula_that_leaves_out_an_interacting_variable(study) -> None:
    study.samples["batch"] = ["1", "2"] * 3
    study.config["design"] = "~ batch*condition"
    text = of(ask(study, formula="R2 - parental"))
    assert 'leaves out "batch", which interacts with "condition"' in text


def test_a_formula_of_a_combination_without_samples(study) -> None:
    study.samples["batch"] = ["1", "1", "1", "2", "1", "2"]
    study.config["design"] = "~ condition + condition:batch"
    text = of(ask(study, formula="'2':parental - '1':parental"))
    assert "no sample has the combination" in text


@pytest.mark.parametrize(
    ("design", "part"),
    [
        ("~ poly(batch, 6)", "a degree from 1 to 5"),
        ("~ bs(batch, 4)", "bs(NAME, df=COLUMNS)"),
        ("~ poly(condition, 2)", 'a curve of numbers, and "condition" holds "parental"'),
        ("~ condition + poly(batch, 2)", "more than 2 different values; there are 2"),
        ("~ condition/(batch)", "a call or a bracket"),
    ],
)
def test_curves_that_cannot_be_drawn(study, design, part) -> None:
    study.config["design"] = design
    text = of(ask(study, formula="R2 - parental"))
    assert 'config/config.yaml, column "design"' in text
    assert part in text


def test_two_rows_of_one_wrong_kind_are_both_said(study) -> None:
    study.contrasts = pd.DataFrame(
        [{"id": "a", "formula": "R3 - parental"}, {"id": "b", "formula": "R4 - parental"}]
    )
    assert of(study, 2).count("is no level of a factor") == 2


def test_an_arm_of_a_formula_with_one_sample_is_a_note(study) -> None:
    ask(study, formula="R2 - parental", exclude_samples="R2").write()
    loaded, problems = study.load()
    assert problems == []
    assert loaded.notes == ['the target of "k" has one sample: its scatter cannot be seen.']


def test_an_excluded_sample_of_a_row_stays_in_the_study(study) -> None:
    loaded, _ = ask(study, exclude_samples="P1", **LEVELS).load()
    assert list(loaded.samples["sample"]) == ["P1", "P2", "P3", "R1", "R2", "R3"]
