"""Rank genes by their Wald statistic, for gene set enrichment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Ranking:
    """Genes in the order of their statistic.

    Attributes
    ----------
    statistic : pandas.Series
        Float, index = symbol (the gene id where there is none), sorted descending and, among
        equals, by gene id; each symbol once.
    n_without_statistic : int
        Rows left out because they have no finite statistic.
    n_same_symbol : int
        Rows left out because another row of the same symbol has a higher mean.
    """

    statistic: pd.Series
    n_without_statistic: int
    n_same_symbol: int

    @property
    def problem(self) -> str:
        """Why no set can be tested with this ranking; empty if one can."""
        if len(self.statistic) == 0:
            return (
                f"No gene has a Wald statistic ({self.n_without_statistic:,} rows without one); "
                "there is nothing to rank."
            )
        if self.statistic.nunique() < 2:
            return "All genes have the same Wald statistic; there is nothing to rank."
        return ""

    @property
    def sentence(self) -> str:
        """What was ranked and what was left out."""
        return (
            f"{len(self.statistic):,} genes ranked by the Wald statistic; left out: "
            f"{self.n_without_statistic:,} without a statistic and {self.n_same_symbol:,} whose "
            "symbol is ranked by a row with a higher mean."
        )


def rank_genes(differential: pd.DataFrame) -> Ranking:
    """Rank genes by the Wald statistic, one value per symbol.

    Of several rows with one symbol the one with the highest ``baseMean`` stands for it, then the
    first by ``gene_id``. Ties of the statistic are put in the order of the gene ids, so that the
    order of rows never changes a result (with ties left in input order NES moves by up to 0.08).

    Parameters
    ----------
    differential : pandas.DataFrame
        Genes x :data:`resistance.columns.DIFFERENTIAL`.

    Returns
    -------
    Ranking
    """
    frame = differential[["gene_id", "gene_name", "baseMean", "stat"]]
    finite = np.isfinite(frame["stat"].to_numpy(dtype=float))
    ranked = frame.loc[finite]
    ranked = ranked.assign(
        symbol=ranked["gene_name"].where(ranked["gene_name"] != "", ranked["gene_id"])
    )
    unique = ranked.sort_values(
        ["baseMean", "gene_id"], ascending=[False, True], kind="stable"
    ).drop_duplicates("symbol")
    ordered = unique.sort_values(["stat", "gene_id"], ascending=[False, True], kind="stable")
    return Ranking(
        statistic=ordered.set_index("symbol")["stat"].astype(float),
        n_without_statistic=int((~finite).sum()),
        n_same_symbol=len(ranked) - len(unique),
    )
