import pandas as pd

from resistance.protein.comparison import compare
from resistance.protein.tidy import log2_signals, tidy


def table(**columns) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "gene": "X",
            "condition": list("ppprr"),
            "replicate": list("12312"),
            "value": ["1", "1", "1", "0.5", "0.25"],
            **columns,
        }
    )


def of(frame: pd.DataFrame, reference=("p",), target=("r",), paired=None):
    return compare(log2_signals(tidy(frame)), reference, target, paired or {})


def test_ratios_to_one_count_one_arm() -> None:
    compared = of(table(unit="ratio"))
    assert compared.ratio.tolist() == [True]
    assert compared.seen.tolist() == [2]
    assert compared.samples.tolist() == [2]
    assert of(table()).ratio.tolist() == [False]
    assert of(table(unit="ratio", value=["1", "1", "1.1", "0.5", "0.25"])).ratio.tolist() == [False]
    # without the reference's lanes a ratio is one to it
    assert of(table(unit="ratio").iloc[3:]).ratio.tolist() == [True]


def test_ratios_are_never_paired() -> None:
    compared = of(table(unit="ratio"), paired={"protein": "replicate"})
    assert compared.paired.tolist() == [False]


def test_a_limit_bounds_on_its_side() -> None:
    censored = of(table(censored=["none", "right", "none", "none", "none"]))
    assert (censored.upper.tolist(), censored.lower.tolist()) == ([1], [0])
    censored = of(table(censored=["left", "none", "none", "none", "right"]))
    assert (censored.upper.tolist(), censored.lower.tolist()) == ([0], [2])


def test_pairs_show_their_members() -> None:
    compared = of(table(), paired={"protein": "replicate"})
    assert compared.incomplete.tolist() == [1]
    assert compared.shown_reference.n.tolist() == [2]
    assert compared.measured_reference.n.tolist() == [3]
    assert compared.target.mean.tolist() == [-1.5]
