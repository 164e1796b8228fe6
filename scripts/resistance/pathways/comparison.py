"""Gene sets side by side over all contrasts: what clones share, and what one has alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from resistance.columns import PATHWAY_COMPARISON, Columns
from resistance.pathways.groups import ALPHA

_KEY: Final = ["collection", "term"]
#: Columns that each contrast adds, before its id.
_OF_CONTRAST: Final[Columns] = {"nes": float, "padj": float, "call": str}


def comparison_columns(contrast_ids: list[str]) -> Columns:
    """Return the columns of the comparison of some contrasts.

    Parameters
    ----------
    contrast_ids : list of str

    Returns
    -------
    Columns
        ``PATHWAY_COMPARISON`` and ``nes_<id>``, ``padj_<id>``, ``call_<id>``.
    """
    added = {f"{name}_{of}": kind for of in contrast_ids for name, kind in _OF_CONTRAST.items()}
    return {**PATHWAY_COMPARISON, **added}


def compare(enrichment: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Hold the gene sets of all contrasts side by side.

    Parameters
    ----------
    enrichment : mapping of str to pandas.DataFrame
        Contrast id -> columns of ``ENRICHMENT``, in the order of the study; without rows where a
        contrast could not be ranked.

    Returns
    -------
    pandas.DataFrame
        Columns of :func:`comparison_columns`, every set that any contrast tested, by collection
        and term. A set counts as called where its GSEA FDR is below 0.05. ``pattern`` is about the
        contrasts that have GSEA at all: ``all_up``, ``all_down``, ``private_<id>`` (called in one
        of several), ``some`` (in several of them, one direction), ``opposite`` (higher in one,
        lower in another), ``none``; ``only_contrast`` for the called sets of a study that has a
        single one. ``common_leading_edge`` holds the symbols in the leading edges of all contrasts
        that call the set, where two or more do.
    """
    ids = list(enrichment)
    sets = pd.concat([table[_KEY] for table in enrichment.values()])
    sets = sets.drop_duplicates().sort_values(_KEY, kind="stable")
    rows = pd.MultiIndex.from_frame(sets)
    aligned = {of: table.set_index(_KEY).reindex(rows) for of, table in enrichment.items()}
    padj = np.array([aligned[of]["padj"].to_numpy(dtype=float) for of in ids])
    nes = np.array([aligned[of]["nes"].to_numpy(dtype=float) for of in ids])
    up, down = (padj < ALPHA) & (nes > 0), (padj < ALPHA) & (nes < 0)
    ranked = np.array([len(enrichment[of]) > 0 for of in ids])
    out = pd.DataFrame(
        {
            **sets.reset_index(drop=True),
            "n_up": up.sum(axis=0),
            "n_down": down.sum(axis=0),
            "pattern": _patterns(ids, up, down, int(ranked.sum())),
            "common_leading_edge": _common(
                [aligned[of]["leading_edge"].to_numpy(dtype=object) for of in ids], up | down
            ),
        }
    )
    for of in ids:
        for name, kind in _OF_CONTRAST.items():
            values = aligned[of][name].reset_index(drop=True)
            # a set that the contrast did not test has no call
            out[f"{name}_{of}"] = values.astype(float) if kind is float else values.fillna("")
    return out[list(comparison_columns(ids))]


def _patterns(ids: list[str], up: np.ndarray, down: np.ndarray, n_ranked: int) -> np.ndarray:
    """Put the calls (contrasts x sets) of each set into one word."""
    n_up, n_down = up.sum(axis=0), down.sum(axis=0)
    called = n_up + n_down
    first = (up | down).argmax(axis=0) if ids else np.zeros(0, dtype=int)
    private = np.array([f"private_{of}" for of in ids], dtype=object)
    return np.select(
        [
            called == 0,
            np.full(called.shape, n_ranked == 1),
            called == 1,
            (n_up > 0) & (n_down > 0),
            n_up == n_ranked,
            n_down == n_ranked,
        ],
        [
            np.full(called.shape, "none", dtype=object),
            np.full(called.shape, "only_contrast", dtype=object),
            private[first],
            np.full(called.shape, "opposite", dtype=object),
            np.full(called.shape, "all_up", dtype=object),
            np.full(called.shape, "all_down", dtype=object),
        ],
        np.full(called.shape, "some", dtype=object),
    )


def _common(edges: list[np.ndarray], called: np.ndarray) -> list[str]:
    """Return the symbols that the leading edges of each set have in common, sorted."""
    out = []
    for i, n in enumerate(called.sum(axis=0)):
        if n < 2:
            out.append("")
            continue
        parts = [
            set(edge[i].split(";")) for edge, here in zip(edges, called[:, i], strict=True) if here
        ]
        out.append(";".join(sorted(set.intersection(*parts))))
    return out
