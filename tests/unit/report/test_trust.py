from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from resistance.report import trust


def test_failures_come_first_and_nothing_is_lost(fabricate):
    checks = fabricate.study().checks
    gates = trust.gates(checks)
    assert [r["status"] for r in gates["rows"]] == ["fail", "note"]
    parts = ("rows", "passed", "unchecked")
    assert sum(len(gates[part]) for part in parts) == len(checks)
    assert sum(c["n"] for c in gates["counts"]) == len(checks)


@pytest.mark.parametrize(
    ("derivations", "says"), [("1 v 1", "this pair of lines"), ("unknown", "is unknown")]
)
def test_cautions_tell_of_derivations(fabricate, derivations, says):
    study = fabricate.study()
    study.verdicts["n_derivations"] = derivations
    assert says in " ".join(trust.cautions(study, False))
    study.verdicts["n_derivations"] = "2 v 2"
    assert says not in " ".join(trust.cautions(study, False))


@pytest.mark.parametrize(
    ("status", "value", "says"), [("not_assessable", "", "is unknown"), ("note", "1 v 1", "one d")]
)
def test_cautions_tell_of_derivations_without_genes_of_interest(fabricate, status, value, says):
    study = fabricate.study()
    checks = study.checks.iloc[:1].assign(check="single_derivation", status=status, value=value)
    study = dataclasses.replace(study, verdicts=study.verdicts.iloc[:0], checks=checks)
    assert says in " ".join(trust.cautions(study, False))


def test_totals_come_before_items_and_the_rest_is_counted(fabricate):
    inputs = pd.DataFrame(
        {"source": "counts", "action": "read", "n": 1, "detail": "", "item": ["x"] * 50 + [""]}
    )
    found = trust.input_rows(inputs, limit=10)
    assert (found["rows"][0]["item"], len(found["rows"]), found["more"]) == ("", 10, 41)


def test_long_numbers_are_grouped_and_names_left_alone(fabricate):
    checks = (
        fabricate.study()
        .checks.head(1)
        .assign(value="22175739 of SRR1039508", threshold=">= 5000000; fails < 0.00001")
    )
    row = trust.gates(checks)["passed"][0]
    assert row["value"] == "22,175,739 of SRR1039508"
    assert row["threshold"] == "\u2265 5,000,000; fails < 0.00001"
