"""The section on pathways: groups of gene sets that tell the same story, the best of each first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.enrichment.multilevel import EPS
from resistance.pathway_figures.chosen import leading_edges
from resistance.report import format as fmt
from resistance.report.data import ContrastTables, StudyTables
from resistance.report.pathways_tables import collection_rows, over_represented, resistance_rows
from resistance.report.set_names import collection_name, set_name

#: groups of a direction before folding, rows of the folded list
SHOWN, LISTED = 12, 60
#: members of a group, genes of a leading edge
MEMBERS, GENES = 15, 12
#: sets that are named where none is called
NEAREST = 5
#: contrasts up to which the page holds every figure
ALL_FIGURES = 3
#: |NES| of a full bar
FULL = 3.5

#: call of a set to its mark: icon and words
MARKS = {
    "robust": ("tick", "robust to correlation"),
    "gene_permutation_only": ("ring", "gene permutation only"),
    "camera_only": ("diamond", "camera only"),
}
PROLIFERATION = ("opposite", "follows proliferation")

ARMS = {"up": "higher", "down": "lower"}


def marks(call: str, follows: str) -> list[dict[str, str]]:
    """Say in words and shapes how far a call can be trusted.

    Parameters
    ----------
    call : str
        ``call`` of :data:`resistance.columns.ENRICHMENT`.
    follows : str
        ``yes`` where the set is not called without its proliferation genes.

    Returns
    -------
    list of dict
        ``icon`` and ``label``; empty for a set that is not called.
    """
    found = [MARKS[call]] if call in MARKS else []
    if follows == "yes":
        found.append(PROLIFERATION)
    return [{"icon": icon, "label": label} for icon, label in found]


def pathway_section(
    contrast: ContrastTables, study: StudyTables, config: Mapping[str, Any]
) -> dict[str, Any]:
    """Build what the section says of one contrast.

    Parameters
    ----------
    contrast : ContrastTables
    study : StudyTables
    config : mapping
        The configuration after defaults.

    Returns
    -------
    dict
        ``opening`` (sentences), ``up`` and ``down`` (groups), ``why_none``, ``nearest``,
        ``resistance``, ``over``, ``collections``, ``figures``.
    """
    best = contrast.groups[contrast.groups["is_best"] == "yes"]
    edges = leading_edges(contrast.enrichment)
    return {
        "opening": opening(best, contrast),
        "proliferation": bool((best["follows_proliferation"] == "yes").any()),
        **{direction: direction_groups(contrast.groups, direction, edges) for direction in ARMS},
        "tested": bool(contrast.enrichment["nes"].notna().any()),
        "why_none": why_none(best, contrast),
        "nearest": nearest(contrast.enrichment) if best.empty else [],
        "resistance": resistance_rows(contrast, study.resistance_sets, config["enrichment"]),
        "over": over_represented(
            contrast.over_representation, float(config["differential"]["alpha"])
        ),
        "collections": collection_rows(contrast.collections, study.set_collections),
        "figures": list(contrast.pathway_figures.values())[: _n_figures(study)],
        "n_figures": len(contrast.pathway_figures),
    }


def _n_figures(study: StudyTables) -> int | None:
    """Only the first figure of each contrast, where all would make the page slow to open."""
    return None if len(study.contrasts) <= ALL_FIGURES else 1


def opening(best: pd.DataFrame, contrast: ContrastTables) -> str:
    """Say in a sentence what moved and how sure that is.

    Parameters
    ----------
    best : pandas.DataFrame
        The best set of each group: rows of ``PATHWAY_GROUPS``.
    contrast : ContrastTables

    Returns
    -------
    str
        Empty without a group.
    """
    if best.empty:
        return ""
    n, up = len(best), int((best["direction"] == "up").sum())
    robust = int((best["call"] == "robust").sum())
    follow = int((best["follows_proliferation"] == "yes").sum())
    judged = bool((best["follows_proliferation"] != "").any())
    first = fmt.plural(up, "group") if up else "No group"
    verb = "is" if up <= 1 else "are"
    sure = f"{robust or 'none'} of these {n} {'are' if robust > 1 else 'is'}"
    if n == 1:
        sure = "it is" if robust else "it is not"
    elif robust == n:
        sure = f"all {n} are"
    follows = "whether they follow proliferation was not judged"
    if judged:
        follows = f"{follow or 'none'} {'follows' if follow <= 1 else 'follow'} proliferation"
    # a difference of differences is held against no difference
    than = f" than in {contrast.reference}" if contrast.reference != "no difference" else ""
    return (
        f"{first} of gene sets {verb} higher and {n - up or 'none'} lower in {contrast.target}"
        f"{than}; {sure} robust to correlation between genes, and {follows}."
    )


def why_none(best: pd.DataFrame, contrast: ContrastTables) -> str:
    """Say why no group is shown.

    Parameters
    ----------
    best : pandas.DataFrame
        As for :func:`opening`.
    contrast : ContrastTables

    Returns
    -------
    str
        Empty where there are groups.
    """
    if len(best):
        return ""
    if contrast.collections.empty:
        return "No gene set was tested: no collection is named in the configuration."
    if contrast.enrichment["nes"].notna().any():
        return (
            "No gene set called: none passes an FDR of 0.05 within its collection. "
            "The nearest ones are listed."
        )
    reasons = " ".join(dict.fromkeys(str(text) for text in contrast.collections["reason"] if text))
    return f"No gene set was tested in this contrast. {reasons}".strip()


def direction_groups(
    groups: pd.DataFrame, direction: str, edges: Mapping[tuple[str, str], list[str]]
) -> dict[str, Any]:
    """List the groups of one direction, the first of them with their members.

    Parameters
    ----------
    groups : pandas.DataFrame
        ``PATHWAY_GROUPS``.
    direction : str
        ``up`` or ``down``.
    edges : mapping
        Collection and term of a set to its leading edge.

    Returns
    -------
    dict
        ``shown`` (at most 12, with members), ``more`` (folded, without), ``left`` (how many are
        in the table alone).
    """
    own = groups[groups["direction"] == direction].sort_values("group", kind="stable")
    rows = []
    for number, (_, members) in enumerate(own.groupby("group", sort=True)):
        if number >= SHOWN + LISTED:
            break
        best = members[members["is_best"] == "yes"].iloc[0]
        row = set_row(best) | {"n_sets": len(members), "edge": ""}
        if number < SHOWN:
            edge = edges.get((best["collection"], best["term"]), [])
            row |= {
                "edge": _listed(edge),
                "folded": _members(members[members["is_best"] != "yes"], edge, edges),
                "unlisted": max(0, len(members) - 1 - MEMBERS),
            }
        rows.append(row)
    n = own["group"].nunique()
    return {"n": n, "shown": rows[:SHOWN], "more": rows[SHOWN:], "left": n - len(rows)}


def _members(
    members: pd.DataFrame, best: list[str], edges: Mapping[tuple[str, str], list[str]]
) -> list[dict[str, Any]]:
    ordered = members.assign(reach=-members["nes"].abs()).sort_values(
        ["padj", "reach", "collection", "term"], kind="stable"
    )
    rows = []
    for _, row in ordered.head(MEMBERS).iterrows():
        own = set(edges.get((row["collection"], row["term"]), []))
        shared = [gene for gene in best if gene in own]
        rows.append(set_row(row) | {"shared": _listed(shared), "n_shared": len(shared)})
    return rows


def set_row(row: pd.Series) -> dict[str, Any]:
    """Put a called set into words.

    Parameters
    ----------
    row : pandas.Series
        A row of ``PATHWAY_GROUPS``.

    Returns
    -------
    dict
        ``bar``: width of the bar of its NES, 0 to 100.
    """
    return {
        "name": set_name(row["term"]),
        "term": row["term"],
        "collection": collection_name(row["collection"]),
        "nes": fmt.signed(row["nes"]),
        "bar": 0 if pd.isna(row["nes"]) else round(100 * min(abs(row["nes"]) / FULL, 1)),
        "fdr": fmt.probability(row["padj"]),
        "camera": fmt.probability(row["camera_padj_rho05"]),
        "size": fmt.number(row["size"]),
        "marks": marks(row["call"], row["follows_proliferation"]),
    }


def nearest(enrichment: pd.DataFrame) -> list[dict[str, str]]:
    """List the sets with the smallest FDR.

    Parameters
    ----------
    enrichment : pandas.DataFrame

    Returns
    -------
    list of dict
    """
    ranked = enrichment[enrichment["nes"].notna()].assign(reach=lambda d: -d["nes"].abs())
    ranked = ranked.sort_values(["padj", "pvalue", "reach", "collection", "term"], kind="stable")
    return [
        {
            "name": set_name(row["term"]),
            "collection": collection_name(row["collection"]),
            "nes": fmt.signed(row["nes"]),
            # smaller p values are not estimated: the number is a bound
            "p": ("\u2264 " if row["pvalue"] <= EPS else "") + fmt.probability(row["pvalue"]),
            "fdr": fmt.probability(row["padj"]),
        }
        for _, row in ranked.head(NEAREST).iterrows()
    ]


def _listed(genes: list[str]) -> str:
    return ", ".join(genes[:GENES]) + (f" and {len(genes) - GENES} more" if genes[GENES:] else "")
