"""What the figures of gene sets show: the data behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from resistance import figure_columns
from resistance.enrichment.running_sum import running_sum
from resistance.pathway_scores.heatmap import heatmap_order
from resistance.report.set_names import set_label

DIRECTIONS = ("up", "down")
#: collection of our own whose called sets always have a running sum
RESISTANCE = "resistance"
CALLED = ("robust", "gene_permutation_only")

#: groups of a direction in the dot plot and in the heat map of scores
DOTS = 12
#: groups of a direction with a running sum, and curves in all
CURVES, ALL_CURVES = 3, 10
#: groups of a direction and sets of a group in the map of groups
MAPPED, MEMBERS = 6, 3
#: groups of a direction that leading-edge genes are taken from, and genes in all
EDGES, GENES = 5, 32

Key = tuple[str, str]


def leading_edges(enrichment: pd.DataFrame) -> dict[Key, list[str]]:
    """Return the leading edge of each tested set.

    Parameters
    ----------
    enrichment : pandas.DataFrame
        :data:`resistance.columns.ENRICHMENT`.

    Returns
    -------
    dict
        Collection and term to symbols, the outermost first.
    """
    keys = zip(enrichment["collection"], enrichment["term"], strict=True)
    return {
        key: [gene for gene in edge.split(";") if gene]
        for key, edge in zip(keys, enrichment["leading_edge"], strict=True)
    }


def best_sets(groups: pd.DataFrame, limit: int) -> pd.DataFrame:
    """Keep the set that names each of the first groups.

    Parameters
    ----------
    groups : pandas.DataFrame
        :data:`resistance.columns.PATHWAY_GROUPS`.
    limit : int
        Groups of a direction.

    Returns
    -------
    pandas.DataFrame
        Up before down, the best first.
    """
    best = groups[(groups["is_best"] == "yes") & (groups["group"] <= limit)]
    parts = [best[best["direction"] == d].sort_values("group") for d in DIRECTIONS]
    return pd.concat(parts, ignore_index=True)


def _labels(frame: pd.DataFrame) -> list[str]:
    return [set_label(t, c) for t, c in zip(frame["term"], frame["collection"], strict=True)]


def dots(groups: pd.DataFrame, enrichment: pd.DataFrame) -> pd.DataFrame:
    """Return the best set of each group, to be drawn as a dot.

    Parameters
    ----------
    groups, enrichment : pandas.DataFrame
        ``PATHWAY_GROUPS`` and ``ENRICHMENT`` of :mod:`resistance.columns`.

    Returns
    -------
    pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_DOTS`.
    """
    best, edges = best_sets(groups, DOTS), leading_edges(enrichment)
    counts = groups.groupby(["direction", "group"]).size().to_dict()
    keys = list(zip(best["collection"], best["term"], strict=True))
    places = zip(best["direction"], best["group"], strict=True)
    return best.assign(
        label=_labels(best),
        n_sets=[counts[place] for place in places],
        n_leading_edge=[len(edges.get(key, [])) for key in keys],
    )[list(figure_columns.PATHWAYS_DOTS)]


def curves(
    groups: pd.DataFrame,
    enrichment: pd.DataFrame,
    members: pd.DataFrame,
    statistic: pd.Series,
) -> pd.DataFrame:
    """Return the running sums of the best sets and of called sets of resistance mechanisms.

    Parameters
    ----------
    groups, enrichment : pandas.DataFrame
        ``PATHWAY_GROUPS`` and ``ENRICHMENT`` of :mod:`resistance.columns`.
    members : pandas.DataFrame
        ``GENE_SETS``.
    statistic : pandas.Series
        Index = symbol, descending: the ranking.

    Returns
    -------
    pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_RUNNING_SUM`: the corners of each curve.
    """
    ours = enrichment[
        (enrichment["collection"] == RESISTANCE) & enrichment["call"].isin(CALLED)
    ].sort_values(["padj", "term"], kind="stable")
    chosen = pd.concat([best_sets(groups, CURVES), ours])[["collection", "term"]]
    chosen = chosen.drop_duplicates().head(ALL_CURVES)
    wanted = members.merge(chosen, on=["collection", "term"])
    genes = {key: list(part["gene_name"]) for key, part in wanted.groupby(["collection", "term"])}
    scores = enrichment.set_index(["collection", "term"])
    weights, parts = statistic.abs().to_numpy(), []
    for collection, term in zip(chosen["collection"], chosen["term"], strict=True):
        found = statistic.index.get_indexer(
            pd.Index(genes.get((collection, term), []), dtype=object)
        )
        positions = np.unique(found[found >= 0])
        if not 0 < len(positions) < len(weights):
            continue
        places, heights = running_sum(weights, positions)
        row = scores.loc[(collection, term)]
        parts.append(
            pd.DataFrame({"place": places, "height": heights}).assign(
                collection=collection,
                term=term,
                label=set_label(term, collection),
                nes=row["nes"],
                padj=row["padj"],
            )
        )
    out = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    return out.reindex(columns=list(figure_columns.PATHWAYS_RUNNING_SUM))


def overlaps(groups: pd.DataFrame, enrichment: pd.DataFrame) -> pd.DataFrame:
    """Return how many leading-edge genes the sets of the first groups share.

    Parameters
    ----------
    groups, enrichment : pandas.DataFrame
        ``PATHWAY_GROUPS`` and ``ENRICHMENT`` of :mod:`resistance.columns`.

    Returns
    -------
    pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_GROUPS`: every ordered pair of sets, in the order
        of groups.
    """
    parts = []
    for direction in DIRECTIONS:
        own = groups[(groups["direction"] == direction) & (groups["group"] <= MAPPED)]
        own = own.assign(later=own["is_best"] != "yes", reach=-own["nes"].abs())
        own = own.sort_values(["group", "later", "padj", "reach", "collection", "term"])
        parts.append(own.groupby("group", sort=True).head(MEMBERS))
    chosen = pd.concat(parts, ignore_index=True)
    edges = leading_edges(enrichment)
    keys = list(zip(chosen["collection"], chosen["term"], strict=True))
    labels = _labels(chosen)
    rows = []
    for i, key in enumerate(keys):
        for j, other in enumerate(keys):
            mine, theirs = set(edges.get(key, [])), set(edges.get(other, []))
            either = len(mine | theirs)
            rows.append(
                (
                    *(chosen["direction"][i], chosen["group"][i], *key, labels[i]),
                    *(chosen["direction"][j], chosen["group"][j], *other, labels[j]),
                    *(len(mine & theirs), len(mine & theirs) / either if either else 0.0),
                )
            )
    return pd.DataFrame(rows, columns=list(figure_columns.PATHWAYS_GROUPS))


def leading_edge(
    groups: pd.DataFrame,
    enrichment: pd.DataFrame,
    de: pd.DataFrame,
    vst: pd.DataFrame,
) -> pd.DataFrame:
    """Return the VST of the genes that lead the best sets.

    Genes that lead more of the sets come first, then those with the larger statistic.

    Parameters
    ----------
    groups, enrichment, de : pandas.DataFrame
        ``PATHWAY_GROUPS``, ``ENRICHMENT`` and ``DIFFERENTIAL`` of :mod:`resistance.columns`; ``de``
        with the signed statistic that the genes were ranked by.
    vst : pandas.DataFrame
        Genes x samples, index ``gene_id``, in the order to draw.

    Returns
    -------
    pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_LEADING_EDGE`: a row a gene and sample, genes in
        the order to draw.
    """
    edges, best = leading_edges(enrichment), best_sets(groups, EDGES)
    led: dict[str, list[str]] = {}
    for collection, term in zip(best["collection"], best["term"], strict=True):
        for gene in edges.get((collection, term), []):
            led.setdefault(gene, []).append(set_label(term, collection))
    # the row that ranked the symbol: that of the highest mean
    rows = de[np.isfinite(de["stat"].astype(float))]
    symbol = rows["gene_name"].where(rows["gene_name"] != "", rows["gene_id"])
    rows = rows.assign(symbol=symbol)[symbol.isin(led) & rows["gene_id"].isin(vst.index)]
    rows = rows.sort_values(["baseMean", "gene_id"], ascending=[False, True], kind="stable")
    rows = rows.drop_duplicates("symbol").assign(
        n=lambda d: [len(led[s]) for s in d["symbol"]], reach=lambda d: d["stat"].abs()
    )
    parts = []
    for up in (True, False):
        own = rows[(rows["stat"] > 0) == up]
        own = own.sort_values(["n", "reach", "symbol"], ascending=[False, False, True])
        parts.append(own.head(GENES // 2))
    out = []
    for own in parts:
        values = vst.loc[list(own["gene_id"])].set_axis(list(own["symbol"]), axis=0)
        centred = values.sub(values.mean(axis=1), axis=0)
        for name in heatmap_order(values)[0]:
            out += [
                (
                    name,
                    "; ".join(led[name]),
                    sample,
                    values.at[name, sample],
                    centred.at[name, sample],
                )
                for sample in vst.columns
            ]
    return pd.DataFrame(out, columns=list(figure_columns.PATHWAYS_LEADING_EDGE))


def set_scores(
    groups: pd.DataFrame, scores: pd.DataFrame, samples: Sequence[str], arms: Mapping[str, str]
) -> pd.DataFrame:
    """Return the scores of the best sets in each sample, rows and columns clustered.

    Parameters
    ----------
    groups, scores : pandas.DataFrame
        ``PATHWAY_GROUPS`` and ``PATHWAY_SCORES`` of :mod:`resistance.columns`.
    samples : sequence of str
        Columns of ``scores``.
    arms : mapping of str to str
        Sample to the name of its arm; others are in no arm of the contrast.

    Returns
    -------
    pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_SCORES`: a row a set and sample, in the order to
        draw.
    """
    best = best_sets(groups, DOTS)[["collection", "term"]]
    own = best.merge(scores, on=["collection", "term"])
    labels = _labels(own)
    names = [f"{label} {i:03d}" for i, label in enumerate(labels)]
    values = pd.DataFrame(own[list(samples)].to_numpy(dtype=float), names, list(samples))
    centred = values.sub(values.mean(axis=1), axis=0)
    order, across = heatmap_order(values)
    out = []
    for name in order:
        i = names.index(name)
        out += [
            (
                *(own["collection"][i], own["term"][i], labels[i], sample, arms.get(sample, "")),
                *(values.at[name, sample], centred.at[name, sample]),
            )
            for sample in across
        ]
    return pd.DataFrame(out, columns=list(figure_columns.PATHWAYS_SCORES))
