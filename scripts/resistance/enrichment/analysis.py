"""All tests of all gene sets of one contrast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from resistance import columns
from resistance.design.contrast_rows import Contrast
from resistance.enrichment.camera import camera
from resistance.enrichment.prerank import ALPHA, GeneSets, Prerank
from resistance.enrichment.proliferation import follow_proliferation, proliferation_genes
from resistance.enrichment.ranking import Ranking
from resistance.multiple_testing import benjamini_hochberg

#: Correlations between genes that camera is run with: limma's default, and the one that keeps the
#: level on residual rotations of real data (docs/pathways.md).
CORRELATIONS: Final = {"rho01": 0.01, "rho05": 0.05}
#: A collection of which fewer ranked genes are found is probably named otherwise.
MATCHED_SHARE: Final = 0.6

ROBUST, PERMUTATION_ONLY, CAMERA_ONLY = "robust", "gene_permutation_only", "camera_only"
NOT_CALLED, NOT_TESTED = "not_called", "not_tested"


@dataclass(frozen=True)
class Settings:
    """What the configuration says of the tests.

    Attributes
    ----------
    min_size, max_size : int
        Bounds of the number of ranked genes of a set, both included.
    seed : int
    n_jobs : int
        Processes; results are the same for any number.
    """

    min_size: int = 10
    max_size: int = 500
    seed: int = 42
    n_jobs: int = 1


def no_ranks(contrast: Contrast) -> str:
    """Say why the genes of a contrast cannot be ranked.

    Parameters
    ----------
    contrast : Contrast

    Returns
    -------
    str
        Empty if they can: the two-sided Wald statistic ranks whatever test the contrast asks for.
    """
    if contrast.has_change:
        return ""
    return (
        "The likelihood-ratio test of this contrast compares no two arms: its statistic has no "
        "direction, and genes cannot be ranked from lower to higher."
    )


def calls_of(padj: pd.Series, camera_padj: pd.Series) -> np.ndarray:
    """Put the two tests of a set into one word.

    Parameters
    ----------
    padj : pandas.Series
        Of GSEA.
    camera_padj : pandas.Series
        Of camera at a correlation of 0.05.

    Returns
    -------
    numpy.ndarray of str
        ``robust`` (both below 0.05), ``gene_permutation_only``, ``camera_only``, ``not_called``,
        ``not_tested`` (GSEA has no p-value).
    """
    gsea, correlated = padj < ALPHA, camera_padj < ALPHA
    return np.select(
        [padj.isna(), gsea & correlated, gsea, correlated],
        [NOT_TESTED, ROBUST, PERMUTATION_ONLY, CAMERA_ONLY],
        NOT_CALLED,
    )


def _with_camera(
    table: pd.DataFrame, statistic: pd.Series, collections: Mapping[str, GeneSets]
) -> pd.DataFrame:
    positions = []
    for collection, term in zip(table["collection"], table["term"], strict=True):
        members = pd.Index(list(dict.fromkeys(collections[collection][term])))
        found = statistic.index.get_indexer(members)
        positions.append(found[found >= 0])
    out = table.copy()
    for name, rho in CORRELATIONS.items():
        out[f"camera_pvalue_{name}"] = camera(statistic.to_numpy(), positions, rho)[1]
        out[f"camera_padj_{name}"] = out.groupby("collection", sort=False)[
            f"camera_pvalue_{name}"
        ].transform(lambda p: benjamini_hochberg(p.to_numpy(dtype=float)))
    return out


def _status(
    collection: str, sets: GeneSets, ranking: Ranking, settings: Settings, why_not: str
) -> dict[str, object]:
    """Count a collection's genes and sets before anything is tested."""
    known = set(ranking.statistic.index)
    genes = set().union(*sets.values())
    sizes = [len(known.intersection(members)) for members in sets.values()]
    largest = min(settings.max_size, len(known) - 1)
    row: dict[str, object] = {
        "collection": collection,
        "status": "tested",
        "n_sets": len(sets),
        "n_tested": 0,
        "n_too_small": sum(size < settings.min_size for size in sizes),
        "n_too_large": sum(size >= settings.min_size and size > largest for size in sizes),
        "n_ranked": len(known),
        "n_matched": len(known & genes),
        "n_genes": len(genes),
        "reason": ranking.sentence,
    }
    within = sum(settings.min_size <= size <= largest for size in sizes)
    if not sets:
        row["status"], row["reason"] = "no_sets", "The collection has no sets for this organism."
    elif why_not or ranking.problem:
        row["status"], row["reason"] = "no_ranked_genes", why_not or ranking.problem
        row["n_too_small"] = row["n_too_large"] = 0
    else:
        share = len(known & genes) / max(len(genes), 1)
        if share < MATCHED_SHARE:
            row["reason"] = (
                f"Warning: only {share:.0%} of the collection's genes are among the ranked ones; "
                f"are they named otherwise? {row['reason']}"
            )
        if not within:
            row["status"] = "no_set_in_size_range"
            row["reason"] = (
                f"No set has {settings.min_size} to {settings.max_size} ranked genes. "
                f"{row['reason']}"
            )
    return row


def enrich(
    ranking: Ranking,
    collections: Mapping[str, GeneSets],
    settings: Settings,
    why_not: str = "",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Test collections of gene sets against the ranking of a contrast.

    Parameters
    ----------
    ranking : Ranking
    collections : mapping of str to mapping
        Name of the collection -> its sets (name -> symbols), in the order to report; an empty
        mapping where there are none.
    settings : Settings
    why_not : str
        Why the contrast has no ranking; empty if it has one.

    Returns
    -------
    table : pandas.DataFrame
        :data:`resistance.columns.ENRICHMENT`; by collection (in the given order) and term.
    status : pandas.DataFrame
        :data:`resistance.columns.ENRICHMENT_COLLECTIONS`, one row per collection.
    """
    status = pd.DataFrame(
        [_status(name, sets, ranking, settings, why_not) for name, sets in collections.items()],
        columns=list(columns.ENRICHMENT_COLLECTIONS),
    )
    chosen = set(status.loc[status["status"] == "tested", "collection"])
    tested = {name: sets for name, sets in collections.items() if name in chosen}
    if not tested:
        return pd.DataFrame(columns=list(columns.ENRICHMENT)), status
    gsea = Prerank(
        ranking.statistic, settings.min_size, settings.max_size, settings.seed, settings.n_jobs
    )
    table = _with_camera(gsea.test(tested), ranking.statistic, tested)
    table["call"] = calls_of(table["padj"], table["camera_padj_rho05"])
    genes = proliferation_genes(tested)
    table = table.join(follow_proliferation(table, tested, genes, gsea.test))
    table["set_size"] = [
        len(set(tested[collection][term]))
        for collection, term in zip(table["collection"], table["term"], strict=True)
    ]
    return table[list(columns.ENRICHMENT)], _counted(status, table)


def _counted(status: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Add how many sets have a p-value, and how many were left without one."""
    found = [table.loc[table["collection"] == name, "pvalue"] for name in status["collection"]]
    said = [
        f"{reason} Sets without a usable null, left without a p-value: {p.isna().sum():,}."
        if p.isna().any()
        else reason
        for reason, p in zip(status["reason"], found, strict=True)
    ]
    return status.assign(n_tested=[int(p.notna().sum()) for p in found], reason=said)
