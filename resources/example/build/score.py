"""Hold calls against what was planted."""

from __future__ import annotations

import numpy as np
import pandas as pd
from planted import WESTERN

CHANGE = float(np.log2(1.25))
EQUIVALENCE = float(np.log2(1.5))
WESTERN_EQUIVALENCE = 1.0
FRACTION = 0.5

#: What a call is worth, from best to worst.
RIGHT, INCONCLUSIVE, OTHER_TRUE, WRONG = "right", "inconclusive", "other_true_claim", "wrong"


def claim_holds(call: str, rna: float, protein: float, western: bool) -> bool:
    """Tell whether what a call says is true of the true changes.

    Parameters
    ----------
    call : str
    rna, protein : float
        True log2 fold changes.
    western : bool
        Westerns have a wider margin of equivalence.

    Returns
    -------
    bool
        False for calls that claim nothing about changes.
    """
    margin = WESTERN_EQUIVALENCE if western else EQUIVALENCE
    claims = {
        "concordant_up": rna > CHANGE and protein > CHANGE,
        "concordant_down": rna < -CHANGE and protein < -CHANGE,
        "posttranscriptional_loss": protein < -CHANGE and rna > FRACTION * protein,
        "posttranscriptional_gain": protein > CHANGE and rna < FRACTION * protein,
        "transcript_only_up": rna > CHANGE and protein < FRACTION * rna,
        "transcript_only_down": rna < -CHANGE and protein > FRACTION * rna,
        "opposite": min(abs(rna), abs(protein)) > CHANGE and rna * protein < 0,
        "unchanged": abs(rna) < EQUIVALENCE and abs(protein) < margin,
    }
    return claims.get(call, False)


def score(concordance: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Judge the call of every planted row.

    Parameters
    ----------
    concordance : pandas.DataFrame
        ``ensembl_id, assay_id, call, tier, reason, naive_reading`` at least.
    truth : pandas.DataFrame
        As in ``truth.tsv``.

    Returns
    -------
    pandas.DataFrame
        Rows of ``truth`` with ``call, tier, reason, naive_reading``, ``judged`` (right,
        inconclusive, other_true_claim, wrong), ``is_change`` (a planted change of 1.5 log2 or
        more in a layer) and ``naive_wrong`` (reading significance in one layer as a change of
        this layer alone would be false).
    """
    keys = ["ensembl_id", "assay_id"]
    said = concordance[[*keys, "call", "tier", "reason", "naive_reading"]]
    out = truth.merge(said, on=keys, how="left", validate="1:1")
    out["call"] = out["call"].fillna("no row")
    judged = []
    for row in out.itertuples():
        true = claim_holds(
            row.call, row.true_rna_log2fc, row.true_protein_log2fc, row.assay_id == WESTERN
        )
        if row.call == row.planted_call:
            judged.append(RIGHT)
        elif row.call == "inconclusive":
            judged.append(INCONCLUSIVE)
        else:
            judged.append(OTHER_TRUE if true else WRONG)
    out["judged"] = judged
    size = out[["true_rna_log2fc", "true_protein_log2fc"]].abs().max(axis=1)
    plain = ~out["planted_call"].isin(["not_detected", "not_measured", "inconclusive"])
    out["is_change"] = (size >= 1.5) & plain
    only = {
        "mRNA only up": "transcript_only_up",
        "mRNA only down": "transcript_only_down",
        "protein only up": "posttranscriptional_gain",
        "protein only down": "posttranscriptional_loss",
    }
    out["naive_wrong"] = [
        row.naive_reading in only
        and not claim_holds(
            only[row.naive_reading],
            row.true_rna_log2fc,
            row.true_protein_log2fc,
            row.assay_id == WESTERN,
        )
        for row in out.itertuples()
    ]
    return out
