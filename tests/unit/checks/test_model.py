import dataclasses

import numpy as np
import pandas as pd
import pytest

from resistance.checks import model


@pytest.mark.parametrize(
    ("check", "change", "status"),
    [
        (model.dispersion_trend, {}, "pass"),
        (model.dispersion_trend, {"trend": {"kind": "mean"}}, "note"),
        (model.dispersion_trend, {"trend": {"kind": "none"}}, "note"),
        (model.replaced_outliers, {}, "pass"),
        (model.replaced_outliers, {"n_outliers_replaced": 3}, "note"),
        (model.convergence, {"n_not_converged": 2}, "pass"),
        (model.convergence, {"n_not_converged": 40}, "note"),
        (model.size_factors, {}, "pass"),
        (model.size_factors, {"size_factor_genes": 5}, "note"),
        (model.size_factors, {"size_factor_method": "poscounts"}, "note"),
        (model.size_factors, {"size_factor_method": "given", "size_factor_genes": 0}, "note"),
        (model.size_factors, {"size_factor_notes": ["They come from spike-ins."]}, "note"),
        (model.engine, {}, "pass"),
        (model.engine, {"engine": "pydeseq2 0.5.4"}, "note"),
    ],
)
def test_model(make, check, change, status):
    context = make()
    (row,) = check(dataclasses.replace(context, model={**context.model, **change}))
    assert row["status"] == status


def test_notes_on_size_factors_are_told(make):
    context = make()
    changed = {**context.model, "size_factor_notes": ["Size factors come from 9 control genes."]}
    (row,) = model.size_factors(dataclasses.replace(context, model=changed))
    assert row["message"].endswith("without a zero. Size factors come from 9 control genes.")


def test_without_replicates_nothing_is_said_to_be_fitted(make):
    context = make("pr")
    (row,) = model.engine(context)
    assert "No model" in row["message"]


def test_a_model_of_a_subset_has_rows_of_its_own(make):
    context = make()
    contrasts = pd.concat([context.contrasts, context.contrasts.assign(id="part")])
    poor = {**context.model, "trend": {"kind": "mean"}}
    whole = {
        **context.model,
        "models": {"main": context.model, "subset_part": poor},
        "contrasts": {"k": {"model": "main"}, "part": {"model": "subset_part"}},
    }
    context = dataclasses.replace(context, contrasts=contrasts, model=whole)
    found = [(r["scope"], r["item"], r["status"]) for r in model.dispersion_trend(context)]
    assert found == [("study", "", "pass"), ("contrast", "part", "note")]


def with_p_values(context, values):
    de = context.fit.de["k"].assign(pvalue=values)
    return dataclasses.replace(context, fit=dataclasses.replace(context.fit, de={"k": de}))


@pytest.mark.parametrize(
    ("a", "b", "status", "kind"),
    [
        (1, 1, "pass", "flat"),
        (0.4, 1, "pass", "peaked"),
        (3, 1, "note", "conservative"),
        (0.4, 0.4, "note", "u-shaped"),
        (np.nan, 1, "note", "too-few"),
    ],
)
def test_p_values(make, a, b, status, kind):
    context = make()
    n = len(context.fit.de["k"])
    values = np.random.default_rng(1).beta(a, b, n) if a == a else np.full(n, np.nan)
    (row,) = model.p_values(with_p_values(context, values))
    assert (row["status"], row["value"].split(":")[0]) == (status, kind)
    assert (row["scope"], row["item"]) == ("contrast", "k")


def test_a_test_against_a_threshold_is_not_held_against_an_even_histogram(make):
    context = with_p_values(make(), np.ones(400))
    asked = {"k": {"alternative": "greaterAbs", "lfc_threshold": 1.0}}
    context = dataclasses.replace(context, model={**context.model, "contrasts": asked})
    (row,) = model.p_values(context)
    assert (row["status"], row["value"]) == ("pass", "threshold")
    assert "by construction" in row["message"]
