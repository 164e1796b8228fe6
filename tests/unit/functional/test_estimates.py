"""Estimates, errors and tests of functional assays, against independent calculations."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from scipy import stats

from resistance.functional.assays import CHANGED_CLAIMS, EQUIVALENT_CLAIMS
from resistance.functional.estimates import estimate
from resistance.functional.tidy import log2_values, tidy

from .conftest import MARGINS, Bench

PARENTAL, RESISTANT = ["parental"], ["resistant"]


def estimated(table, reference=PARENTAL, target=RESISTANT) -> pd.DataFrame:
    return estimate(log2_values(tidy(table)), reference, target, MARGINS)


def by_quantity(table, assay="adc_ic50", **arms) -> pd.DataFrame:
    out = estimated(table, **arms)
    return out[out["assay"] == assay].set_index("quantity")


def full(seed=1, **cells) -> pd.DataFrame:
    bench = Bench(seed).add("adc_ic50", "", 0, 4, sd=0.3, n=4, **cells)
    return bench.add("adc_ic50", "zosuquidar", -0.2, 1.5, sd=0.3, **cells).table()


def logs(table, condition, modulator="") -> np.ndarray:
    rows = table[(table["condition"] == condition) & (table["modulator"] == modulator)]
    return np.log2(rows["value"].astype(float).to_numpy())


def test_numbers_are_those_of_a_linear_model() -> None:
    """Where a quantity uses all cells, the pool is the estimate's own scatter."""
    bench = Bench().add("adc_ic50", "", 0, 4, sd=0.3).add("adc_ic50", "zosuquidar", 0, 1, sd=0.3)
    table = bench.table()
    out = by_quantity(table)
    data = table.assign(
        y=np.log2(table["value"].astype(float)),
        r=(table["condition"] == "resistant").astype(int),
        z=(table["modulator"] != "").astype(int),
    )
    fit = smf.ols("y ~ r * z", data).fit()
    cells = [("parental", ""), ("resistant", ""), ("parental", "zosuquidar")]
    values = {cell: logs(table, *cell) for cell in [*cells, ("resistant", "zosuquidar")]}
    ss = np.array([x.var() * len(x) for x in values.values()])
    df = ss.sum() ** 2 / (ss**2 / 2).sum()
    pairs = {
        "difference": ("r = 0", ("resistant", ""), ("parental", "")),
        "effect_reference": ("z = 0", ("parental", "zosuquidar"), ("parental", "")),
        "effect_target": ("z + r:z = 0", ("resistant", "zosuquidar"), ("resistant", "")),
    }
    for quantity, (terms, one, other) in pairs.items():
        test, row = fit.t_test(terms), out.loc[quantity]
        own = stats.ttest_ind(values[one], values[other], equal_var=False)
        assert row["log2FoldChange"] == pytest.approx(test.effect.item())
        assert row["lfcSE"] == pytest.approx(
            max(test.sd.item(), test.effect.item() / own.statistic)
        )
        assert row["df"] == pytest.approx(df)
    test, row = fit.t_test("r:z = 0"), out.loc["interaction"]
    x, se = test.effect.item(), test.sd.item()
    assert (row["log2FoldChange"], row["lfcSE"], row["df"]) == pytest.approx((x, se, df))
    assert row["pvalue"] == pytest.approx(2 * stats.t.sf(abs(x / se), df))
    assert row["p_changed"] == pytest.approx(stats.t.sf((-x - MARGINS.change) / se, df))
    assert (row["ci_low"], row["ci_high"]) == pytest.approx(stats.t.interval(0.95, df, x, se))


def test_equivalence_is_tost() -> None:
    bench = Bench().add("payload_ic50", "", 0, 0.05, sd=0.1)
    row = by_quantity(bench.table(), "payload_ic50").loc["difference"]
    resistant, parental = logs(bench.table(), "resistant"), logs(bench.table(), "parental")
    d = MARGINS.equivalence
    welch = {"equal_var": False}  # two cells of one size: the pool is Welch's test
    lower = stats.ttest_ind(resistant + d, parental, alternative="greater", **welch).pvalue
    upper = stats.ttest_ind(resistant - d, parental, alternative="less", **welch).pvalue
    assert row["p_equivalent"] == pytest.approx(max(lower, upper))


def test_interaction_is_the_difference_of_effects() -> None:
    x = by_quantity(full())["log2FoldChange"]
    assert x["interaction"] == pytest.approx(x["effect_target"] - x["effect_reference"])


def test_exchanging_arms_flips_signs() -> None:
    table = full()
    one, other = by_quantity(table), by_quantity(table, reference=RESISTANT, target=PARENTAL)
    for quantity in ("difference", "interaction"):
        assert one.loc[quantity, "log2FoldChange"] == -other.loc[quantity, "log2FoldChange"]
        same = ["lfcSE", "df", "pvalue", "p_equivalent"]
        assert one.loc[quantity, same].tolist() == other.loc[quantity, same].tolist()
    effects = one.loc["effect_reference", "log2FoldChange"]
    assert effects == other.loc["effect_target", "log2FoldChange"]


def test_order_of_rows_changes_nothing() -> None:
    more = Bench(3).add("dye_efflux", "", 10, 8, n=15, sd=1.0).table()
    table = pd.concat([full(), more], ignore_index=True)
    for seed in range(5):
        shuffled = table.sample(frac=1, random_state=seed)
        pd.testing.assert_frame_equal(estimated(table), estimated(shuffled), check_exact=True)


def test_a_factor_on_all_values_changes_nothing() -> None:
    table = full()
    scaled = table.assign(value=(table["value"].astype(float) * 1000).astype(str))
    numbers = ["log2FoldChange", "lfcSE", "pvalue", "p_changed", "p_equivalent"]
    np.testing.assert_allclose(by_quantity(table)[numbers], by_quantity(scaled)[numbers])


def test_pooled_conditions_are_one_arm() -> None:
    table = full()
    split = table.assign(
        condition=np.where(
            (table["condition"] == "resistant") & (table["replicate"] > "2"),
            "clone_b",
            table["condition"],
        )
    )
    pooled = by_quantity(split, target=["resistant", "clone_b"])
    pd.testing.assert_frame_equal(by_quantity(table), pooled)
    assert by_quantity(split).loc["difference", "n_target"] == 2


@pytest.mark.parametrize(
    ("n", "modulated", "status"),
    [(1, 0, "n1"), (2, 0, "n2"), (2, 2, "estimated"), (3, 0, "estimated")],
)
def test_numbers_of_replicates(n, modulated, status) -> None:
    bench = Bench().add("adc_ic50", "", 0, 4, n=n)
    if modulated:
        bench.add("adc_ic50", "zosuquidar", 0, 1, n=modulated)
    row = by_quantity(bench.table()).loc["difference"]
    assert row["status"] == status
    assert np.isfinite(row["log2FoldChange"])
    assert np.isfinite(row["pvalue"]) == (status == "estimated")


def test_equal_replicates_give_no_error() -> None:
    row = by_quantity(Bench().add("adc_ic50", "", 0, 4, sd=0.0).table()).loc["difference"]
    assert row["status"] == "no_variance"
    assert np.isnan(row["pvalue"])


def test_what_was_not_measured_is_said() -> None:
    bench = Bench().add("adc_ic50", "", 0, 4).add("adc_ic50", "zosuquidar", None, 1)
    out = by_quantity(bench.table())
    assert out.loc["effect_target", "status"] == "estimated"
    assert out.loc["interaction", "reason"] == "not_measured_reference"
    assert out.loc["interaction", "status"] == "not_in_contrast"
    none = estimate(log2_values(tidy(bench.table())), (), (), MARGINS, "no arms here")
    assert set(none["reason"]) == {"no arms here"}
    assert none["pvalue"].isna().all()


def test_a_control_of_its_own() -> None:
    """A modulator with a comparator is held against that, not against untreated cells."""
    bench = Bench().add("adc_ic50", "", 0, 4).add("adc_ic50", "scrambled siRNA", 1, 5)
    bench.add("adc_ic50", "ABCB1 siRNA", 1, 2, comparator="Scrambled siRNA")
    out = estimated(bench.table())
    assert set(out["modulator"]) == {"", "ABCB1 siRNA"}
    effect = out.set_index(["modulator", "quantity"])["log2FoldChange"]["ABCB1 siRNA"]
    assert effect["effect_reference"] == pytest.approx(0, abs=0.3)
    assert effect["interaction"] == pytest.approx(-3, abs=0.4)


def test_a_gene_on_the_inhibitor_rows_only() -> None:
    bench = Bench().add("adc_ic50", "", 0, 4).add("adc_ic50", "zosuquidar", 0, 1, gene="ABCB1")
    out = estimated(bench.table())
    assert out.set_index("quantity").loc["interaction", "status"] == "estimated"


def test_viability_is_held_against_one() -> None:
    table = Bench().add("inhibitor_alone", "zosuquidar", -0.1, -0.1, sd=0.02).table()
    row = by_quantity(table, "inhibitor_alone").loc["effect_target"]
    values = np.log2(table["value"][table["condition"] == "resistant"].astype(float))
    assert row["log2FoldChange"] == pytest.approx(values.mean())
    # the margin of harm is the change margin: 80% of the cells live
    t = (MARGINS.change + row["log2FoldChange"]) / row["lfcSE"]
    assert row["p_equivalent"] == pytest.approx(stats.t.sf(t, row["df"]))
    assert np.isnan(row["q_changed"])
    assert np.isnan(row["q_equivalent"])


def censored(arm: str, modulator: str = "", side: str = ">") -> pd.DataFrame:
    table = full()
    rows = (table["condition"] == arm) & (table["modulator"] == modulator)
    return table.assign(value=np.where(rows, f"{side}2", table["value"]))


@pytest.mark.parametrize(
    ("table", "quantity", "reason", "tested"),
    [
        # the resistant arm needs more than the highest concentration: the rise is at least this
        (censored("resistant"), "difference", "lower_bound", True),
        (censored("resistant"), "effect_target", "upper_bound", True),
        (censored("resistant"), "interaction", "upper_bound", True),
        # a bound in the wrong direction says nothing about resistance
        (censored("parental"), "difference", "upper_bound", False),
        (censored("parental"), "interaction", "lower_bound", False),
        (censored("parental", side="<"), "difference", "lower_bound", True),
    ],
)
def test_bounds_are_tested_on_their_own_side(table, quantity, reason, tested) -> None:
    row = by_quantity(table).loc[quantity]
    assert (row["status"], row["reason"]) == ("bound", reason)
    assert np.isfinite(row["p_changed"]) == tested
    assert np.isnan(row["p_equivalent"])
    assert np.isnan(row["pvalue"])
    assert np.isinf(row["ci_high"]) == (reason == "lower_bound")
    assert np.isinf(row["ci_low"]) == (reason == "upper_bound")


def test_values_at_a_bound_lend_no_precision() -> None:
    """Their scatter is gone: the error comes from the other cells alone."""
    row = by_quantity(censored("resistant")).loc["interaction"]
    others = [("parental", ""), ("parental", "zosuquidar"), ("resistant", "zosuquidar")]
    cells = [logs(full(), *cell) for cell in others]
    ss, df = np.array([x.var() * len(x) for x in cells]), np.array([len(x) - 1 for x in cells])
    pooled = ss.sum() / df.sum()
    own = (ss / df / (df + 1)).sum() + pooled / 4
    assert row["df"] == pytest.approx(ss.sum() ** 2 / (ss**2 / df).sum())
    assert row["lfcSE"] ** 2 == pytest.approx(max(pooled * (1 / 4 + 1 / 4 + 1 / 3 + 1 / 3), own))


def test_wide_cells_are_not_averaged_away() -> None:
    bench = Bench().add("adc_ic50", "", 0, 4, sd=0.5).add("adc_ic50", "zosuquidar", 0, 1, sd=0.01)
    out, table = by_quantity(bench.table()), bench.table()
    wide, narrow = out.loc["difference"], out.loc["effect_target"]
    variances = [logs(table, arm).var(ddof=1) for arm in ("parental", "resistant")]
    assert wide["lfcSE"] ** 2 == pytest.approx(sum(variances) / 3)
    assert narrow["lfcSE"] <= wide["lfcSE"]
    assert wide["df"] < 4.1  # eight values less four means would be 8


def test_bounds_on_both_sides_leave_it_open() -> None:
    table = censored("parental")
    both = table.assign(value=np.where(table["modulator"] == "", ">2", table["value"]))
    assert by_quantity(both).loc["difference", "status"] == "censored"


def test_a_bound_is_never_stronger_than_the_value_behind_it() -> None:
    """With the true values in place of their bound the test can only gain."""
    table = full().assign(value=lambda x: x["value"].astype(float))
    resistant = (table["condition"] == "resistant") & (table["modulator"] == "")
    bound = table.assign(value=np.where(resistant, ">4", table["value"].astype(str)))
    exact = by_quantity(table.astype(str)).loc["interaction"]
    assert by_quantity(bound).loc["interaction", "log2FoldChange"] > exact["log2FoldChange"]


def test_one_family_for_changes_and_equivalence() -> None:
    bench = Bench().add("adc_ic50", "", 0, 4).add("payload_ic50", "", 0, 0.1)
    bench.add("internalisation_rate", "", 0, 0).add("adc_ic50", "zosuquidar", 0, 1)
    out = estimated(bench.table())
    pairs = list(zip(out["assay"], out["quantity"], strict=True))
    changed = np.array([pair in CHANGED_CLAIMS for pair in pairs])
    same = np.array([pair in EQUIVALENT_CLAIMS for pair in pairs])
    p = np.concatenate([out["p_changed"][changed], out["p_equivalent"][same]])
    q = np.concatenate([out["q_changed"][changed], out["q_equivalent"][same]])
    np.testing.assert_allclose(q, stats.false_discovery_control(p))
    assert out["q_changed"][~changed].isna().all()
    assert out["q_equivalent"][~same].isna().all()
    np.testing.assert_allclose(out["padj"], stats.false_discovery_control(out["pvalue"]))
