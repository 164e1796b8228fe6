"""Which targets get a Tobit fit, and whether its intervals and tests hold their level."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance.protein.estimates import estimate
from resistance.protein.tidy import log2_signals, tidy

LIMIT = 8.0


def table(
    targets: dict[str, list[float | None]], conditions: str = "ppprrr", **columns
) -> pd.DataFrame:
    """Lay values out, None standing for one below the limit."""
    rows = [
        {
            "gene": gene,
            "condition": condition,
            "replicate": str(i),
            "value": str(LIMIT if x is None else x),
            "censored": "left" if x is None else "none",
            "scale": "log2",
        }
        for gene, xs in targets.items()
        for i, (condition, x) in enumerate(zip(conditions, xs, strict=True))
    ]
    return pd.DataFrame(rows).assign(**columns)


def run(values: list[float | None], conditions: str = "ppprrr", **columns) -> pd.Series:
    signals = log2_signals(tidy(table({"X": values}, conditions, **columns)))
    return estimate(signals, ["p"], ["r"]).iloc[0]


def test_a_value_in_each_arm_is_fitted() -> None:
    row = run([10.0, 10.2, 9.9, 8.4, 8.3, None])
    assert (row["status"], row["method"], row["df"]) == ("estimated", "tobit", 3)
    assert row["reason"] == "1 values beyond a limit: censored fit (Tobit)"
    # what hides below the limit lies lower than the limit
    assert row["log2FoldChange"] < np.mean([8.4, 8.3, LIMIT]) - np.mean([10.0, 10.2, 9.9])
    assert np.isfinite([row["ci_low"], row["ci_high"]]).all()
    assert (row["censored_reference"], row["censored_target"]) == (0, 1)


@pytest.mark.parametrize(
    ("values", "columns", "status"),
    [
        # no value of its own in the target
        ([10.0, 10.2, 9.9, None, None, None], {}, "censored_bound"),
        # two values in all leave no degree of freedom
        ([10.0, None, None, 9.0, None, None], {}, "censored"),
        # values without any scatter have no likelihood maximum
        ([10.0, 10.0, 10.0, 9.0, 9.0, None], {}, "censored_bound"),
        # mass spectrometry needs two values in each arm
        ([10.0, 10.2, 9.9, 8.4, None, None], {"assay_type": "dia_ms"}, "censored_bound"),
        ([10.0, 10.2, 9.9, 8.4, 8.5, None], {"assay_type": "dia_ms"}, "estimated"),
    ],
)
def test_where_there_is_too_little_for_a_fit(values, columns, status) -> None:
    columns = {"assay_type": "flow", **columns}
    row = run(values, **columns)
    if values[:3] == [10.0, 10.0, 10.0]:
        assert row["status"] in ("no_variance", "censored")
    else:
        assert row["status"] == status
    assert (row["method"] == "tobit") == (status == "estimated")


def test_the_scatter_above_a_limit_does_not_serve_as_prior() -> None:
    rng = np.random.default_rng(2)
    full = {f"G{i:02d}": list(rng.normal(10, 0.3, 6)) for i in range(12)}
    cut = {f"H{i:02d}": [10.0, 10.5, 9.6, 8.01, 8.02, None] for i in range(12)}
    alone = estimate(log2_signals(tidy(table(full))), ["p"], ["r"])
    both = estimate(log2_signals(tidy(table({**full, **cut}))), ["p"], ["r"])
    of_cut = both["protein_gene"].str.startswith("H")
    assert set(both.loc[of_cut, "method"]) == {"tobit"}
    # the target arm of the cut ones scatters by 0.01: only their reference arms tell the prior
    assert both["prior_sd"].iloc[0] > 0.8 * alone["prior_sd"].iloc[0]


@pytest.mark.parametrize("targets", [1, 24])
@pytest.mark.parametrize("quantile", [0.33, 0.5])
def test_tests_and_intervals_hold_their_level_at_three_replicates(targets, quantile) -> None:
    """One or two of three target replicates lie below the limit; the fall is 1.5 log2.

    Size counts every target, those without a test as not rejected; coverage the fitted ones.
    """
    rng = np.random.default_rng(5)
    panels, sd, fall = 3000 // targets, 0.3, -1.5
    x = 10 + rng.normal(0, sd, (panels * targets, 6))
    x[:, 3:] += fall
    limit = 10 + fall + sd * stats.norm.ppf(quantile)
    # of a panel one in four lies near its limit
    near = np.arange(len(x)) % targets < max(1, targets // 4)
    low = (x < limit) & near[:, None]
    frame = pd.DataFrame(
        {
            "gene": np.repeat([f"G{i % targets}" for i in range(len(x))], 6),
            "assay_id": np.repeat([f"a{i // targets}" for i in range(len(x))], 6),
            "condition": np.tile(list("ppprrr"), len(x)),
            "replicate": np.tile(list("123456"), len(x)),
            "value": np.char.mod("%.9f", np.where(low, limit, x).ravel()),
            "censored": np.where(low.ravel(), "left", "none"),
            "scale": "log2",
        }
    )
    none = dict.fromkeys(frame["assay_id"].unique(), 0.0)
    out = estimate(log2_signals(tidy(frame)), ["p"], ["r"], none)
    out = out[out["gene"].str[1:].astype(int) < max(1, targets // 4)]
    fitted = out["method"] == "tobit"
    assert fitted.mean() > 0.4
    t = (out["log2FoldChange"] - fall) / out["lfcSE"]
    bound = out["status"] == "censored_bound"
    down = stats.t.cdf(t, out["df"]) < 0.05
    up = (stats.t.sf(t, out["df"]) < 0.05) & ~bound
    noise = 2 * np.sqrt(0.05 * 0.95 / len(out))
    assert down.mean() < 0.05 + noise
    assert up.mean() < 0.05 + noise
    covered = (out["ci_low"] < fall) & (fall < out["ci_high"])
    assert covered[fitted].mean() > 0.94
