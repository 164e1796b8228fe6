"""Tables of the section on pathways beside its groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from resistance.enrichment.ranking import rank_genes
from resistance.report import format as fmt
from resistance.report.data import ContrastTables
from resistance.report.set_names import collection_name, set_name
from resistance.report.words import COLLECTION_STATUS

#: collection of our own that is always shown in full
RESISTANCE = "resistance"
#: sets of each direction in the second view, genes of a row
OVER, GENES = 12, 8
#: sets of each pattern that are held side by side over the contrasts
COMPARED = 12

CALLS = {
    "robust": ("tick", "robust to correlation"),
    "gene_permutation_only": ("ring", "gene permutation only"),
    "camera_only": ("diamond", "by camera only"),
    "not_called": ("dash", "not called"),
    "not_tested": ("dash", "not tested: no random set scores with its sign"),
}


def resistance_rows(
    contrast: ContrastTables, sets: pd.DataFrame, enrichment: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """List every set of the collection of resistance mechanisms, tested or not.

    Parameters
    ----------
    contrast : ContrastTables
    sets : pandas.DataFrame
        ``collection, term, gene_name``: the members of the collection's sets.
    enrichment : mapping
        ``min_size`` and ``max_size`` of the configuration.

    Returns
    -------
    list of dict
        Sorted by FDR; those without one last, by name, each with the reason.
    """
    members = sets[sets["collection"] == RESISTANCE]
    table = contrast.enrichment
    tested = table[table["collection"] == RESISTANCE].sort_values(
        ["padj", "pvalue", "term"], kind="stable", na_position="last"
    )
    rows = [_resistance_row(row) for _, row in tested.iterrows()]
    missing = sorted(set(members["term"]) - set(tested["term"]))
    if not missing:
        return rows
    status = contrast.collections.set_index("collection")["status"].to_dict()
    if status.get(RESISTANCE) == "no_ranked_genes":
        why = "Not tested: no gene of this contrast could be ranked."
        return rows + [_missing_row(term, fmt.MISSING, why) for term in missing]
    ranked = set(rank_genes(contrast.de).statistic.index)
    low, high = int(enrichment["min_size"]), int(enrichment["max_size"])
    for term in missing:
        genes = members.loc[members["term"] == term, "gene_name"]
        share = f"{int(genes.isin(ranked).sum())} of {len(genes)}"
        why = f"Not tested: {share} genes are ranked; {low} to {high} are needed."
        rows.append(_missing_row(term, share, why))
    return rows


def _missing_row(term: str, genes: str, why: str) -> dict[str, Any]:
    return {
        "name": set_name(term),
        "direction": "",
        "nes": fmt.MISSING,
        "fdr": fmt.MISSING,
        "camera": fmt.MISSING,
        "genes": genes,
        "icon": "dash",
        "reading": why,
        "follows": False,
        "edge": "",
    }


def _resistance_row(row: pd.Series) -> dict[str, Any]:
    icon, reading = CALLS.get(row["call"], ("dash", row["call"].replace("_", " ")))
    edge = [gene for gene in row["leading_edge"].split(";") if gene]
    called = row["call"] in ("robust", "gene_permutation_only", "camera_only")
    return {
        "name": set_name(row["term"]),
        "direction": "" if not called else "up" if row["nes"] > 0 else "down",
        "nes": fmt.signed(row["nes"]),
        "fdr": fmt.probability(row["padj"]),
        "camera": fmt.probability(row["camera_padj_rho05"]),
        "genes": f"{fmt.number(row['size'])} of {fmt.number(row['set_size'])}",
        "icon": icon,
        "reading": reading[:1].upper() + reading[1:],
        "follows": row["follows_proliferation"] == "yes",
        "edge": ", ".join(edge[:GENES]) + (" \u2026" if len(edge) > GENES else "")
        if called
        else "",
    }


def over_represented(table: pd.DataFrame, alpha: float) -> dict[str, Any]:
    """Bring the second view into rows, directions apart.

    Parameters
    ----------
    table : pandas.DataFrame
        ``OVER_REPRESENTATION``.
    alpha : float
        FDR at which a gene is called.

    Returns
    -------
    dict
        ``up`` and ``down``: ``rows``, ``more`` (called sets beyond them) and ``why`` (why there
        is no row).
    """
    out: dict[str, Any] = {}
    for direction, word in (("up", "higher"), ("down", "lower")):
        own = table[table["direction"] == direction]
        called = own[own["padj"] < 0.05].sort_values(
            ["padj", "pvalue", "collection", "term"], kind="stable"
        )
        why = ""
        if own.empty:
            why = f"No gene of a tested set is called {word} at an FDR of {alpha:g}."
        elif called.empty:
            why = f"No set holds more {word} genes than expected at an FDR of 0.05."
        out[direction] = {
            "rows": [_over_row(row) for _, row in called.head(OVER).iterrows()],
            "more": max(0, len(called) - OVER),
            "why": why,
        }
    return out


def _over_row(row: pd.Series) -> dict[str, str]:
    genes = [gene for gene in row["genes"].split(";") if gene]
    return {
        "name": set_name(row["term"]),
        "collection": collection_name(row["collection"]),
        "overlap": f"{fmt.number(row['overlap'])} of {fmt.number(row['size'])}",
        "expected": fmt.number(row["expected"]),
        "odds": fmt.decimal(row["odds_ratio"], 1),
        "fdr": fmt.probability(row["padj"]),
        "genes": ", ".join(genes[:GENES]) + (" \u2026" if len(genes) > GENES else ""),
    }


def collection_rows(collections: pd.DataFrame, described: pd.DataFrame) -> list[dict[str, str]]:
    """Say for each collection what it is and what was tested, or why nothing was.

    Parameters
    ----------
    collections : pandas.DataFrame
        ``ENRICHMENT_COLLECTIONS``.
    described : pandas.DataFrame
        ``GENE_SET_COLLECTIONS``.

    Returns
    -------
    list of dict
    """
    facts = {row["collection"]: row for row in described.to_dict("records")}
    rows = []
    for _, row in collections.iterrows():
        fact = facts.get(row["collection"], {})
        unmatched = fmt.is_missing(row["n_genes"]) or fmt.is_missing(row["n_matched"])
        about = [
            str(fact.get("version") or ""),
            str(fact.get("date") or ""),
            str(fact.get("licence") or ""),
        ]
        rows.append(
            {
                "name": str(fact.get("title") or collection_name(row["collection"])),
                "about": ", ".join(text for text in about if text),
                "code": row["status"],
                "status": COLLECTION_STATUS.get(row["status"], row["status"].replace("_", " ")),
                "sets": f"{fmt.number(row['n_tested'])} of {fmt.number(row['n_sets'])}",
                "small": fmt.number(row["n_too_small"]),
                "large": fmt.number(row["n_too_large"]),
                "genes": fmt.MISSING
                if unmatched
                else f"{fmt.number(row['n_matched'])} of {fmt.number(row['n_genes'])}",
                "warning": "Warning: " in str(row["reason"]),
                "reason": row["reason"],
                "read": str(fact.get("reason") or ""),
            }
        )
    return rows
