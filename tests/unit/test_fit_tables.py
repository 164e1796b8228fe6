import pandas as pd

from resistance.fit_tables import (
    FitTables,
    contrasts_of_model,
    model_names,
    n_fitted,
    of_model,
    question,
)

TABLE = pd.DataFrame({"model": ["b", "main", "main"], "dispersion": [0.1, 0.2, float("nan")]})


def test_the_model_of_all_samples_comes_first():
    assert model_names(TABLE) == ["main", "b"]
    assert model_names(FitTables().genes) == []


def test_rows_of_one_model():
    assert len(of_model(TABLE)) == 2
    assert len(of_model(TABLE, "b")) == 1
    assert of_model(FitTables().genes).empty


def test_genes_without_a_dispersion_were_not_fitted():
    assert n_fitted(of_model(TABLE)) == 1
    assert n_fitted(FitTables().genes) == 0


def test_a_contrast_that_the_model_file_does_not_know_asks_nothing():
    assert question({"contrasts": {"k": {"test": "lrt"}}}, "k") == {"test": "lrt"}
    assert question({}, "k") == {}


def test_contrasts_are_told_by_their_model():
    model = {"contrasts": {"a": {"model": "main"}, "b": {"model": "subset_b"}, "c": {}}}
    assert contrasts_of_model(model, "main") == ["a", "c"]
    assert contrasts_of_model(model, "subset_b") == ["b"]
    assert contrasts_of_model({}, "main") == []
