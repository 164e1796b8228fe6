import numpy as np
import pandas as pd
import pytest

from resistance.differential.unreplicated import fold_changes


def test_one_sample_an_arm_is_the_ratio_of_the_two():
    normalised = pd.DataFrame({"p": [3.5, 0.0, 0.0], "r": [15.5, 7.5, 0.0]}, index=list("abc"))
    matrix = pd.DataFrame({"Intercept": [1.0, 1.0], "arm": [0.0, 1.0]}, index=["p", "r"])
    table = fold_changes(normalised, matrix, np.array([0.0, 1.0]))
    assert table["log2FoldChange"].tolist()[:2] == pytest.approx([2.0, 4.0])
    assert table["status"].tolist() == ["no_replicates", "no_replicates", "all_zero"]
    assert np.isnan(table.loc["c", "log2FoldChange"])
    assert table[["lfcSE", "stat", "pvalue", "padj"]].isna().all().all()


def test_saturated_design_takes_the_change_in_the_reference_line():
    samples = ["Ap", "Ar", "Bp", "Br"]
    normalised = pd.DataFrame([[7.5, 31.5, 0.5, 0.5]], index=["g"], columns=samples)
    matrix = pd.DataFrame(
        {"Intercept": 1.0, "B": [0, 0, 1, 1], "r": [0, 1, 0, 1], "B.r": [0, 0, 0, 1]}, index=samples
    )
    table = fold_changes(normalised, matrix, np.array([0.0, 0.0, 1.0, 0.0]))
    assert table.loc["g", "log2FoldChange"] == pytest.approx(2.0)
