import pandas as pd
import pytest

from resistance.checks.codes import CONFOUNDERS, TIER_CAPS
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
    "drug_response",
    "p53_informative",
    "epitope_masking",
    "staining_clone",
    "surface_control",
    "cytokine_response",
}
HUMAN = {
    "identity",
    "lineage",
    "par_dropout",
    "par_sentinel",
    "par_y_masked",
    "par1_dosage",
    "strandedness",
    "strand_overlap",
    "amplicon_7q21",
    "promoter_capture",
    "drug_response",
    "p53_informative",
    "cytokine_response",
    "host_reads",
    "proliferation",
}
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


ARMLESS = pd.DataFrame(
    [
        {"id": "k", "formula": "(day2:r - day2:p) - (day1:r - day1:p)"},
        {"id": "k", "test": "lrt", "reduced": "~ 1"},
    ]
)


@pytest.mark.parametrize("row", [0, 1])
def test_a_contrast_without_arms_goes_through_every_check(make, alter, row):
    context = make("pprrpprr", design="~ batch*condition", batch=["day1", "day2"] * 4)
    contrasts = ARMLESS.iloc[[row]].fillna("").reset_index(drop=True)
    table = run_checks(alter(context, contrasts=contrasts))
    of_arms = table[table["message"].str.contains("does not hold two arms")]
    assert {"replicates", "possible_swap", "identity", "batch_confounded"} <= set(of_arms["check"])
    assert set(of_arms["status"]) == {"not_assessable"}
    assert set(of_arms["item"]) == set(contrasts["id"])


def test_a_contrast_of_a_subset_is_judged_by_its_own_samples(make, alter):
    context = make("pprrpprr", design="~ batch + condition", batch=["day1", "day2"] * 4)
    contrasts = context.contrasts.assign(subset="batch = day1")
    table = run_checks(alter(context, contrasts=contrasts)).set_index("check")
    assert table.loc["replicates", "value"] == "2 v 2"
    assert table.loc["batch_confounded", "message"].startswith("All samples have the same batch")


def test_a_formula_of_two_means_is_judged_by_the_arms_of_its_cells(make, alter):
    context = make("pprrpprr", design="~ batch*condition", batch=["day1", "day2"] * 4)
    contrasts = pd.DataFrame([{"id": "k", "formula": "day1:r - day1:p"}])
    table = run_checks(alter(context, contrasts=contrasts)).set_index("check")
    assert table.loc["replicates", "value"] == "2 v 2"
    assert table.loc["interaction", "status"] == "note"
    assert 'applies at "day1"' in table.loc["interaction", "message"]
    assert table.loc["possible_swap", "status"] == "pass"


@pytest.mark.parametrize("word", ["unknown", ""])
def test_unknown_fields_are_not_assessable(make, word):
    fields = ["derivation", "batch", "passage", "drug_at_harvest", "washout_days", "medium"]
    fields += ["il3_ng_ml", "stroma", "sorted"]
    unknown = {name: ["x" if name == "medium" else "1"] * 5 + [word] for name in fields}
    found = statuses(run_checks(make(**unknown)))
    assert {c for c, s in found.items() if s == "not_assessable"} >= OPTIONAL - {
        "technical_replicates"
    }


def test_every_confounder_is_a_check_that_is_run(good):
    codes = set(run_checks(good)["check"])
    assert codes >= CONFOUNDERS
    assert set(TIER_CAPS) <= CONFOUNDERS


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
