from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from resistance.columns import DIFFERENTIAL, GENES
from resistance.exports.annotated import Parts, annotated
from resistance.wording.summary import NOTICE, SIMULATED

IDS = ["g1", "g2", "MARCH1"]


def matrix(values: float, samples=("s2", "s1")) -> pd.DataFrame:
    numbers = np.arange(6.0).reshape(3, 2) + values
    return pd.DataFrame(numbers, index=pd.Index(IDS, name="gene_id"), columns=list(samples))


def table(definition, **given) -> pd.DataFrame:
    rows = range(len(next(iter(given.values()))))
    frame = pd.DataFrame({n: "" if k is str else np.nan for n, k in definition.items()}, index=rows)
    return frame.assign(**given)


def parts(**changed) -> Parts:
    made = {
        "counts": matrix(10).iloc[::-1],
        "normalised": matrix(0.5),
        "vst": matrix(0.25),
        "samples": pd.DataFrame({"sample": ["s1", "s2"], "a/b": ["x", "x"], "_index": ["", "7"]}),
        "contrasts": pd.DataFrame({"id": ["a_vs_b", "c.1"]}),
        "genes": table(GENES, gene_id=IDS[::-1], gene_name=["MARCH1", "\x00two", "one"]),
        "size_factors": pd.Series({"s2": 2.0, "s1": 0.5}),
        "results": {
            name: table(DIFFERENTIAL, gene_id=IDS[:2], padj=[0.1, np.inf], status=["tested"] * 2)
            for name in ("a_vs_b", "c.1")
        },
        "verdicts": pd.DataFrame({"gene_name": ["=1+1", "NA"]}),
        "checks": pd.DataFrame({"check": []}, dtype=object),
        "versions": {"numpy": "2.0"},
    }
    return Parts(**made | changed)


def test_everything_is_joined_by_name():
    data = annotated(parts(), "A study", False, "")
    assert list(data.obs_names) == ["s1", "s2"]
    assert list(data.var_names) == IDS
    assert data.X.tolist() == [[1.25, 3.25, 5.25], [0.25, 2.25, 4.25]]
    assert data.layers["counts"].tolist() == [[11, 13, 15], [10, 12, 14]]
    assert data.layers["counts"].dtype == np.int64
    assert data.obs["size_factor"].tolist() == [0.5, 2.0]
    assert data.var["gene_name"].tolist() == ["one", "\ufffdtwo", "MARCH1"]
    found = data.varm["c.1"]
    assert found["padj"].tolist()[:2] == [0.1, np.inf]
    assert found["status"].tolist() == ["tested", "tested", ""]
    assert np.isnan(found["padj"].iloc[2])


def test_names_that_the_format_cannot_hold_are_changed():
    data = annotated(parts(), "A study", False, "")
    assert list(data.obs.columns) == ["a_b", "_index_", "size_factor"]


def test_fractions_of_counts_are_kept():
    assert annotated(parts(counts=matrix(0.5)), "", False, "").layers["counts"][0, 0] == 1.5


def test_what_it_is_stands_in_it():
    data = annotated(parts(), "\ud800 study", True, "Planted.")
    assert data.uns["title"] == "\ufffd study"
    assert data.uns["notice"] == NOTICE
    assert data.uns["simulated"] == f"{SIMULATED} Planted."
    assert data.uns["verdicts"]["gene_name"].tolist() == ["=1+1", "NA"]
    assert data.uns["versions"] == {"numpy": "2.0"}
    assert annotated(parts(), "", False, "").uns["simulated"] == "no"


@pytest.mark.parametrize("size_factor", ["given"])
def test_a_column_of_the_sheet_is_not_replaced(size_factor):
    sheet = pd.DataFrame({"sample": ["s1", "s2"], "size_factor": [size_factor] * 2})
    data = annotated(parts(samples=sheet), "", False, "")
    assert data.obs["size_factor"].tolist() == ["given"] * 2
