import numpy as np
import pandas as pd
import pytest

from resistance.design.contrast_rows import Contrast
from resistance.directions import directed, signed

DE = pd.DataFrame(
    {
        "log2FoldChange": [2.0, -3.0, 0.1, 1.0, np.nan],
        "lfcSE": [0.5, 1.0, 0.5, 0.5, np.nan],
        "stat": [20.0, 15.0, 8.0, 9.0, 3.0],
        "pvalue": [1e-6, 1e-5, 1e-2, np.nan, 1e-3],
        "padj": [1e-5, 1e-4, np.nan, np.nan, 1e-2],
    }
)
PLAIN = Contrast("k", "x", "a", "b")


def asked(**fields) -> Contrast:
    return Contrast("k", formula="b - a", **fields)


def test_the_wald_test_is_left_alone() -> None:
    assert signed(DE, PLAIN) is DE
    assert directed(DE, PLAIN) is DE


@pytest.mark.parametrize("fields", [{"test": "lrt", "reduced": "~ 1"}, {"alternative": "lessAbs"}])
def test_a_test_without_direction_gets_the_one_of_its_change(fields) -> None:
    for found in (signed(DE, asked(**fields)), directed(DE, asked(**fields))):
        assert found["stat"].tolist()[:3] == [4.0, -3.0, 0.2]
        # the family is that of the contrast's own test: two genes
        assert found["padj"][0] == pytest.approx(2 * 6.334248e-05, rel=1e-6)
        assert found["padj"][1] == pytest.approx(0.002699796)
        assert found["padj"].isna().tolist() == [False, False, True, True, True]


def test_a_withheld_p_stays_withheld_and_no_change_has_no_statistic() -> None:
    assert signed(DE, asked(alternative="greater"))["stat"].isna().tolist()[3:] == [True, True]


@pytest.mark.parametrize("alternative", ["greater", "less", "greaterAbs", "greaterAbs2014"])
def test_tests_of_large_changes_vouch_for_the_direction_but_do_not_rank(alternative) -> None:
    contrast = asked(alternative=alternative, lfc_threshold=1.0)
    assert directed(DE, contrast) is DE
    assert signed(DE, contrast)["stat"][1] == -3.0
