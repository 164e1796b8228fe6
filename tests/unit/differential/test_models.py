import pandas as pd
import pytest

from resistance.differential.models import models_of
from resistance.problems import InputError

COLUMNS = ["id", "variable", "reference", "target", "subset", "exclude_samples", "test", "reduced"]


def questions(*rows):
    return pd.DataFrame(rows).reindex(columns=COLUMNS).fillna("")


def pair(name, reference="p", target="r", **more):
    levels = {"variable": "condition", "reference": reference, "target": target}
    return {"id": name, **levels, **more}


@pytest.fixture
def study(make_study):
    return make_study(
        ("p", "p", "p", "r", "r", "r") * 2,
        [("p", "r")],
        "~ line + condition",
        line=list("A" * 6 + "B" * 6),
    )


def test_contrasts_that_share_samples_share_a_model(study):
    rows = questions(
        pair("one"),
        pair("a", subset="line = A"),
        pair("a_lrt", subset="line = A", test="lrt", reduced="~ 1"),
        pair("b", subset="line = B"),
        pair("back", reference="r", target="p"),
    )
    models = models_of(study.samples, rows, study.design)
    assert [model.name for model in models] == ["main", "subset_a", "subset_b"]
    assert [[c.id for c in model.contrasts] for model in models] == [
        ["one", "back"],
        ["a", "a_lrt"],
        ["b"],
    ]
    assert [model.residual_df for model in models] == [9, 4, 4]
    assert [model.two_groups for model in models] == [False, True, True]


def test_a_confounded_subset_names_the_columns(study):
    samples = study.samples.assign(batch=list("uuuvvv") + list("uvuvuv"))
    rows = questions(pair("a", subset="line = A"))
    with pytest.raises(InputError, match='"batch"'):
        models_of(samples, rows, "~ batch + condition")
