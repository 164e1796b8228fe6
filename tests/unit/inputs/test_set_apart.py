"""Rows that are no genes of the study's cells."""

import pandas as pd
import pytest

from resistance.inputs.set_apart import is_mouse, is_spike_in, set_apart

COUNTS = pd.DataFrame(
    {"S1": [10, 5, 30, 7, 1], "S2": [20, 0, 0, 8, 1]},
    index=["IL3RA", "ERCC-00002", "ENSMUSG00000000001", "__no_feature", "N_unmapped"],
)


@pytest.mark.parametrize("name", ["ERCC-00002", "ERCC_00171", "SIRV101", "NIST_ConsensusVector"])
def test_spike_ins(name) -> None:
    assert is_spike_in(name)


@pytest.mark.parametrize("name", ["ERCC1", "ERCC6L2", "SIRT1", "PHIP", "ENSG00000185291", "GFP"])
def test_genes_are_no_spike_ins(name) -> None:
    assert not is_spike_in(name)


@pytest.mark.parametrize(
    "name", ["ENSMUSG00000000001.4", "mm10___Actb", "GRCm38_ENSMUSG00000000001"]
)
def test_mouse_genes(name) -> None:
    assert is_mouse(name)
    assert not is_mouse("Actb")  # a symbol alone does not say of which genome it is


def test_rows_are_parted_and_none_is_lost() -> None:
    found = set_apart(COUNTS, mixed=True)
    assert list(found.counts.index) == ["IL3RA"]
    assert found.apart["kind"].to_dict() == {
        "ENSMUSG00000000001": "mouse", "ERCC-00002": "spike_in", "N_unmapped": "outside",
        "__no_feature": "outside",
    }  # fmt: skip
    parts = found.counts.sum() + found.apart.drop(columns="kind").sum()
    assert parts.tolist() == COUNTS.sum().tolist()
    assert found.mouse_fraction.tolist() == [0.75, 0.0]
    assert any("75.00%" in str(record["detail"]) for record in found.records)


def test_what_stays() -> None:
    found = set_apart(COUNTS, keep_spike_ins=True)
    assert list(found.counts.index) == ["IL3RA", "ERCC-00002", "ENSMUSG00000000001"]
    assert found.mouse_fraction is None
