"""What all figures hold to: marked if simulated, described, and the same bytes each time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resistance import figure_columns
from resistance.fit_tables import of_model
from resistance.report.figures import fit, p_values, quadrant, style
from resistance.report.figures import samples as sample_figures
from resistance.report.figures.ma_plot import ma_plot
from resistance.report.figures.rendering import for_screen
from resistance.report.figures.style import group_scales
from resistance.report.figures.volcano import volcano

ARMS = ("parental", "resistant")
NONE = pd.DataFrame()


@pytest.fixture(scope="module")
def study(fabricate):
    return fabricate.study()


def draw(fabricate, study, name, simulated=True):
    c = study.contrasts[0]
    panel = list(c.de["gene_id"][:2])
    return {
        "volcano": lambda: volcano(c.de, 0.1, panel, ARMS, simulated),
        "ma": lambda: ma_plot(c.de, 0.1, panel, ARMS, simulated),
        "quadrant": lambda: quadrant.quadrant(c.concordance, panel, ARMS, simulated),
        "libraries": lambda: sample_figures.library_sizes(study.quality_samples, simulated),
        "pca": lambda: sample_figures.principal_components(
            study.pca, study.quality_samples, simulated
        ),
        "p_values": lambda: p_values.histogram(c.de, {}, simulated),
        "dispersions": lambda: fit.dispersions(study.fit.genes, means(c.de), simulated),
        "cooks": lambda: fit.cooks_distances(study.fit.cooks, study.quality_samples, simulated),
        "spread": lambda: fit.mean_spread(fabricate.spread(len(c.de)), simulated),
        "distances": lambda: sample_figures.distance_map(
            study.distances, study.quality_samples, simulated
        ),
    }[name]()


def means(de):
    return de.set_index("gene_id")["baseMean"]


NAMES = ("volcano", "ma", "quadrant", "libraries", "pca", "distances")
NAMES += ("p_values", "dispersions", "cooks", "spread")


DATA = {
    "volcano": figure_columns.VOLCANO,
    "ma": figure_columns.MA,
    "quadrant": figure_columns.QUADRANT,
    "libraries": figure_columns.LIBRARY_SIZES,
    "pca": figure_columns.PCA,
    "distances": figure_columns.DISTANCES,
    "p_values": figure_columns.P_VALUES,
    "dispersions": figure_columns.DISPERSIONS,
    "cooks": figure_columns.COOKS_DISTANCES,
    "spread": figure_columns.MEAN_SPREAD,
}


@pytest.mark.parametrize("name", NAMES)
def test_figure(fabricate, study, name):
    figure = draw(fabricate, study, name)
    assert figure.caption.startswith("Simulated data. ")
    assert len(figure.alt) > 30
    assert list(figure.data) == list(DATA[name])
    assert len(figure.data)
    # the label stands inside the image too
    svg = for_screen(figure)
    assert b">Simulated data</text>" in svg
    assert b"<dc:date>" not in svg
    real = draw(fabricate, study, name, simulated=False)
    assert "Simulated" not in real.caption
    assert b"Simulated" not in for_screen(real)


def test_the_volcano_counts_what_the_table_holds(fabricate, study):
    de = study.contrasts[0].de
    higher = int(((de["padj"] < 0.1) & (de["log2FoldChange"] > 0)).sum())
    assert f"{higher:,} higher" in draw(fabricate, study, "volcano").alt


def rules(plot):
    """Where a plot's lines of no change and of the threshold lie."""
    lines = [layer for layer in plot.layers if type(layer.geom).__name__[-4:] == "line"]
    return [float(value) for layer in lines for value in layer._data.iloc[:, 0]]


@pytest.mark.parametrize("figure", [volcano, ma_plot])
@pytest.mark.parametrize(
    ("name", "kinds", "lines", "says"),
    [
        ("plain", ["lower", "higher", "no call"], [0], "FDR"),
        ("ratio_of_two", ["terms matter", "no call"], [0], "of the likelihood ratio"),
        ("within", ["within the threshold", "no call"], [0, -1, 1], "within the threshold"),
        ("beyond", ["lower", "higher", "no call"], [0, -1, 1], "Dashed: the threshold, 2-fold."),
        ("rise", ["lower", "higher", "no call"], [0, 0.5], "Dashed: the threshold, 1.41-fold."),
    ],
)
def test_genes_are_coloured_by_what_was_asked(study, fabricate, figure, name, kinds, lines, says):
    de = study.contrasts[0].de
    found = figure(de, 0.1, [], ARMS, False, fabricate.QUESTIONS[name])
    assert set(found.plot.data["kind"].cat.categories) == set(kinds)
    assert rules(found.plot) == lines
    assert says in found.caption
    assert ("Dashed" in found.caption) == (len(lines) > 1)
    assert "Rings" not in found.caption
    if figure is volcano:
        assert ("higher and" in found.alt) == ("higher" in kinds)
    assert (found.plot.data["kind"] != "no call").sum() == (de["padj"] < 0.1).sum()


def test_where_nothing_is_called_nothing_is_said_of_colours(study):
    de = study.contrasts[0].de.assign(padj=np.nan)
    assert "Coloured" not in ma_plot(de, 0.1, [], ARMS, False).caption


@pytest.mark.parametrize("slope", [-0.3, 0, 0.3])
def test_the_caption_of_the_spread_holds_whether_it_falls_or_rises(fabricate, slope):
    spread = fabricate.spread()
    rank = spread["mean"].rank(pct=True)
    caption = fit.mean_spread(spread.assign(sd=0.5 + slope * rank), True).caption
    assert "Level is good" not in caption
    assert "level or rising" in caption
    assert "High at its left end" in caption


def test_points_of_20000_genes_are_a_raster_layer(fabricate):
    study = fabricate.study(n_genes=20_000)
    for name in ("volcano", "ma", "dispersions", "spread"):
        assert len(for_screen(draw(fabricate, study, name))) < 150_000, name


def test_nothing_to_draw_is_none(fabricate, study):
    c = study.contrasts[0]
    assert volcano(c.de.assign(pvalue=np.nan), 0.1, [], ARMS, True) is None
    assert quadrant.quadrant(c.concordance.iloc[:0], [], ARMS, True) is None
    assert sample_figures.principal_components(study.pca.iloc[:0], study.quality_samples, 1) is None
    assert sample_figures.library_sizes(study.quality_samples.iloc[:0], True) is None
    assert p_values.histogram(c.de.assign(pvalue=np.nan), {}, True) is None
    empty = study.fit.genes.assign(dispersion=np.nan)
    assert fit.dispersions(empty, means(c.de), True) is None
    for cooks in (study.fit.cooks.iloc[:0], study.fit.cooks.assign(q50=np.nan), of_model(NONE)):
        assert fit.cooks_distances(cooks, study.quality_samples, True) is None
    assert fit.mean_spread(fabricate.spread().iloc[:1], True) is None


def test_dispersions_circle_the_genes_that_keep_their_own(fabricate, study):
    kept = int((study.fit.genes["dispersion_outlier"] == "yes").sum())
    assert kept
    figure = draw(fabricate, study, "dispersions")
    assert f"keep their own value ({kept})" in figure.caption
    none = study.fit.genes.assign(dispersion_outlier="no")
    without = fit.dispersions(none, means(study.contrasts[0].de), True)
    assert "(0)" in without.caption
    assert (without.data["dispersion_outlier"] == "no").all()


def test_a_fit_without_a_trend_is_drawn_all_the_same(study):
    genes_ = study.fit.genes.assign(dispersion_trend=np.nan)
    assert fit.dispersions(genes_, means(study.contrasts[0].de), True) is not None


def test_samples_that_cooks_does_not_judge_are_marked(fabricate, study):
    assert "fewer than three replicates" not in draw(fabricate, study, "cooks").caption
    cooks = study.fit.cooks.assign(judged="no")
    figure = fit.cooks_distances(cooks, study.quality_samples, True)
    assert "fewer than three replicates" in figure.caption


@pytest.mark.parametrize(
    ("values", "asked", "says"),
    [
        (np.linspace(0, 1, 400), {}, "spread evenly"),
        (np.linspace(0, 1, 400) ** 3, {}, "pile up near 0 over a"),
        (np.linspace(0, 1, 400) ** 0.4, {}, "Add batch"),
        (np.ones(400), {"alternative": "lessAbs", "lfc_threshold": 1.0}, "by construction"),
        (np.linspace(0, 1, 400), {"alternative": "greater"}, "one-sided"),
        (np.linspace(0, 1, 50), {}, "too few to tell"),
    ],
)
def test_the_histogram_says_what_its_shape_means(study, values, asked, says):
    de = study.contrasts[0].de.iloc[: len(values)]
    de = de.assign(pvalue=values, status="tested", baseMean=100.0)
    figure = p_values.histogram(de, asked, False)
    assert says in figure.caption
    # the level of the middle belongs to two-sided p values alone
    even = "even" in says or "over" in says or "batch" in says
    assert ("Dashed" in figure.caption) == even
    assert ("How to read it" in figure.caption) == ("construction" not in says)


@pytest.mark.parametrize(
    ("name", "near"),
    [("within", "less have p values near 0"), ("beyond", "less than it have p values near 1")],
)
def test_the_histogram_of_a_threshold_says_where_small_changes_lie(study, fabricate, name, near):
    figure = p_values.histogram(study.contrasts[0].de, fabricate.QUESTIONS[name], False)
    assert near in figure.caption


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [(-1, 5, ["0.1", "1", "10", "100", "1,000", "10,000", "100,000"]), (-8, 0, None)],
)
def test_axes_of_powers_of_ten_are_labelled_by_the_numbers(low, high, labels):
    found = style.decades(pd.Series([low, high]))
    assert labels is None or found["labels"] == labels
    assert "1" in found["labels"]
    assert len(found["labels"]) <= 7


def test_sixty_four_groups_differ_in_colour_or_shape():
    colours, shapes = group_scales([f"g{i}" for i in range(64)])
    assert len({(colours[g], shapes[g]) for g in colours}) == 64


def test_the_slope_is_fitted_only_where_the_mrna_moves(study):
    m = study.contrasts[0].concordance["rna_log2FoldChange"]
    assert np.isnan(quadrant.fitted_slope(m * 0, m))
    moving = m * 0 + np.linspace(-4, 4, len(m))
    assert quadrant.fitted_slope(moving, 0.4 * moving) == pytest.approx(0.4)


def test_names_with_dollars_and_tags_are_drawn_as_they_are(fabricate):
    text = "$x_1$ \\frac{ <b>"
    study = fabricate.study(sample=text.replace("{", "{{") + "{arm}{k}", levels=(text, "b"))
    assert draw(fabricate, study, "pca") is not None
    assert draw(fabricate, study, "libraries") is not None
