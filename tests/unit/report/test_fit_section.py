"""Figures of the fits: of every model up to a limit, and none where nothing was fitted."""

from __future__ import annotations

import dataclasses

from resistance.report.fit_section import SHOWN, fit_section


def test_figures_of_models_come_before_the_spread(fabricate):
    study = fabricate.with_figures(fabricate.study(), drawn=False)
    alts = [figure.alt.split()[0] for figure in fit_section(study)["figures"]]
    assert alts == ["Dispersions", "Cook's", "Standard"]


def test_models_beyond_the_limit_are_counted(fabricate):
    study = fabricate.with_figures(fabricate.study(), drawn=False)
    many = dataclasses.replace(study, fit_figures=study.fit_figures * (SHOWN + 2))
    found = fit_section(many)
    assert (len(found["figures"]), found["more"]) == (2 * SHOWN + 1, 2)


def test_without_replicates_there_is_no_figure_but_a_word(fabricate, page):
    study = fabricate.study(no_replicates=True)
    shown = fabricate.with_figures(study, drawn=False)
    assert not any(figure.drawn for figure in shown.fit_figures[0].values())
    bare = dataclasses.replace(shown, figures={})
    assert fit_section(bare) == {"figures": [], "more": 0}
    assert fit_section(shown)["figures"] == [shown.figures["mean_spread"]]
