"""Legends of many or long groups stay within the figure, every group on them."""

from __future__ import annotations

import dataclasses

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from resistance.report.figures import fit, legends, style
from resistance.report.figures import samples as sample_figures

CELLS = ("N61311", "N052611", "N080611", "N061011")
GROUPS = {
    "two": ("parental", "resistant"),
    "eight": tuple(f"{cell} / {dex}" for cell in CELLS for dex in ("control", "treated")),
    "long": tuple(f"{'a rather long name of a cell line ' * 3}{i}" for i in range(5)),
    "wide": tuple("W" * 60 + str(i) for i in range(3)),
    "many": tuple(f"line {i} / drug at {i} nM" for i in range(30)),
    "odd": ("$x_1$ <b>", " ", "a\u0303"),
}
SAMPLES = {"short": "s{arm}{k}", "long": "W" * 30 + "{arm}{k}"}


def boxes_of(drawing):
    """Boxes of the legend and of the figure, and the legend's texts."""
    found = {}
    with mpl.rc_context(style.RC):
        figure = drawing.plot.draw()
        figure.draw_without_rendering()
        renderer = figure._get_renderer()
        boxes = figure.findobj(lambda artist: "AnchoredOffsetbox" in type(artist).__name__)
        found["legend"] = boxes[0].get_window_extent(renderer)
        found["figure"] = figure.bbox
        found["panel"] = figure.axes[0].get_window_extent()
        found["texts"] = [t.get_text() for t in boxes[0].findobj(mpl.text.Text) if t.get_text()]
        plt.close(figure)
    return found


def draw(study, name):
    samples = study.quality_samples
    if name == "pca":
        return sample_figures.principal_components(study.pca, samples, True)
    if name == "libraries":
        return sample_figures.library_sizes(samples, True)
    return fit.cooks_distances(study.fit.cooks, samples, True)


@pytest.mark.parametrize(
    ("figure", "sample"), [("pca", "short"), ("libraries", "long"), ("cooks", "short")]
)
@pytest.mark.parametrize("groups", [name for name in GROUPS if name != "two"])
def test_the_legend_lies_within_the_figure(fabricate, groups, sample, figure):
    levels = GROUPS[groups]
    study = fabricate.study(levels=levels, sample=SAMPLES[sample], n=1, n_genes=40)
    # names of samples do not matter here, only how wide they are
    ids = {s: f"{i}{s}"[:30] for i, s in enumerate(study.quality_samples["sample"])}
    study = dataclasses.replace(
        study, quality_samples=study.quality_samples.assign(display_name=list(ids.values()))
    )
    drawn = boxes_of(draw(study, figure))
    legend, whole = drawn["legend"], drawn["figure"]
    assert legend.x0 >= 0
    assert legend.x1 <= whole.x1
    assert legend.y1 <= whole.y1
    # the rows of a legend do not eat the panel
    assert drawn["panel"].height > (280 if figure == "pca" else 100)
    assert len(drawn["texts"]) == len(levels)


def test_short_groups_share_a_row_and_many_break_into_even_columns():
    assert legends.legend(GROUPS["two"], 5.6).rows == 1
    eight = legends.legend(GROUPS["eight"], 5.6)
    assert (eight.rows, eight.labels) == (3, list(GROUPS["eight"]))
    assert eight.height == pytest.approx(2 * legends.ROW / 72)
    # a wider figure takes more columns, wide names of samples leave less room
    assert legends.legend(GROUPS["eight"], 11.2).rows == 2
    assert legends.legend(GROUPS["eight"], 5.6, ["W" * 24]).rows > 3


def test_groups_that_are_cut_stay_apart():
    labels = legends.legend(GROUPS["long"], 5.6).labels
    assert len(set(labels)) == len(labels)
    assert all(label.endswith(("\u2026", ")")) for label in labels)


def test_a_model_of_some_groups_names_those_alone(fabricate):
    study = fabricate.study(levels=GROUPS["eight"], n=1, n_genes=40)
    kept = list(study.quality_samples["sample"][2:])
    cooks = study.fit.cooks[study.fit.cooks["sample"].isin(kept)]
    drawn = boxes_of(fit.cooks_distances(cooks, study.quality_samples, True))
    assert drawn["texts"] == list(GROUPS["eight"][2:])


def test_no_group_is_no_legend():
    assert legends.legend([], 5.6).labels == []
