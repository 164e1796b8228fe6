from pathlib import Path

import pandas as pd
import pytest

from resistance.inputs.catalogue_checks import check_catalogue, check_rules
from resistance.readers import resources

ROOT = Path(__file__).parents[3]
NAME = "config/mechanisms.tsv"


@pytest.fixture(scope="module")
def human():
    return resources.read_annotation(ROOT / "resources/annotation", "human")


@pytest.fixture(scope="module")
def embedded() -> pd.DataFrame:
    return resources.read_catalogue(ROOT / "resources/catalogue/mechanisms.tsv")


@pytest.fixture(scope="module")
def rules() -> pd.DataFrame:
    return resources.read_mechanism_rules(ROOT / "resources/catalogue/mechanism_rules.tsv")


def own(*rows: dict[str, str]) -> pd.DataFrame:
    base = {
        "group": "mechanism",
        "mechanism": "new_pump",
        "gene": "ABCB1",
        "ensembl_id": "",
        "role": "a pump",
        "evidence_class": "effector",
        "expected_direction": "up",
        "applies_to": "any",
        "rationale": "ours",
        "source": "our data",
    }
    frame = pd.DataFrame([base | row for row in rows], dtype=object)
    frame.index = range(2, len(frame) + 2)
    return frame


def test_nothing_is_wrong_with_a_good_table(embedded, human) -> None:
    table = own({}, {"gene": "ABCG2"}, {"mechanism": "drug_efflux", "gene": "ABCA3"})
    assert check_catalogue(table, embedded, human, NAME) == ([], [])


def test_alias_is_read_with_a_note(embedded, human) -> None:
    problems, notes = check_catalogue(own({"gene": "MDR1"}), embedded, human, NAME)
    assert problems == []
    assert notes == [f'{NAME}: "MDR1" is read as ABCB1.']


def test_own_row_in_place_of_an_embedded_one_is_said(embedded, human) -> None:
    table = own({"mechanism": "drug_efflux", "gene": "MDR1"})
    _, notes = check_catalogue(table, embedded, human, NAME)
    assert notes[-1] == (
        f"{NAME}: its row of ABCB1 stands in place of the embedded one of drug_efflux."
    )


@pytest.mark.parametrize(
    ("row", "column", "message", "hint"),
    [
        ({"gene": "ABCB1X"}, "gene", "cannot be found", 'Did you mean "ABCB1"?'),
        ({"gene": "ILR3A"}, "gene", "cannot be found", 'Did you mean "IL3RA"?'),
        ({"gene": "ENSG00000999999"}, "gene", "cannot be found", ""),
        ({"ensembl_id": "ENSG00000118777"}, "ensembl_id", "ABCB1 is ENSG00000085563", ""),
        ({"applies_to": "clas=adc"}, "applies_to", "is not a property", 'Did you mean "class"?'),
        ({"mechanism": "drug_efflux", "group": "outlook"}, "group", "of the group mechanism", ""),
    ],
)
def test_problems(embedded, human, row: dict, column: str, message: str, hint: str) -> None:
    problems, _ = check_catalogue(own({"gene": "ABCG2"}, row), embedded, human, NAME)
    (problem,) = problems
    assert (problem.file, problem.row, problem.column) == (NAME, "3", column)
    assert message in problem.message
    assert problem.hint == hint


def test_gene_twice_under_two_names(embedded, human) -> None:
    problems, _ = check_catalogue(own({}, {"gene": "P-gp"}), embedded, human, NAME)
    (problem,) = problems
    assert problem.row == "3"
    assert "ABCB1" in problem.message


def test_genes_of_an_organism_without_annotation_are_not_looked_up(embedded) -> None:
    other = resources.read_annotation(ROOT / "resources/annotation", "other")
    problems, notes = check_catalogue(own({"gene": "PDR5"}), embedded.iloc[:0], other, NAME)
    assert (problems, notes) == ([], [])


def rule(**changes: str) -> pd.DataFrame:
    base = {
        "group": "mechanism",
        "mechanism": "drug_efflux",
        "title": "Pumps",
        "ceiling": "verdict",
        "rule": "efflux",
    }
    return pd.DataFrame([base | changes], index=[2], dtype=object)


def test_rules_of_known_mechanisms(embedded, rules) -> None:
    problems, notes = check_rules(rule(), embedded, rules, "r.tsv")
    assert problems == []
    assert notes == ["r.tsv: its rule of drug_efflux stands in place of the embedded one."]


@pytest.mark.parametrize(
    ("changes", "column", "message", "hint"),
    [
        ({"mechanism": "drug_eflux"}, "mechanism", "no such mechanism", "drug_efflux"),
        ({"group": "outlook"}, "group", "another group", ""),
        ({"mechanism": "internalisation"}, "rule", "no effector", ""),
    ],
)
def test_problems_of_rules(embedded, rules, changes, column, message, hint) -> None:
    problems, _ = check_rules(rule(**changes), embedded, rules, "r.tsv")
    (problem,) = problems
    assert problem.column == column
    assert message in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("column", "text", "wrong"),
    [
        ("next_experiment", "Knock {gene} out.", "{gene}"),
        ("intervention", "Stain {target} with {x}.", "{x}"),
        ("next_experiment", "Stain {target and wait.", "{target and wait."),
        ("next_experiment", "Stain target} and wait.", "}"),
        ("title", "Loss of {target}", "{target}"),
        ("next_experiment", "Stain {target}, block with {inhibitor}.", ""),
    ],
)
def test_braces_that_nothing_fills_in(embedded, rules, column, text, wrong) -> None:
    problems, _ = check_rules(rule(**{column: text}), embedded, rules, "r.tsv")
    assert [(item.column, item.message) for item in problems] == (
        [(column, f'Nothing fills in "{wrong}".')] if wrong else []
    )


def test_the_embedded_rules_hold_no_other_braces(embedded, rules) -> None:
    problems, _ = check_rules(rules, embedded, rules, "r.tsv")
    assert problems == []


def test_rule_twice(embedded, rules) -> None:
    twice = pd.concat([rule(), rule()]).set_axis([2, 3])
    problems, _ = check_rules(twice, embedded, rules, "r.tsv")
    (problem,) = problems
    assert problem.row == "3"
