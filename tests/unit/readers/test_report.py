from __future__ import annotations

import hashlib

import pandas as pd
import pytest

from resistance.readers import report


def test_a_file_that_is_absent_is_listed_without_a_size(tmp_path):
    file = tmp_path / "a.tsv"
    file.write_bytes(b"x\n")
    fact = report.file_fact(str(file))
    assert (fact.size, fact.sha256) == (2, hashlib.sha256(b"x\n").hexdigest())
    assert report.file_fact(str(tmp_path / "b")).size is None


def test_only_results_are_listed():
    assert report._is_result("results/tables/a.tsv")
    assert not report._is_result("/somewhere/resources/MANIFEST.tsv")
    assert not report._is_result("config/samples.tsv")


def test_the_spread_leaves_genes_without_a_read_out():
    names = pd.Index(["a", "b"], name="gene_id")
    vst = pd.DataFrame({"s1": [4.0, 3.0], "s2": [6.0, 3.0]}, index=names)
    counts = pd.DataFrame({"s1": [0.0, 9.0], "s2": [0.0, 0.0]}, index=names[::-1])
    found = report._spread(vst, counts)
    assert list(found.index) == ["a"]
    assert found.loc["a", "mean"] == 5.0
    assert found.loc["a", "sd"] == pytest.approx(2**0.5)
