"""Blocks of genes small enough that a step's arrays stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

#: Numbers of one array of a block: 256 KiB. Memory beyond the inputs is a few times this.
ELEMENTS = 32768


def blocks(n_samples: int, n_genes: int) -> Iterator[slice]:
    """Cut genes into blocks.

    Parameters
    ----------
    n_samples, n_genes : int

    Yields
    ------
    slice
    """
    size = max(16, ELEMENTS // max(1, n_samples))
    for start in range(0, n_genes, size):
        yield slice(start, min(start + size, n_genes))


def columns_of(values: NDArray[np.float64], genes: slice, n_genes: int) -> NDArray[np.float64]:
    """Return a block of factors that are either per sample or per sample and gene.

    Parameters
    ----------
    values : numpy.ndarray, (samples,) or (samples, genes)
    genes : slice
    n_genes : int
        Genes in the block, to check nothing is broadcast by accident.

    Returns
    -------
    numpy.ndarray, (samples, 1) or (samples, genes of the block)
    """
    if values.ndim == 1:
        return values[:, None]
    block = values[:, genes]
    if block.shape[1] != n_genes:
        raise ValueError("the factors do not have one column for each gene")
    return block
