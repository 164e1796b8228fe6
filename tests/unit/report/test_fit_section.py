"""Figures of the fits: of every model up to a limit, and none where nothing was fitted."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from resistance.fit_tables import FitTables
from resistance.report import fit_section
from resistance.report.figures import style


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch):
    def render(plot, alt, text, labels=(), obstacles=()):
        return style.Figure("data:,", alt, text, 500, 400)

    monkeypatch.setattr(style, "render", render)


def with_models(study, names):
    """The study with a contrast for each model."""
    fit = study.fit
    contrasts = [dataclasses.replace(study.contrasts[0], id=f"of_{n}") for n in names]
    model = {**study.model, "contrasts": {f"of_{n}": {"model": n} for n in names}}
    tables = FitTables(
        {c.id: c.de for c in contrasts},
        pd.concat([fit.genes.assign(model=n) for n in names]),
        pd.concat([fit.cooks.assign(model=n) for n in names]),
    )
    return dataclasses.replace(study, contrasts=contrasts, model=model, fit=tables)


def test_one_model_needs_no_name(fabricate):
    found = fit_section.fit_section(fabricate.study(), False)
    assert len(found["figures"]) == 3
    assert not any(f.caption.startswith("Model") for f in found["figures"])


def test_several_models_are_told_apart_and_the_rest_is_counted(fabricate):
    study = with_models(fabricate.study(), ["b", "main", "c", "d"])
    found = fit_section.fit_section(study, False)
    captions = [f.caption for f in found["figures"]]
    assert captions[0].startswith("Model of all samples. ")
    assert captions[2].startswith("Model of of_b. ")
    assert (len(captions), found["more"]) == (7, 1)


def test_a_model_that_no_contrast_rests_on_has_no_means_to_draw_against(fabricate):
    study = with_models(fabricate.study(), ["main", "b"])
    study = dataclasses.replace(study, contrasts=study.contrasts[1:])
    alts = [f.alt for f in fit_section.fit_section(study, False)["figures"]]
    assert [a.split()[0] for a in alts] == ["Cook's", "Dispersions", "Cook's", "Standard"]


def test_without_replicates_there_is_no_figure_but_a_word(fabricate, page):
    study = dataclasses.replace(fabricate.study(no_replicates=True), spread=pd.DataFrame())
    assert fit_section.fit_section(study, False) == {"figures": [], "more": 0}
    assert "nothing to judge a fit by" in page(study)
