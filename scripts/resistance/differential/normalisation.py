"""What counts are divided by: size factors, or factors of each gene and sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from resistance.differential import size_factors


@dataclass(frozen=True)
class Normalisation:
    """How a study wants its counts normalised.

    Attributes
    ----------
    method : str
        One of :data:`resistance.differential.size_factors.METHODS`.
    control : sequence of str
        Gene ids that the factors come from; empty for all.
    given : pandas.Series, optional
        Size factors by sample, for the method ``given``.
    offsets : pandas.DataFrame, optional
        Genes x samples, positive: factors of each gene, such as transcript lengths.
    """

    method: str = "auto"
    control: Sequence[str] = ()
    given: pd.Series | None = None
    offsets: pd.DataFrame | None = None


@dataclass(frozen=True)
class Divisors:
    """What the counts of a model are divided by.

    Attributes
    ----------
    size_factors : SizeFactors
    of_genes : numpy.ndarray, (genes, samples), or None
        Normalisation factors where the study has offsets.
    """

    size_factors: size_factors.SizeFactors
    of_genes: NDArray[np.float64] | None = None

    def normalise(self, counts: pd.DataFrame) -> pd.DataFrame:
        """Divide counts, genes x samples."""
        if self.of_genes is None:
            return counts.div(self.size_factors.values, axis="columns")
        return pd.DataFrame(counts.to_numpy() / self.of_genes, counts.index, counts.columns)


def divisors(counts: pd.DataFrame, normalisation: Normalisation) -> Divisors:
    """Estimate size factors of these samples, and join them with the offsets.

    Parameters
    ----------
    counts : pandas.DataFrame
        Genes x samples.
    normalisation : Normalisation
        ``given`` and ``offsets`` may hold further samples and genes.

    Returns
    -------
    Divisors

    Raises
    ------
    InputError
        See :func:`resistance.differential.size_factors.estimate`.
    """
    offsets = normalisation.offsets
    if offsets is not None:
        offsets = offsets.loc[counts.index, list(counts.columns)]
    estimated = size_factors.estimate(
        counts, normalisation.method, normalisation.control, normalisation.given, offsets
    )
    if offsets is None:
        return Divisors(estimated)
    joined = size_factors.normalisation_factors(offsets, estimated.values)
    return Divisors(estimated, joined.to_numpy(dtype=float))
