import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resistance.engine.blocks import ELEMENTS, blocks, columns_of


@given(n_samples=st.integers(0, 3000), n_genes=st.integers(0, 70_000))
def test_every_gene_is_in_one_block_and_blocks_are_in_order(n_samples, n_genes):
    cut = list(blocks(n_samples, n_genes))
    assert [b.start for b in cut] == [0, *[b.stop for b in cut][:-1]][: len(cut)]
    assert sum(b.stop - b.start for b in cut) == n_genes
    assert all(b.stop > b.start for b in cut)


@given(n_samples=st.integers(1, 3000), n_genes=st.integers(1, 70_000))
def test_a_block_fits_the_cache_but_for_very_many_samples(n_samples, n_genes):
    for block in blocks(n_samples, n_genes):
        genes = block.stop - block.start
        assert genes * n_samples <= ELEMENTS or genes <= 16


def test_sixteen_genes_at_least_share_a_block():
    assert [b.stop - b.start for b in blocks(100_000, 40)] == [16, 16, 8]


def test_size_factors_become_one_column_for_all_genes():
    factors = np.array([0.5, 2.0, 3.0])
    column = columns_of(factors, slice(4, 6), 2)
    assert column.shape == (3, 1)
    assert column[:, 0].tolist() == factors.tolist()


def test_factors_of_genes_are_cut_to_the_block():
    factors = np.arange(12.0).reshape(2, 6)
    assert columns_of(factors, slice(1, 3), 2).tolist() == [[1, 2], [7, 8]]


@pytest.mark.parametrize("width", [1, 5])
def test_factors_of_other_genes_are_refused(width):
    with pytest.raises(ValueError, match="one column for each gene"):
        columns_of(np.ones((2, width)), slice(None), 4)
