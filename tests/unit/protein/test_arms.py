import pandas as pd
import pytest

from resistance.design.contrast_rows import Contrast
from resistance.protein.arms import of_model, protein_arms
from resistance.protein.estimates import estimate
from resistance.protein.tidy import log2_signals, tidy

VALUES = {"parent": [10.0, 10.2, 9.9], "R1": [8.0, 8.3, 8.1], "R2": [7.0, 7.2, 7.1]}
ROWS = [
    {"gene": "G", "condition": condition, "replicate": str(i), "value": str(x), "scale": "log2"}
    for condition, values in VALUES.items()
    for i, x in enumerate(values)
]


def table(contrast: Contrast) -> pd.DataFrame:
    arms = protein_arms(contrast)
    signals = log2_signals(tidy(pd.DataFrame(ROWS)))
    return estimate(signals, arms.reference, arms.target, None, arms.why_none)


def test_the_levels_of_a_side_are_pooled() -> None:
    (row,) = table(Contrast("k", formula="(R1 + R2)/2 - parent")).to_dict("records")
    assert (row["n_reference"], row["n_target"], row["status"]) == (3, 6, "estimated")
    assert row["log2FoldChange"] == pytest.approx(sum(VALUES["R1"] + VALUES["R2"]) / 6 - 30.1 / 3)


@pytest.mark.parametrize(
    ("contrast", "reason"),
    [
        (Contrast("k", formula="(A:y - A:x) - (B:y - B:x)"), "a difference of differences"),
        (Contrast("k", formula="A:y - B:x"), "combinations of several variables"),
        (Contrast("k", test="lrt", reduced="~ 1"), "without a fold change"),
    ],
)
def test_without_arms_every_target_says_why(contrast, reason) -> None:
    (row,) = table(contrast).to_dict("records")
    assert row["status"] == "not_in_contrast"
    assert reason in row["reason"]
    assert pd.isna(row["lfcSE"])


def test_measurements_of_samples_outside_the_model_are_left_out() -> None:
    samples = pd.DataFrame({"line": ["A", "A", "B"]}, index=["s1", "s2", "s3"])
    protein = pd.DataFrame(
        {
            "rna_sample": ["s1", "s2", "s3", "", "", "unlisted"],
            "line": ["A", "A", "A", "B", "", "A"],
        }
    )
    subset = Contrast("k", "x", "a", "b", subset="line = A", exclude_samples=("s2",))
    assert of_model(protein, samples, subset).index.tolist() == [0, 4, 5]
    assert of_model(protein, samples, Contrast("k", "x", "a", "b")).equals(protein)
    assert of_model(protein[["line"]], samples, subset).index.tolist() == [0, 1, 2, 4, 5]


def test_a_line_that_all_cells_share_chooses_its_measurements() -> None:
    samples = pd.DataFrame({"line": ["A", "B"], "dex": ["x", "y"]}, index=["s1", "s2"])
    protein = pd.DataFrame({"line": ["A", "B", ""], "condition": ["x", "y", "y"]})
    for formula in ("A:y - A:x", "line=A:y - line=A:x"):
        assert of_model(protein, samples, Contrast("k", formula=formula)).index.tolist() == [0, 2]
    assert len(of_model(protein, samples, Contrast("k", formula="A:y - B:x"))) == 3
