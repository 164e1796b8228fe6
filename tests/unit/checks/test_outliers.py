import dataclasses

import pandas as pd
import pytest

from resistance.checks import outliers
from resistance.fit_tables import FitTables


def changed(context, **tables):
    return dataclasses.replace(context, fit=dataclasses.replace(context.fit, **tables))


@pytest.mark.parametrize(("n", "status"), [(0, "pass"), (20, "pass"), (21, "note")])
def test_genes_that_keep_their_dispersion(make, n, status):
    context = make()
    genes = context.fit.genes.copy()
    genes.loc[: n - 1, "dispersion_outlier"] = "yes" if n else "no"
    (row,) = outliers.dispersion_outliers(changed(context, genes=genes))
    assert (row["status"], row["value"].split()[0]) == (status, str(n))


@pytest.mark.parametrize(("n", "status"), [(0, "pass"), (4, "pass"), (5, "note")])
def test_p_values_withheld(make, n, status):
    context = make()
    de = context.fit.de["k"].copy()
    de.loc[: n - 1, "status"] = "outlier" if n else "tested"
    (row,) = outliers.withheld(changed(context, de={"k": de}))
    assert (row["status"], row["item"], row["value"].split()[0]) == (status, "k", str(n))


def test_genes_without_a_read_are_not_counted_among_those_tested(make):
    context = make()
    de = context.fit.de["k"].copy()
    de.loc[10:, "status"] = "all_zero"
    de.loc[0, "status"] = "outlier"
    (row,) = outliers.withheld(changed(context, de={"k": de}))
    assert row["threshold"].endswith("of 10 genes")
    assert row["status"] == "note"


def cooks(above, judged="yes", n=1000):
    return pd.DataFrame(
        {
            "model": "main",
            "sample": [f"s{i}" for i in range(len(above))],
            "judged": judged,
            "n_genes": n,
            "n_above": above,
        }
    )


def test_a_sample_that_is_an_outlier_in_many_genes_is_named(make):
    (row,) = outliers.outlying_samples(changed(make(), cooks=cooks([1, 0, 2, 1, 20, 1])))
    assert (row["status"], row["scope"], row["item"]) == ("note", "sample", "s4")
    assert "2.00%" in row["message"]


def test_samples_that_are_all_alike_do_not_stand_out(make):
    (row,) = outliers.outlying_samples(changed(make(), cooks=cooks([20] * 6)))
    assert (row["status"], row["scope"]) == ("pass", "study")


def test_samples_without_two_replicates_are_not_judged(make):
    context = changed(make(), cooks=cooks([50] * 4, judged="no"))
    (row,) = outliers.outlying_samples(context)
    assert row["status"] == "note"
    assert "No group has three samples" in row["message"]
    mixed = pd.concat([cooks([1, 1, 1]), cooks([900], judged="no")])
    (row,) = outliers.outlying_samples(changed(context, cooks=mixed))
    assert row["status"] == "pass"
    assert "1 without two replicates" in row["message"]


def test_other_models_do_not_take_part(make):
    other = cooks([1, 0, 2, 1, 500, 1]).assign(model="subset")
    table = pd.concat([cooks([1] * 6), other])
    (row,) = outliers.outlying_samples(changed(make(), cooks=table))
    assert row["status"] == "pass"


def test_absent_tables_give_no_row(make):
    context = dataclasses.replace(make(), fit=FitTables())
    for check in (outliers.dispersion_outliers, outliers.withheld, outliers.outlying_samples):
        assert check(context) == []
