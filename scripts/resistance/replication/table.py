"""The replication table: each gene with a verdict, layer by layer, over all contrasts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from resistance.concordance import tests
from resistance.evidence_columns import REPLICATION
from resistance.mechanisms.confidence import Arms
from resistance.replication.pooled import partial_conjunction, random_effects
from resistance.wording.replication import replication_sentence

#: Columns of an estimate in the concordance table, by layer.
_ESTIMATE: Final = ("log2FoldChange", "lfcSE", "df")
_KEYS: Final = ["gene_id", "ensembl_id", "gene_name", "layer", "assay_id"]


def independence(sides: Mapping[str, Arms], contrasts: Sequence[str]) -> str:
    """Say whether contrasts are of different lines.

    Parameters
    ----------
    sides : mapping of str to Arms
        By contrast.
    contrasts : sequence of str

    Returns
    -------
    str
        ``no`` where two contrasts share a sample, in either arm, or a derivation of the target
        arm; ``unknown`` where a derivation is not given or a contrast has no arms; else ``yes``.
    """
    chosen = [sides[name] for name in contrasts]
    for one, other in combinations(chosen, 2):
        if {*one.reference, *one.target} & {*other.reference, *other.target}:
            return "no"
        if set(one.target_derivations or ()) & set(other.target_derivations or ()):
            return "no"
    known = all(side.target and side.target_derivations is not None for side in chosen)
    return "yes" if known else "unknown"


def replication_table(
    concordance: Mapping[str, pd.DataFrame],
    sides: Mapping[str, Arms],
    genes: pd.DataFrame,
) -> pd.DataFrame:
    """Hold each gene's changes in several contrasts side by side.

    Estimates are pooled from three independent lines on. The counts of contrasts that move beyond
    the change margin ("at least two", "all") are tests that hold whatever the contrasts share. They
    are not corrected for the number of genes: the genes were chosen before the data.

    Parameters
    ----------
    concordance : mapping of str to pandas.DataFrame
        Columns ``CONCORDANCE`` by contrast, in the order to keep.
    sides : mapping of str to Arms
    genes : pandas.DataFrame
        Columns ``gene_id, ensembl_id, gene_name`` of the genes that have a verdict.

    Returns
    -------
    pandas.DataFrame
        Columns ``REPLICATION``; genes in the order given, mRNA first. Empty with fewer than two
        contrasts.
    """
    parts = [
        _long(table, genes).assign(contrast=contrast) for contrast, table in concordance.items()
    ]
    if len(parts) < 2:
        return pd.DataFrame(columns=list(REPLICATION))
    long = pd.concat(parts, ignore_index=True)
    order = {name: i for i, name in enumerate(dict.fromkeys(genes["gene_name"]))}
    records = [
        _record(dict(zip(_KEYS, map(str, key), strict=True)), rows, sides)
        for key, rows in long.groupby(_KEYS, sort=True)
    ]
    out = pd.DataFrame(records, columns=list(REPLICATION))
    protein = (out["assay_id"] != "").astype(int)
    out = out.assign(at=out["gene_name"].map(order), protein=protein)
    out = out.sort_values(["at", "protein", "layer", "assay_id"], kind="stable", ignore_index=True)
    return out[list(REPLICATION)]


def _long(table: pd.DataFrame, genes: pd.DataFrame) -> pd.DataFrame:
    """Return a row per gene and layer that has an estimate with an error."""
    chosen = table[table["gene_id"].isin(set(genes["gene_id"]) - {""})]
    layers = []
    for prefix, frame in (
        ("rna", chosen.drop_duplicates("gene_id").assign(layer="mRNA", assay_id="")),
        ("protein", chosen[chosen["assay_id"] != ""].assign(layer=lambda x: x["compartment"])),
    ):
        names = {f"{prefix}_{name}": name for name in _ESTIMATE}
        kept = frame[[*_KEYS, "change_margin", *names]].rename(columns=names)
        sure = np.isfinite(kept["log2FoldChange"]) & (kept["lfcSE"] > 0) & (kept["df"] > 0)
        status = frame[f"{prefix}_status"]
        sure &= ~status.isin(["censored_bound", "outlier", "not_converged", "prior_based"])
        layers.append(kept[sure])
    return pd.concat(layers, ignore_index=True)


def _record(key: dict[str, str], rows: pd.DataFrame, sides: Mapping[str, Arms]) -> dict[str, Any]:
    x, se, df = (rows[name].to_numpy(dtype=float) for name in _ESTIMATE)
    margin = float(rows["change_margin"].iloc[0])
    contrasts = list(rows["contrast"])
    independent = independence(sides, contrasts)
    pooled = random_effects(x, se) if independent == "yes" else random_effects(x[:1], se[:1])
    half = float(stats.t.ppf(0.975, pooled.df)) * pooled.se if pooled.df > 0 else np.nan
    higher, lower = tests.up(x, se, df, margin), tests.down(x, se, df, margin)
    record = key | {
        "n_contrasts": len(rows),
        "contrasts": ";".join(contrasts),
        "independent": independent,
        "n_higher": int((x > 0).sum()),
        "n_lower": int((x < 0).sum()),
        "cochran_q": pooled.q,
        "cochran_p": pooled.q_pvalue,
        "tau2": pooled.tau2,
        "log2FoldChange": pooled.estimate,
        "lfcSE": pooled.se,
        "df": pooled.df,
        "ci_low": pooled.estimate - half,
        "ci_high": pooled.estimate + half,
        "p_two_higher": partial_conjunction(higher, 2),
        "p_two_lower": partial_conjunction(lower, 2),
        "p_all_higher": partial_conjunction(higher, len(x)),
        "p_all_lower": partial_conjunction(lower, len(x)),
    }
    return record | {"sentence": replication_sentence(record, margin)}
