import logging

import numpy as np
import pytest

from resistance.enrichment.multilevel import EPS, multilevel_pvalues

STATISTIC = np.sort(np.random.default_rng(1).normal(size=600))[::-1]


def test_small_p_values_are_resolved_and_never_zero() -> None:
    sets = {
        "all at the top": np.arange(60),
        "some at the top": np.r_[0:8, 60:600:40],
        "spread": np.arange(5, 600, 30),
    }
    found = multilevel_pvalues(STATISTIC, sets, 42)
    assert list(found) == list(sets)
    assert found["all at the top"] == EPS
    assert EPS < found["some at the top"] < 1e-3
    assert found["spread"] > 0.05
    assert found == multilevel_pvalues(STATISTIC, sets, 42)


def test_ties_raise_no_false_alarm_and_logging_is_left_as_it_was(capfd) -> None:
    before = logging.root.manager.disable
    multilevel_pvalues(np.repeat([2.0, 1.0, -1.0], 20), {"A": np.arange(12)}, 1)
    assert "arbitrary" not in capfd.readouterr().err
    assert logging.root.manager.disable == before


def test_a_set_that_gseapy_cannot_judge_has_no_p(monkeypatch) -> None:
    import gseapy

    prerank = gseapy.prerank

    def broken(*args, **kwargs):
        result = prerank(*args, **kwargs)
        result.res2d.loc[result.res2d["Term"] == "B", "NOM p-val"] = np.inf
        return result

    monkeypatch.setattr(gseapy, "prerank", broken)
    found = multilevel_pvalues(STATISTIC, {"A": np.arange(10), "B": np.arange(9, 30)}, 1)
    assert np.isnan(found["B"])
    assert found["A"] == pytest.approx(EPS, rel=1e6)
