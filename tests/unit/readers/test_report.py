from __future__ import annotations

import hashlib

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
