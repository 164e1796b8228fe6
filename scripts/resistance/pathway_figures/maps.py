"""Heat maps of gene sets: which are the same story, their genes and their scores by sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from resistance.pathway_figures.drawn import (
    MARGINS,
    WIDTH,
    Drawing,
    colour_bar,
    empty,
    small,
    true_minus,
)
from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.set_names import figure_labels

#: inches of a row of one line
LINE = 0.165
#: samples whose names are still readable side by side
NAMED = 40
LOW, MIDDLE, HIGH = style.DOWN, "#F7F7F7", style.UP
#: marks of the arms before the names of samples
ARMS = {"target": "\u25cf ", "reference": "\u25cb "}


def group_map(data: pd.DataFrame, simulated: bool) -> Drawing:
    """Draw how far the leading edges of the sets of the first groups overlap.

    Parameters
    ----------
    data : pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_GROUPS`.
    simulated : bool

    Returns
    -------
    Drawing
    """
    if data.empty:
        return empty("Overlap of gene sets", simulated)
    import plotnine as p9

    keys = ["direction", "group", "collection", "term"]
    sets = data.drop_duplicates(keys).reset_index(drop=True)
    places = [
        ("\u25b2" if direction == "up" else "\u25bc") + str(group)
        for direction, group in zip(sets["direction"], sets["group"], strict=True)
    ]
    names = figure_labels(list(sets["term"]), list(sets["collection"]), 62, 1)
    n = len(sets)
    frame = pd.DataFrame(
        {
            "x": [j for _ in range(n) for j in range(n)],
            "y": [n - 1 - i for i in range(n) for _ in range(n)],
            "jaccard": data["jaccard"].to_numpy(dtype=float),
        }
    )
    starts = [i for i in range(1, n) if places[i] != places[i - 1]]
    firsts = [0, *starts]
    edges = pd.DataFrame({"at": [i - 0.5 for i in starts], "up": [n - 0.5 - i for i in starts]})
    plot = (
        p9.ggplot(frame, p9.aes("x", "y"))
        # pairs that share nothing need no tile
        + p9.geom_tile(p9.aes(fill="jaccard"), data=frame[frame["jaccard"] > 0])
        + p9.geom_vline(p9.aes(xintercept="at"), data=edges, colour=style.RULE, size=0.4)
        + p9.geom_hline(p9.aes(yintercept="up"), data=edges, colour=style.RULE, size=0.4)
        + p9.scale_fill_gradient(
            low="#E8F1F8", high="#08306B", limits=(0, 1), name="shared/\neither"
        )
        + p9.scale_x_continuous(
            breaks=firsts, labels=[places[i] for i in firsts], limits=(-0.5, n - 0.5), expand=(0, 0)
        )
        + p9.scale_y_continuous(
            breaks=list(range(n)),
            labels=[f"{name}  {place}" for name, place in zip(names, places, strict=True)][::-1],
            limits=(-0.5, n - 0.5),
            expand=(0, 0),
        )
        + p9.labs(x="", y="", **style.subtitle(simulated))
        + _theme(n)
        + p9.theme(axis_text_x=small(7), panel_grid_major=p9.element_blank())
    )
    groups = sets.drop_duplicates(["direction", "group"])
    text = (
        "Gene sets by the leading-edge genes they share (Jaccard: shared over either). Lines part "
        "the groups; \u25b2 higher, \u25bc lower, 1 is the best. At most three sets a group."
    )
    alt = (
        f"Heat map of the overlap of {fmt.plural(n, 'gene set')} in "
        f"{fmt.plural(len(groups), 'group')}."
    )
    return Drawing(plot, style.caption(text, simulated), alt)


def gene_map(
    data: pd.DataFrame, names: Mapping[str, str], arms: Mapping[str, str], simulated: bool
) -> Drawing:
    """Draw leading-edge genes across samples.

    Parameters
    ----------
    data : pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_LEADING_EDGE`.
    names : mapping of str to str
        Sample to what its column is called.
    arms : mapping of str to str
        Sample to ``reference`` or ``target``.
    simulated : bool

    Returns
    -------
    Drawing
    """
    if data.empty:
        return empty("Leading-edge genes across samples", simulated)
    import plotnine as p9

    genes = list(dict.fromkeys(data["gene_name"]))
    plot = _sample_map(
        data.assign(row=data["gene_name"]), genes, genes, names, arms, simulated, "log2,\ncentred"
    ) + p9.theme(axis_text_y=p9.element_text(size=7, style="italic"))
    text = (
        "Leading-edge genes of the best sets: those that lead most sets, then those that change "
        "most. Variance-stabilised counts less the gene\u2019s mean, rows clustered within higher "
        "and lower genes. " + _key(arms)
    )
    alt = (
        f"Heat map of {fmt.plural(len(genes), 'gene')} in "
        f"{fmt.plural(data['sample'].nunique(), 'sample')}."
    )
    return Drawing(plot, style.caption(text, simulated), alt)


def score_map(
    data: pd.DataFrame, names: Mapping[str, str], arms: Mapping[str, str], simulated: bool
) -> Drawing:
    """Draw scores of gene sets across samples.

    Parameters
    ----------
    data : pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_SCORES`.
    names, arms : mapping of str to str
        As for :func:`gene_map`.
    simulated : bool

    Returns
    -------
    Drawing
    """
    if data.empty:
        return empty("Scores of gene sets across samples", simulated)
    sets = data.drop_duplicates(["collection", "term"])
    keys = [f"{c}\n{t}" for c, t in zip(sets["collection"], sets["term"], strict=True)]
    labels = figure_labels(list(sets["term"]), list(sets["collection"]), 52, 1)
    rows = [f"{c}\n{t}" for c, t in zip(data["collection"], data["term"], strict=True)]
    plot = _sample_map(
        data.assign(row=rows), keys, labels, names, arms, simulated, "score,\ncentred"
    )
    text = (
        "Scores of the best sets in each sample (singscore: mean rank of the set\u2019s genes), "
        "less the set\u2019s mean; rows and columns clustered. A sample that stands apart from its "
        "replicates shows as a column of its own. " + _key(arms)
    )
    alt = (
        f"Heat map of the scores of {fmt.plural(len(sets), 'gene set')} in "
        f"{fmt.plural(data['sample'].nunique(), 'sample')}."
    )
    return Drawing(plot, style.caption(text, simulated), alt)


def _sample_map(
    data: pd.DataFrame,
    rows: Sequence[str],
    labels: Sequence[str],
    names: Mapping[str, str],
    arms: Mapping[str, str],
    simulated: bool,
    title: str,
) -> Any:
    import plotnine as p9

    samples = list(dict.fromkeys(data["sample"]))
    across = {sample: i for i, sample in enumerate(samples)}
    down = {row: len(rows) - 1 - i for i, row in enumerate(rows)}
    # a few extreme values must not take the colour from all others
    reach = max(float(data["centred"].abs().quantile(0.98)), 1e-6)
    frame = pd.DataFrame(
        {
            "x": data["sample"].map(across),
            "y": data["row"].map(down),
            "value": data["centred"].clip(-reach, reach),
        }
    )
    few = len(samples) <= NAMED
    plot = (
        p9.ggplot(frame, p9.aes("x", "y", fill="value"))
        + p9.geom_tile()
        # lines instead of a border for each tile, which would double the file
        + p9.geom_vline(xintercept=_between(len(samples)), colour="#FFFFFF", size=0.25)
        + p9.geom_hline(yintercept=_between(len(rows)), colour="#FFFFFF", size=0.25)
        + p9.scale_fill_gradient2(
            low=LOW,
            mid=MIDDLE,
            high=HIGH,
            midpoint=0,
            limits=(-reach, reach),
            name=title,
            labels=true_minus,
        )
        + p9.scale_x_continuous(
            breaks=list(range(len(samples))) if few else [],
            labels=[ARMS.get(arms.get(s, ""), "") + names.get(s, s) for s in samples]
            if few
            else [],
            limits=(-0.5, len(samples) - 0.5),
            expand=(0, 0),
        )
        + p9.scale_y_continuous(
            breaks=list(range(len(rows))),
            labels=list(labels)[::-1],
            limits=(-0.5, len(rows) - 0.5),
            expand=(0, 0),
        )
        + p9.labs(x="", y="", **style.subtitle(simulated))
        + _theme(len(rows))
        + p9.theme(
            axis_text_x=p9.element_text(size=7, rotation=90, va="top", ha="center"),
            panel_grid_major=p9.element_blank(),
        )
    )
    return plot


def _between(n: int) -> list[float]:
    """Places of the lines between n tiles."""
    return [i - 0.5 for i in range(1, n)] or [-0.5]


def _theme(n_rows: int) -> Any:
    import plotnine as p9

    return [
        style.theme(WIDTH, max(2.8, MARGINS + 0.8 + LINE * n_rows), "right"),
        p9.theme(
            legend_title=p9.element_text(size=8),
            axis_text_y=small(7),
            axis_ticks=p9.element_blank(),
        ),
        p9.guides(fill=colour_bar()),
    ]


def _key(arms: Mapping[str, str]) -> str:
    return "\u25cf target, \u25cb reference." if arms else "The contrast has no two arms."
