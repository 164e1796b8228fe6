"""Read what a study wants its counts normalised by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.columns import CONTROL_GENES
from resistance.differential.normalisation import Normalisation
from resistance.readers.tables import read_matrix, read_table


def read_normalisation(
    inputs: Mapping[str, Any], method: str, column: str, samples: pd.DataFrame
) -> Normalisation:
    """Read control genes and offsets, and take given size factors from the sheet.

    Parameters
    ----------
    inputs : mapping
        Named inputs ``control_genes`` and ``offsets``, each a list of at most one path.
    method : str
        One of :data:`resistance.differential.size_factors.METHODS`.
    column : str
        Of the sheet, that holds given size factors; empty for none.
    samples : pandas.DataFrame
        Sample sheet, text, index ``sample``.

    Returns
    -------
    Normalisation
    """
    control = [
        gene
        for path in inputs["control_genes"]
        for gene in read_table(path, CONTROL_GENES)["gene_id"]
    ]
    offsets = [read_matrix(path, list(samples.index)) for path in inputs["offsets"]]
    return Normalisation(
        method=method,
        control=control,
        given=pd.to_numeric(samples[column]) if column else None,
        offsets=offsets[0] if offsets else None,
    )
