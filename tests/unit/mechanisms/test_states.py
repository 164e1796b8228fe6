import math

import numpy as np
import pandas as pd
import pytest

from resistance.mechanisms.states import cell_state, mean_shift_excluded


def markers(change: float, error: float, grade: str, n: int = 12) -> pd.DataFrame:
    sign = np.where(np.arange(n) % 3 == 0, 1, -1)
    return pd.DataFrame(
        {
            "gene_name": [f"m{i}" for i in range(n)],
            "grade": ["inconclusive"] * (n - 1) + [grade],
            "rna_log2FoldChange": sign * change,
            "rna_lfcSE": error,
            "expected_direction": np.where(sign > 0, "up", "down"),
        }
    )


def test_shift_as_expected_and_against() -> None:
    found = cell_state(
        markers(1.5, 0.2, "transcript_only_protein_unmeasured"), {"t": 5.0, "padj": 1e-4}
    )
    assert (found.verdict, found.detail) == ("shifted", "as listed in the catalogue")
    found = cell_state(markers(-1.5, 0.2, "against_expected"), {"t": -5.0, "padj": 1e-4})
    assert found.verdict == "shifted"
    assert found.detail.startswith("against")


def test_set_without_a_marker_that_moves_is_open() -> None:
    found = cell_state(markers(0.6, 0.2, "inconclusive"), {"t": 5.0, "padj": 1e-4})
    assert found.verdict == "undetermined"


def test_no_shift_needs_equivalence() -> None:
    open_set = {"t": 0.3, "padj": 0.9}
    assert cell_state(markers(0.0, 0.2, "inconclusive"), open_set).verdict == "no_shift_shown"
    assert cell_state(markers(0.0, 2.0, "inconclusive"), open_set).verdict == "undetermined"
    moved = markers(0.0, 0.2, "against_expected")
    assert cell_state(moved, open_set).verdict == "undetermined"


def test_nothing_measured_is_undetermined() -> None:
    empty = markers(math.nan, math.nan, "not_measured")
    assert cell_state(empty, {"t": math.nan, "padj": math.nan}).verdict == "undetermined"


@pytest.mark.parametrize(("n", "excluded"), [(4, False), (5, True)])
def test_fewer_than_five_markers_exclude_nothing(n: int, excluded: bool) -> None:
    zero, one = pd.Series([0.0] * n), pd.Series([1] * n)
    assert mean_shift_excluded(zero, pd.Series([0.1] * n), one) is excluded
