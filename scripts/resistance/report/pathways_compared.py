"""Gene sets side by side over the contrasts of a study, and samples that stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from resistance.report import format as fmt
from resistance.report.data import StudyTables
from resistance.report.set_names import collection_name, set_name

#: sets of each pattern that are shown
SHOWN = 8
#: leading-edge genes in common that are named
GENES = 6
CALLED = 0.05
PRIVATE = "private_"

#: pattern to the words for its sets, in the order of reading
PATTERNS = {
    "all_up": "higher in every contrast",
    "all_down": "lower in every contrast",
    "opposite": "higher in one contrast, lower in another",
    "some": "in some contrasts, in one direction",
}


def compared_study(study: StudyTables) -> dict[str, Any]:
    """Hold the gene sets of a study side by side: see :func:`compared`.

    Parameters
    ----------
    study : StudyTables

    Returns
    -------
    dict
    """
    named = [c.groups[c.groups["is_best"] == "yes"] for c in study.contrasts]
    best = [key for g in named for key in zip(g["collection"], g["term"], strict=True)]
    return compared(study.comparison, best, [c.id for c in study.contrasts])


def compared(
    comparison: pd.DataFrame, best: Sequence[tuple[str, str]], ids: Sequence[str]
) -> dict[str, Any]:
    """Hold the sets that name a group side by side over the contrasts.

    Parameters
    ----------
    comparison : pandas.DataFrame
        ``results/tables/pathway_comparison.tsv``.
    best : sequence of tuple of str
        Collection and term of the sets that name a group in any contrast: others tell the same
        story again.
    ids : sequence of str
        Of the contrasts.

    Returns
    -------
    dict
        ``sentence``: how many sets have which pattern; ``parts``: a table for each pattern. Empty
        for a study of one contrast.
    """
    if len(ids) < 2 or comparison.empty:
        return {}
    keys = pd.MultiIndex.from_frame(comparison[["collection", "term"]])
    own = comparison[keys.isin(list(best))] if len(best) else comparison.iloc[:0]
    parts: list[dict[str, Any]] = []
    names = PATTERNS | {f"{PRIVATE}{name}": f"only in {name}" for name in ids}
    for pattern, words in names.items():
        rows = own[own["pattern"] == pattern]
        if rows.empty:
            continue
        reach = rows[[f"nes_{name}" for name in ids]].abs().max(axis=1)
        rows = rows.assign(reach=-reach).sort_values(["reach", "collection", "term"], kind="stable")
        parts.append(
            {
                "words": words,
                "open": pattern in ("all_up", "all_down"),
                "n": len(rows),
                "left": max(0, len(rows) - SHOWN),
                "rows": [_row(row, ids) for _, row in rows.head(SHOWN).iterrows()],
            }
        )
    if not parts:
        return {}
    counts = own["pattern"].value_counts()
    up, down = int(counts.get("all_up", 0)), int(counts.get("all_down", 0))
    private = sum(int(counts.get(f"{PRIVATE}{name}", 0)) for name in ids)
    total = sum(part["n"] for part in parts)
    unranked = [name for name in ids if comparison[f"nes_{name}"].isna().all()]
    left_out = f" Without a ranking, and left out: {', '.join(unranked)}." if unranked else ""
    return {
        "sentence": f"{fmt.plural(total, 'gene set')} {'names' if total == 1 else 'name'} a group "
        f"in a contrast: {up or 'none'} {'is' if up <= 1 else 'are'} higher and {down or 'none'} "
        f"lower in every contrast, {private or 'none'} {'is' if private <= 1 else 'are'} called in "
        f"one contrast alone.{left_out}",
        "parts": parts,
        "ids": list(ids),
    }


def _row(row: pd.Series, ids: Sequence[str]) -> dict[str, Any]:
    cells = []
    for name in ids:
        nes, called = row[f"nes_{name}"], row[f"padj_{name}"] < CALLED
        icon = "up" if nes > 0 else "down"
        cells.append(
            {
                "nes": fmt.signed(nes),
                # the shape says the direction, a filled one the call
                "icon": "" if fmt.is_missing(nes) else icon if called else f"{icon}-open",
                "words": "" if fmt.is_missing(nes) else "called" if called else "not called",
            }
        )
    common = [gene for gene in str(row["common_leading_edge"]).split(";") if gene]
    more = f" and {len(common) - GENES} more" if len(common) > GENES else ""
    return {
        "name": set_name(row["term"]),
        "collection": collection_name(row["collection"]),
        "cells": cells,
        "common": ", ".join(common[:GENES]) + more,
    }


def aberrant_samples(samples: pd.DataFrame) -> list[str]:
    """Name the samples that lie apart from their replicates over many gene sets.

    Parameters
    ----------
    samples : pandas.DataFrame
        :data:`resistance.columns.PATHWAY_SCORE_SAMPLES`.

    Returns
    -------
    list of str
        Sentences; empty where no sample stands apart.
    """
    return [
        f"Sample {row['sample']} lies {fmt.decimal(row['ratio'], 1)} times as far from its "
        f"replicates over {fmt.number(row['n_sets'])} gene sets as they lie from each other: what "
        "moves in its arm may be its doing. See the heat map of scores."
        for _, row in samples[samples["status"] == "aberrant"].iterrows()
    ]
