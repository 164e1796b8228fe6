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


@pytest.mark.parametrize("size", [1, 2, 3, 15])
def test_sets_among_genes_without_any_change_are_judged(size) -> None:
    """gseapy's own score of a random set whose statistics are all 0 is no number: it panics."""
    rng = np.random.default_rng(size)
    statistic = np.sort(np.where(rng.random(600) < 0.8, 0.0, rng.normal(0, 2, 600)))[::-1]
    silent = np.flatnonzero(statistic == 0)
    sets = {"silent": silent[:size], "top": np.arange(size), "both": np.r_[0, silent[: size - 1]]}
    found = multilevel_pvalues(statistic, sets, 42)
    assert list(found) == list(sets)
    values = np.array([p for p in found.values() if np.isfinite(p)])
    assert ((values >= EPS) & (values <= 1)).all()
    assert np.isfinite(found["top"])


def test_the_weight_of_no_change_moves_no_p_value() -> None:
    statistic = STATISTIC.copy()
    statistic[np.abs(statistic) < 0.05] = 0.0
    sets = {"top": np.r_[0:8, 60:600:40], "spread": np.arange(5, 600, 30)}
    nearly = np.where(statistic == 0, 1e-9, statistic)
    assert multilevel_pvalues(statistic, sets, 42) == multilevel_pvalues(nearly, sets, 42)
