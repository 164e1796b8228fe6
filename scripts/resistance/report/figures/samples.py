"""Figures of the samples: library sizes, principal components, distances."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from resistance import figure_columns
from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.drawing import ONE_COLUMN, Drawing
from resistance.report.figures.labels import Label
from resistance.report.figures.legends import legend

#: beyond this many samples the names would not be readable
NAMED = 40


def short_names(samples: pd.DataFrame) -> dict[str, str]:
    """Map samples to short names for axes; unique, so that two never share a row."""
    names: dict[str, str] = {}
    for sample, display in zip(samples["sample"], samples["display_name"], strict=True):
        name = fmt.shorten(display or sample, 24)
        names[sample] = name if name not in names.values() else f"{name} ({len(names) + 1})"
    return names


def library_sizes(samples: pd.DataFrame, simulated: bool) -> Drawing | None:
    """Draw reads per sample.

    Parameters
    ----------
    samples : pandas.DataFrame
        ``results/quality/samples.tsv``.
    simulated : bool

    Returns
    -------
    Drawing or None
        None without samples.
    """
    if samples.empty:
        return None
    import plotnine as p9

    names = short_names(samples)
    groups = list(dict.fromkeys(samples["group"]))
    colours, _ = style.group_scales(groups)
    frame = pd.DataFrame(
        {
            "sample": pd.Categorical(
                samples["sample"].map(names), categories=list(names.values())[::-1]
            ),
            "reads": samples["library_size"].astype(float) / 1e6,
            "group": pd.Categorical(samples["group"], categories=groups),
        }
    )
    key = legend(groups, 5.6, names.values() if len(frame) <= NAMED else ())
    height = min(9.0, 1.3 + 0.24 * len(frame))
    plot = (
        p9.ggplot(frame, p9.aes("sample", "reads", fill="group"))
        + p9.geom_col(width=0.7)
        + p9.coord_flip()
        + p9.scale_fill_manual(values=colours, breaks=groups, labels=key.labels)
        + p9.guides(fill=p9.guide_legend(nrow=key.rows))
        + p9.scale_y_continuous(expand=(0, 0, 0.05, 0))
        + p9.labs(x="", y="million reads on genes", **style.subtitle(simulated))
        + style.theme(5.6, max(2.4, height) + key.height)
    )
    if len(frame) > NAMED:
        plot += p9.theme(axis_text_y=p9.element_blank(), axis_ticks_major_y=p9.element_blank())
    low, high = frame["reads"].min(), frame["reads"].max()
    alt = (
        f"Bar chart of reads per sample for {fmt.plural(len(frame), 'sample')}: "
        f"from {low:.1f} to {high:.1f} million."
    )
    text = "Reads on genes per sample. Very unequal libraries make weak genes incomparable."
    data = frame.rename(columns={"sample": "name", "reads": "million_reads"}).assign(
        sample=samples["sample"].to_numpy()
    )
    return Drawing(
        plot,
        style.caption(text, simulated),
        alt,
        data=data[list(figure_columns.LIBRARY_SIZES)].astype({"name": str, "group": str}),
    )


def principal_components(
    pca: pd.DataFrame, samples: pd.DataFrame, simulated: bool, without: Sequence[str] = ()
) -> Drawing | None:
    """Draw the first two principal components of the VST.

    Parameters
    ----------
    pca, samples : pandas.DataFrame
        ``results/quality/{pca,samples}.tsv``; ``pca_without_nuisance.tsv`` with ``without``.
    simulated : bool
    without : sequence of str
        Variables of the design whose effects were taken out for display.

    Returns
    -------
    Drawing or None
        None with fewer than two components.
    """
    wide = pca.pivot(index="sample", columns="component", values="score")
    if 1 not in wide or 2 not in wide:
        return None
    import plotnine as p9

    share = pca.groupby("component")["explained_variance"].first()
    group = samples.set_index("sample")["group"]
    colours, shapes = style.group_scales(list(dict.fromkeys(samples["group"])))
    groups = list(dict.fromkeys(samples.loc[samples["sample"].isin(wide.index), "group"]))
    key = legend(groups, 5.6)
    frame = pd.DataFrame(
        {
            "sample": wide.index,
            "pc1": wide[1].to_numpy(),
            "pc2": wide[2].to_numpy(),
            "group": pd.Categorical(group.reindex(wide.index), categories=groups),
        }
    )
    frame = frame[frame["sample"].isin(samples["sample"])]
    names = short_names(samples)
    plot = (
        p9.ggplot(frame, p9.aes("pc1", "pc2", colour="group", shape="group"))
        + p9.geom_point(size=3.2, stroke=0.2)
        + p9.scale_colour_manual(values=colours, breaks=groups, labels=key.labels)
        + p9.scale_shape_manual(values=shapes, breaks=groups, labels=key.labels)
        + p9.guides(colour=p9.guide_legend(nrow=key.rows), shape=p9.guide_legend(nrow=key.rows))
        + p9.scale_x_continuous(expand=(0.14, 0), labels=style.true_minus)
        + p9.scale_y_continuous(expand=(0.14, 0), labels=style.true_minus)
        + p9.labs(
            x=f"PC1 ({100 * share[1]:.0f}% of the variance)",
            y=f"PC2 ({100 * share[2]:.0f}%)",
            **style.subtitle(simulated),
        )
        + style.theme(5.6, 4.2 + key.height)
    )
    labels = [
        Label(x, y, names[sample], italic=False)
        for sample, x, y in zip(frame["sample"], frame["pc1"], frame["pc2"], strict=True)
    ]
    alt = (
        f"Principal components of {fmt.plural(len(frame), 'sample')} in "
        f"{fmt.plural(len(groups), 'group')}: PC1 holds {100 * share[1]:.0f}% and PC2 "
        f"{100 * share[2]:.0f}% of the variance."
    )
    text = "Samples by their most variable genes (VST). Replicates should lie together."
    if without:
        variables = " and ".join(without)
        alt += f" Effects of {variables} are taken out."
        text = (
            f"The same after the effects of {variables} are taken out (as by "
            "limma\u2019s removeBatchEffect): what the model sees of the samples. For display "
            "only; tests use the counts with these variables in the design."
        )
    data = frame.assign(
        name=frame["sample"].map(names),
        group=frame["group"].astype(str),
        pc1_share=share[1],
        pc2_share=share[2],
    )
    return Drawing(
        plot,
        style.caption(text, simulated),
        alt,
        labels if len(labels) <= NAMED else (),
        data=data[list(figure_columns.PCA)],
        paper_size=ONE_COLUMN if legend(groups, ONE_COLUMN[0]).rows == 1 else None,
    )


def distance_map(distances: pd.DataFrame, samples: pd.DataFrame, simulated: bool) -> Drawing | None:
    """Draw the distances between samples on the VST.

    Parameters
    ----------
    distances, samples : pandas.DataFrame
        ``results/quality/{distances,samples}.tsv``.
    simulated : bool

    Returns
    -------
    Drawing or None
        None with fewer than two samples.
    """
    if distances["sample"].nunique() < 2:
        return None
    import plotnine as p9

    names = short_names(samples)
    pairs = distances[distances["sample"].isin(names) & distances["other"].isin(names)]
    both = pd.concat([pairs, pairs.rename(columns={"sample": "other", "other": "sample"})])
    both = both.drop_duplicates(["sample", "other"])
    own = pd.DataFrame({"sample": list(names), "other": list(names), "distance": 0.0})
    both = pd.concat([both, own]).drop_duplicates(["sample", "other"])
    order = list(names.values())
    frame = pd.DataFrame(
        {
            "sample": pd.Categorical(both["sample"].map(names), categories=order),
            "other": pd.Categorical(both["other"].map(names), categories=order[::-1]),
            "distance": both["distance"],
        }
    )
    frame["text"] = frame["distance"].map(lambda v: "" if v == 0 else f"{v:.0f}")
    frame["ink"] = [
        "dark" if v > 0.55 * frame["distance"].max() else "light" for v in frame["distance"]
    ]
    few = len(order) <= 12
    plot = (
        p9.ggplot(frame, p9.aes("sample", "other", fill="distance"))
        + p9.geom_tile(colour="white", size=0.4 if few else 0)
        + p9.scale_fill_cmap("viridis")
        + p9.scale_colour_manual(values={"dark": style.INK, "light": "#FFFFFF"}, guide=None)
        + p9.scale_x_discrete(expand=(0, 0))
        + p9.scale_y_discrete(expand=(0, 0))
        + p9.labs(x="", y="", **style.subtitle(simulated))
        + style.theme(5.6, 4.2, "right")
        + p9.theme(
            axis_text_x=p9.element_text(rotation=45, ha="right"),
            legend_title=p9.element_text(size=8),
        )
    )
    # a colour bar weighs more than the map: only where no numbers stand in the tiles
    bar = p9.guide_colorbar(display="gradient", nbin=20, title="distance")
    plot += p9.guides(fill="none" if few else bar)
    if few:
        plot += p9.geom_text(p9.aes(label="text", colour="ink"), size=7.5)
    if len(order) > NAMED:
        plot += p9.theme(axis_text=p9.element_blank(), axis_ticks=p9.element_blank())
    real = frame.loc[frame["sample"].astype(str) != frame["other"].astype(str), "distance"]
    alt = (
        f"Heat map of Euclidean distances between {fmt.plural(len(order), 'sample')}, "
        f"from {real.min():.0f} to {real.max():.0f}."
    )
    text = "Euclidean distance between samples on the VST. Dark is alike."
    return Drawing(
        plot, style.caption(text, simulated), alt, data=both[list(figure_columns.DISTANCES)]
    )
