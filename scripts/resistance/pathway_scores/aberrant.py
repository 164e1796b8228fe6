"""Find a sample whose gene set scores lie far from those of its replicates."""

from __future__ import annotations

from itertools import combinations
from typing import Final

import numpy as np
import pandas as pd

from resistance.columns import PATHWAY_SCORE_SAMPLES

#: Replicates that an arm needs: of two that differ, neither is the aberrant one.
MIN_REPLICATES: Final = 3
#: Sets that are needed: the median over fewer is no summary of the whole.
MIN_SETS: Final = 20
#: A sample is aberrant that lies this many times as far from its replicates as they from each
#: other. Like samples whose sets follow 3 to 30 common factors reach it in fewer than 1% of
#: studies; those of airway and mcf7 stay below 2.3 with any collections. An oestrogen-deprived
#: clone among parental MCF7 cells has 2.5 to 3.9; one clone among others like it stays below.
THRESHOLD: Final = 2.5


def aberrant(scores: pd.DataFrame, arms: pd.Series) -> pd.DataFrame:
    """Compare each sample with its replicates over all gene sets.

    The distance of two samples is the median over sets of the absolute difference of their scores:
    it moves only if half of the sets do. A sample's own distance is the median of those to its
    replicates. It is held against the distances among the others: those within its arm without
    it, and those of all arms without it, whichever median is larger, so that neither a tight pair
    nor an arm of cultures beside an arm of tumours makes a sample aberrant.

    Parameters
    ----------
    scores : pandas.DataFrame
        Sets x samples, no NaN; further columns that ``arms`` does not name are not used.
    arms : pandas.Series
        Arm of each sample, index ``sample``.

    Returns
    -------
    pandas.DataFrame
        Columns of ``PATHWAY_SCORE_SAMPLES``, in the order of ``arms``. ``status`` is
        ``not_judged`` in arms of fewer than :data:`MIN_REPLICATES` samples and with fewer than
        :data:`MIN_SETS` sets; ``aberrant`` where ``ratio`` is at least :data:`THRESHOLD`.
    """
    arms = arms.astype(str)
    values = scores[list(arms.index)].to_numpy(dtype=float)
    members = {arm: np.flatnonzero(arms.to_numpy() == arm) for arm in dict.fromkeys(arms)}
    judged = {arm: who for arm, who in members.items() if len(who) >= MIN_REPLICATES}
    apart = {
        pair: float(np.median(np.abs(values[:, pair[0]] - values[:, pair[1]])))
        for who in judged.values()
        for pair in combinations(who.tolist(), 2)
        if len(values) >= MIN_SETS
    }
    rows = []
    for i, (sample, arm) in enumerate(arms.items()):
        mine = [far for pair, far in apart.items() if i in pair]
        rest = {pair: far for pair, far in apart.items() if i not in pair}
        of_arm = [far for pair, far in rest.items() if pair[0] in members[arm]]
        own, others = np.nan, np.nan
        if mine:
            own = float(np.median(mine))
            others = max(float(np.median(of_arm)), float(np.median(list(rest.values()))))
        ratio = own / others if others > 0 else np.nan
        status = "aberrant" if ratio >= THRESHOLD or (others == 0 and own > 0) else "usual"
        rows.append(
            (str(sample), arm, len(values), own, others, ratio, status if mine else "not_judged")
        )
    return pd.DataFrame(rows, columns=list(PATHWAY_SCORE_SAMPLES))
