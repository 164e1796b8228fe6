"""The functional table of a contrast, from the user's measurements."""

from __future__ import annotations

import pandas as pd

from resistance.design.contrast_rows import Contrast
from resistance.design.contrasts import common_levels
from resistance.design.selections import parse_subset
from resistance.evidence_columns import FUNCTIONAL
from resistance.functional.conclusions import mechanism_of
from resistance.functional.estimates import Margins, estimate
from resistance.functional.rules import conclude
from resistance.functional.tidy import log2_values, tidy
from resistance.protein.arms import protein_arms
from resistance.wording import functional as wording

#: The functional table has a condition and no other variable to tell samples apart by.
RESTRICTED = "the contrast is of a part of the samples, and the functional table names none"


def functional_table(
    measured: pd.DataFrame,
    contrast: Contrast,
    margins: Margins,
    alpha: float,
    human: bool = True,
) -> pd.DataFrame:
    """Estimate, test and conclude, for one contrast.

    Parameters
    ----------
    measured : pandas.DataFrame
        The user's table, all text; empty where the study has none.
    contrast : Contrast
        Its arms are those of the protein.
    margins : Margins
        log2.
    alpha : float
        False discovery rate of the conclusions.
    human : bool
        The cells are human: an inhibitor names the human pump that it acts on.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`resistance.evidence_columns.FUNCTIONAL`. A contrast within one line, or
        of one timepoint, cannot use measurements that do not say theirs.
    """
    if measured.empty:
        return pd.DataFrame(columns=list(FUNCTIONAL))
    arms = protein_arms(contrast)
    sides, why = (arms.reference, arms.target), arms.why_none
    others = set(parse_subset(contrast.subset)) - {contrast.variable}
    if others or common_levels(contrast):
        sides, why = ((), ()), RESTRICTED
    values = log2_values(tidy(measured))
    table = conclude(estimate(values, *sides, margins, why), alpha)
    table["mechanism"] = [mechanism_of(row) for row in table.to_dict("records")]
    names = wording.arms(arms.reference, arms.target)
    table["sentence"] = [
        wording.sentence(row, names, margins.equivalence, human) for row in table.to_dict("records")
    ]
    return table[list(FUNCTIONAL)]
