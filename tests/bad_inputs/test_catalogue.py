"""Problems of a study's own catalogue of mechanisms and of its rules."""

import pandas as pd
import pytest

from resistance.problems import format_problems

ROW = {
    "group": "mechanism",
    "mechanism": "new_pump",
    "gene": "MDR1",
    "role": "a pump",
    "evidence_class": "effector",
    "expected_direction": "up",
    "applies_to": "class=adc;target=IL3RA",
    "rationale": "ours",
    "source": "our data",
}
RULE = {
    "group": "mechanism",
    "mechanism": "new_pump",
    "title": "New pump",
    "ceiling": "verdict",
    "rule": "efflux",
}


def give(study, row: dict | None = None, rule: dict | None = None, **block) -> None:
    study.config["mechanisms"] = {"catalogue": "config/mine.tsv", **block}
    rows = pd.DataFrame([ROW | {"gene": "ABCG2"}, ROW | (row or {})])
    study.files = {"config/mine.tsv": rows.to_csv(sep="\t", index=False)}
    if rule is not None:
        study.config["mechanisms"]["rules"] = "config/rules.tsv"
        table = pd.DataFrame([RULE | rule])
        study.files["config/rules.tsv"] = table.to_csv(sep="\t", index=False)


def only(study) -> str:
    problems = study.problems()
    text = format_problems(problems)
    assert len(problems) == 1, text
    return text


def test_good_ones(study) -> None:
    give(study, rule={})
    assert study.problems() == []
    give(study, replace=True)
    assert study.problems() == []
    study.config["mechanisms"] = {}
    assert study.problems() == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"gene": "ABCB11X"}, ("row 3", "cannot be found", 'Did you mean "ABCB11"?')),
        ({"gene": "BCRP"}, ("row 3", "ABCG2", "earlier row")),
        ({"group": "mechanisms"}, ("row 3", "group", 'Did you mean "mechanism"?')),
        ({"mechanism": "New pump"}, ("row 3", "mechanism", "small letters")),
        ({"evidence_class": "driver"}, ("effector, regulator, marker, positional, sentinel",)),
        ({"expected_direction": "higher"}, ("up, down, either",)),
        ({"applies_to": "klass=adc"}, ("applies_to", 'Did you mean "class"?')),
        ({"applies_to": ""}, ("row 3", "applies_to")),
        ({"source": ""}, ("row 3", "source", "The cell is empty.")),
    ],
)
def test_a_cell(study, row: dict, words: tuple[str, ...]) -> None:
    give(study, row)
    text = only(study)
    assert "config/mine.tsv" in text
    for word in words:
        assert word in text


def test_columns(study) -> None:
    give(study)
    study.files["config/mine.tsv"] = pd.DataFrame([ROW | {"genes": "x"}]).to_csv(index=False)
    assert 'Unknown column "genes"' in only(study)
    short = {key: value for key, value in ROW.items() if key != "evidence_class"}
    study.files["config/mine.tsv"] = pd.DataFrame([short]).to_csv(index=False)
    assert 'The column "evidence_class" is missing.' in only(study)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"mechanism": "new_pumps"}, ("no such mechanism", 'Did you mean "new_pump"?')),
        ({"rule": "efluxx"}, ('Did you mean "efflux"?',)),
        ({"ceiling": "shown"}, ("compatible, verdict",)),
        ({"title": ""}, ("title", "The cell is empty.")),
    ],
)
def test_a_rule(study, rule: dict, words: tuple[str, ...]) -> None:
    give(study, rule=rule)
    text = only(study)
    assert "config/rules.tsv" in text
    for word in words:
        assert word in text


def test_table_that_is_not_there(study) -> None:
    study.config["mechanisms"] = {"catalogue": "config/mechanism.tsv"}
    assert "config/mechanism.tsv" in only(study)


def test_switches(study) -> None:
    study.config["mechanisms"] = {"replace": True}
    assert "mechanisms.replace" in only(study)
    give(study, replace="yes")
    assert "mechanisms.replace" in only(study)
    study.config["mechanisms"] = {"catalog": "x.tsv"}
    assert 'Did you mean "catalogue"?' in only(study)
