import numpy as np
import pandas as pd
import pytest

from resistance.protein.tidy import SIGNALS, log2_signals, tidy


def table(**columns) -> pd.DataFrame:
    base = {
        "gene": ["CD123"] * 6,
        "condition": ["p", "p", "p", "r", "r", "r"],
        "replicate": ["1", "2", "3"] * 2,
        "value": ["800", "1000", "1200", "200", "250", "300"],
    }
    return pd.DataFrame({**base, **columns})


def test_four_columns_are_enough() -> None:
    rows = tidy(table())
    assert set(rows["assay_id"]) == {"protein"}
    assert set(rows["compartment"]) == {"total"}
    signals = log2_signals(rows)
    assert list(signals.columns) == SIGNALS
    np.testing.assert_allclose(signals["log2_signal"], np.log2([800, 1000, 1200, 200, 250, 300]))
    assert (signals["n_technical"] == 1).all()
    assert signals["sample"].nunique() == 6


def test_an_empty_table_has_the_columns() -> None:
    assert list(log2_signals(tidy(pd.DataFrame())).columns) == SIGNALS
    header = table(background="1", lod="2", replicate_type="technical").iloc[:0]
    assert list(log2_signals(tidy(header)).columns) == SIGNALS


@pytest.mark.parametrize(
    ("scale", "value", "expected"),
    [("log2", "10", 10.0), ("log10", "3", 3 * 3.3219281), ("ln", "2", 2 * 1.442695)],
)
def test_scales(scale: str, value: str, expected: float) -> None:
    signals = log2_signals(tidy(table(value=value, scale=scale)))
    np.testing.assert_allclose(signals["log2_signal"], expected, rtol=1e-6)


def test_npx_is_log2_already() -> None:
    signals = log2_signals(tidy(table(value="-1.5", unit="NPX", assay_type="olink")))
    assert (signals["log2_signal"] == -1.5).all()
    assert set(signals["assay_id"]) == {"olink"}


def test_background_is_subtracted_before_the_logarithm() -> None:
    signals = log2_signals(tidy(table(background=["100", "110", "90", "95", "105", "100"])))
    expected = np.log2([700, 890, 1110, 105, 145, 200])
    np.testing.assert_allclose(signals["log2_signal"], expected)
    assert (signals["censored"] == "none").all()
    # each replicate has its own background: its scatter is in the replicates
    assert (signals["background_variance"] == 0).all()


def test_signals_near_the_background_are_censored_at_two_sd() -> None:
    rows = table(
        value=["800", "1000", "1200", "101", "119", "95"],
        background=["90", "100", "110", "90", "100", "110"],
    )
    signals = log2_signals(tidy(rows))
    assert list(signals["censored"]) == ["none"] * 3 + ["left"] * 3
    sd = np.sqrt((100 + 0 + 100) * 2 / 4)
    np.testing.assert_allclose(signals["log2_signal"][3:], np.log2(2 * sd))


def test_a_shared_background_adds_its_error_once() -> None:
    signals = log2_signals(tidy(table(background=["100"] * 3 + ["120"] * 3)))
    sd = np.std([100, 120], ddof=1)
    expected = sd**2 / (130 * np.log(2)) ** 2
    np.testing.assert_allclose(signals["background_variance"][3:], expected)


def test_the_loading_control_is_divided_out() -> None:
    signals = log2_signals(tidy(table(loading_value="4", assay_type="western")))
    np.testing.assert_allclose(
        signals["log2_signal"], np.log2([800, 1000, 1200, 200, 250, 300]) - 2
    )


def test_declared_censoring_takes_the_limit() -> None:
    rows = table(
        value=["800", "1000", "1200", "", "", "70"],
        censored=["none"] * 3 + ["left"] * 3,
        lod=[""] * 3 + ["64", "", ""],
    )
    signals = log2_signals(tidy(rows))
    assert signals["log2_signal"][3] == 6.0
    assert np.isnan(signals["log2_signal"][4])
    assert signals["log2_signal"][5] == pytest.approx(np.log2(70))


def test_missing_values_stay_missing() -> None:
    rows = table(value=["0", "n/a", "Filtered", "", "NaN", "8"], assay_type="lfq_ms")
    signals = log2_signals(tidy(rows))
    assert signals["log2_signal"].isna().sum() == 5
    assert (signals["censored"] == "none").all()


def test_technical_replicates_of_a_sample_are_averaged() -> None:
    rows = table(
        value=["2", "8", "16", "4", "4", "4"],
        sample=["a", "a", "b", "c", "c", "d"],
        replicate_type="technical",
    )
    signals = log2_signals(tidy(rows)).set_index("sample")
    assert signals["log2_signal"].to_dict() == {"a": 2.0, "b": 4.0, "c": 2.0, "d": 2.0}
    assert signals["n_technical"].to_dict() == {"a": 2, "b": 1, "c": 2, "d": 1}


def test_technical_replicates_without_sample_names_are_one_sample_an_arm() -> None:
    signals = log2_signals(tidy(table(replicate_type="technical")))
    assert list(signals["n_technical"]) == [3, 3]


def test_what_checks_and_links_need_is_kept() -> None:
    rows = tidy(table(rna_sample=list("abcdef"), washout_days="7", clone="6H6", n_events="900"))
    assert rows.loc[0, ["washout_days", "clone", "n_events"]].tolist() == ["7", "6H6", "900"]
    assert log2_signals(rows)["rna_sample"].tolist() == list("abcdef")
    averaged = log2_signals(
        tidy(
            table(
                replicate_type="technical",
                sample=["a", "a", "a", "b", "b", "b"],
                rna_sample=["", "P1", "", "", "", ""],
            )
        )
    )
    assert averaged.set_index("sample")["rna_sample"].to_dict() == {"a": "P1", "b": ""}


def test_samples_without_a_name_are_told_apart_by_their_culture() -> None:
    rows = tidy(table(line=["A", "A", "", "B", "B", ""], derivation=["", "", "", "D1", "D2", ""]))
    assert rows["sample"].tolist() == ["p_A_1", "p_A_2", "p_3", "r_B_D1_1", "r_B_D2_2", "r_3"]


def test_a_value_below_its_limit_is_censored() -> None:
    rows = table(value=["8", "6", "5", "4", "", "3"], lod="5", scale="log2")
    signals = log2_signals(tidy(rows.assign(assay_type="lfq_ms")))
    assert signals["censored"].tolist() == ["none", "none", "none", "left", "left", "left"]
    assert signals["log2_signal"].tolist() == [8, 6, 5, 5, 5, 5]
    # elsewhere nothing stands for "below the limit" but a number, or the word for it
    assert log2_signals(tidy(rows))["censored"].tolist()[4] == "none"


def test_saturated_technical_lanes_stay_marked() -> None:
    rows = table(
        value=["9", "9", "5", "3", "3", "2"],
        assay_type="western",
        sample=["a", "a", "b", "c", "c", "d"],
        replicate_type="technical",
    )
    signals = log2_signals(tidy(rows)).set_index("sample")
    assert signals["saturated"].to_dict() == {"a": True, "b": False, "c": False, "d": False}


@pytest.mark.parametrize(
    ("values", "backgrounds", "limits"),
    [
        # one isotype value for all rows: the signal is no larger than the value itself
        ([150, 180, 190], [200] * 6, [150, 180, 190]),
        ([200, 200, 200], [200] * 6, [200, 200, 200]),
        # two of three below; the third is seen if it is further above than they are below
        ([170, 180, 260], [200] * 6, [170, 180, None]),
        ([150, 180, 230], [200] * 6, [150, 180, 230]),
        # 2 SD of two backgrounds is 7, but the values show an error of up to 55
        ([150, 180, 190], [200] * 3 + [205] * 3, [55, 55, 55]),
        ([150, 180, 190], [190, 200, 210, 195, 205, 200], [45, 45, 45]),
    ],
)
def test_signals_below_their_background_have_a_limit(values, backgrounds, limits) -> None:
    rows = table(
        value=["9000", "9800", "10200", *map(str, values)],
        background=[str(b) for b in backgrounds],
    )
    signals = log2_signals(tidy(rows))
    assert list(signals["censored"][:3]) == ["none"] * 3
    assert list(signals["censored"][3:]) == ["left" if x else "none" for x in limits]
    seen = [x or value - 200 for x, value in zip(limits, values, strict=True)]
    np.testing.assert_allclose(signals["log2_signal"][3:], np.log2(seen))


def test_the_number_of_a_censored_value_is_no_shortfall() -> None:
    rows = table(
        value=["800", "1000", "1200", "1", "250", "300"],
        background="200",
        censored=["none"] * 3 + ["left"] + ["none"] * 2,
        lod="210",
    )
    signals = log2_signals(tidy(rows))
    assert list(signals["censored"]) == ["none"] * 3 + ["left"] + ["none"] * 2
    assert signals["log2_signal"][3] == pytest.approx(np.log2(10))
