"""The parts of the claims: what each layer shows by itself, a change or its absence."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from resistance.concordance import layers, tests
from resistance.concordance.claims import Margins
from resistance.concordance.rna import Rna, genes_of
from resistance.concordance.zero_arms import zero_arm_changes

COMPONENTS: Final = [
    f"p_{layer}_{part}" for layer in ("rna", "protein") for part in ("up", "down", "unchanged")
]
#: An estimate of these statuses is none: one sample makes it, or its search was given up.
_SET_ASIDE: Final = ("outlier", "not_converged")


def components(rows: pd.DataFrame, rna: Rna, margins: Margins) -> pd.DataFrame:
    """Test each layer for a change beyond the margin, and for equivalence.

    Parameters
    ----------
    rows : pandas.DataFrame
        Rows of the concordance table with estimates and margins.
    rna : Rna
    margins : Margins

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`COMPONENTS`, index of ``rows``; NaN where a layer has no estimate or no
        error. A bound speaks for its own direction only; without counts in one arm the mRNA is
        tested by likelihood ratio, and is never "unchanged".
    """
    out = pd.DataFrame(index=rows.index, columns=COMPONENTS, dtype=float)
    silent = {
        arm: rna.arm_is_zero(arm).reindex(rows["gene_id"], fill_value=False).to_numpy(dtype=bool)
        for arm in ("reference", "target")
    }
    zero_arm = silent["reference"] | silent["target"]
    for name, layer in (
        ("rna", layers.rna_layer(rows, zero_arm)),
        ("protein", layers.protein_layer(rows)),
    ):
        estimate = (layer.x, layer.se, layer.df)
        for part, p, forbidden in (
            ("up", tests.up(*estimate, margins.change), layer.upper_bound),
            ("down", tests.down(*estimate, margins.change), layer.lower_bound),
            ("unchanged", tests.equivalent(*estimate, layer.equivalence), layer.no_equivalence),
        ):
            out[f"p_{name}_{part}"] = np.where(forbidden & np.isfinite(p), 1.0, p)
    position = rna.counts.index.get_indexer(pd.Index(rows["gene_id"]))
    known = np.isfinite(rows["rna_lfcSE"]) & np.isfinite(rows["rna_df"])
    exact = np.flatnonzero(zero_arm & known & np.isfinite(rna.model.dispersion[position]))
    if exact.size:
        up, down = zero_arm_changes(
            genes_of(rna.model, position[exact]),
            silent["reference"][exact],
            rows["rna_df"].to_numpy(dtype=float)[exact],
            margins.change,
        )
        out.iloc[exact, :2] = np.column_stack([up, down])
    out.loc[rows["rna_status"].isin(_SET_ASIDE), COMPONENTS[:3]] = np.nan
    return out
