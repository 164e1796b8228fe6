import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance.protein.estimates import estimate
from resistance.protein.priors import declared_priors, prior_variance
from resistance.protein.tidy import log2_signals, tidy

PRIOR = declared_priors({"blot": {"sd": 0.4, "df": 5}})


def run(values: dict[str, list[float]], paired: dict | None = None, **columns) -> pd.Series:
    rows = [
        {"gene": "X", "condition": arm, "replicate": str(i), "value": str(x), "scale": "log2"}
        for arm, xs in values.items()
        for i, x in enumerate(xs)
    ]
    frame = pd.DataFrame(rows).assign(assay_id="blot", **columns)
    return estimate(
        log2_signals(tidy(frame)), ["p"], ["r"], {"blot": 0.0}, paired=paired, priors=PRIOR
    ).iloc[0]


def test_one_value_in_each_arm_rests_on_the_prior() -> None:
    row = run({"p": [10.0], "r": [8.0]})
    assert (row["status"], row["method"], row["moderation"]) == ("prior_based", "prior", "declared")
    assert row["df"] == 5
    assert row["lfcSE"] == pytest.approx(0.4 * np.sqrt(2))
    assert row["pvalue"] == pytest.approx(2 * stats.t.sf(2 / (0.4 * np.sqrt(2)), 5))
    assert (row["prior_sd"], row["prior_df"]) == (0.4, 5)


def test_scatter_that_is_there_counts() -> None:
    row = run({"p": [10.0, 12.0, 8.0], "r": [8.0]})
    variance = (5 * 0.16 + 2 * 4.0) / 7
    assert row["df"] == 7
    assert row["lfcSE"] == pytest.approx(np.sqrt(variance * (1 / 3 + 1)))
    two = run({"p": [10.0, 10.1], "r": [8.0, 8.2]})
    assert (two["status"], two["df"]) == ("prior_based", 7)


def test_enough_replicates_need_no_prior() -> None:
    row = run({"p": [10.0, 10.2, 9.9], "r": [8.0, 8.3, 8.1]})
    assert (row["status"], row["df"], row["moderation"]) == ("estimated", 4, "none")


def test_a_limit_is_no_value() -> None:
    row = run({"p": [10.0], "r": [8.0]}, censored=["none", "left"])
    assert row["status"] == "n1"
    assert np.isnan(row["lfcSE"])


def test_a_pair_has_the_variance_of_two_values() -> None:
    row = run({"p": [10.0], "r": [8.0]}, paired={"blot": "replicate"})
    assert row["lfcSE"] == pytest.approx(0.4 * np.sqrt(2))


def test_assays_without_a_prior_have_none() -> None:
    v, df, sd, d0 = prior_variance(
        pd.Series(["flow"]), np.array([False]), np.array([1.0]), np.array([2.0]), PRIOR
    )
    assert np.isnan([v[0], df[0], sd[0], d0[0]]).all()
