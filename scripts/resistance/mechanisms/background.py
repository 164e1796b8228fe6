"""What all genes of the experiment do: what a mechanism's genes are held against."""

from __future__ import annotations

from typing import Final

import pandas as pd

from resistance.mechanisms.frames import rows_as_tuples
from resistance.mechanisms.grades import NOT_APPLICABLE, NOT_SCORED
from resistance.mechanisms.scope import DIRECTIONS
from resistance.mechanisms.sets import camera_preranked
from resistance.multiple_testing import benjamini_hochberg

#: Groups whose sets are tested, each a family of its own for the FDR.
_TESTED_GROUPS: Final = ("mechanism", "cell_state")

Key = tuple[str, str]  # group, mechanism
#: Changes and standard errors by gene id.
Changes = tuple[pd.Series, pd.Series]


def tested(de: pd.DataFrame) -> pd.DataFrame:
    """Return the genes of a differential expression table that were tested, by gene id.

    Parameters
    ----------
    de : pandas.DataFrame
        Columns ``DIFFERENTIAL``.

    Returns
    -------
    pandas.DataFrame
        Index ``gene_id``.
    """
    keep = (de["status"] == "tested") & de["stat"].notna() & de["log2FoldChange"].notna()
    return de[keep].set_index("gene_id")


def scored(genes: pd.DataFrame) -> pd.DataFrame:
    """Keep the genes that are in scope and have an expected direction.

    Parameters
    ----------
    genes : pandas.DataFrame
        Columns ``MECHANISM_GENES``.

    Returns
    -------
    pandas.DataFrame
    """
    return genes[~genes["grade"].isin([NOT_APPLICABLE, NOT_SCORED])]


def set_tests(genes: pd.DataFrame, de: pd.DataFrame) -> dict[Key, dict[str, float]]:
    """Run the set test of every mechanism and cell state in scope.

    Parameters
    ----------
    genes : pandas.DataFrame
        Columns ``MECHANISM_GENES``: members are the genes in scope with an expected direction.
    de : pandas.DataFrame
        Columns ``DIFFERENTIAL``; Wald statistics of tested genes are the ranking.

    Returns
    -------
    dict of (group, mechanism) to dict
        ``size, t, pvalue, padj`` of each set; BH within each group.
    """
    statistic = tested(de)["stat"]
    members = scored(genes)
    members = members[members["group"].isin(_TESTED_GROUPS) & (members["gene_id"] != "")]
    sets: dict[Key, dict[str, int]] = {}
    for row in rows_as_tuples(members):
        own = sets.setdefault((row.group, row.mechanism), {})
        own[row.gene_id] = DIRECTIONS[row.expected_direction]
    results: dict[Key, dict[str, float]] = {}
    for group in _TESTED_GROUPS:
        of_group = {name: genes_ for (kind, name), genes_ in sets.items() if kind == group}
        result = camera_preranked(statistic, of_group)
        result["padj"] = benjamini_hochberg(result["pvalue"].to_numpy())
        for name, row in zip(of_group, rows_as_tuples(result), strict=True):
            results[group, name] = row._asdict()
    return results


def backgrounds(de: pd.DataFrame, concordance: pd.DataFrame) -> dict[str, Changes]:
    """Collect changes and errors of all tested genes: of the mRNA and of each protein assay.

    Parameters
    ----------
    de, concordance : pandas.DataFrame
        Columns ``DIFFERENTIAL`` and ``CONCORDANCE``.

    Returns
    -------
    dict of str to (pandas.Series, pandas.Series)
        Key ``""`` for the mRNA, else the assay id; series by gene id.
    """
    rna = tested(de)
    out = {"": (rna["log2FoldChange"], rna["lfcSE"])}
    for assay, rows in concordance.groupby("assay_id", sort=True):
        if assay:
            values = rows.set_index("gene_id")
            out[str(assay)] = (values["protein_log2FoldChange"], values["protein_lfcSE"])
    return out
