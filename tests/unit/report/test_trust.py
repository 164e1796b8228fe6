from __future__ import annotations

import pandas as pd
import pytest

from resistance.report import trust


def test_failures_come_first_and_nothing_is_lost(fabricate):
    checks = fabricate.study().checks
    gates = trust.gates(checks)
    assert [r["status"] for r in gates["rows"]] == ["fail", "note", "pass"]
    assert len(gates["rows"]) + len(gates["unchecked"]) == len(checks)
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


def test_totals_come_before_items_and_the_rest_is_counted(fabricate):
    inputs = pd.DataFrame(
        {"source": "counts", "action": "read", "n": 1, "detail": "", "item": ["x"] * 50 + [""]}
    )
    found = trust.input_rows(inputs, limit=10)
    assert (found["rows"][0]["item"], len(found["rows"]), found["more"]) == ("", 10, 41)
