"""Rankings without any signal: whether p-values are uniform."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import kstest

from resistance.enrichment.prerank import Prerank

GENES = 4000
SETS = 40


class NullPart(NamedTuple):
    """p-values of disjoint random sets against rankings of noise."""

    sizes: str
    pvalues: np.ndarray

    @property
    def ks(self) -> float:
        """p of the Kolmogorov-Smirnov test against the uniform distribution."""
        return float(kstest(self.pvalues, "uniform").pvalue)

    def below(self, cut: float) -> int:
        return int((self.pvalues < cut).sum())


def null_pvalues(rankings: int, sizes: str, seed: int = 1) -> NullPart:
    """Test 40 disjoint random sets on rankings of independent normal numbers.

    Parameters
    ----------
    rankings : int
    sizes : {"10 to 100", "50"}
    seed : int

    Returns
    -------
    NullPart
    """
    rng = np.random.default_rng(seed)
    names = np.array([f"G{i:05d}" for i in range(GENES)])
    found = []
    for _ in range(rankings):
        statistic = pd.Series(np.sort(rng.normal(size=GENES))[::-1], index=rng.permutation(names))
        wanted = rng.integers(10, 101, SETS) if sizes == "10 to 100" else np.full(SETS, 50)
        cuts = np.cumsum(wanted)
        order = rng.permutation(names)
        sets = {
            f"S{i:02d}": list(part) for i, part in enumerate(np.split(order[: cuts[-1]], cuts[:-1]))
        }
        found.append(Prerank(statistic).test({"x": sets})["pvalue"].to_numpy())
    return NullPart(sizes, np.concatenate(found))
