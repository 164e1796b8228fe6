"""How the figures of gene sets are drawn: points, running sums, and what stands where none is."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from resistance.report import format as fmt
from resistance.report.figures import style
from resistance.report.figures.drawing import Drawing, nothing
from resistance.report.figures.heat_map import MARGINS, WIDTH
from resistance.report.figures.style import colour_bar, small, true_minus
from resistance.report.set_names import figure_labels

#: inches of a row of two lines of text
ROW = 0.31
#: mark of a set that follows proliferation, in the labels of an axis
FOLLOWS = " \u2020"
NONE = "No gene set called"


def empty(what: str, simulated: bool) -> Drawing:
    """Say inside a figure that no gene set is called.

    Parameters
    ----------
    what : str
        Of the figure, such as ``Dot plot of gene sets``.
    simulated : bool

    Returns
    -------
    Drawing
    """
    return nothing(what, NONE, simulated, WIDTH)


def dot_plot(data: pd.DataFrame, target: str, simulated: bool) -> Drawing:
    """Draw the best set of each group by its NES.

    Parameters
    ----------
    data : pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_DOTS`.
    target : str
        Name of the target arm.
    simulated : bool

    Returns
    -------
    Drawing
    """
    if data.empty:
        return empty("Dot plot of gene sets", simulated)
    import plotnine as p9

    frame = data.sort_values(["nes", "collection", "term"], kind="stable").reset_index(drop=True)
    names = [
        name + (FOLLOWS if follows == "yes" else "")
        for name, follows in zip(
            figure_labels(list(frame["term"]), list(frame["collection"]), 42),
            frame["follows_proliferation"],
            strict=True,
        )
    ]
    frame["name"] = pd.Categorical(names, categories=names)
    frame["size"] = frame["size"].astype(float)
    frame["strength"] = -np.log10(frame["padj"])
    kinds = {
        "robust": "robust to\ncorrelation",
        "gene_permutation_only": "gene permu-\ntation only",
    }
    frame["kind"] = pd.Categorical(frame["call"].map(kinds), categories=list(kinds.values()))
    sizes = _size_breaks(frame["size"])
    plot = (
        p9.ggplot(frame, p9.aes("nes", "name"))
        + p9.geom_vline(xintercept=0, colour=style.RULE, size=0.5)
        + p9.geom_segment(
            p9.aes(x=0, xend="nes", y="name", yend="name"), colour="#D5D9DE", size=0.6
        )
        + p9.geom_point(
            p9.aes(size="size", fill="strength", shape="kind"), colour=style.INK, stroke=0.4
        )
        + p9.scale_shape_manual(
            values=dict(zip(kinds.values(), ("o", "D"), strict=True)), name="call"
        )
        + p9.scale_size_area(
            max_size=6, breaks=sizes, limits=(0, frame["size"].max()), name="genes"
        )
        + p9.scale_x_continuous(labels=true_minus)
        + p9.scale_fill_cmap("cividis", name="\u2212log10 FDR", limits=_limits(frame["strength"]))
        + p9.labs(
            x=f"NES (right: higher in {fmt.shorten(target, 30)})", y="", **style.subtitle(simulated)
        )
        + style.theme(WIDTH, max(3.3, MARGINS + ROW * len(frame)), "right")
        + p9.guides(
            fill=colour_bar(),
            shape=p9.guide_legend(override_aes={"size": 3, "fill": "#FFFFFF"}),
            size=p9.guide_legend(override_aes={"fill": "#FFFFFF"}),
        )
        + p9.theme(legend_title=p9.element_text(size=8.5), axis_text_y=small(7.5))
    )
    up = int((frame["nes"] > 0).sum())
    text = (
        "Gene sets, the best of each group of sets that share leading-edge genes. Right: its genes "
        f"tend to be higher in {target}. Area: ranked genes of the set; colour: FDR within its "
        "collection. Circles are robust to correlation between genes, diamonds are called by gene "
        "permutation only."
    )
    if (frame["follows_proliferation"] == "yes").any():
        text += " \u2020 not called without its proliferation genes."
    alt = (
        f"Dot plot of {fmt.plural(len(frame), 'gene set')}: {up} with higher and {len(frame) - up} "
        f"with lower genes in {target}."
    )
    return Drawing(plot, style.caption(text, simulated), alt)


def _size_breaks(sizes: pd.Series) -> list[int]:
    top = float(sizes.max())
    steps = [5, 10, 20, 50, 100, 200, 500, 1000]
    return [step for step in steps if top / 12 <= step <= top][-3:] or [round(top)]


def _limits(strength: pd.Series) -> tuple[float, float]:
    """Span a colour scale that has a width even for one value."""
    return (float(min(strength.min(), 1.3)), float(max(strength.max(), 2.0)))


def running_sums(data: pd.DataFrame, n_ranked: int, target: str, simulated: bool) -> Drawing:
    """Draw running sums over one ranking, with a row of the places of each set's genes below.

    Parameters
    ----------
    data : pandas.DataFrame
        :data:`resistance.figure_columns.PATHWAYS_RUNNING_SUM`.
    n_ranked : int
        Genes in the ranking.
    target : str
        Name of the target arm.
    simulated : bool

    Returns
    -------
    Drawing
    """
    if data.empty:
        return empty("Running sums of gene sets", simulated)
    import plotnine as p9

    sets = data.drop_duplicates(["collection", "term"])
    letters = [chr(ord("a") + i) for i in range(len(sets))]
    letter = dict(zip(zip(sets["collection"], sets["term"], strict=True), letters, strict=True))
    keys = [letter[key] for key in zip(data["collection"], data["term"], strict=True)]
    frame = data.assign(key=keys)
    colours, _ = style.group_scales(letters)
    low, high = min(float(frame["height"].min()), 0.0), max(float(frame["height"].max()), 0.0)
    curve = 2.6  # inches of the curves
    step = (high - low) * ROW / curve
    row_of = {name: low - step * (i + 0.9) for i, name in enumerate(letters)}
    # two corners a gene, and the ends of the curve
    inner = frame.groupby("key", sort=False).nth(slice(1, -1, 2))
    middle = inner["key"].map(row_of).to_numpy(dtype=float)
    # one line a set, broken after each tick: a line for each tick is most of a file
    reach = np.array([-0.3, 0.3, np.nan]) * step
    ticks = pd.DataFrame(
        {
            "place": np.repeat(inner["place"].to_numpy(dtype=float), 3),
            "height": (middle[:, None] + reach).ravel(),
            "key": np.repeat(inner["key"].to_numpy(dtype=object), 3),
        }
    )
    peaks = frame.loc[frame.groupby("key", sort=False)["height"].apply(lambda h: h.abs().idxmax())]
    peaks = peaks.assign(
        at=peaks["height"] + np.where(peaks["height"] > 0, 1, -1) * 0.035 * (high - low),
        place=_apart(peaks["place"], peaks["height"] > 0, 0.022 * n_ranked),
    )
    names = figure_labels(list(sets["term"]), list(sets["collection"]), 38)
    heights = _height_breaks(low, high)
    plot = (
        p9.ggplot(frame, p9.aes("place", "height", colour="key"))
        + p9.geom_hline(yintercept=0, colour=style.RULE, size=0.5)
        + p9.geom_path(p9.aes(group="key"), size=0.7)
        + p9.geom_path(p9.aes(group="key"), data=ticks[:-1], size=0.3)
        + p9.geom_text(
            p9.aes(y="at", label="key"), data=peaks, size=8.5, fontweight="bold", show_legend=False
        )
        + p9.scale_colour_manual(values=colours, guide=None)
        + p9.scale_x_continuous(limits=(0, n_ranked), expand=(0.01, 0))
        + p9.scale_y_continuous(
            breaks=heights + list(row_of.values()),
            labels=true_minus(heights)
            + [f"{name}  {key}" for name, key in zip(names, letters, strict=True)],
            limits=(low - step * (len(letters) + 0.5), high + 0.08 * (high - low)),
            expand=(0, 0),
        )
        + p9.labs(
            x=f"place among {n_ranked:,} genes (left: higher in {fmt.shorten(target, 30)})",
            y="",
            **style.subtitle(simulated),
        )
        + style.theme(WIDTH, curve + MARGINS + ROW * len(letters))
        + p9.theme(axis_text_y=small(7.5), panel_grid_major_y=p9.element_blank())
    )
    text = (
        "Running sums of gene sets down the ranking by the Wald statistic; ticks: places of their "
        "genes. The height furthest from 0 is the enrichment score."
    )
    alt = f"Running sums of {fmt.plural(len(sets), 'gene set')}: {', '.join(sets['label'])}."
    return Drawing(plot, style.caption(text, simulated), alt)


def _apart(places: pd.Series, above: pd.Series, gap: float) -> np.ndarray:
    """Move letters to the right until none of a side stands within ``gap`` of another."""
    out = np.array(places, dtype=float)
    for side in (True, False):
        own = np.flatnonzero(above.to_numpy() == side)
        own = own[np.argsort(out[own], kind="stable")]
        for before, i in itertools.pairwise(own):
            out[i] = max(out[i], out[before] + gap)
        # the last ones may not leave the panel
        shift = max(0.0, out[own].max(initial=0.0) - places.max())
        out[own] -= shift
    return out


def _height_breaks(low: float, high: float) -> list[float]:
    step = 0.5 if high - low > 0.9 else 0.2
    first, last = int(np.ceil(low / step)), int(np.floor(high / step))
    return [round(i * step, 1) for i in range(first, last + 1)]
