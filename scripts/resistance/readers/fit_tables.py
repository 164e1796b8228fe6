"""Read what the differential stage leaves of its fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from resistance import columns
from resistance.fit_tables import FitTables
from resistance.readers.tables import read_table


def read_fit(inputs: Mapping[str, Any], contrast_ids: Sequence[str]) -> FitTables:
    """Read the tables of a rule's inputs ``de``, ``fit_genes`` and ``cooks``.

    Parameters
    ----------
    inputs : mapping
        Named inputs; ``de`` is aligned with ``contrast_ids``.
    contrast_ids : sequence of str

    Returns
    -------
    FitTables
    """
    return FitTables(
        {
            name: read_table(path, columns.DIFFERENTIAL)
            for name, path in zip(contrast_ids, inputs["de"], strict=True)
        },
        read_table(inputs["fit_genes"], columns.FIT_GENES),
        read_table(inputs["cooks"], columns.COOKS),
    )
