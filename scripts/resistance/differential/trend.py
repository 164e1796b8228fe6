"""The dispersion trend of a fit: how variable a gene of a given mean is expected to be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Trend:
    """Dispersion as a function of the mean of normalised counts.

    Attributes
    ----------
    kind : {"parametric", "mean", "none"}
        ``asympt + extra / mean`` (Love, Huber & Anders 2014, Genome Biology 15:550), one value for
        all genes, or no trend because no gene is more variable than Poisson.
    asympt : float
        R's ``asymptDisp``; the one value of a ``mean`` trend; NaN without a trend.
    extra : float
        R's ``extraPois``; 0 unless parametric.
    """

    kind: str
    asympt: float
    extra: float
