import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from resistance.differential.size_factors import estimate
from resistance.problems import InputError


def frame(values):
    values = np.asarray(values)
    return pd.DataFrame(values, columns=[f"s{i}" for i in range(values.shape[1])])


def test_median_of_ratios_by_hand():
    # geometric means 2, 20, 6; ratios of s0: 1/2, 1/2, 1/3 -> median 1/2
    result = estimate(frame([[1, 4], [10, 40], [2, 18], [0, 5]]))
    assert result.values.tolist() == pytest.approx([0.5, 2.0])
    assert (result.method, result.n_genes) == ("ratio", 3)


def test_poscounts_as_in_r():
    # exp(sum(log(x[x>0]))/n): sqrt(2), sqrt(8), sqrt(18)=..., then per-sample medians, mean log 0
    result = estimate(frame([[2, 0], [0, 8], [0, 18]]))
    first, second = np.sqrt(2), np.exp((np.log(8) / 2 + np.log(18) / 2) / 2)
    scale = np.sqrt(first * second)
    assert result.values.tolist() == pytest.approx([first / scale, second / scale])
    assert result.method == "poscounts"


def test_a_sample_without_counts_is_named():
    with pytest.raises(InputError, match='column "s1"'):
        estimate(frame([[1, 0], [5, 0]]))


@given(hnp.arrays(np.int64, (12, 4), elements=st.integers(1, 1000)), st.permutations(range(4)))
def test_order_of_samples_and_genes_does_not_matter(values, order):
    counts = frame(values)
    shuffled = counts.iloc[::-1, order]
    assert estimate(shuffled).values.reindex(counts.columns).equals(estimate(counts).values)


@given(st.integers(1, 6))
def test_deeper_sequencing_scales_the_factor(times):
    counts = frame([[3, 6, 5], [10, 20, 11], [8, 4, 9]])
    deeper = counts.assign(s0=counts["s0"] * times)
    ratio = estimate(deeper).values / estimate(counts).values
    assert ratio["s0"] / ratio["s1"] == pytest.approx(times)
