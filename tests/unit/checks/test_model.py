import dataclasses

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
    ],
)
def test_model(make, check, change, status):
    context = make()
    (row,) = check(dataclasses.replace(context, model={**context.model, **change}))
    assert row["status"] == status
