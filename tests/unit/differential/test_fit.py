import numpy as np
import pandas as pd
import pytest

from resistance.columns import COOKS, FIT_GENES
from resistance.differential import fit as fitting
from resistance.differential.normalisation import Normalisation, divisors


@pytest.fixture(scope="module")
def counts(make_study):
    return make_study(("p",) * 3 + ("r",) * 3, [("p", "r")]).counts


@pytest.fixture(scope="module")
def model(counts):
    matrix = pd.DataFrame({"Intercept": 1.0, "r": [0.0] * 3 + [1.0] * 3}, index=counts.columns)
    return fitting.fit(counts, matrix, divisors(counts, Normalisation()), two_groups=True)


def test_gene_table(model, counts):
    table = fitting.gene_table(model, "main")
    assert list(table.columns) == list(FIT_GENES)
    assert table["gene_id"].tolist() == list(counts.index)
    zero, rest = table.iloc[0], table.iloc[1:]
    text = ["model", "gene_id", "dispersion_outlier", "replaced", "converged"]
    assert zero.drop(text).isna().all()
    assert zero["converged"] == ""
    assert set(rest["converged"]) <= {"yes", "no"}
    kept = rest["dispersion_outlier"] == "yes"
    assert (rest.loc[kept, "dispersion"] == rest.loc[kept, "dispersion_genewise"]).all()


def test_trend_is_that_of_the_genes(model):
    table = fitting.gene_table(model, "main").iloc[1:]
    mean = model.dataset.var["_normed_means"].iloc[1:].to_numpy()
    by_hand = model.trend.asympt + model.trend.extra / mean
    np.testing.assert_allclose(table["dispersion_trend"], by_hand)
    # simulated with 0.02 + 2 / mean
    assert model.trend.asympt == pytest.approx(0.02, abs=0.02)
    assert model.trend.extra == pytest.approx(2, abs=1)


def test_shrunken_dispersions_lie_between_estimate_and_trend(model):
    table = fitting.gene_table(model, "main").iloc[1:]
    table = table[table["dispersion_outlier"] == "no"]
    low = table[["dispersion_genewise", "dispersion_trend"]].min(axis=1)
    high = table[["dispersion_genewise", "dispersion_trend"]].max(axis=1)
    inside = (table["dispersion"] > low * 0.9) & (table["dispersion"] < high * 1.1)
    assert inside.mean() > 0.95


def test_size_factors_are_kept(model, counts):
    expected = divisors(counts, Normalisation()).size_factors.values
    assert model.dataset.obs["size_factors"].tolist() == expected.tolist()


def test_cooks_table(model, counts):
    table = fitting.cooks_table(model, "main")
    assert list(table.columns) == list(COOKS)
    assert table["sample"].tolist() == list(counts.columns)
    assert set(table["judged"]) == {"yes"}
    assert (table["n_genes"] == (counts.sum(axis=1) > 0).sum()).all()
    quantiles = table[["q05", "q25", "q50", "q75", "q95", "max"]]
    assert (quantiles.diff(axis=1).iloc[:, 1:] >= 0).all().all()
    cooks = pd.DataFrame(model.dataset.layers["cooks"], index=counts.columns)
    assert table["n_above"].tolist() == (cooks > table["cutoff"][0]).sum(axis=1).tolist()


def test_blind_trend_sees_the_arms_as_noise(counts):
    blind = fitting.blind_trend(counts, divisors(counts, Normalisation()))
    assert blind.kind in ("parametric", "mean")
    assert blind.asympt > 0.02


def test_warnings_go_to_the_log_once(caplog):
    import warnings

    with caplog.at_level("WARNING", logger="resistance"), fitting.logged_warnings():
        for _ in range(3):
            warnings.warn("again", UserWarning, stacklevel=1)
    assert [record.message for record in caplog.records] == ["again"]
