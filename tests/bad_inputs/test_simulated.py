"""Made-up and real data must not meet: a false verdict would follow."""

import pytest

from resistance.problems import format_problems


@pytest.mark.parametrize(
    ("declared", "sheet", "protein", "wrong"),
    [
        (True, "yes", "yes", []),
        (False, None, None, []),
        (False, "no", "no", []),
        (True, "yes", None, ["protein.tsv"]),
        (True, None, "yes", ["samples.tsv"]),
        (True, None, None, ["samples.tsv", "protein.tsv"]),
        (True, "no", "yes", ["samples.tsv"]),
        (False, None, "yes", ["protein.tsv"]),
        (False, "yes", None, ["samples.tsv"]),
        (False, "yes", "yes", ["samples.tsv", "protein.tsv"]),
    ],
)
def test_every_mixture(study, declared, sheet, protein, wrong) -> None:
    study.config["study"]["simulated"] = declared
    if sheet:
        study.samples["simulated"] = sheet
    if protein:
        study.protein["simulated"] = protein
    problems = study.problems()
    assert [problem.file for problem in problems] == [f"config/{name}" for name in wrong]
    assert all("study.simulated: true" in problem.message for problem in problems)


def test_one_real_row_in_a_simulated_table(study) -> None:
    study.config["study"]["simulated"] = True
    study.samples["simulated"] = ["yes"] * 5 + ["no"]
    study.protein["simulated"] = "yes"
    text = format_problems(study.problems())
    assert 'config/samples.tsv, row 7, column "simulated", value "no"' in text
    assert "1 of 6 rows" in text


def test_without_a_protein_table(study) -> None:
    study.config["study"]["simulated"] = True
    study.samples["simulated"] = "yes"
    study.config["protein"] = None
    assert study.problems() == []
