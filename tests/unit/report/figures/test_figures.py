"""What all figures hold to: marked if simulated, described, and the same bytes each time."""

from __future__ import annotations

import base64

import numpy as np
import pytest

from resistance.report.figures import genes, pathways, quadrant
from resistance.report.figures import samples as sample_figures
from resistance.report.figures.style import group_scales

ARMS = ("parental", "resistant")


@pytest.fixture(scope="module")
def study(fabricate):
    return fabricate.study()


def draw(study, name, simulated=True):
    c = study.contrasts[0]
    panel = list(c.de["gene_id"][:2])
    return {
        "volcano": lambda: genes.volcano(c.de, 0.1, panel, ARMS, simulated),
        "ma": lambda: genes.ma_plot(c.de, 0.1, panel, ARMS, simulated),
        "pathways": lambda: pathways.dot_plot(c.enrichment, ARMS, simulated),
        "quadrant": lambda: quadrant.quadrant(c.concordance, panel, ARMS, simulated),
        "libraries": lambda: sample_figures.library_sizes(study.quality_samples, simulated),
        "pca": lambda: sample_figures.principal_components(
            study.pca, study.quality_samples, simulated
        ),
        "distances": lambda: sample_figures.distance_map(
            study.distances, study.quality_samples, simulated
        ),
    }[name]()


NAMES = ("volcano", "ma", "pathways", "quadrant", "libraries", "pca", "distances")


@pytest.mark.parametrize("name", NAMES)
def test_figure(study, name):
    figure = draw(study, name)
    assert figure.src.startswith("data:image/svg+xml;base64,")
    assert figure.caption.startswith("Simulated data. ")
    assert len(figure.alt) > 30
    svg = base64.b64decode(figure.src.split(",", 1)[1]).decode()
    assert "<dc:date>" not in svg
    real = draw(study, name, simulated=False)
    assert "Simulated" not in real.caption
    # the label stands inside the image too
    assert real.src != figure.src


def test_the_volcano_counts_what_the_table_holds(study):
    de = study.contrasts[0].de
    higher = int(((de["padj"] < 0.1) & (de["log2FoldChange"] > 0)).sum())
    assert f"{higher:,} higher" in draw(study, "volcano").alt


def test_points_of_20000_genes_are_a_raster_layer(fabricate):
    figure = genes.volcano(fabricate.study(n_genes=20_000).contrasts[0].de, 0.1, [], ARMS, False)
    assert len(figure.src) < 500_000


def test_nothing_to_draw_is_none(study):
    c = study.contrasts[0]
    assert genes.volcano(c.de.assign(pvalue=np.nan), 0.1, [], ARMS, True) is None
    assert pathways.dot_plot(c.enrichment.iloc[:0], ARMS, True) is None
    assert quadrant.quadrant(c.concordance.iloc[:0], [], ARMS, True) is None
    assert sample_figures.principal_components(study.pca.iloc[:0], study.quality_samples, 1) is None
    assert sample_figures.library_sizes(study.quality_samples.iloc[:0], True) is None


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
    assert draw(study, "pca") is not None
    assert draw(study, "libraries") is not None
