"""Calls that a verdict withholds: the page says so wherever the call would stand.

``concordance.tsv`` holds what the tests alone say. Where bound drug may hide the epitope the
verdict is capped at tier C; a table or a count on the page must not show more than the verdict.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from resistance.concordance.calls import DISCORDANT
from resistance.wording.mechanisms import MASKED

_TIER: Final = "C"
_CODE: Final = "epitope_masking"


def withhold(concordance: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Show surface calls as the verdicts do.

    Parameters
    ----------
    concordance : pandas.DataFrame
        Columns ``CONCORDANCE`` of one contrast.
    verdicts : pandas.DataFrame
        Columns ``VERDICTS`` of the same contrast.

    Returns
    -------
    pandas.DataFrame
        The same rows. Discordant surface calls of genes whose verdict is inconclusive for a masked
        epitope are inconclusive, tier C, with the reason and the verdict's sentence.
    """
    masked = verdicts["capped_by"].str.split(";").map(lambda codes: _CODE in codes)
    capped = verdicts[masked & (verdicts["call"] == "inconclusive") & (verdicts["gene_id"] != "")]
    sentences = dict(zip(capped["gene_id"], capped["sentence"], strict=True))
    rows = (
        concordance["gene_id"].isin(sentences)
        & (concordance["compartment"] == "surface")
        & concordance["call"].isin([*DISCORDANT, "opposite"])
    )
    if not rows.any():
        return concordance
    out = concordance.copy()
    out.loc[rows, ["call", "tier", "reason", "qualifier"]] = ["inconclusive", _TIER, MASKED, ""]
    out.loc[rows, "sentence"] = out.loc[rows, "gene_id"].map(sentences)
    return out
