import numpy as np
import pandas as pd

from resistance.protein.summaries import arm_values, index_targets, summarise
from resistance.protein.tidy import log2_signals, tidy

TABLE = pd.DataFrame(
    {
        "gene": ["B"] * 5 + ["A"] * 4,
        "condition": ["p", "p", "p", "r", "x", "p", "p", "r", "r"],
        "replicate": list("123111212"),
        "value": ["4", "6", "3", "9", "1", "7", "", "8", "2"],
        "lod": [""] * 7 + ["", "2"],
        "censored": ["none", "none", "left", "none", "none", "none", "none", "none", "left"],
        "scale": "log2",
        "assay_type": "dia_ms",
    }
)


def test_arms_are_summed_by_target() -> None:
    signals = log2_signals(tidy(TABLE))
    code, about = index_targets(signals)
    assert about["gene"].tolist() == ["A", "B"]
    values, used = arm_values(signals, code, ["p"], ["r"])
    assert used.tolist() == [True] * 4 + [False] + [True] * 4
    reference, target = summarise(values, 0, 2), summarise(values, 1, 2)
    assert reference.rows.tolist() == [2, 3]
    assert reference.n.tolist() == [1, 3]
    assert reference.own.tolist() == [1, 2]
    assert reference.left.tolist() == [0, 1]
    np.testing.assert_allclose(reference.mean, [7, 13 / 3])
    np.testing.assert_allclose(reference.ss, [0, 2])  # of 4 and 6, the limit left out
    assert reference.clean_df.tolist() == [0, 0]
    assert target.n.tolist() == [2, 1]
    assert target.censored.tolist() == [1, 0]


def test_no_rows_are_no_targets() -> None:
    signals = log2_signals(tidy(pd.DataFrame()))
    code, about = index_targets(signals)
    assert about.empty
    values, _ = arm_values(signals, code, ["p"], ["r"])
    assert summarise(values, 0, 0).n.size == 0
