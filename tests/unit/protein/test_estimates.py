from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from resistance.columns import PROTEIN
from resistance.protein.estimates import estimate
from resistance.protein.tidy import log2_signals, tidy

YEAST = Path(__file__).parents[4] / "shared/data/yeast_pab1_rna_protein"


def run(values: dict[str, list], arms=("p", "p", "p", "r", "r", "r"), tau=None, **columns):
    rows = [
        {"gene": gene, "condition": arm, "replicate": str(i), "value": str(x), "scale": "log2"}
        for gene, xs in values.items()
        for i, (arm, x) in enumerate(zip(arms, xs, strict=True))
    ]
    frame = pd.DataFrame(rows).assign(**columns)
    return estimate(log2_signals(tidy(frame)), ["p"], ["r"], tau).set_index("protein_gene")


def noise(n: int, seed: int = 0) -> dict[str, list]:
    rng = np.random.default_rng(seed)
    return {f"G{i:03d}": list(rng.normal(10, 0.3, 6)) for i in range(n)}


def test_one_target_is_the_two_sample_t_test() -> None:
    values = [10.0, 10.2, 9.9, 8.0, 8.3, 8.1]
    row = run({"IL3RA": values}, tau={"protein": 0.0}).loc["IL3RA"]
    expected = stats.ttest_ind(values[3:], values[:3])
    assert row["pvalue"] == pytest.approx(expected.pvalue)
    interval = expected.confidence_interval(0.95)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((interval.low, interval.high))
    assert (row["moderation"], row["df"], row["status"]) == ("none", 4, "estimated")


def test_systematic_sd_by_default_and_overridden() -> None:
    values = {"IL3RA": [10.0, 10.2, 9.9, 8.0, 8.3, 8.1]}
    bare = run(values, tau={"protein": 0.0}).loc["IL3RA", "lfcSE"]
    default = run(values).loc["IL3RA"]
    assert default["systematic_sd"] == 0.10
    assert default["lfcSE"] == pytest.approx(np.sqrt(bare**2 + 0.01))
    assert set(run(noise(50))["systematic_sd"]) == {0.0}
    assert set(run(noise(49))["systematic_sd"]) == {0.10}
    assert set(run(noise(50), normalised="no")["systematic_sd"]) == {0.10}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=6, max_size=6, unique=True))
def test_swapping_the_arms_flips_the_sign_only(values) -> None:
    straight = run({"X": values}).loc["X"]
    swapped = run({"X": values}, arms=("r", "r", "r", "p", "p", "p")).loc["X"]
    assert straight["log2FoldChange"] == pytest.approx(-swapped["log2FoldChange"])
    assert straight["lfcSE"] == pytest.approx(swapped["lfcSE"], nan_ok=True)
    assert straight["ci_low"] == pytest.approx(-swapped["ci_high"], nan_ok=True)


def test_row_order_changes_nothing() -> None:
    frame = pd.DataFrame(
        [
            {"gene": g, "condition": arm, "replicate": str(i), "value": str(x), "scale": "log2"}
            for g, xs in noise(12).items()
            for i, (arm, x) in enumerate(zip("pppRRR".lower(), xs, strict=True))
        ]
    )
    one = estimate(log2_signals(tidy(frame)), ["p"], ["r"])
    other = estimate(log2_signals(tidy(frame.sample(frac=1, random_state=3))), ["p"], ["r"])
    pd.testing.assert_frame_equal(one, other)


def test_lanes_normalised_to_the_parent_are_a_one_sample_test() -> None:
    ratios = [1, 1, 1, 0.3, 0.4, 0.25]
    row = run(
        {"X": ratios}, scale="linear", unit="ratio", assay_type="western", tau={"western": 0.0}
    ).loc["X"]
    expected = stats.ttest_1samp(np.log2(ratios[3:]), 0)
    assert row["pvalue"] == pytest.approx(expected.pvalue)
    assert row["df"] == 2


def test_one_value_in_an_arm_gives_a_ratio_and_no_test() -> None:
    row = run({"X": [10.0, 8.0]}, arms=("p", "r")).loc["X"]
    assert row["log2FoldChange"] == pytest.approx(-2)
    assert (row["status"], row["n_reference"]) == ("n1", 1)
    assert np.isnan(row["lfcSE"])
    assert np.isnan(row["pvalue"])


def test_two_replicates_need_shared_variance() -> None:
    arms = ("p", "p", "r", "r")
    alone = run({"X": [10, 10.1, 8, 8.2]}, arms=arms).loc["X"]
    assert alone["status"] == "n2"
    assert np.isnan(alone["pvalue"])
    three = run({g: [10, 10.1 + i, 8, 8.2] for i, g in enumerate("XYZ")}, arms=arms)
    assert set(three["moderation"]) == {"pooled"}
    assert set(three["status"]) == {"estimated"}
    assert set(three["df"]) == {6.0}


def test_identical_replicates_have_no_variance() -> None:
    assert run({"X": [10, 10, 10, 8, 8, 8]}).loc["X", "status"] == "no_variance"


def test_mass_spectrometry_without_values_in_an_arm_is_on_off() -> None:
    values = {**noise(12), "X": [20, 21, 20.5, "n/a", "n/a", 15]}
    table = run(values, assay_type="dia_ms")
    assert table.loc["X", "status"] == "on_off"
    assert (table.loc[table.index != "X", "status"] == "estimated").all()


def test_a_censored_arm_is_a_bound_on_one_side() -> None:
    values = {"X": [10, 10.2, 9.9, 6, 6, 6], "Y": [6, 6, 6, 10, 10.2, 9.9]}
    frame = [
        {
            "gene": g,
            "condition": a,
            "replicate": str(i),
            "value": str(x),
            "scale": "log2",
            "censored": "left" if x == 6 else "none",
            "lod": "6",
        }
        for g, xs in values.items()
        for i, (a, x) in enumerate(zip("ppprrr", xs, strict=True))
    ]
    table = estimate(log2_signals(tidy(pd.DataFrame(frame))), ["p"], ["r"]).set_index(
        "protein_gene"
    )
    assert set(table["status"]) == {"censored_bound"}
    assert table.loc["X", "reason"] == "upper_bound"
    assert table.loc["Y", "reason"] == "lower_bound"
    assert table.loc["X", "ci_low"] == -np.inf
    assert table.loc["Y", "ci_high"] == np.inf
    # the variance is that of the arm that was seen, not the zero of the limits
    assert table.loc["X", "sd"] == pytest.approx(np.std([10, 10.2, 9.9], ddof=1))
    assert table.loc["X", "df"] == 2
    assert table.loc["X", "censored_target"] == 3


@pytest.mark.parametrize(("limit", "censored"), [("12", "left"), ("6", "right")])
def test_a_bound_on_the_far_side_of_zero_shows_no_change(limit: str, censored: str) -> None:
    # below a limit that lies above the other arm: lower, equal or higher, nobody knows
    rows = pd.DataFrame(
        {
            "gene": "X",
            "condition": list("ppprrr"),
            "replicate": list("123123"),
            "value": ["9", "9.1", "8.9", limit, limit, limit],
            "scale": "log2",
            "censored": ["none"] * 3 + [censored] * 3,
            "lod": ["", "", "", *[limit] * 3],
        }
    )
    table = estimate(log2_signals(tidy(rows)), ["p"], ["r"])
    assert table["status"].tolist() == ["censored_bound"]
    assert table["log2FoldChange"][0] == (3 if censored == "left" else -3)
    assert (table["pvalue"][0], table["padj"][0]) == (1.0, 1.0)


def test_censoring_in_both_arms_bounds_nothing() -> None:
    rows = pd.DataFrame(
        {
            "gene": "X",
            "condition": list("ppprrr"),
            "replicate": list("123123"),
            "value": ["9", "8.5", "6", "6", "6", "6"],
            "scale": "log2",
            "censored": ["none", "none", "left", "left", "left", "left"],
        }
    )
    table = estimate(log2_signals(tidy(rows)), ["p"], ["r"])
    assert table["status"].tolist() == ["censored"]
    assert np.isnan(table["pvalue"][0])


def test_compartments_are_separate_and_other_arms_are_named() -> None:
    frame = pd.DataFrame(
        {
            "gene": "X",
            "condition": list("ppprrr") * 2,
            "replicate": list("123123") * 2,
            "value": [str(v) for v in (10, 11, 12, 8, 7, 6, 10, 11, 12, 11, 10, 12)],
            "scale": "log2",
            "compartment": ["surface"] * 6 + ["total"] * 6,
        }
    )
    signals = log2_signals(tidy(frame))
    table = estimate(signals, ["p"], ["r"])
    assert table["log2FoldChange"].tolist() == [-4.0, 0.0]
    absent = estimate(signals, ["p"], ["elsewhere"])
    assert set(absent["status"]) == {"not_in_contrast"}


def test_technical_replicates_are_counted_in_the_reason() -> None:
    frame = pd.DataFrame(
        {
            "gene": "X",
            "condition": ["p"] * 6 + ["r"] * 6,
            "replicate": list("123456") * 2,
            "sample": ["a", "a", "b", "b", "c", "c", "d", "d", "e", "e", "f", "f"],
            "value": [str(v) for v in range(1, 13)],
            "replicate_type": "technical",
        }
    )
    row = estimate(log2_signals(tidy(frame)), ["p"], ["r"]).iloc[0]
    assert (row["n_reference"], row["n_target"], row["df"]) == (3, 3, 4)
    assert row["reason"] == "12 technical measurements averaged to 6"


def test_an_empty_table_has_the_columns() -> None:
    table = estimate(log2_signals(tidy(pd.DataFrame())), ["p"], ["r"])
    assert set(PROTEIN) <= set(table.columns)
    assert table.empty


@pytest.mark.skipif(not YEAST.exists(), reason="../shared/data/yeast_pab1_rna_protein is absent")
def test_yeast_fold_changes_are_those_of_the_published_table() -> None:
    wide = pd.read_csv(YEAST / "protein_log2_tidy.tsv.gz", sep="\t", dtype=str)
    tall = wide.melt(["gene", "accession"], var_name="sample", value_name="value")
    tall[["condition", "replicate"]] = tall["sample"].str.rsplit("_", n=1, expand=True)
    tall = tall.assign(assay_type="tmt", scale="log2", protein_id=tall["accession"])
    table = estimate(log2_signals(tidy(tall)), ["pbp1d"], ["pab1d_pbp1d"])
    published = pd.read_csv(
        YEAST / "published_protein_limma.csv.gz", dtype=str, on_bad_lines="skip"
    )
    published = published[published["pair"].str.fullmatch("pab1Δpbp1Δ / pbp1Δ")]
    both = table.merge(published, left_on="protein_gene", right_on="Protein")
    theirs = pd.to_numeric(both["logFC"], errors="coerce")
    known = theirs.notna()
    assert known.sum() >= 2770
    assert np.corrcoef(both.loc[known, "log2FoldChange"], theirs[known])[0, 1] > 0.999
    assert set(table["systematic_sd"]) == {0.0}
    assert table["prior_df"].iloc[0] == pytest.approx(3.67, abs=0.05)


@pytest.mark.parametrize(
    ("backgrounds", "bound"),
    # against mean log2 signals of 8800 to 10000: mean log2 of 150, 180, 190; and log2 of 55
    [([200] * 6, -5.776), ([200] * 3 + [205] * 3, -7.425)],
)
def test_a_complete_loss_below_the_background_is_a_bound(backgrounds, bound) -> None:
    values = [9000, 9800, 10200, 150, 180, 190]
    background = [str(b) for b in backgrounds]
    row = run({"IL3RA": values}, scale="linear", assay_type="flow", background=background)
    row = row.loc["IL3RA"]
    assert (row["status"], row["method"]) == ("censored_bound", "bound")
    assert row["log2FoldChange"] == pytest.approx(bound, abs=0.001)
    assert row["pvalue"] < 0.001
