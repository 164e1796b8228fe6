import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from resistance import columns
from resistance.enrichment.ranking import rank_genes


def differential(stat, names=None, base_mean=None):
    n = len(stat)
    names = [f"S{i:04d}" for i in range(n)] if names is None else names
    frame = pd.DataFrame({column: [""] * n for column in columns.DIFFERENTIAL})
    frame["gene_id"] = [f"ENSG{i:011d}" for i in range(n)]
    frame["gene_name"] = names
    frame["baseMean"] = 100.0 if base_mean is None else base_mean
    frame["stat"] = np.asarray(stat, dtype=float)
    return frame


@settings(deadline=None, max_examples=30)
@given(
    stat=st.lists(
        st.sampled_from([-1.5, -1.0, 0.0, 0.0, 2.0, float("nan"), float("inf")]),
        min_size=2,
        max_size=25,
    ),
    order=st.randoms(use_true_random=False),
)
def test_row_order_and_ties_never_change_the_ranking(stat, order):
    names = [f"N{i % 9}" for i in range(len(stat))]
    frame = differential(stat, names, base_mean=[float(i % 4) for i in range(len(stat))])
    shuffled = list(range(len(stat)))
    order.shuffle(shuffled)
    first = rank_genes(frame)
    second = rank_genes(frame.iloc[shuffled].reset_index(drop=True))
    pd.testing.assert_series_equal(first.statistic, second.statistic)
    assert first.statistic.is_monotonic_decreasing
    assert first.statistic.index.is_unique
    left_out = first.n_without_statistic + first.n_same_symbol
    assert len(first.statistic) + left_out == len(stat)


def test_a_symbol_is_ranked_by_its_row_of_highest_mean():
    frame = differential(
        [1.0, 5.0, 3.0, np.nan, 2.0],
        ["A", "A", "A", "A", ""],
        base_mean=[10.0, 20.0, 20.0, 99.0, 1.0],
    )
    ranking = rank_genes(frame)
    assert ranking.statistic.to_dict() == {"A": 5.0, "ENSG00000000004": 2.0}
    assert (ranking.n_without_statistic, ranking.n_same_symbol) == (1, 2)


def test_what_cannot_be_ranked_is_said():
    nothing = rank_genes(differential([np.nan, np.inf]))
    assert "2 rows without one" in nothing.problem
    assert "same Wald statistic" in rank_genes(differential([1.0, 1.0])).problem
    fine = rank_genes(differential([1.0, -1.0, np.nan]))
    assert fine.problem == ""
    assert fine.sentence.startswith("2 genes ranked")
    assert "1 without a statistic" in fine.sentence
