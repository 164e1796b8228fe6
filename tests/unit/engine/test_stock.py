"""PyDESeq2's own code, unchanged but for the size factors."""

import numpy as np
import pandas as pd
import pytest
from pydeseq2.dds import DeseqDataSet
from pydeseq2.default_inference import DefaultInference

from resistance.engine.stock import stock

pytestmark = pytest.mark.filterwarnings("ignore:The dispersion trend curve")
SIZE_FACTORS = [0.5, 2.0, 1.0, 1.0, 0.8, 1.25]


@pytest.fixture
def given():
    rng = np.random.default_rng(0)
    samples = [f"s{i}" for i in range(6)]
    counts = rng.negative_binomial(5, 0.02, (6, 30))
    counts[:, 3] = 0
    counts = pd.DataFrame(counts, samples, [f"g{i}" for i in range(30)])
    matrix = pd.DataFrame({"one": 1.0, "arm": [0.0] * 3 + [1.0] * 3}, samples)
    return counts, matrix, pd.Series(SIZE_FACTORS, samples)


def test_it_is_pydeseq2s_class_and_inference(given):
    dataset = stock(*given, n_cpus=1)
    assert type(dataset) is DeseqDataSet
    assert type(dataset.inference) is DefaultInference
    assert dataset.inference.n_cpus == 1


def test_given_size_factors_are_used_to_the_end(given):
    counts, matrix, size_factors = given
    dataset = stock(counts, matrix, size_factors, n_cpus=1)
    normalised = counts.to_numpy() / size_factors.to_numpy()[:, None]
    np.testing.assert_array_equal(dataset.layers["normed_counts"], normalised)
    np.testing.assert_allclose(dataset.var["_normed_means"], normalised.mean(axis=0))
    dataset.fit_genewise_dispersions()
    dataset.fit_dispersion_trend()
    dataset.fit_dispersion_prior()
    dataset.fit_MAP_dispersions()
    dataset.fit_LFC()
    assert dataset.obs["size_factors"].tolist() == SIZE_FACTORS
    assert list(dataset.varm["LFC"].columns) == ["one", "arm"]
    first, second = normalised[:3].mean(axis=0), normalised[3:].mean(axis=0)
    expected = np.log(second / np.where(first > 0, first, np.nan))
    np.testing.assert_allclose(dataset.varm["LFC"]["arm"], expected, atol=0.1)
    assert dataset.varm["LFC"].iloc[3].isna().all()


def test_counts_in_which_every_gene_has_a_zero_end(given):
    counts, matrix, size_factors = given
    counts.iloc[0] = 0
    dataset = stock(counts, matrix, size_factors, n_cpus=1)
    dataset.fit_genewise_dispersions()
    assert dataset.obs["size_factors"].tolist() == SIZE_FACTORS


def test_neither_counts_nor_matrix_are_changed(given):
    before = [table.copy() for table in given]
    stock(*given, n_cpus=1).fit_genewise_dispersions()
    for one, other in zip(before, given, strict=True):
        assert one.equals(other)
