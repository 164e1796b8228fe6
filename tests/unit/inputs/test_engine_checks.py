import pandas as pd

from resistance.inputs.engine_checks import check_engine

CONTRASTS = pd.DataFrame({"id": ["a", "b"], "test": ["wald", "lrt"]}, index=[2, 3])


def test_the_row_is_named():
    config = {"differential": {"engine": "pydeseq2"}}
    (found,) = check_engine(config, CONTRASTS, "config/contrasts.tsv")
    assert (found.row, found.column, found.value) == ("3", "test", "lrt")


def test_the_vectorised_engine_answers_all():
    assert check_engine({"differential": {"engine": "vectorised"}}, CONTRASTS, "c") == []
    assert check_engine({"differential": "x"}, CONTRASTS, "c") == []
