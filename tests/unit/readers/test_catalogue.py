"""The tables of the block ``mechanisms``, from a config to the catalogue that the study uses."""

from pathlib import Path

import pytest
import yaml

from resistance.problems import InputError
from resistance.readers.catalogue import check_own_catalogue, put_together

ROOT = Path(__file__).parents[3]
RESOURCES = ROOT / "resources"
HEADER = (
    "group\tmechanism\tgene\trole\tevidence_class\texpected_direction\tapplies_to\trationale\t"
    "source\n"
)
ROW = "mechanism\tnew_pump\tMDR1\tpump\teffector\tup\tany\tours\tour data\n"
RULES = "group\tmechanism\ttitle\tceiling\trule\nmechanism\tnew_pump\tNew pump\tverdict\tefflux\n"


def schema_of(kind: str):
    return yaml.safe_load((ROOT / f"workflow/schemas/{kind}.schema.yaml").read_text())


@pytest.fixture
def check(tmp_path):
    def run(catalogue: str = "", rules: str = "", replace: bool = False, organism: str = "human"):
        block = {"catalogue": "", "rules": "", "replace": replace}
        for kind, text in (("catalogue", catalogue), ("rules", rules)):
            if text:
                (tmp_path / f"{kind}.tsv").write_text(text)
                block[kind] = f"{kind}.tsv"
        config = {"study": {"organism": organism}, "mechanisms": block}
        return check_own_catalogue(config, tmp_path, schema_of, RESOURCES)

    return run


def test_study_without_tables_has_the_embedded_mechanisms(check) -> None:
    found = check()
    assert (found.problems, found.notes) == ([], [])
    assert "drug_efflux" in found.mechanisms


def test_own_rows_add_a_mechanism(check) -> None:
    found = check(HEADER + ROW, RULES)
    assert found.problems == []
    assert {"new_pump", "drug_efflux"} <= set(found.mechanisms)
    assert found.notes == ['catalogue.tsv: "MDR1" is read as ABCB1.']


def test_rules_of_a_mechanism_that_only_the_own_table_has(check) -> None:
    (problem,) = check(rules=RULES).problems
    assert problem.value == "new_pump"


def test_broken_cells_are_all_listed(check) -> None:
    broken = ROW.replace("effector", "effectr").replace("\tup\t", "\tUp\t")
    problems = check(HEADER + broken, RULES.replace("efflux\n", "eflux\n")).problems
    assert [(problem.file, problem.column) for problem in problems] == [
        ("catalogue.tsv", "evidence_class"),
        ("catalogue.tsv", "expected_direction"),
        ("rules.tsv", "rule"),
    ]


def test_table_that_is_not_there(tmp_path) -> None:
    config = {"study": {"organism": "human"}, "mechanisms": {"catalogue": "nowhere.tsv"}}
    (problem,) = check_own_catalogue(config, tmp_path, schema_of, RESOURCES).problems
    assert problem.file == "nowhere.tsv"


def test_replace_needs_a_table(check) -> None:
    (problem,) = check(replace=True).problems
    assert problem.column == "mechanisms.replace"


@pytest.mark.parametrize("organism", ["mouse", "other"])
def test_another_organism_replaces_the_human_catalogue(check, organism: str) -> None:
    own = HEADER + ROW.replace("MDR1", "Abcb1a")
    (problem,) = check(own, organism=organism).problems
    assert problem.allowed == "true"
    found = check(own, replace=True, organism=organism)
    assert found.problems == []
    assert found.mechanisms == ["new_pump"]


def test_broken_block_is_no_traceback(tmp_path) -> None:
    for block in (None, "text", {"catalogue": 3, "replace": "yes"}):
        found = check_own_catalogue({"mechanisms": block}, tmp_path, schema_of, RESOURCES)
        assert found.problems == []


def test_catalogue_of_a_study(tmp_path) -> None:
    own, rules = tmp_path / "c.tsv", tmp_path / "r.tsv"
    own.write_text(HEADER + ROW)
    rules.write_text(RULES)
    catalogue, judged = put_together(str(own), str(rules), RESOURCES, "human", replace=False)
    added = catalogue[catalogue["mechanism"] == "new_pump"]
    assert added[["gene", "ensembl_id", "confidence"]].to_numpy().tolist() == [
        ["ABCB1", "ENSG00000085563", "low"]
    ]
    assert judged.iloc[-1].to_dict()["next_experiment"] == ""
    alone, judged = put_together(str(own), "", RESOURCES, "human", replace=True)
    assert set(alone["mechanism"]) == {"new_pump"}
    assert "drug_efflux" in set(judged["mechanism"])


def test_table_that_changed_since_the_checks(tmp_path) -> None:
    with pytest.raises(InputError):
        put_together(str(tmp_path / "gone.tsv"), "", RESOURCES, "human", replace=False)
