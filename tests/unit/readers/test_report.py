from __future__ import annotations

import hashlib

import pandas as pd
import pytest

from resistance.readers import report


def test_versions_are_those_of_the_lock_file(tmp_path):
    lock = tmp_path / "uv.lock"
    lock.write_text(
        'version = 1\n[[package]]\nname = "pydeseq2"\nversion = "0.5.4"\n'
        '[[package]]\nname = "other"\nversion = "9"\n',
        encoding="utf-8",
    )
    assert report.read_versions(lock) == {"pydeseq2": "0.5.4"}


def test_every_package_that_methods_names_is_in_the_lock(request):
    lock = request.config.rootpath / "uv.lock"
    assert set(report.read_versions(lock)) == set(report.PACKAGES)


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
