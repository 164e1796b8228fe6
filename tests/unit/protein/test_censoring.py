"""Which targets get a Tobit fit, and whether its intervals and tests hold their level."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance.protein.estimates import estimate
from resistance.protein.moderation import fit_prior
from resistance.protein.tidy import log2_signals, tidy
from resistance.protein.tobit import fit_tobit

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
    assert row["reason"] == "censored fit (Tobit), values beyond a limit: 1"
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


def test_the_variance_is_corrected_and_no_limit_counts_as_a_value() -> None:
    values = [10.0, 10.2, 9.9, 8.4, 8.3, None]
    row = run(values)
    x = np.array([[LIMIT if v is None else v for v in values]])
    side = np.array([[0, 0, 0, 0, 0, -1]])
    fit = fit_tobit(x, np.array([[0, 0, 0, 1, 1, 1]]), side)
    variance = fit.variance[0] * 5 / 3  # five values, two means
    assert row["sd"] == pytest.approx(np.sqrt(variance))
    # the fit takes the limit for a part of a value: 1/3 + 1/2 is what the values alone give
    assert fit.unit_variance[0] < 1 / 3 + 1 / 2
    expected = variance * (1 / 3 + 1 / 2) + row["systematic_sd"] ** 2
    assert row["lfcSE"] == pytest.approx(np.sqrt(expected))


def test_the_scatter_above_a_limit_does_not_serve_as_prior() -> None:
    rng = np.random.default_rng(2)
    full = rng.normal(10, 0.3, (12, 6))
    cut = rng.normal(10, 0.3, (12, 3))
    targets = {f"G{i:02d}": list(xs) for i, xs in enumerate(full)}
    targets |= {f"H{i:02d}": [*xs, 8.01, 8.02, None] for i, xs in enumerate(cut)}
    out = estimate(log2_signals(tidy(table(targets))), ["p"], ["r"])
    of_cut = out["protein_gene"].str.startswith("H")
    assert set(out.loc[of_cut, "method"]) == {"tobit"}
    # of the cut ones only the reference arm tells how replicates scatter
    variance = [(xs[:3].var() + xs[3:].var()) * 3 / 4 for xs in full]
    variance += [xs.var(ddof=1) for xs in cut]
    prior = fit_prior(np.array(variance), np.repeat([4.0, 2.0], 12))
    assert out["prior_df"].iloc[0] == pytest.approx(prior.prior_df, rel=1e-4)
    assert out["prior_sd"].iloc[0] == pytest.approx(np.sqrt(prior.prior_variance), rel=1e-4)


@pytest.mark.parametrize("targets", [1, 24])
@pytest.mark.parametrize("quantile", [0.33, 0.5])
def test_tests_and_intervals_hold_their_level_at_three_replicates(targets, quantile) -> None:
    """One or two of three target replicates lie below the limit; the fall is 1.5 log2.

    Size counts every target, those without a test as not rejected; coverage the fitted ones.
    """
    rng = np.random.default_rng(5)
    panels, sd, fall = 1800 // targets, 0.3, -1.5
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
