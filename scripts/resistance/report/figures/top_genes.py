"""Heat map of the genes that are called with most confidence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resistance.figure_columns import HEATMAP
from resistance.pathway_scores.heatmap import heatmap_order
from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.drawing import Drawing
from resistance.report.figures.heat_map import Across, sample_map

#: called genes of each direction
TOP = 20
#: inches: names and colour bar, a sample, and the least and the widest
AROUND, SAMPLE, NARROW, WIDE = 2.9, 0.24, 4.4, 7.2
#: mark of genes of interest
OF_INTEREST = " \u25c6"


def top_genes(de: pd.DataFrame, vst: pd.DataFrame, panel: list[str], alpha: float) -> pd.DataFrame:
    """Choose the genes of the heat map, and give them their values.

    The called genes of smallest FDR, up to 20 higher and 20 lower, and genes of interest that are
    called. Rows are clustered within each direction.

    Parameters
    ----------
    de : pandas.DataFrame
        ``differential_expression.tsv``.
    vst : pandas.DataFrame
        Genes x samples, index ``gene_id``, in the order to draw.
    panel : list of str
        Gene ids of interest.
    alpha : float
        FDR threshold.

    Returns
    -------
    pandas.DataFrame
        :data:`resistance.figure_columns.HEATMAP`: a row a gene and sample, genes from the top.
    """
    called = de[(de["padj"] < alpha) & de["gene_id"].isin(vst.index)]
    called = called.assign(
        of_interest=np.where(called["gene_id"].isin(panel), "yes", "no"),
        reach=-called["log2FoldChange"].abs(),
    ).sort_values(["padj", "pvalue", "reach", "gene_id"], kind="stable")
    parts = []
    for higher in (True, False):
        own = called[(called["log2FoldChange"] > 0) == higher]
        first = pd.concat([own[own["of_interest"] == "yes"], own]).drop_duplicates("gene_id")
        own = first.head(TOP).set_index("gene_id")
        values = vst.loc[own.index]
        centred = values.sub(values.mean(axis=1), axis=0)
        for gene in heatmap_order(values)[0]:
            row = own.loc[gene]
            parts += [
                (
                    *(gene, row["gene_name"], row["log2FoldChange"], row["padj"]),
                    *(row["of_interest"], sample, values.at[gene, sample]),
                    centred.at[gene, sample],
                )
                for sample in vst.columns
            ]
    return pd.DataFrame(parts, columns=list(HEATMAP))


def heat_map(data: pd.DataFrame, across: Across, alpha: float, simulated: bool) -> Drawing | None:
    """Draw the called genes of smallest FDR across samples.

    Parameters
    ----------
    data : pandas.DataFrame
        Of :func:`top_genes`.
    across : Across
        What the columns are called.
    alpha : float
        FDR threshold.
    simulated : bool

    Returns
    -------
    Drawing or None
        None where no gene is called.
    """
    if data.empty:
        return None
    import plotnine as p9

    genes = data.drop_duplicates("gene_id")
    labels = [
        fmt.shorten(name or gene, 18) + (OF_INTEREST if interest == "yes" else "")
        for gene, name, interest in zip(
            genes["gene_id"], genes["gene_name"], genes["of_interest"], strict=True
        )
    ]
    n_samples = data["sample"].nunique()
    width = min(WIDE, max(NARROW, AROUND + SAMPLE * n_samples))
    plot = sample_map(
        data.assign(row=data["gene_id"]),
        list(genes["gene_id"]),
        labels,
        across,
        simulated,
        "log2,\ncentred",
        width,
    ) + p9.theme(axis_text_y=p9.element_text(size=7, style="italic"))
    higher = int((genes["log2FoldChange"] > 0).sum())
    alt = (
        f"Heat map of {fmt.plural(len(genes), 'called gene')}, {higher} higher and "
        f"{len(genes) - higher} lower, in {fmt.plural(n_samples, 'sample')}."
    )
    text = (
        f"Called genes (FDR below {alpha:g}) of smallest FDR, up to {TOP} of each direction. "
        "Variance-stabilised counts less the gene\u2019s mean; rows clustered within higher and "
        f"lower genes. {across.key}"
    )
    if (genes["of_interest"] == "yes").any():
        text += f"{OF_INTEREST} gene of interest."
    return Drawing(plot, style.caption(text, simulated), alt, data=data)
