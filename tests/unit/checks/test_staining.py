import dataclasses

import pytest

from resistance.checks import staining
from resistance.checks.base import Proteins


def with_stains(context, stained, estimates, **fields):
    return dataclasses.replace(context, protein=stained(estimates, **fields))


@pytest.mark.parametrize(
    ("competes", "days", "change", "status"),
    [
        ("yes", "3", -1.9, "fail"),
        ("unknown", "3", -1.9, "fail"),
        ("", "3", -1.9, "fail"),
        ("no", "3", -1.9, "pass"),
        ("yes", "7", -1.9, "pass"),
        ("yes", "3", 1.9, "pass"),
        ("yes", "3", -0.1, "pass"),
    ],
)
def test_masking(good, stained, competes, days, change, status):
    given = {"clone_competes_with_drug": competes, "washout_days": days}
    context = with_stains(good, stained, [("IL3RA", "flow", change, 0.15)], **given)
    (row,) = staining.epitope_masking(context)
    assert (row["status"], row["touches"]) == (status, "IL3RA")
    assert ("human Fc" in row["message"]) == (status == "fail")


def test_the_sheet_tells_the_washout_where_the_protein_table_does_not(good, make, stained):
    given = {"clone_competes_with_drug": "yes", "washout_days": ""}
    stains = [("IL3RA", "flow", -1.9, 0.15)]
    # 14 days in the sheet of the good study
    assert (
        staining.epitope_masking(with_stains(good, stained, stains, **given))[0]["status"] == "pass"
    )
    silent = dataclasses.replace(make(), study=good.study)
    (row,) = staining.epitope_masking(with_stains(silent, stained, stains, **given))
    assert row["status"] == "not_assessable"


def test_the_days_come_from_the_config(good, stained, stains):
    given = {"clone_competes_with_drug": "yes"}
    context = with_stains(good, stained, stains, **given)
    limits = dataclasses.replace(good.thresholds, washout_days=21.0)
    context = dataclasses.replace(context, thresholds=limits)
    assert staining.epitope_masking(context)[0]["status"] == "fail"


@pytest.mark.parametrize(("change", "status"), [(-1.8, "pass"), (-0.1, "fail")])
def test_a_clone_that_does_not_compete_decides(good, stained, change, status):
    stains = [("IL3RA", "one", -1.9, 0.15), ("IL3RA", "other", change, 0.15)]
    protein = stained(stains, washout_days="2")
    table = protein.table.copy()
    table.loc[table["assay_id"] == "one", "clone_competes_with_drug"] = "yes"
    context = dataclasses.replace(good, protein=Proteins(table, protein.estimates))
    assert staining.epitope_masking(context)[0]["status"] == status


@pytest.mark.parametrize(("change", "status"), [(-1.9, "fail"), (-0.1, "pass")])
def test_single_measurements_are_judged_by_their_size(good, stained, change, status):
    given = {"clone_competes_with_drug": "yes", "washout_days": "2"}
    protein = stained([("IL3RA", "flow", change, 0.15)], **given)
    single = protein.estimates["k"].assign(pvalue=float("nan"), lfcSE=float("nan"))
    context = dataclasses.replace(good, protein=Proteins(protein.table, {"k": single}))
    assert staining.epitope_masking(context)[0]["status"] == status


@pytest.mark.parametrize(
    ("clone", "changes", "status"),
    [
        ("{assay}", {}, "pass"),
        ("7G3", {}, "note"),
        ("", {}, "not_assessable"),
        ("{assay}", {"FUT8": -1.5}, "note"),
        ("{assay}", {"FUT8": 1.5}, "pass"),
        ("7G3", {"GMDS": -1.5}, "fail"),
        ("", {"GFUS": -1.5}, "fail"),
    ],
)
def test_clone(good, stained, stains, shift, clone, changes, status):
    context = shift(with_stains(good, stained, stains, clone=clone), changes)
    (row,) = staining.staining_clone(context)
    assert (row["status"], row["touches"]) == (status, "IL3RA")
    assert ("epitope or glycan" in row["message"]) == (status in ("note", "fail"))


def test_another_clone_for_another_protein_is_no_second_clone(good, stained):
    context = with_stains(good, stained, [("IL3RA", "a", -1.9, 0.15), ("PTPRC", "b", 0.0, 0.1)])
    assert staining.staining_clone(context)[0]["status"] == "note"


LOW = ("IL3RA", "flow", -1.9, 0.15)


@pytest.mark.parametrize(
    ("controls", "status", "word"),
    [
        ([("PTPRC", "flow", 0.05, 0.1)], "pass", "unchanged within"),
        ([("PTPRC", "flow", 0.05, 0.1), ("B2M", "flow", 0.1, 0.4)], "pass", "unchanged within"),
        ([("PTPRC", "flow", 0.1, 0.4)], "note", "No surface control is shown"),
        ([("PTPRC", "flow", -1.5, 0.2)], "fail", "not selective"),
        ([("PTPRC", "flow", -1.5, 0.2), ("B2M", "flow", 0.0, 0.1)], "fail", "not selective"),
        ([("PTPRC", "flow", 1.5, 0.2)], "note", "No surface control is shown"),
        ([], "note", "cannot be stated"),
    ],
)
def test_controls(good, stained, controls, status, word):
    (row,) = staining.surface_control(with_stains(good, stained, [LOW, *controls]))
    assert (row["status"], row["touches"]) == (status, "IL3RA")
    assert word in row["message"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("method", "tobit"), ("status", "censored_bound"), ("status", "prior_based")],
)
def test_a_bound_or_a_declared_spread_shows_no_control_unchanged(good, stained, column, value):
    context = with_stains(good, stained, [LOW, ("PTPRC", "flow", 0.05, 0.1)])
    estimates = {
        name: table.assign(**{column: value}) for name, table in context.protein.estimates.items()
    }
    protein = dataclasses.replace(context.protein, estimates=estimates)
    (row,) = staining.surface_control(dataclasses.replace(context, protein=protein))
    assert row["status"] == "note"


def test_a_control_that_the_user_marks_counts(good, stained):
    stains = [LOW, ("CD44", "flow", 0.0, 0.1)]
    assert staining.surface_control(with_stains(good, stained, stains))[0]["status"] == "pass"
    unmarked = with_stains(good, stained, stains, is_surface_control="no")
    assert staining.surface_control(unmarked)[0]["status"] == "note"


@pytest.mark.parametrize(
    "check", [staining.epitope_masking, staining.staining_clone, staining.surface_control]
)
def test_a_target_whose_surface_was_not_measured(good, stained, check):
    for protein in (stained([("PTPRC", "flow", 0.0, 0.1)]), Proteins()):
        (row,) = check(dataclasses.replace(good, protein=protein))
        assert row["status"] == "not_assessable"
        assert "IL3RA was not measured" in row["message"]
    nameless = dataclasses.replace(good, study={**good.study, "drug": {}})
    (row,) = check(nameless)
    assert (row["status"], row["touches"]) == ("not_assessable", "IL3RA")
    assert "does not name" in row["message"]
