import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from resistance.differential.iterative import MAX_ROUNDS, estimate

# Written in whole numbers, so that R makes the same table: see EXPECTED.
G, J = np.arange(1, 61)[:, None], np.arange(1, 7)[None, :]
NOISE = (G * G * 7919 + G * J * 331 + J * 104729) % 997 / 997
MEANS = np.array([5, 20, 80, 300, 1000])[G % 5]
DEPTHS = np.array([0.5, 0.8, 1, 1.1, 1.4, 2])[J - 1]
COUNTS = pd.DataFrame(
    np.floor(MEANS * DEPTHS * (0.4 + 1.2 * NOISE)).astype(int) * (J != 1 + G % 6),
    [f"g{i:02d}" for i in range(1, 61)],
    list("abcdef"),
)
#: DESeq2 1.38.3, estimateSizeFactors(dds, type = "iterate").
EXPECTED = [
    0.435404470535, 0.729075531477, 0.980919159532, 1.09057516404, 1.42732332824, 2.06311486648,
]  # fmt: skip


def test_genes_that_all_have_a_zero_as_in_r():
    assert (COUNTS == 0).any(axis=1).all()
    found = estimate(COUNTS)
    assert found.failure == ""
    np.testing.assert_allclose(found.values, EXPECTED, rtol=1e-5)


@settings(max_examples=5)
@given(st.permutations(range(6)), st.permutations(range(60)))
def test_order_of_samples_and_genes_does_not_matter(samples, genes):
    shuffled = estimate(COUNTS.iloc[genes, samples]).values
    assert shuffled.reindex(COUNTS.columns).equals(estimate(COUNTS).values)


def test_genes_without_counts_do_not_matter():
    more = pd.concat([COUNTS, pd.DataFrame(0, ["x", "y"], COUNTS.columns)])
    assert estimate(more).values.equals(estimate(COUNTS).values)


def test_counts_that_scatter_less_than_poisson_ones():
    counts = pd.DataFrame({"a": [100, 200, 300], "b": [200, 400, 600], "c": [300, 600, 900]})
    found = estimate(counts)
    np.testing.assert_allclose(found.values / found.values["a"], [1, 2, 3], rtol=1e-4)


def test_what_does_not_settle_ends_and_says_so():
    counts = pd.DataFrame([[0, 0, 0, 11, 0, 0], [0, 15, 0, 0, 0, 16], [1, 1, 1, 1, 1, 1]])
    found = estimate(counts)
    assert (found.rounds, found.failure) == (MAX_ROUNDS, "they did not settle in 10 rounds")
    assert found.values.isna().all()


def test_one_sample():
    assert estimate(COUNTS[["a"]]).failure == "there is one sample only"


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.sampled_from([0.1, 0.5, 3]), st.sampled_from([0.2, 1]))
def test_numbers_or_a_reason(seed, size, share):
    rng = np.random.default_rng(seed)
    shape = rng.integers(2, 15), rng.integers(2, 6)
    values = rng.negative_binomial(size, 0.02, shape) * (rng.random(shape) < share)
    found = estimate(pd.DataFrame(np.vstack([values, np.ones(shape[1], dtype=int)])))
    good = np.isfinite(found.values) & (found.values > 0)
    assert good.all() if not found.failure else found.values.isna().all()
