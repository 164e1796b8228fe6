from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from resistance.inputs.count_scale import is_estimated, wrong_scale

SHARED = Path(__file__).parents[4] / "shared/data"


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs {path}")
    return path


def rsem(column: str) -> pd.DataFrame:
    files = sorted(shared("format_salmon_rsem/rsem").glob("*/*.gz"))
    return pd.DataFrame({p.parent.name: pd.read_csv(p, sep="\t")[column] for p in files[:3]})


def salmon(column: str) -> pd.DataFrame:
    files = sorted(shared("format_salmon_rsem/salmon").glob("*/quant.sf.gz"))
    return pd.DataFrame({p.parent.name: pd.read_csv(p, sep="\t")[column] for p in files[:2]})


def test_real_estimated_counts_are_counts() -> None:
    for counts in (rsem("expected_count"), salmon("NumReads")):
        assert wrong_scale(counts) is None
        assert is_estimated(counts)


def test_real_fpkm_and_tpm_are_not() -> None:
    assert "FPKM" in str(wrong_scale(rsem("FPKM")))
    assert "1,000,000" in str(wrong_scale(rsem("TPM")))
    assert "1,000,000" in str(wrong_scale(salmon("TPM")))


def test_real_counts_and_what_is_made_of_them() -> None:
    path = shared("airway/airway_rawcounts.csv.gz")
    counts = pd.read_csv(path, index_col=0).astype(float)
    assert wrong_scale(counts) is None
    assert not is_estimated(counts)
    assert "logarithms" in str(wrong_scale(np.log2(counts + 1)))
    factors = np.linspace(0.67, 1.41, counts.shape[1])
    assert "size factors" in str(wrong_scale(counts / factors))
    cpm = counts / counts.sum() * 1e6
    assert "1,000,000" in str(wrong_scale(cpm))
    assert wrong_scale(cpm[cpm.mean(axis=1) > 20]) is not None


def test_nothing_to_tell_from() -> None:
    assert wrong_scale(pd.DataFrame({"a": [0.0, 0.0]})) is None
    assert wrong_scale(pd.DataFrame({"a": [np.nan]})) is None
    assert not is_estimated(pd.DataFrame({"a": [0.0]}))


def test_one_stray_decimal_is_no_estimate() -> None:
    counts = pd.DataFrame({"a": [1.0, 2.5, 3.0], "b": [1.0, 2.0, 3.0]})
    assert not is_estimated(counts)
    assert is_estimated(counts.assign(b=[1.0, 2.0, 3.5]))
