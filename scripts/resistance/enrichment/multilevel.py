"""p-values too small to be read from draws: fgsea's multilevel procedure, through gseapy."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd

#: Smallest p-value that the procedure resolves.
EPS: Final = 1e-10
#: Random sets that each level holds: fgsea's default.
SAMPLE_SIZE: Final = 101
#: Draws from which gseapy estimates how often a random set scores with the sign of a set: p is
#: conditional on it. Its default of 1,000 takes longer than the levels themselves, for an error of
#: 0.05 instead of 0.08 in log2 p.
SHARE_DRAWS: Final = 300
#: Least weight of a gene, as a share of all: the procedure counts in whole numbers, 2^30 in all.
LEAST: Final = 2.0**-28


@contextlib.contextmanager
def _without_warnings() -> Iterator[None]:
    """Silence gseapy's warning that ties are in arbitrary order: here their order is fixed."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def _weighted(statistic: np.ndarray) -> np.ndarray:
    """Give genes without any change a weight that counts for nothing beside the others.

    The score of a random set whose weights are all 0 is not defined, and gseapy stops there.
    """
    values = np.asarray(statistic, dtype=float)
    least = LEAST * float(np.abs(values).sum()) or 1.0
    return np.where(np.abs(values) < least, np.where(values < 0, -least, least), values)


def multilevel_pvalues(
    statistic: np.ndarray,
    positions: Mapping[str, np.ndarray],
    seed: int,
    sample_size: int = SAMPLE_SIZE,
) -> dict[str, float]:
    """Run ``gseapy.prerank(method="multilevel")`` on some sets.

    The method is the multilevel split Monte Carlo of Korotkevich et al. (bioRxiv 060012,
    doi:10.1101/060012). The p-value of a set depends on its companions in the call.

    Parameters
    ----------
    statistic : numpy.ndarray
        Statistics (N genes), descending.
    positions : mapping of str to numpy.ndarray
        Places of the genes of each set; not empty.
    seed : int
    sample_size : int
        Odd; the error falls and the time grows with it.

    Returns
    -------
    dict of str to float
        p by name, at least :data:`EPS`; NaN where the procedure has none.
    """
    import gseapy

    # gseapy upper-cases symbols where most of a set looks upper-case (C9orf72, mouse genes), so it
    # gets neutral names
    tokens = [f"G{place:07d}" for place in range(len(statistic))]
    sizes = [len(places) for places in positions.values()]
    with _without_warnings():
        result = gseapy.prerank(
            pd.Series(_weighted(statistic), index=tokens, name="stat"),
            {name: [tokens[i] for i in positions[name]] for name in sorted(positions)},
            outdir=None,
            min_size=min(sizes),
            max_size=max(sizes),
            ascending=None,  # sorted already; gseapy's own sort is not stable
            threads=1,  # more give no speed-up; chunks run side by side instead
            no_plot=True,
            seed=seed,
            method="multilevel",
            sample_size=sample_size,
            permutation_num=SHARE_DRAWS,
            eps=EPS,
        ).res2d
    values = pd.to_numeric(result["NOM p-val"], errors="coerce").to_numpy(dtype=float)
    values = np.where(np.isfinite(values), np.maximum(values, EPS), np.nan)
    found = dict(zip(result["Term"].astype(str), values.tolist(), strict=True))
    return {name: found.get(name, float("nan")) for name in positions}
