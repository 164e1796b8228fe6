"""What may be concluded from which assay, and what may not."""

import numpy as np
import pandas as pd
import pytest

from resistance.functional.estimates import estimate
from resistance.functional.rules import conclude
from resistance.functional.tidy import log2_values, tidy

from .conftest import MARGINS, Bench


def concluded(table: pd.DataFrame) -> pd.DataFrame:
    values = log2_values(tidy(table))
    out = conclude(estimate(values, ["parental"], ["resistant"], MARGINS), 0.05)
    return out.set_index(["assay", "modulator", "quantity"])


def verdict(table, assay, modulator, quantity) -> tuple[str, str]:
    row = concluded(table).loc[(assay, modulator, quantity)]
    return row["conclusion"], row["reason"]


def pump(modulator="zosuquidar", alone=(0.0, 0.0), effect=(0.0, -3.0), **cells) -> Bench:
    """The drug's IC50 with and without an inhibitor, and the inhibitor alone."""
    bench = Bench().add("adc_ic50", "", 0, 4)
    bench.add("adc_ic50", modulator, effect[0], 4 + effect[1], **cells)
    if alone is not None:
        bench.add("inhibitor_alone", modulator, *alone, sd=0.03)
    return bench


@pytest.mark.parametrize(
    ("bench", "expected"),
    [
        (pump(), ("pump_limits_drug", "")),
        (pump("elacridar"), ("pump_limits_drug", "")),
        (pump("ABCB1 knockout", alone=None), ("pump_limits_drug", "loss")),
        # toxicity of the inhibitor alone
        (pump(alone=None), ("inhibitor_sensitises", "toxicity_not_given")),
        (pump(alone=(0.0, None)), ("inhibitor_sensitises", "toxicity_not_given")),
        (pump(alone=(-0.3, -0.3)), ("inhibitor_sensitises", "toxicity_not_excluded")),
        (pump(alone=(0.0, -2.0)), ("undetermined", "inhibitor_toxic")),
        # what the modulator acts on
        (pump("compound X"), ("inhibitor_sensitises", "modulator_unknown")),
        (pump("compound X", mechanism="drug_efflux"), ("pump_limits_drug", "")),
        (pump("venetoclax", mechanism="apoptosis"), ("inhibitor_sensitises", "modulator_unknown")),
        # both lines gain alike, or the parental one gains more
        (pump(effect=(-3.0, -3.0)), ("pump_not_limiting", "")),
        (pump("compound X", effect=(0.0, 0.0)), ("undetermined", "modulator_unknown")),
        (pump(effect=(-3.0, 0.0)), ("undetermined", "opposite")),
        # a rise in the parental line is no fall in the resistant one
        (pump(effect=(3.0, 0.0)), ("undetermined", "no_fall_in_target")),
        (pump(effect=(None, -3.0)), ("undetermined", "no_reference")),
    ],
)
def test_interaction_of_inhibitor_and_line(bench, expected) -> None:
    table = bench.table()
    modulator = sorted(set(table["modulator"]))[-1]
    assert verdict(table, "adc_ic50", modulator, "interaction") == expected


def test_a_fall_of_the_resistant_line_alone_is_no_conclusion() -> None:
    out = concluded(pump().table())["conclusion"]
    for quantity in ("effect_target", "effect_reference"):
        assert out[("adc_ic50", "zosuquidar", quantity)] == ""
    assert out[("adc_ic50", "", "difference")] == ""


def test_the_payload_has_a_pump_of_its_own() -> None:
    bench = pump().add("payload_ic50", "", 0, 4).add("payload_ic50", "zosuquidar", 0, 1)
    expected = ("pump_limits_drug", "")
    assert verdict(bench.table(), "payload_ic50", "zosuquidar", "interaction") == expected


def test_wide_scatter_is_undetermined_not_unchanged() -> None:
    bench = Bench(2).add("adc_ic50", "", 0, 4, sd=1).add("adc_ic50", "zosuquidar", 0, 4, sd=1)
    expected = ("undetermined", "not_shown")
    assert verdict(bench.table(), "adc_ic50", "zosuquidar", "interaction") == expected


def dye(parental: float | None, resistant: float, modulator="zosuquidar") -> pd.DataFrame:
    bench = Bench().add("dye_efflux", "", 12, 9)
    base = None if parental is None else 12 + parental
    return bench.add("dye_efflux", modulator, base, 9 + resistant).table()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (dye(0, 3), ("pump_active", "more_than_reference")),
        (dye(3, 3), ("pump_active", "as_in_reference")),
        (dye(5, 3), ("pump_active", "less_than_reference")),
        (dye(None, 3), ("pump_active", "no_reference")),
        (dye(0, 3, "compound X"), ("pump_active", "more_than_reference")),
        (dye(0, 0), ("pump_not_shown", "equivalence_shown")),
        (dye(0, -3), ("pump_not_shown", "not_shown")),
    ],
)
def test_dye_efflux(table, expected) -> None:
    modulator = sorted(set(table["modulator"]))[-1]
    assert verdict(table, "dye_efflux", modulator, "effect_target") == expected
    # more efflux than in the parental line is part of that sentence
    assert verdict(table, "dye_efflux", modulator, "interaction")[0] == ""


def test_dye_efflux_in_shares_pumped_out_says_the_same() -> None:
    retained = dye(0, 3)
    share = 1 - 2.0 ** (np.log2(retained["value"].astype(float)) - 13)
    out = retained.assign(value=share.astype(str), unit="fraction_effluxed")
    numbers = ["log2FoldChange", "pvalue", "p_changed"]
    np.testing.assert_allclose(concluded(out)[numbers], concluded(retained)[numbers], rtol=1e-6)


def test_less_dye_without_an_inhibitor_is_no_pump() -> None:
    table = Bench().add("dye_efflux", "", 12, 9).table()
    assert verdict(table, "dye_efflux", "", "difference") == ("undetermined", "no_inhibitor")


def payload(drug: float | None, free: float, sd=0.1) -> pd.DataFrame:
    bench = Bench().add("payload_ic50", "", 0, free, sd=sd)
    return (bench if drug is None else bench.add("adc_ic50", "", 0, drug)).table()


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (payload(4, 0), ("block_before_payload", "")),
        (payload(4, -2), ("block_before_payload", "more_sensitive")),
        (payload(4, 4), ("at_or_after_payload_or_efflux", "")),
        # equal within a wide error is not shown to be equal
        (payload(4, 0, sd=1.0), ("undetermined", "not_shown")),
        (payload(None, 0), ("undetermined", "drug_not_given")),
        (payload(0, 0), ("undetermined", "drug_resistance_not_shown")),
    ],
)
def test_where_the_block_lies(table, expected) -> None:
    assert verdict(table, "payload_ic50", "", "difference") == expected


@pytest.mark.parametrize(
    ("assay", "lower", "same"),
    [
        ("internalisation_rate", "internalisation_impaired", "internalisation_unchanged"),
        ("surface_half_life", "half_life_shorter", "half_life_unchanged"),
        ("lysosomal_delivery", "lysosomal_delivery_impaired", "lysosomal_delivery_unchanged"),
    ],
)
def test_single_steps(assay, lower, same) -> None:
    for change, sd, expected in (
        (-2, 0.1, (lower, "")),
        (0, 0.1, (same, "")),
        (2, 0.1, ("undetermined", "higher")),
        (0, 1.0, ("undetermined", "not_shown")),
    ):
        table = Bench().add(assay, "", -3, -3 + change, sd=sd).table()
        assert verdict(table, assay, "", "difference") == expected


@pytest.mark.parametrize("n", [1, 2])
def test_too_few_replicates_are_undetermined(n) -> None:
    table = Bench().add("internalisation_rate", "", -3, -5, n=n).table()
    expected = ("undetermined", f"n{n}")
    assert verdict(table, "internalisation_rate", "", "difference") == expected


def test_no_conclusion_outside_the_contrast() -> None:
    values = log2_values(tidy(pump().table()))
    out = conclude(estimate(values, (), (), MARGINS, "no arms"), 0.05)
    assert set(out["conclusion"]) == {""}
    assert set(out["reason"]) == {"no arms"}


def test_size_of_pump_limits_drug() -> None:
    """At the margin itself, n = 3, at most 5% of studies say that a pump limits the drug.

    The arms scatter differently, which a pooled variance does not know of.
    """
    n, hits, rng, sds = 200, 0, np.random.default_rng(11), (0.05, 0.2)
    means = {"": (0.0, 4.0), "zosuquidar": (0.0, 4.0 - MARGINS.change)}
    cells = [
        (modulator, condition, mean, sd)
        for modulator, pair in means.items()
        for condition, mean, sd in zip(("parental", "resistant"), pair, sds, strict=True)
    ]
    harmless = pd.DataFrame(
        [
            ("inhibitor_alone", "zosuquidar", condition, replicate, replicate / 100)
            for condition in ("parental", "resistant")
            for replicate in range(3)
        ],
        columns=["assay", "modulator", "condition", "replicate", "log2_value"],
    )
    for _ in range(n):
        rows = [
            ("adc_ic50", modulator, condition, replicate, mean + sd * rng.standard_normal())
            for modulator, condition, mean, sd in cells
            for replicate in range(3)
        ]
        values = pd.concat([pd.DataFrame(rows, columns=harmless.columns), harmless])
        values = values.assign(mechanism="", gene="", comparator="", unit="", censored="none")
        out = conclude(estimate(values, ["parental"], ["resistant"], MARGINS), 0.05)
        hits += (out["conclusion"] == "pump_limits_drug").any()
    # 5% and three standard errors of the simulation
    assert hits / n <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / n)
    assert hits > 0
