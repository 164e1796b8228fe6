"""Heat maps of gene sets: which are the same story, their genes and their scores by sample."""

from __future__ import annotations

import pandas as pd

from resistance.pathway_figures.drawn import empty
from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.drawing import Drawing
from resistance.report.figures.heat_map import Across, rows_theme, sample_map
from resistance.report.figures.style import small
from resistance.report.set_names import figure_labels


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
        + rows_theme(n)
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


def gene_map(data: pd.DataFrame, columns: Across, simulated: bool) -> Drawing:
    """Draw leading-edge genes across samples.

    Parameters
    ----------
    data : pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_LEADING_EDGE`.
    columns : Across
    simulated : bool

    Returns
    -------
    Drawing
    """
    if data.empty:
        return empty("Leading-edge genes across samples", simulated)
    import plotnine as p9

    genes = list(dict.fromkeys(data["gene_name"]))
    plot = sample_map(
        data.assign(row=data["gene_name"]), genes, genes, columns, simulated, "log2,\ncentred"
    ) + p9.theme(axis_text_y=p9.element_text(size=7, style="italic"))
    text = (
        "Leading-edge genes of the best sets: those that lead most sets, then those that change "
        "most. Variance-stabilised counts less the gene\u2019s mean, rows clustered within higher "
        "and lower genes. " + columns.key
    )
    alt = (
        f"Heat map of {fmt.plural(len(genes), 'gene')} in "
        f"{fmt.plural(data['sample'].nunique(), 'sample')}."
    )
    return Drawing(plot, style.caption(text, simulated), alt)


def score_map(data: pd.DataFrame, columns: Across, simulated: bool) -> Drawing:
    """Draw scores of gene sets across samples.

    Parameters
    ----------
    data : pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_SCORES`.
    columns : Across
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
    plot = sample_map(data.assign(row=rows), keys, labels, columns, simulated, "score,\ncentred")
    text = (
        "Scores of the best sets in each sample (singscore: mean rank of the set\u2019s genes), "
        "less the set\u2019s mean; rows and columns clustered. A sample that stands apart from its "
        "replicates shows as a column of its own. " + columns.key
    )
    alt = (
        f"Heat map of the scores of {fmt.plural(len(sets), 'gene set')} in "
        f"{fmt.plural(data['sample'].nunique(), 'sample')}."
    )
    return Drawing(plot, style.caption(text, simulated), alt)
