"""All figures of a study's samples."""

from __future__ import annotations

from typing import Final

import pandas as pd

from resistance import figure_columns
from resistance.columns import Columns
from resistance.report.figures import fit
from resistance.report.figures import samples as sample_figures
from resistance.report.figures.drawing import Drawing, or_nothing

#: figures in the order of the report, with the columns of the data behind each
FIGURES: Final[dict[str, Columns]] = {
    "pca": figure_columns.PCA,
    "pca_without_nuisance": figure_columns.PCA,
    "distances": figure_columns.DISTANCES,
    "library_sizes": figure_columns.LIBRARY_SIZES,
    "mean_spread": figure_columns.MEAN_SPREAD,
}
#: what each is called, and why it may be absent
ABSENT: Final = {
    "pca": ("Principal components", "Fewer than two principal components"),
    "pca_without_nuisance": (
        "Principal components without nuisance variables",
        "The design has no variable besides those compared",
    ),
    "distances": ("Distances between samples", "Fewer than two samples"),
    "library_sizes": ("Library sizes", "No sample"),
    "mean_spread": ("Spread of transformed counts", "Fewer than two genes with a read"),
}


def draw(
    samples: pd.DataFrame,
    pca: pd.DataFrame,
    pca_without: pd.DataFrame,
    distances: pd.DataFrame,
    spread: pd.DataFrame,
    simulated: bool,
) -> dict[str, Drawing]:
    """Draw all figures of the samples.

    Parameters
    ----------
    samples, pca, pca_without, distances : pandas.DataFrame
        ``QUALITY_SAMPLES``, ``QUALITY_PCA``, ``QUALITY_PCA_WITHOUT`` and ``QUALITY_DISTANCES`` of
        :mod:`resistance.columns`.
    spread : pandas.DataFrame
        Of :func:`spread_of`.
    simulated : bool

    Returns
    -------
    dict of str to Drawing
        By the name of the figure, as in ``FIGURES``; one that has nothing to show says so.
    """
    without = [name for text in pca_without["without"].head(1) for name in text.split(", ")]
    components = sample_figures.principal_components
    drawings = {
        "pca": components(pca, samples, simulated),
        "pca_without_nuisance": components(pca_without, samples, simulated, without),
        "distances": sample_figures.distance_map(distances, samples, simulated),
        "library_sizes": sample_figures.library_sizes(samples, simulated),
        "mean_spread": fit.mean_spread(spread, simulated),
    }
    return or_nothing(drawings, ABSENT, simulated)


def spread_of(vst: pd.DataFrame, normalised: pd.DataFrame) -> pd.DataFrame:
    """Return mean and standard deviation of each gene's VST; genes without a read have none.

    Parameters
    ----------
    vst, normalised : pandas.DataFrame
        Genes x samples, index ``gene_id``.

    Returns
    -------
    pandas.DataFrame
        ``mean`` and ``sd``; index ``gene_id``.
    """
    seen = vst[(normalised.reindex(vst.index) > 0).any(axis=1)]
    return pd.DataFrame({"mean": seen.mean(axis=1), "sd": seen.std(axis=1, ddof=1)})
