import numpy as np
import pandas as pd
import pytest
from scipy import stats

from resistance.protein.estimates import estimate
from resistance.protein.pairing import pair
from resistance.protein.summaries import Values
from resistance.protein.tidy import log2_signals, tidy

REFERENCE = [10.0, 12.0, 11.0, 14.0]
TARGET = [9.1, 11.2, 9.8, 13.3]


def table(days=("1", "2", "3", "4"), **columns) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "gene": "X",
            "condition": ["p"] * 4 + ["r"] * 4,
            "replicate": list("1234") * 2,
            "batch": [*"1234", *days],
            "value": [str(v) for v in (*REFERENCE, *TARGET)],
            "scale": "log2",
            **columns,
        }
    )


def run(frame: pd.DataFrame, column: str = "batch") -> pd.Series:
    signals = log2_signals(tidy(frame))
    return estimate(signals, ["p"], ["r"], {"protein": 0.0}, paired={"protein": column}).iloc[0]


def test_it_is_the_paired_t_test() -> None:
    row = run(table())
    expected = stats.ttest_rel(TARGET, REFERENCE)
    assert row["pvalue"] == pytest.approx(expected.pvalue)
    assert row["log2FoldChange"] == pytest.approx(np.mean(np.subtract(TARGET, REFERENCE)))
    assert (row["paired"], row["method"], row["df"]) == ("yes", "paired", 3)
    assert row["mean_target"] - row["mean_reference"] == pytest.approx(row["log2FoldChange"])


def test_row_order_does_not_matter_and_other_assays_stay_unpaired() -> None:
    shuffled = table().sample(frac=1, random_state=1)
    assert run(shuffled)["pvalue"] == pytest.approx(run(table())["pvalue"])
    signals = log2_signals(tidy(table(assay_id="other")))
    row = estimate(signals, ["p"], ["r"], paired={"protein": "batch"}).iloc[0]
    assert (row["paired"], row["method"], row["df"]) == ("no", "difference", 6)


def test_incomplete_pairs_are_left_out_and_said() -> None:
    row = run(table(days=("1", "2", "3", "9")))
    expected = stats.ttest_rel(TARGET[:3], REFERENCE[:3])
    assert row["pvalue"] == pytest.approx(expected.pvalue)
    assert (row["n_reference"], row["n_target"]) == (3, 3)
    assert row["reason"] == "incomplete pairs left out: 2, complete: 3"
    assert row["mean_reference"] == pytest.approx(np.mean(REFERENCE[:3]))
    nameless = run(table(days=("1", "2", "3", "")))
    assert nameless["pvalue"] == pytest.approx(expected.pvalue)


def test_too_few_pairs_are_a_ratio() -> None:
    row = run(table(days=("1", "8", "9", "7")))
    assert row["status"] == "n1"
    assert row["reason"].startswith("fewer than two complete pairs")
    assert np.isnan(row["lfcSE"])
    two = run(table(days=("1", "2", "9", "7")))
    assert two["status"] == "n2"


def test_replicates_of_a_pair_are_averaged_first() -> None:
    twice = pd.concat([table(), table().iloc[:1].assign(replicate="5", value="10.4")])
    expected = stats.ttest_rel(TARGET, [10.2, *REFERENCE[1:]])
    assert run(twice)["pvalue"] == pytest.approx(expected.pvalue)


def test_pairs_are_moderated_like_the_rest() -> None:
    rng = np.random.default_rng(0)
    frames = [
        table(gene=f"G{i}", value=[f"{v:.6f}" for v in rng.normal(10, 0.3, 8)]) for i in range(12)
    ]
    signals = log2_signals(tidy(pd.concat(frames)))
    out = estimate(signals, ["p"], ["r"], paired={"protein": "batch"})
    assert set(out["moderation"]) == {"ebayes"}
    assert (out["df"] > 3).all()


def values(*rows) -> Values:
    arm, x, left, right = (np.array(column) for column in zip(*rows, strict=True))
    return Values(np.zeros(len(arm), int), arm, x.astype(float), left, right, np.zeros(len(arm)))


@pytest.mark.parametrize(
    ("reference", "target", "left", "right"),
    [
        ((False, False), (True, False), True, False),
        ((False, True), (False, False), True, False),
        ((True, False), (False, False), False, True),
        ((False, False), (False, True), False, True),
        ((True, False), (True, False), True, True),
    ],
)
def test_a_censored_member_censors_the_difference(reference, target, left, right) -> None:
    pairs = pair(values((0, 5, *reference), (1, 3, *target)), pd.Series(["a", "a"]), 1)
    assert (pairs.differences.left[0], pairs.differences.right[0]) == (left, right)
    if left and right:
        assert np.isnan(pairs.differences.x[0])
    else:
        assert pairs.differences.x[0] == -2


def test_a_pair_with_a_limit_is_fitted_or_bounds() -> None:
    limit = table(censored=["none"] * 7 + ["left"])
    row = run(limit)
    assert (row["method"], row["paired"], row["df"]) == ("tobit", "yes", 2)
    assert row["log2FoldChange"] < np.mean(np.subtract(TARGET, REFERENCE))
    lost = run(table(censored=["none"] * 4 + ["left"] * 4))
    assert lost["status"] == "censored"
