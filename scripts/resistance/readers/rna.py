"""Read what the differential stage knows of the mRNA of one contrast."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from resistance.columns import DIFFERENTIAL, FIT_GENES, SIZE_FACTORS
from resistance.concordance.rna import Rna
from resistance.concordance.study import rna_of_contrast
from resistance.readers.json_files import read_json
from resistance.readers.tables import read_matrix, read_table


def read_rna(source: Any, samples: pd.DataFrame, contrasts: pd.DataFrame, contrast: str) -> Rna:
    """Read the mRNA side of a contrast.

    Parameters
    ----------
    source : object
        Paths as attributes: ``de``, ``counts``, ``size_factors``, ``fit_genes``, ``model``, and
        ``offsets``, a list that may be empty.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.
    contrasts : pandas.DataFrame
    contrast : str

    Returns
    -------
    Rna
    """
    offsets: Sequence[str] = source.offsets
    return rna_of_contrast(
        read_table(source.de, DIFFERENTIAL),
        read_matrix(source.counts, list(samples.index)),
        read_table(source.size_factors, SIZE_FACTORS),
        read_table(source.fit_genes, FIT_GENES),
        read_json(source.model),
        samples,
        contrasts,
        contrast,
        next((read_matrix(path) for path in offsets), None),
    )
