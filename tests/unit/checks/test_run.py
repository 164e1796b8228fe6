import pytest

from resistance.checks.run import ALL, run_checks
from resistance.columns import CHECKS

OPTIONAL = {
    "technical_replicates",
    "single_derivation",
    "batch_confounded",
    "passage_confounded",
    "drug_at_harvest",
    "washout_days",
    "medium",
    "il3_ng_ml",
    "stroma",
    "sorted",
}
HUMAN = {"identity", "par_dropout", "par_sentinel", "par_y_masked", "strandedness"}
FORBIDDEN = ["causes", "confirms", "proves", "supported", "post-translational", "not expressed"]


def statuses(table):
    return dict(zip(table["check"], table["status"], strict=True))


def test_a_good_study_passes_every_check(good):
    table = run_checks(good)
    assert list(table.columns) == list(CHECKS)
    assert set(table["status"]) == {"pass"}, table[table["status"] != "pass"]
    assert len(table) == len(ALL)
    assert (table["value"] != "").all()
    assert (table["threshold"] != "").all()


def test_absent_fields_are_not_assessable(make):
    found = statuses(run_checks(make()))
    assert {check for check, status in found.items() if status == "not_assessable"} == OPTIONAL


@pytest.mark.parametrize("word", ["unknown", ""])
def test_unknown_fields_are_not_assessable(make, word):
    fields = ["derivation", "batch", "passage", "drug_at_harvest", "washout_days", "medium"]
    fields += ["il3_ng_ml", "stroma", "sorted"]
    unknown = {name: ["x" if name == "medium" else "1"] * 5 + [word] for name in fields}
    found = statuses(run_checks(make(**unknown)))
    assert {c for c, s in found.items() if s == "not_assessable"} >= OPTIONAL - {
        "technical_replicates"
    }


def test_checks_of_human_genes_are_not_assessable_elsewhere(make):
    table = run_checks(make(organism="other"))
    rows = table[table["check"].isin(HUMAN)]
    assert set(rows["status"]) == {"not_assessable"}
    assert rows["message"].str.contains("human genes").all()


@pytest.mark.parametrize("arms", ["pr", "pprr", "pppr"])
def test_small_studies_do_not_break_a_check(make, arms):
    table = run_checks(make(arms))
    assert set(table["status"]) <= {"pass", "note", "fail", "not_assessable"}
    assert (table["message"] != "").all()


def test_wording(make, good):
    for context in (good, make("pr"), make(organism="mouse")):
        for message in run_checks(context)["message"]:
            assert not any(word in message for word in FORBIDDEN)
            assert message.endswith((".", "?"))
