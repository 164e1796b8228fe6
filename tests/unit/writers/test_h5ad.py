from __future__ import annotations

import sys
import warnings
from pathlib import Path

import anndata
import numpy as np
import pandas as pd
import pytest

from resistance.readers.h5ad import read_h5ad
from resistance.writers.h5ad import write_h5ad


def made() -> anndata.AnnData:
    sys.path.insert(0, str(Path(__file__).parents[1] / "exports"))
    try:
        import test_annotated
    finally:
        sys.path.pop(0)
    return test_annotated.annotated(test_annotated.parts(), "A study", True, "Planted.")


@pytest.fixture
def written(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        write_h5ad(made(), tmp_path / "new" / "one.h5ad")
    return tmp_path / "new" / "one.h5ad"


def test_anndata_gives_back_what_was_written(written):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read, data = anndata.read_h5ad(written), made()
    assert np.array_equal(read.X, data.X)
    assert np.array_equal(read.layers["vst"], data.X)
    assert np.array_equal(read.layers["counts"], data.layers["counts"])
    pd.testing.assert_frame_equal(read.obs, data.obs)
    pd.testing.assert_frame_equal(read.var, data.var)
    pd.testing.assert_frame_equal(read.varm["a_vs_b"], data.varm["a_vs_b"])
    pd.testing.assert_frame_equal(read.uns["verdicts"], data.uns["verdicts"])
    assert read.uns["versions"] == {"numpy": "2.0"}
    assert len(read.uns["checks"]) == 0


def test_our_own_reader_takes_its_counts(written):
    table, problems = read_h5ad(written, "one.h5ad")
    assert problems == []
    assert table is not None


def write_again(path: str) -> None:
    write_h5ad(made(), path)


def test_same_bytes_again_and_on_another_machine(written, tmp_path, elsewhere):
    write_again(tmp_path / "two.h5ad")
    elsewhere(__file__, "write_again", tmp_path / "three.h5ad")
    for name in ("two.h5ad", "three.h5ad"):
        assert (tmp_path / name).read_bytes() == written.read_bytes()
