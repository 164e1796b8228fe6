"""Find a gene of interest in the concordance table, and the row that decides about it.

Where several assays of one compartment were combined, the combined row stands for them, their
disagreement included. For the drug's target a surface assay goes before a total one, because the
antibody binds the surface; otherwise the row with the strongest evidence counts: a call before
none, tier A before B, then the smallest adjusted p value.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from resistance.concordance.combine import ASSAY_CONFLICT, without_members
from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.grades import assays_that_count

CALLS: Final = (
    "opposite",
    "posttranscriptional_loss",
    "posttranscriptional_gain",
    "concordant_up",
    "concordant_down",
    "transcript_only_up",
    "transcript_only_down",
    "unchanged",
)
#: Calls without evidence, the more informative one first.
_NO_CALLS: Final = (
    "inconclusive",
    "not_applicable",
    "not_measurable",
    "not_detected",
    "not_measured",
)
_TIERS: Final = {"A": 0, "B": 1, "C": -1}
_Q: Final = ["q_protein_only", "q_transcript_only", "q_concordant", "q_unchanged"]


def display_names(clinical_names: pd.DataFrame) -> dict[str, str]:
    """Return the clinical name to show for each symbol: the first of its rows.

    Parameters
    ----------
    clinical_names : pandas.DataFrame
        Columns ``symbol``, ``clinical_name``.

    Returns
    -------
    dict of str to str
    """
    first = clinical_names.drop_duplicates("symbol")
    return dict(zip(first["symbol"], first["clinical_name"], strict=True))


def deciding_row(rows: pd.DataFrame, antigen: bool) -> Any:
    """Choose the concordance row on which a gene's verdict rests.

    Parameters
    ----------
    rows : pandas.DataFrame
        One gene's rows, at least one.
    antigen : bool
        The gene is the drug's target.

    Returns
    -------
    named tuple
        Ties are broken by assay id and compartment.
    """
    order = [*CALLS, *_NO_CALLS]
    rows = without_members(rows)
    conflict = rows[(rows["reason"] == ASSAY_CONFLICT) & (rows["compartment"] == "surface")]
    # assays of the surface that disagree leave the drug's target open, whatever the total shows
    kept = conflict if antigen and len(conflict) else assays_that_count(rows, antigen)
    strength = pd.DataFrame(
        {
            "called": ~kept["call"].isin(CALLS),
            "tier": kept["tier"].map(_TIERS).fillna(0),
            "q": kept[_Q].min(axis=1).fillna(1.0),
            "order": [order.index(call) if call in order else len(order) for call in kept["call"]],
            "assay": kept["assay_id"],
            "compartment": kept["compartment"],
        }
    )
    return rows_as_tuples(kept.loc[strength.sort_values(by=list(strength.columns)).index[:1]])[0]


def find_gene(concordance: pd.DataFrame, gene: str, symbols: Mapping[str, str]) -> pd.DataFrame:
    """Find a gene of interest by symbol, Ensembl id, id of the counts, or clinical name.

    Parameters
    ----------
    concordance : pandas.DataFrame
    gene : str
        As the config names it.
    symbols : mapping of str to str
        Symbol by clinical name in lower case.

    Returns
    -------
    pandas.DataFrame
        Its rows; empty where the table has none.
    """
    for name in (gene, symbols.get(gene.lower(), gene)):
        for column in ("gene_name", "ensembl_id", "gene_id"):
            rows = concordance[concordance[column] == name]
            if len(rows):
                return rows
    return concordance.iloc[:0]
